// What a word in a rule file stands for: a thing that some declaration brings into being. Found by name in the rulebook; used
// to show it, to go to it and to find its other uses. Plain values.
#pragma once

#include "editor/workspace.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::editor {

enum class thing : std::uint8_t {
    document,
    factor,
    record,
    field,
    statistic,
    formula,
    parameter, // of a formula: the reference that a table binds
    table,
    grades,
    unit,
    dimension,
    violation,
    discretion
};

struct entity {
    thing what{};
    std::uint16_t record = 0; // of a field
    std::uint32_t index = 0;  // in the rulebook's list; 0 where there is none
    std::string name;         // of a dimension or type of violation
    friend bool operator==(entity const&, entity const&) = default;
};

// Where a name stands: what it can mean.
struct surroundings {
    std::vector<std::uint16_t> records; // whose fields are meant, in order of preference
    std::string medium;                 // of factors
    std::string document;               // id of the document, for tables named without it
};

// The first of the kinds that has the name.
std::optional<entity> resolve(model::rulebook const& rules, surroundings const& at, std::vector<thing> const& kinds,
                              std::string const& name);

// A place where an entity is named.
struct use {
    source::span where;
    entity target;
    bool declares = false;
};
// All of a file, in no order.
std::vector<use> uses_in(book const& b, source::file_id file);

// The narrowest that covers the offset; one that ends there counts too.
std::optional<use> use_at(book const& b, source::file_id file, std::size_t offset);

// Places where the entity is declared, or named at all.
std::vector<source::span> declarations_of(book const& b, entity const& e);
std::vector<source::span> places_of(book const& b, entity const& e, bool with_declarations);

} // namespace huanchi::editor

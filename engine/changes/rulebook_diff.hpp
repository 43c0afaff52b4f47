// What changed from one rulebook to another: limit by limit, tighter or looser, new, dropped or changed otherwise, and every
// other declaration that says something else. Bounds are compared exactly in one unit: 50 mg/L and 0.05 g/L are one bound.
// Refers to limits of both rulebooks by index; they must outlive the result. Pure.
#pragma once

#include "changes/meaning.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::changes {

enum class change : std::uint8_t { tighter, looser, added, dropped, changed };
std::string_view text(change c); // tighter, looser, new, dropped, changed

struct aspect_change {
    std::string what; // name of the aspect
    std::string before, after;
    friend bool operator==(aspect_change const&, aspect_change const&) = default;
};

struct limit_change {
    change kind{};
    std::optional<std::uint32_t> before, after; // index into the limits of the rulebook
    std::vector<aspect_change> aspects;         // none of what is new or dropped
};

struct declaration_change {
    change kind{}; // added, dropped, changed
    std::string declared, id;
    std::vector<aspect_change> aspects;
};

struct rulebook_diff {
    std::string meaning_before, meaning_after; // digests
    std::size_t unchanged = 0;                 // limits
    std::vector<limit_change> limits;          // by standard and place in it
    std::vector<declaration_change> others;    // by kind and id
    bool empty() const { return limits.empty() && others.empty(); }
    std::size_t count(change c) const;
};

rulebook_diff compare(model::rulebook const& before, model::rulebook const& after);

// Limits of both rulebooks that are the same one: by id, then, where ids have moved, by table, factor and conditions.
struct pairing {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> both;
    std::vector<std::uint32_t> dropped, added;
};
pairing paired(model::rulebook const& before, model::rulebook const& after);

// Whether `after` allows less, more, the same, or neither less nor more (nullopt).
enum class shift : std::int8_t { less, same, more };
std::optional<shift> allowed(model::limit const& before, model::rulebook const& of_before, model::limit const& after,
                             model::rulebook const& of_after);

} // namespace huanchi::changes

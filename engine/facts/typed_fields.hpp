// Fields of a JSON object as the typed values that a record type declares. Keys are JSON names, names or spellings; keys that
// no field has are left alone, since objects are open. Every problem is told, each at its key.
#pragma once

#include "facts/json_tree.hpp"
#include "model/rulebook.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::facts {

// A problem at a key (or "" for the object as a whole).
using field_problem = std::function<void(std::string_view key, std::string what)>;

// Sets in `values` (one for each field of the record) what the object says; `written`, where not null, gets the text.
// A field that stands in the object twice, or that `values` has already with another value, is a problem.
void read_typed_fields(json_node const& object, std::uint16_t record, model::rulebook const& rules,
                       std::vector<model::value>& values, std::vector<std::string>* written, field_problem const& problem);

// The field as it is read: a value of a factor without a unit of its own is in the factor's unit.
model::field in_own_unit(model::field f, model::rulebook const& rules);

} // namespace huanchi::facts

// Values for the fields that conditions ask of, so that the conditions hold: how a witness gets its attributes. Pure
// functions.
#pragma once

#include "model/case_search.hpp"
#include "model/rulebook.hpp"

#include <map>
#include <string>
#include <vector>

namespace huanchi::cases {

using assignment = model::case_of_values;

// At most `most` assignments under which all conditions hold, fields that a condition does not need left unknown.
std::vector<assignment> fulfilling(std::vector<model::expression_ptr> const& conditions, model::rulebook const& rules,
                                   std::size_t most);

// What the conditions say of a case: false if one of them does not hold, unknown if that cannot be said.
model::value holds(std::vector<model::expression_ptr> const& conditions, assignment const& a);

// For every field that the conditions ask of: values between which they can tell.
std::map<model::field_ref, std::vector<model::value>> telling(std::vector<model::expression_ptr> const& conditions,
                                                              model::rulebook const& rules);

// The value as a file of facilities (`with_unit`) or a row of data gives it.
std::string text_of(model::value const& v, model::field const& f, model::rulebook const& rules, bool with_unit);

} // namespace huanchi::cases

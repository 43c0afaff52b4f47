// Values between which conditions can tell: enough to try for all cases that there are. Pure functions.
#pragma once

#include "model/expression.hpp"

#include <string>
#include <vector>

namespace huanchi::model {

struct rulebook;

// For every field that the conditions compare with constants: values such that any two values of the field between which the
// conditions can tell are represented. Fields compared with each other are left out. Used to decide what a missing value
// could change, and to find rows that can never apply.
struct choice_of_values {
    field_ref field;
    std::vector<value> values;
    std::vector<std::string> bands; // what each stands for: `temperature <= 12 ℃`
};
// A field of which they also ask whether it is known is left out, unless that question is settled whatever the value is.
std::vector<choice_of_values> representatives(std::vector<expression_ptr> const& conditions, rulebook const& rules,
                                              bool known_is_settled = false);

// The chosen ones in words, neighbours put together: `temperature >= 12 ℃`, `grade = 一级A or grade = 一级B`. One flag a value.
std::string bands_text(choice_of_values const& c, std::vector<char> const& chosen);

// For every field that the conditions ask of, the values between which they can tell; where they ask whether it is known, the
// unknown too, as the first, and such fields last. Any two cases that agree in these are alike to the conditions.
std::vector<choice_of_values> told_apart(std::vector<expression_ptr> const& conditions, rulebook const& rules);

} // namespace huanchi::model

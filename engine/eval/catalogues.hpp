// Membership: whether the catalogues of a field list what a record describes, on the day whose law is applied.
#pragma once

#include "eval/judgement.hpp"
#include "eval/surroundings.hpp"

#include <vector>

namespace huanchi::eval {

// What each catalogue of the field says, in the order of the rulebook. Entries of low confidence that hold are unknown, unless
// unreviewed rules are asked for.
std::vector<listing> listings(surroundings const& s, model::field_ref field);

// Yes where a catalogue that applies lists it, no where one applies and none lists it; unknown where none applies.
model::value membership(std::vector<listing> const& all);

} // namespace huanchi::eval

// How far the judgements of an outlet reach: whether what is said of a day hangs on the rows of that day alone. Pure.
#pragma once

#include "eval/bind.hpp"

#include <set>
#include <string>
#include <vector>

namespace huanchi::held {

enum class reach : std::uint8_t {
    day,   // everything that is judged lies within a day
    mixed, // so do some statistics; others are of longer windows and change nothing in these
    all    // allowances, exemptions with a quota, stacks that count as one: only all rows tell
};

reach reach_of(eval::bound const& b, std::uint32_t outlet);
bool within_a_day(plan::plan const& p, std::uint16_t statistic);
// Of a mixed outlet: what is judged over longer windows, as "factor quantity".
std::set<std::pair<std::uint16_t, model::quantity>> longer(eval::bound const& b, std::uint32_t outlet);

} // namespace huanchi::held

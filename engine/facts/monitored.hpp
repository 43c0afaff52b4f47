// The factors that an outlet must monitor automatically, as it is described. A pure function.
#pragma once

#include "facts/facilities.hpp"

#include <set>

namespace huanchi::facts {

std::set<std::uint16_t> monitored_factors(outlet const& o, model::rulebook const& rules);

} // namespace huanchi::facts

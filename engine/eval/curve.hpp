// The bound of a limit that follows a field of the outlet, at a place of its curve. Pure functions, exact.
#pragma once

#include "model/rulebook.hpp"

#include <optional>
#include <utility>

namespace huanchi::eval {

// In the limit's unit; nullopt where the table says nothing.
std::optional<base::rational> bound_at(model::curve const& c, base::rational const& x);

// The same where only the square of the place is rational: between two bounds that are equal where the bound is rational,
// and the nearer to each other the more halvings.
std::optional<std::pair<base::rational, base::rational>> bound_at_root(model::curve const& c, base::rational const& square,
                                                                       int halvings);

} // namespace huanchi::eval

// Square roots of rational numbers: exactly where there is a root among the decimals, else between two rationals as near to
// each other as is asked. No floating point.
#pragma once

#include "base/rational.hpp"

#include <optional>
#include <utility>

namespace huanchi::base {

// x >= 0; nullopt if the root is no finite decimal of at most 12 places.
std::optional<rational> exact_root(rational const& x);

// low <= sqrt(x) <= high, after that many halvings of [0, max(1, x)]; equal where the root is exact.
std::pair<rational, rational> root_between(rational const& x, int halvings);

} // namespace huanchi::base

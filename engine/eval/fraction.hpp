// A rational number with small parts, for the places where every row passes.
#pragma once

#include "base/rational.hpp"

#include <cstdint>
#include <optional>

namespace huanchi::eval {

struct fraction {
    std::int64_t n = 0, d = 1; // in lowest terms, not negative
};

// nullopt where the number is negative or a part is greater than asked for.
std::optional<fraction> fraction_of(base::rational const& x, std::int64_t most_n, std::int64_t most_d);

} // namespace huanchi::eval

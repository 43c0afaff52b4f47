// Patterns in a series: which stretches of it a check of quality is about. Pure functions over what was looked at, in order of
// time; what lies between two data of which one does not end where the other begins was not looked at.
#pragma once

#include "base/date.hpp"
#include "base/rational.hpp"
#include "model/rulebook.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace huanchi::eval {

enum class holds : std::uint8_t { no, maybe, yes }; // maybe: hangs on what is not known

struct watched {
    base::period period;
    eval::holds holds = holds::yes;
    std::optional<base::rational> value; // where it is known exactly
};

// The data [begin, end).
struct stretch {
    std::size_t begin = 0, end = 0;
    bool sure = true; // false: if what is not known turns out so
};

// Every stretch that shows the pattern, as long as can be. One that is not sure lies apart from all that are.
std::vector<stretch> find_stretches(model::quality_check const& check, std::span<watched const> all);

} // namespace huanchi::eval

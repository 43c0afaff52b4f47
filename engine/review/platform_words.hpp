// What the lines of a platform's lists name, found in the facilities and the rules. Pure functions.
#pragma once

#include "eval/bind.hpp"

#include <optional>
#include <string>

namespace huanchi::review {

// In the platform's own words; the unit "" means that of the factor.
struct platform_words {
    std::string const &enterprise_id, &outlet_id, &factor, &statistic, &unit;
};
struct platform_subject {
    std::uint32_t outlet = 0;
    std::uint16_t factor = 0, statistic = 0;
    base::unit_id unit{};
};
// nullopt, with the reason in `wrong`: no such outlet, factor of its medium, statistic or unit.
std::optional<platform_subject> subject_of(eval::bound const& b, platform_words const& words, std::string& wrong);

} // namespace huanchi::review

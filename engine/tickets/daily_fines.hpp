// Consecutive daily fines (按日连续处罚) as a sheet: from the day after an order was served to the day on which an inspection
// finds the act going on, every day at the amount of the original fine; added up when it is found again; none once it is found
// corrected, and none after production was halted. A pure function of a course; nothing is decided here.
#pragma once

#include "base/rational.hpp"
#include "tickets/course.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::tickets {

struct fined_stretch {
    base::date from{}, to{}; // both counted
    int days = 0;
    base::date inspected{};           // the inspection that found the act
    std::string result;               // not_corrected, obstructed
    std::optional<base::date> halted; // a halt of production ended it
};

struct daily_fines {
    // What stands in the way of any proposal: no_order_served, no_decision, no_amount.
    std::vector<std::string> missing;
    std::vector<fined_stretch> stretches;
    int days = 0;
    std::string each;                     // the original fine as it was decided, in 元
    std::optional<base::rational> amount; // of all days, in 元; nothing while something is missing
    std::optional<base::date> ended_on;   // found corrected, not operating or halted: no further days
    std::string ended_by;                 // corrected, not_operating, halted
};

daily_fines daily_fines_of(course const& c);

} // namespace huanchi::tickets

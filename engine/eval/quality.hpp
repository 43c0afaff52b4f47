// Checks of the quality of an outlet's data: what a series looks like, hour after hour or over a window of the calendar. A lead
// is something to look at; it says what was seen and shows the series. Three-valued: a stretch that hangs on what is not known
// is undetermined, with the name of what is missing.
#pragma once

#include "eval/judgement.hpp"
#include "eval/outlet_data.hpp"

#include <string>
#include <vector>

namespace huanchi::eval {

// One datum as a lead shows it: what was read, and what the check asked for beside it (`o2 = 20.1 %`, `flag = D`).
struct seen_value {
    base::period period;
    std::string written;
    std::vector<std::string> beside;
    std::vector<row_ref> rows;
};

struct quality_lead {
    eval::verdict verdict{}; // not_met: a lead; violation where the rule names an offence; compliant, undetermined
    std::uint32_t outlet = 0;
    std::uint16_t factor = 0;
    std::uint16_t check = 0; // of the rulebook
    facts::data_source source{};
    base::period period;
    std::uint64_t count = 0;       // of the data of the stretch or window,
    std::vector<seen_value> shown; // of which so many are shown at most: the first and the last
    static constexpr std::size_t most_shown = 48;
    std::vector<std::string> because; // of a window: its counts
    std::vector<missing_value> missing;
    std::optional<eval::finality> finality;
};

// Where in time a check looks: from the first of all data to the end of what is known.
struct watched_span {
    base::moment from, to;
};

// Runs every check over the data of the outlet; marks what was looked at as used. In an order of its own.
std::vector<quality_lead> watch_quality(bound const& b, outlet_data& data, watched_span const& span);

} // namespace huanchi::eval

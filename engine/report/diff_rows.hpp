// A changed limit with everything that the documents say of it, names and numbers worked out once. Internal to the folder.
#pragma once

#include "report/diff_document.hpp"

namespace huanchi::report {

// Both bounds stand in one unit, that of the new limit; `written` is as the rule file has it.
struct diff_bound {
    std::optional<std::string> min, max;
    bool min_strict = false, max_strict = false;
    bool not_detected = false, prohibited = false;
    std::string unit, written;
    base::span_of_dates effective;
};

struct diff_row {
    changes::change kind{};
    std::string id;
    std::optional<std::string> old_id; // where it was another
    std::string standard, clause, factor, factor_name, quantity;
    std::vector<std::string> statistics, statistic_names, conditions;
    std::optional<diff_bound> before, after;
    std::vector<changes::aspect_change> aspects;
    changes::witness const* witness = nullptr;
    std::string no_witness; // code, "" if there is one
};
std::vector<diff_row> diff_rows(diff_document const& d);

} // namespace huanchi::report

// Makes the cases at the edges of a limit. Internal to the folder.
#pragma once

#include "analysis/boundaries.hpp"
#include "analysis/stated.hpp"

#include <set>

namespace huanchi::analysis {

struct boundary_case {
    model::rule_test test; // without what it expects
    boundary_kind kind{};
    std::uint16_t statistic = 0; // that is judged
    base::moment from;           // of the period that is judged
    stated expected{};           // of the row
    bool too_few_values = false; // then no verdict is expected
};

struct made_cases {
    std::vector<boundary_case> cases;
    std::string none_because; // a code, where there are none
};

made_cases cases_of(model::limit const& l, model::rulebook const& rules, base::date preferred);

} // namespace huanchi::analysis

// Cases at the edges of what limits say, each judged by the executor and held against what the row itself says: the bound and
// one unit in its last written place to each side, every value between which a condition can tell, the days at which a span
// begins and ends, one valid value more and less than a statistic needs. What the row says is worked out from the checked model
// alone, with exact numbers. Pure: knows no clock and writes nothing.
#pragma once

#include "findings/rule_tests.hpp"
#include "plan/plan.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace huanchi::analysis {

enum class boundary_kind : std::uint8_t { bound, condition, date, validity, correction };
std::string_view text(boundary_kind k);

struct disagreement_at_boundary {
    std::string provision, title;
    boundary_kind kind{};
    std::string expected, found; // a verdict; of `found` with what decides
    std::string test;            // a block as rule files hold it
};

struct boundary_report {
    std::size_t limits = 0; // of which there are cases
    std::size_t cases = 0, agreed = 0, not_comparable = 0;
    std::map<boundary_kind, std::size_t> by_kind;
    std::vector<disagreement_at_boundary> disagreements;
    std::vector<std::pair<std::string, std::string>> without; // id; why no case is made of it: a code
    std::vector<std::string> tests;                           // of the cases that agreed, where they are kept
};

struct boundary_options {
    base::date at;                           // cases are on that day where they can be
    bool keep = false;                       // the cases that agreed, as blocks
    std::vector<source::file_id> files = {}; // only limits that stand in these; empty: all
};

boundary_report try_boundaries(model::rulebook const& rules, plan::plan const& plan, boundary_options const& options);

} // namespace huanchi::analysis

// Which limits apply to an outlet on a date, which of them decide and why; over a span of days, what changes when; and what the
// unknown attributes would change. Rows made from the bound plan. Pure functions, safe from many threads.
#pragma once

#include "eval/bind.hpp"
#include "findings/finding.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace huanchi::review {

struct limit_row {
    std::string factor, factor_name, quantity, statistic, statistic_name;
    findings::limit_value limit;
    bool min_strict = false, max_strict = false;
    std::optional<std::string> condition; // what still depends on the datum or is unknown
    bool decides = false;                 // tightest for factor, quantity, statistic, reference state and condition
    findings::provision provision;
    std::vector<std::string> because;
    std::uint32_t requirement = 0; // of the bound plan
};

struct rejected_limit {
    std::string factor, factor_name;
    std::vector<std::string> statistics;
    findings::limit_value limit;
    findings::provision provision;
    std::optional<std::string> failed;    // the first condition that failed
    std::optional<std::string> displaced; // or the provision that displaced it
};

struct unknown_attribute {
    std::string attribute;
    std::vector<std::string> would_decide; // ids of provisions
};

// Of an unknown, the values under which a limit decides.
struct assumption {
    std::string attribute, band; // as the rules print it: `grade = 一级A or grade = 一级B`
};
struct limit_case {
    std::string factor, factor_name, quantity, statistic, statistic_name;
    std::vector<assumption> when;     // all together; what is not named may have any value
    std::optional<limit_row> decides; // none: no limit applies then
    bool open = false;                // and another may apply whatever is assumed
};

struct outlet_limits {
    base::date at;
    std::string enterprise_id, enterprise_name, outlet_id;
    std::vector<limit_row> limits;
    std::vector<unknown_attribute> unknown;
    std::optional<std::vector<rejected_limit>> rejected; // where it was asked why not
    std::optional<std::vector<limit_case>> cases;        // where it was asked what the unknown would change
};

struct limits_asked {
    std::optional<std::uint16_t> factor = {}; // none: all
    bool why_not = false, cases = false;
};

// Rows in the order of the bound plan: factor, quantity, statistic, reference state, tightest first.
outlet_limits limits_on(eval::bound const& b, std::uint32_t outlet, base::date at, limits_asked const& asked);

// What applies from one day on until another; `limits` tightest first, those that decide marked.
struct timeline_span {
    base::date from;
    std::optional<base::date> before; // the first day of the next; none: beyond the span that was asked for
    std::vector<limit_row> limits;
};
// Of a factor in one quantity, statistic and reference state.
struct limit_timeline {
    std::string factor, factor_name, quantity, statistic, statistic_name;
    std::vector<timeline_span> spans; // in order of time, at least one; days on which nothing applies have none
};
struct outlet_timeline {
    base::date from, to; // both included
    std::string enterprise_id, enterprise_name, outlet_id;
    std::vector<limit_timeline> factors;
    std::vector<unknown_attribute> unknown;
};
outlet_timeline limits_over(eval::bound const& b, std::uint32_t outlet, base::date from, base::date to,
                            std::optional<std::uint16_t> factor);

} // namespace huanchi::review

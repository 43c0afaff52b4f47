// Which limits apply to an outlet on a date, which of them decide and why: as JSON (huanchi.limits/1), CSV and a table. The
// rows are made from the bound plan by limits_rows(); printing knows only the rows. Pure functions, safe from many threads.
#pragma once

#include "eval/bind.hpp"
#include "findings/finding.hpp"
#include "report/text_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::report {

struct limit_row {
    std::string factor, factor_name, quantity, statistic, statistic_name;
    findings::limit_value limit;
    bool min_strict = false, max_strict = false;
    std::optional<std::string> condition; // what still depends on the datum or is unknown
    bool decides = false;                 // tightest for factor, quantity, statistic, reference state and condition
    findings::provision provision;
    std::vector<std::string> because;
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

struct limits_document {
    base::date at;
    std::string enterprise_id, enterprise_name, outlet_id; // for the heading of the text
    std::vector<limit_row> limits;
    std::vector<unknown_attribute> unknown;
    std::optional<std::vector<rejected_limit>> rejected; // where it was asked why not
};

// Rows in the order of the bound plan: factor, quantity, statistic, reference state, tightest first.
limits_document limits_rows(eval::bound const& b, std::uint32_t outlet, base::date at, std::optional<std::uint16_t> factor,
                            bool why_not);

std::string limits_json(limits_document const& d);
std::string limits_csv(limits_document const& d, bool byte_order_mark);
std::string limits_text(limits_document const& d, text_options const& options);

// One number beside its sign, as a table shows it: <= 50, 6–9, >= 5, not detectable.
std::string bound_text(findings::limit_value const& l, bool min_strict, bool max_strict, language in);

} // namespace huanchi::report

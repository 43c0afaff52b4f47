#include "tickets/from_findings.hpp"

#include <algorithm>

namespace huanchi::tickets {

evidence from_finding(findings::finding const& f, std::vector<std::string> const& files) {
    evidence e;
    e.finding = f.id;
    e.period = f.period;
    e.verdict = eval::text(f.verdict);
    e.statistic = f.statistic;
    e.statistic_name = f.statistic_name;
    if (f.measured) {
        e.measured = f.measured->value;
        e.measured_exact = f.measured->exact.value_or("");
        e.measured_low = f.measured->low.value_or("");
        e.measured_high = f.measured->high.value_or("");
        e.unit = f.measured->unit;
    }
    if (f.limit) {
        e.limit_min = f.limit->min.value_or("");
        e.limit_max = f.limit->max.value_or("");
        e.limit_unit = f.limit->unit;
        e.not_detected = f.limit->not_detected;
        e.prohibited = f.limit->prohibited;
        e.reference = f.limit->reference;
    }
    e.exceedance = f.exceedance.value_or("");
    e.excess = f.excess.exact_text();
    e.marginal = f.marginal;
    if (f.provision) e.provision = *f.provision;
    e.also_breached = f.also_breached;
    e.violation_types = f.violation_types;
    e.source = f.source;
    e.sample_id = f.sample_id;
    e.standing = f.standing;
    if (is_of(f, model::quantity::requirement)) e.record = f.record;
    e.lacks = f.lacks;
    e.digest = digest_of(e);
    e.trace = f.trace;
    if (!e.trace) return e;
    for (auto const& value : e.trace->values)
        for (auto const& row : value.rows) e.rows.emplace_back(files.at(row.file), row.line);
    std::sort(e.rows.begin(), e.rows.end());
    e.rows.erase(std::unique(e.rows.begin(), e.rows.end()), e.rows.end());
    return e;
}

} // namespace huanchi::tickets

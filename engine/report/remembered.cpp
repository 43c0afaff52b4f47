// Evidence of a ticket back to a finding, so that both are shown by the same functions.
#include "report/explain_document.hpp"

namespace huanchi::report {

namespace {

eval::verdict verdict_from(std::string_view text) {
    for (auto const v : {eval::verdict::compliant, eval::verdict::violation, eval::verdict::not_met,
                         eval::verdict::undetermined, eval::verdict::exempt})
        if (eval::text(v) == text) return v;
    return eval::verdict::not_applicable;
}

std::optional<std::string> or_none(std::string const& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

} // namespace

findings::finding remembered(tickets::ticket const& t, tickets::evidence const& e) {
    findings::finding f;
    f.id = e.finding;
    f.verdict = verdict_from(e.verdict);
    f.nature = t.nature;
    f.enterprise_id = t.series.enterprise_id;
    f.enterprise_name = t.enterprise_name;
    f.outlet_id = or_none(t.series.outlet_id);
    f.factor = or_none(tickets::factor_of(t.series));
    f.factor_name = t.factor_name;
    f.quantity = t.series.quantity;
    f.statistic = e.statistic;
    f.statistic_name = e.statistic_name;
    f.period = e.period;
    f.source = e.source;
    f.sample_id = e.sample_id;
    f.record = e.record;
    if (!e.measured.empty())
        f.measured = findings::measured_value{e.measured, or_none(e.measured_exact), e.unit, or_none(e.measured_low),
                                              or_none(e.measured_high)};
    if (!e.limit_min.empty() || !e.limit_max.empty() || e.not_detected || e.prohibited) {
        f.limit = findings::limit_value{or_none(e.limit_min), or_none(e.limit_max), e.not_detected,
                                        e.prohibited,         e.limit_unit,         e.reference};
    }
    f.exceedance = or_none(e.exceedance);
    f.marginal = e.marginal;
    if (!e.provision.id.empty()) f.provision = e.provision;
    f.also_breached = e.also_breached;
    f.violation_types = e.violation_types;
    f.standing = e.standing;
    f.lacks = e.lacks;
    f.medium = t.medium;
    f.trace = e.trace;
    return f;
}

} // namespace huanchi::report

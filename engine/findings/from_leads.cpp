// Leads on the quality of data as findings, and how far a finding is settled.
#include "findings/finding_parts.hpp"

#include "base/digest.hpp"

#include <algorithm>

namespace huanchi::findings {

using namespace model;

namespace {

// Of the stretch by its beginning: it is the same one when it grows.
std::string lead_id(finding const& f, std::string const& check) {
    base::sha256 sum;
    for (auto const& part :
         {std::string(quality_quantity), f.enterprise_id, *f.outlet_id, *f.factor, check, f.period.from.text(), f.source})
        sum.field(part);
    return "f-" + sum.hex().substr(0, 16);
}

std::string statistic_of_interval(rulebook const& rules, interval i) {
    for (auto const& s : rules.statistics)
        for (auto const& a : s.accepts)
            if (a.interval == i && !a.where) return s.json;
    return std::string(text(i));
}

std::shared_ptr<seen_series const> series_of(eval::quality_lead const& l, quality_check const& check) {
    auto s = std::make_shared<seen_series>();
    s->title = check.title;
    s->pattern = text(check.pattern);
    s->count = l.count;
    for (auto const& v : l.shown) s->values.push_back({v.period, v.written, v.beside});
    return s;
}

std::shared_ptr<trace const> trace_of(eval::quality_lead const& l, quality_check const& check, rulebook const& rules) {
    auto t = std::make_shared<trace>();
    t->delivered = true;
    t->valid = static_cast<std::uint32_t>(l.count);
    t->because = l.because;
    auto const add = [&](expression_ptr const& e) {
        if (e) t->formula_text += (t->formula_text.empty() ? "" : "; ") + text(*e, rules);
    };
    add(check.when);
    for (auto const& r : check.required) add(r);
    for (auto const& v : l.shown) {
        std::optional<std::string> beside;
        for (auto const& x : v.beside) beside = (beside ? *beside + ", " : "") + x;
        t->values.push_back({v.period, v.written, "", beside, {}, "", v.rows});
    }
    return t;
}

} // namespace

finality named(eval::finality const& f, rulebook const& rules, base::unit_id unit) {
    finality out{std::string(eval::text(f.state)), f.until, rules.markings[f.marking].id, {}, {}};
    if (f.before) out.verdict_before = eval::text(*f.before);
    if (f.measured_before) out.measured_before = base::printed(f.measured_before->low / rules.units[unit].factor).value;
    return out;
}

finding from_lead(eval::quality_lead const& l, eval::bound const& b, bool with_trace) {
    auto const& rules = *b.rules;
    auto const& check = rules.quality[l.check];
    auto const& of = rules.documents[check.document];
    auto f = begun(b, l.outlet, l.factor);
    f.verdict = l.verdict;
    f.quantity = quality_quantity;
    f.statistic = statistic_of_interval(rules, check.interval);
    if (auto const s = rules.find_statistic(f.statistic)) f.statistic_name = rules.statistics[*s].name;
    f.period = l.period;
    f.source = facts::text(l.source);
    f.provision =
        provision{check.id, of.number, check.clause, std::string(text(of.level)), std::string(text(check.confidence))};
    f.because = l.because;
    if (l.verdict == eval::verdict::violation) f.violation_types = check.violation_types;
    if (l.verdict == eval::verdict::undetermined) {
        f.reason = make_reason("missing_datum", "");
        for (auto const& m : l.missing) {
            f.reason->missing.push_back(named(m, rules));
            if (m.name == "value") f.reason->missing.back().name_zh = "测得值"; // of the datum: no field has it
        }
    }
    f.standing = text(standing_rank::lead);
    f.series = series_of(l, check);
    if (with_trace) f.trace = trace_of(l, check, rules);
    if (l.finality) f.finality = named(*l.finality, rules, base::no_unit);
    f.id = lead_id(f, check.id);
    return f;
}

} // namespace huanchi::findings

#include "analysis/examination.hpp"

#include <algorithm>
#include <set>

namespace huanchi::analysis {

using namespace model;

bool examination::takes_part(limit const& l) const {
    return is_judged(l.status) && l.scope == measurement_record && (l.confidence != confidence::low || options.unreviewed);
}

bool examination::is_asked(source::span const& where) const {
    return options.files.empty() || std::find(options.files.begin(), options.files.end(), where.file) != options.files.end();
}

conditions examination::own_conditions(limit const& l) const {
    auto const of_table = static_cast<std::ptrdiff_t>(conjuncts(rules.tables[l.table].where).size());
    return {l.conditions.begin() + of_table, l.conditions.end()};
}

namespace {

// Just beyond the bound, in the limit's unit.
std::optional<std::string> broken_by(limit const& l) {
    if (l.not_detected || l.prohibited) return "1";
    auto const beyond = [](bound const& b, int step) {
        base::rational const v = base::rational(b.written) + base::rational(base::decimal{step, b.written.scale});
        return v.finite_text(18);
    };
    if (l.max) return beyond(*l.max, 1);
    if (l.min && !l.min->strict) return beyond(*l.min, -1);
    if (l.min) return l.min->written.text();
    return std::nullopt;
}

// The assignment with what delivering the statistic asks, where the two can go together.
std::optional<cases::assignment> delivered(cases::assignment a, expression_ptr const& where, rulebook const& rules) {
    if (!where) return a;
    for (auto const& more : cases::fulfilling({where}, rules, 32)) {
        auto both = a;
        both.insert(more.begin(), more.end());
        if (is_true(cases::holds({where}, both))) return both;
    }
    return std::nullopt;
}

} // namespace

std::optional<cases::trial> examination::breaking(limit const& l, cases::assignment const& a, base::date on) const {
    auto const value = broken_by(l);
    if (!value || l.curve) return std::nullopt;
    for (auto const statistic : l.statistics) {
        auto t = cases::trial_of(l, statistic, rules);
        if (!t) continue;
        auto const said = delivered(a, cases::delivery_of(statistic, rules)->where, rules);
        if (!said) continue;
        t->on = on;
        t->value = *value;
        t->describe(*said, rules);
        return t;
    }
    return std::nullopt;
}

plan::plan const& examination::plan_for(limit const& l) {
    auto const& f = rules.factors[l.factor];
    auto const key = f.medium + " " + f.code;
    auto it = plans_.find(key);
    if (it == plans_.end()) it = plans_.emplace(key, cases::plan_of_factor(plan, rules, f.medium, f.code)).first;
    return it->second;
}

std::optional<cases::judged_side> examination::judge(cases::trial const& t, limit const& l) {
    return cases::judge(rules, plan_for(l), t, options.unreviewed);
}

std::optional<cases::judged_side> examination::judge_undisplaced(cases::trial const& t, limit const& l) {
    auto without = plan_for(l);
    without.displacers[l.table].clear();
    return cases::judge(rules, without, t, options.unreviewed);
}

std::vector<examination::displacing> examination::displacers_of(std::uint32_t table) const {
    std::vector<displacing> all;
    for (auto const& d : plan.displacers[table]) {
        if (!d.reviewed && !options.unreviewed) continue;
        displacing one{d.by, d.effective, {}};
        for (auto const id : d.when) one.when.push_back(plan.sources[id]);
        all.push_back(std::move(one));
    }
    return all;
}

std::vector<asked_for> displacing_on(base::date day, std::vector<examination::displacing> const& by, asked_for::answer wanted) {
    std::vector<asked_for> all;
    for (auto const& d : by)
        if (d.effective.contains(day)) all.push_back({d.when, wanted});
    return all;
}

lint_finding& examination::report(std::string_view code, source::span where, std::vector<std::string> parameters,
                                  std::vector<std::string> provisions, std::optional<lint_witness> witness) {
    auto const* known = source::find_in_catalogue(code);
    source::diagnostic d{std::string(code), known->severity, where, std::move(parameters), {}, {}};
    out.findings.push_back({std::move(d), std::move(provisions), std::move(witness)});
    return out.findings.back();
}

lint_witness witness_of(cases::trial const& t, cases::judged_side const& judged) {
    lint_witness w{t.outlet_json(), t.row_json(), t.on, judged.verdict, "", judged.applied};
    if (judged.finding && judged.finding->provision) w.provision = judged.finding->provision->id;
    std::sort(w.applied.begin(), w.applied.end());
    w.applied.erase(std::unique(w.applied.begin(), w.applied.end()), w.applied.end());
    return w;
}

base::date day_in(base::span_of_dates const& span, base::date preferred) {
    if (span.contains(preferred)) return preferred;
    if (span.from && preferred < *span.from) return *span.from;
    return *span.before + -1;
}

std::vector<base::date> days_between(base::span_of_dates const& whole, std::vector<base::span_of_dates> const& cuts,
                                     base::date preferred) {
    std::set<base::date> days;
    auto take = [&](base::span_of_dates const& s) {
        for (auto const& end : {s.from, s.before})
            if (end) days.insert({*end, *end + -1});
    };
    take(whole);
    for (auto const& c : cuts) take(c);
    std::vector<base::date> inside{day_in(whole, preferred)};
    for (auto const d : days)
        if (whole.contains(d) && d != inside.front()) inside.push_back(d);
    return inside;
}

bool same_state(limit const& a, limit const& b) {
    return a.quantity == b.quantity && a.formula == b.formula && (!a.formula || a.reference == b.reference);
}

namespace {

bool same_bound_written(std::optional<bound> const& a, std::optional<bound> const& b) {
    return a.has_value() == b.has_value() && (!a || (a->written == b->written && a->strict == b->strict));
}

} // namespace

bool same_bounds(limit const& a, limit const& b) {
    return same_bound_written(a.min, b.min) && same_bound_written(a.max, b.max) && a.unit == b.unit &&
           a.not_detected == b.not_detected && a.prohibited == b.prohibited && a.rounded == b.rounded &&
           a.allowance.has_value() == b.allowance.has_value();
}

bool shares_statistic(limit const& a, limit const& b) {
    return std::any_of(a.statistics.begin(), a.statistics.end(),
                       [&](auto s) { return std::find(b.statistics.begin(), b.statistics.end(), s) != b.statistics.end(); });
}

bool has_id(std::vector<std::string> const& ids, std::string const& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::string listed(std::vector<std::string> names) {
    std::string all;
    std::set<std::string> seen;
    for (auto const& n : names)
        if (seen.insert(n).second) all += (all.empty() ? "" : "、") + n;
    return all;
}

} // namespace huanchi::analysis

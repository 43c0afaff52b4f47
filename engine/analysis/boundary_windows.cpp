// Cases of many values: a mean with as many valid values as it needs, what accumulates over a window, a bound that may be
// missed so many times.
#include "analysis/case_maker.hpp"

#include <algorithm>

namespace huanchi::analysis {

using namespace model;

namespace {

base::date first_day(interval window, base::date on) {
    return window == interval::month ? *base::date::from_ymd(on.year(), on.month(), 1) : on;
}

base::moment end_of_window(interval window, base::date first) {
    if (window == interval::hour) return base::moment::at(first, 1);
    return base::moment::at(window == interval::month ? first + base::days_in_month(first.year(), first.month()) : first + 1);
}

// Where the value behind so many of the shortest begins.
base::moment after(interval each, std::uint32_t count, base::date first) {
    std::int64_t const length = each == interval::minute         ? 60
                                : each == interval::five_minutes ? 300
                                : each == interval::hour         ? 3600
                                                                 : 86400;
    return {base::moment::at(first).ms + count * length * 1000};
}

} // namespace

bool case_maker::is_delivered(std::uint16_t statistic) const {
    auto const& how = rules.statistics[statistic].accepts;
    return !how.empty() && (!how.front().where || is_true(cases::holds({how.front().where}, base_facts)));
}

// The way that is taken first, if it adds up values that rows deliver.
derivation_of_statistic const* case_maker::accumulation_of(std::uint16_t statistic) const {
    for (auto const& d : rules.statistics[statistic].derivations) {
        if (!is_true(cases::holds({d.where}, base_facts))) continue;
        bool const adds = d.method == aggregate::total || d.method == aggregate::rate;
        return adds && !d.rolling && !d.counting && is_delivered(d.from) ? &d : nullptr;
    }
    return nullptr;
}

// The whole amount in the first value, nothing in the others; `all_values`: none of them is missing.
void case_maker::accumulate(boundary_kind kind, cases::assignment a, std::uint16_t statistic, base::date day,
                            base::rational const& value, std::string const& what, bool all_values) {
    auto const* d = accumulation_of(statistic);
    if (!d)
        for (auto const& w : ways_to_mean(statistic, day)) return add_window(kind, a, statistic, w, w.possible, value, what);
    if (!d || l.formula) return;
    auto const first = first_day(d->window, day);
    auto const each = rules.statistics[d->from].accepts.front().interval;
    auto const possible = values_in(d->window, each, first);
    bool const is_rate = d->method == aggregate::rate;
    if (!possible || (*possible < 2 && !all_values) || (is_rate && (*possible != 1 || d->window != interval::hour))) return;
    base::rational const flow(1000000), hour(3600);
    auto const& concentration = rules.units[rules.factors[l.factor].unit];
    auto const amount = value * rules.units[l.unit].factor * (is_rate ? hour : base::rational(1));
    auto const written = (amount / flow / concentration.factor).finite_text(15);
    if (!written || value.is_negative()) return;
    say_flow(a, flow);
    auto test = described(a);
    auto const add = [&](std::string const& number, base::moment from, std::uint32_t times) {
        test.values.push_back(row(a, d->from, number, from));
        test.values.back().unit = concentration.symbol;
        test.values.back().times = times;
    };
    add(*written, base::moment::at(first), 1);
    auto const others = *possible - 1 - (all_values ? 0 : 1);
    if (others > 0) add("0", after(each, 1, first), others);
    add("0", end_of_window(d->window, first), 1); // since only a window that has ended is judged
    auto const expected = by_the_row(l, rules, a, first, value);
    // What is missing can only add: what is broken stays broken, and nothing else is proved, unless fewer are needed.
    auto const need = d->need == 0 ? *possible : values_needed(*d, *possible, first);
    bool const too_few = !all_values && *possible - 1 < need;
    keep(kind, std::move(test), statistic, first, expected, what, too_few && expected == stated::met);
}

std::vector<case_maker::way> case_maker::ways_to_mean(std::uint16_t statistic, base::date day) const {
    std::vector<way> ways;
    std::set<aggregate> before; // a weighted mean is passed over where no flow is given, any other way is not
    for (auto const& d : rules.statistics[statistic].derivations) {
        if (!is_true(cases::holds({d.where}, base_facts))) continue;
        bool const comes_to_it = before.empty() || before == std::set{aggregate::flow_weighted_mean};
        before.insert(d.method);
        bool const of_values = d.method == aggregate::mean || d.method == aggregate::flow_weighted_mean ||
                               d.method == aggregate::max || d.method == aggregate::min;
        if (!comes_to_it || !of_values || !is_delivered(d.from)) continue;
        auto const each = rules.statistics[d.from].accepts.front().interval;
        auto const first = d.rolling ? day : first_day(d.window, day);
        auto const possible = !d.rolling                                             ? values_in(d.window, each, first)
                              : d.window == interval::hour && each == interval::hour ? std::optional<std::uint32_t>(d.rolling)
                                                                                     : std::nullopt;
        if (possible) ways.push_back({&d, *possible, values_needed(d, *possible, first), first});
    }
    return ways;
}

// So many equal values of a window. One more lies behind it, since only a window that has ended is judged; a rolling one ends
// with its last value and begins with the first of all.
void case_maker::add_window(boundary_kind kind, cases::assignment a, std::uint16_t statistic, way const& w, std::uint32_t count,
                            base::rational const& value, std::string const& what) {
    say_reference(a, {});
    if (w.d->method == aggregate::flow_weighted_mean) say_flow(a, base::rational(1));
    bool const of_one_day = w.d->rolling == 0 && (w.d->window == interval::hour || w.d->window == interval::day);
    if (!day_records.empty() && !of_one_day) return; // each day would ask for records of its own
    auto const in_state = corrected(l, rules, a, value, day_records);
    auto const written = value.finite_text(18);
    if (!in_state || !written || value.is_negative() || count == 0 || count > w.possible) return;
    auto const expected = by_the_row(l, rules, a, w.first, *in_state);
    if (count < w.need && expected != stated::met && expected != stated::broken) return;
    auto test = described(a);
    auto const add = [&](base::moment from, std::uint32_t times) {
        if (times == 0) return;
        test.values.push_back(row(a, w.d->from, *written, from));
        test.values.back().times = times;
    };
    if (w.d->rolling) {
        if (count == 1) return;
        add(base::moment::at(w.first), 1);
        add(after(interval::hour, w.possible - count + 1, w.first), count - 1);
    } else {
        add(base::moment::at(w.first), count);
        add(end_of_window(w.d->window, w.first), 1);
    }
    keep(kind, std::move(test), statistic, w.first, expected, what, count < w.need);
}

void case_maker::at_validity(std::uint16_t statistic) {
    if (auto const* d = accumulation_of(statistic); d && d->method == aggregate::total)
        for (auto const is : {stated::met, stated::broken})
            if (auto const value = first_that(is, base_facts))
                accumulate(boundary_kind::validity, base_facts, statistic, on, *value,
                           is == stated::met ? "缺一个值，没有超过" : "缺一个值，已经超过", false);
    auto const broken = first_that(stated::broken, base_facts);
    if (!broken) return;
    for (auto const& w : ways_to_mean(statistic, on))
        for (auto const count : {w.need - 1, w.need, w.need + 1})
            add_window(boundary_kind::validity, base_facts, statistic, w, count, *broken,
                       "有效值 " + std::to_string(count) + " 个，需 " + std::to_string(w.need) + " 个");
}

// As often as the bound may be missed, and once more.
void case_maker::at_allowance(std::uint16_t statistic) {
    auto const broken = first_that(stated::broken, base_facts), met = first_that(stated::met, base_facts);
    if (!is_delivered(statistic) || !broken || !met || l.formula) return;
    auto const first = first_day(l.allowance->window, on);
    auto const each = rules.statistics[statistic].accepts.front().interval;
    auto const possible = values_in(l.allowance->window, each, first);
    if (!possible || *possible <= l.allowance->times + 1 || by_the_row(l, rules, base_facts, first, *broken) != stated::broken)
        return;
    for (auto const missed : {l.allowance->times, l.allowance->times + 1}) {
        auto test = described(base_facts);
        auto const add = [&](base::rational const& value, std::uint32_t from, std::uint32_t times) {
            test.values.push_back(row(base_facts, statistic, *value.finite_text(18), after(each, from, first)));
            test.values.back().times = times;
        };
        if (missed > 0) add(*broken, 0, missed);
        add(*met, missed, *possible - missed + 1); // one behind the window
        keep(boundary_kind::validity, std::move(test), statistic, first,
             missed > l.allowance->times ? stated::broken : stated::met,
             "不满足 " + std::to_string(missed) + " 次，允许 " + std::to_string(l.allowance->times) + " 次");
    }
}

} // namespace huanchi::analysis

#include "values.hpp"

#include <algorithm>

namespace huanchi::property {

using namespace model;

namespace {

constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

std::int64_t midnight(int year, int month) {
    return base::date::from_ymd(year + (month - 1) / 12, (month - 1) % 12 + 1, 1)->days * day;
}

} // namespace

window calendar_window(interval kind, std::int64_t at) {
    auto const length = kind == interval::minute         ? minute
                        : kind == interval::five_minutes ? 5 * minute
                        : kind == interval::hour         ? hour
                                                         : day;
    if (kind < interval::month || kind > interval::year) return {at / length * length, at / length * length + length};
    base::date const d{static_cast<std::int32_t>(at / day)};
    if (kind == interval::quarter)
        for (int month : {10, 7, 4, 1})
            if (d.month() >= month) return {midnight(d.year(), month), midnight(d.year(), month + 3)};
    if (kind == interval::month) return {midnight(d.year(), d.month()), midnight(d.year(), d.month() + 1)};
    return {midnight(d.year(), 1), midnight(d.year(), 13)};
}

window rolling_window(interval unit, int count, std::int64_t end) {
    if (unit == interval::hour) return {end - count * hour, end};
    base::date const d{static_cast<std::int32_t>(end / day)}; // months end at the first of the next
    return {midnight(d.year() - 1, d.month() + 12 - count), end};
}

world values::subject() const {
    world w;
    w.rules = &rules_;
    w.sites = &sites_;
    w.outlet = outlet_;
    w.factor = factor_;
    return w;
}
world values::around(datum const& d) const {
    auto w = subject();
    w.datum = d.fields;
    w.clock = clock_time{static_cast<int>(d.from % day / minute)};
    return w;
}

// What holds for a window: what all its usable data agree on; a number that varies lies between its extremes.
world values::around(point const& p) const {
    if (p.delivered) return around(*p.delivered);
    auto w = subject();
    w.clock = clock_time{static_cast<int>(p.period.from % day / minute)};
    for (std::uint16_t f = 0; f < rules_.records[measurement_record].fields.size(); ++f) {
        std::set<value> told;
        for (auto const* d : p.leaves) {
            auto const it = d->fields.find(f);
            told.insert(it == d->fields.end() ? value() : it->second);
        }
        if (told.empty() || told.contains(value())) continue;
        if (told.size() == 1)
            w.datum[f] = *told.begin();
        else if (std::holds_alternative<rational>(*told.begin()))
            w.between[f] = {std::get<rational>(*told.begin()), std::get<rational>(*told.rbegin())};
    }
    return w;
}

std::int64_t values::natural_length(std::uint16_t statistic) const {
    auto const& s = rules_.statistics[statistic];
    for (auto const& a : s.accepts) {
        if (a.interval == interval::minute) return minute;
        if (a.interval == interval::five_minutes) return 5 * minute;
        if (a.interval == interval::hour) return hour;
        if (a.interval == interval::day) return day;
        if (a.interval == interval::month) return 30 * day;
        if (a.interval == interval::year) return 365 * day;
    }
    for (auto const& d : s.derivations) {
        if (d.rolling) return natural_length(d.from);
        auto const w = calendar_window(d.window, 0);
        return d.window == interval::month ? 30 * day : w.to - w.from;
    }
    return 0;
}

std::uint32_t values::due(std::uint16_t statistic, window const& w) const {
    auto const length = natural_length(statistic);
    if (length == 0) return 1;
    if (length < 30 * day) return static_cast<std::uint32_t>((w.to - w.from) / length);
    // Months and years are not of one length: as many as fit, counted.
    return static_cast<std::uint32_t>((w.to - w.from + 5 * day) / (length + (length == 30 * day ? 10 * hour : 6 * hour)));
}

std::vector<point> const& values::delivered(std::uint16_t statistic) {
    if (auto const it = delivered_.find(statistic); it != delivered_.end()) return it->second;
    std::vector<point> all;
    for (auto const& d : data_) {
        if (d.factor != factor_ || d.source != source_) continue;
        for (auto const& a : rules_.statistics[statistic].accepts) {
            if (a.interval != d.interval) continue;
            auto const e = exempt && !a.marked ? exempt(d) : std::nullopt;
            bool const judges = d.usability != facts::usability::out || a.marked || (e && e->covered);
            if (!judges || holds(a.where, around(d)) != truth::yes) continue;
            all.push_back(deliver(d));
            all.back().exempt = e && e->covered;
            if (e && !e->covered) all.back().exempts = e->hangs_on;
            break;
        }
    }
    std::stable_sort(all.begin(), all.end(), [](point const& x, point const& y) { return x.period < y.period; });
    return delivered_[statistic] = all;
}

point values::deliver(datum const& d) const {
    point p;
    p.period = {d.from, d.to};
    p.value = d.value;
    p.delivered = &d;
    p.leaves = p.all = {&d};
    if (auto const f = rules_.find_field(measurement_record, flow_field))
        if (auto const it = d.fields.find(*f); it != d.fields.end()) p.flow = std::get<rational>(it->second);
    if (state_.formula) correct(p, d);
    if (!d.conflicting) return p;
    p.reason = "conflicting_rows";
    p.missing.clear();
    if (state_.formula) p.value.reset();
    return p;
}

namespace {

value result_of(formula const& f, world const& w) {
    for (auto const& r : f.results) {
        auto const applies = r.when ? holds(r.when, w) : truth::yes;
        if (applies == truth::yes) return worth(*r.value, w);
        if (applies != truth::no) return {};
    }
    return {};
}

} // namespace

void values::correct(point& p, datum const& d) const {
    auto const& f = rules_.formulas[*state_.formula];
    auto w = around(d);
    w.reference = rational(state_.reference) * rules_.units[f.reference_unit].factor;
    if (auto const c = rules_.find_field(measurement_record, corrected_field))
        if (auto const it = d.fields.find(*c); it != d.fields.end()) p.by_device = std::get<rational>(it->second);
    bool const complete = std::all_of(f.inputs.begin(), f.inputs.end(), [&](field_ref input) { return known(w.field(input)); });
    if (!complete && p.by_device) {
        p.value = span_of_values{*p.by_device, *p.by_device, d.value.unbounded};
        return;
    }
    p.value.reset();
    if (!complete) {
        p.reason = "missing_datum";
        for (auto const input : f.inputs)
            if (!known(w.field(input))) p.missing.insert(rules_.at(input).json);
        return;
    }
    w.measured = d.value.low;
    w.records = records;
    w.enterprise = sites_.sites[sites_.outlets[outlet_].facility].id;
    w.place = sites_.outlets[outlet_].id;
    w.day = base::moment{d.from}.date();
    // Without the records it asks for a value is not below what the formula says, if it says so.
    auto const without_records = [&] {
        for (auto const& r : f.results)
            for (auto const& e : {r.value, r.when})
                if (e)
                    for (auto const type : related_in(*e)) p.missing.insert(rules_.records[type].name);
        if (p.missing.empty()) return false;
        w.measured = d.value.low;
        auto const least = f.at_least ? worth(*f.at_least, w) : value();
        if (known(least))
            p.value = span_of_values{std::get<rational>(least), std::get<rational>(least), true};
        else
            p.reason = "missing_datum";
        return true;
    };
    for (auto const& need : f.needs)
        if (holds(need, w) != truth::yes) p.reason = "invalid_auxiliary";
    if (!p.usable()) return;
    auto const low = result_of(f, w);
    w.measured = d.value.high;
    auto const high = result_of(f, w);
    if (!known(low) || !known(high)) {
        if (!without_records()) p.reason = "invalid_auxiliary";
        return;
    }
    auto const& [least, most] = std::minmax(std::get<rational>(low), std::get<rational>(high));
    p.value = span_of_values{least, most, d.value.unbounded};
    for (auto const& doubt : f.doubts)
        if (holds(doubt.when, w) == truth::yes) p.reason = "doubtful_condition";
}

std::vector<point> const& values::merged(std::uint16_t statistic) {
    if (auto const it = merged_.find(statistic); it != merged_.end()) return it->second;
    auto all = delivered(statistic);
    std::set<std::int64_t> taken;
    for (auto const& p : all) taken.insert(p.period.from);
    std::erase_if(all, [](point const& p) { return p.exempt; });
    for (auto const& p : derived(statistic))
        if (!taken.contains(p.period.from)) all.push_back(p);
    std::stable_sort(all.begin(), all.end(), [](point const& x, point const& y) { return x.period.from < y.period.from; });
    return merged_[statistic] = all;
}

std::vector<point> const& values::derived(std::uint16_t statistic) {
    if (auto const it = derived_.find(statistic); it != derived_.end()) return it->second;
    std::vector<derivation_of_statistic const*> ways; // that are open to the outlet
    for (auto const& d : rules_.statistics[statistic].derivations)
        if (holds(d.where, subject()) == truth::yes) ways.push_back(&d);
    std::set<window> windows;
    for (auto const* how : ways)
        for (auto const& m : merged(how->from))
            windows.insert(how->rolling ? rolling_window(how->window, how->rolling, m.period.to)
                                        : calendar_window(how->window, m.period.from));
    std::vector<point> all;
    for (auto const& w : windows)
        for (auto const* how : ways) {
            auto const& fine = merged(how->from);
            std::vector<point const*> members;
            bool ends_here = false;
            for (auto const& m : fine) {
                if (m.period.from < w.from || m.period.from >= w.to || (how->rolling && m.period.to > w.to)) continue;
                members.push_back(&m);
                ends_here = ends_here || m.period.to == w.to;
            }
            if (members.empty() || (how->rolling && !ends_here)) continue;
            bool const grows = accumulates(how->method);
            if (how->rolling && w.from < fine.front().period.from && !grows) continue; // begins before the data
            auto p = in_window(*how, w, members);
            if (!p) continue; // this way is not open to the window: the next
            p->rolling = how->rolling != 0;
            p->data_from = fine.front().period.from;
            all.push_back(std::move(*p));
            break;
        }
    return derived_[statistic] = all;
}

std::optional<point> values::in_window(derivation_of_statistic const& how, window const& w,
                                       std::vector<point const*> const& members) {
    bool const by_flow = how.method == aggregate::flow_weighted_mean || how.method == aggregate::rate;
    std::vector<point const*> used;
    point p;
    p.period = w;
    std::size_t with_flow = 0;
    for (auto const* m : members) {
        p.all.insert(p.all.end(), m->all.begin(), m->all.end());
        if (m->reason == "conflicting_rows") p.reason = "conflicting_rows";
        if (!m->usable()) continue;
        used.push_back(m);
        if (p.missing.empty()) p.missing = m->missing;
        p.exempts.insert(m->exempts.begin(), m->exempts.end());
        with_flow += m->flow.has_value();
        p.leaves.insert(p.leaves.end(), m->leaves.begin(), m->leaves.end());
    }
    if (how.method == aggregate::flow_weighted_mean && with_flow == 0) return std::nullopt;
    auto const in_all = due(how.from, w);
    if (accumulates(how.method)) {
        p.accumulated = true;
        if (p.usable()) add_up(p, how, members, in_all, exempt_in(how.from, w));
        bool const counts = how.method == aggregate::count || how.method == aggregate::duration;
        if (p.usable() && !counts && !p.value) return std::nullopt; // nothing to add up
        return p;
    }
    bool const february = how.need_in_february && base::date{static_cast<std::int32_t>(w.from / day)}.month() == 2;
    auto const need = how.need_is_percent ? (in_all * how.need + 99) / 100 : february ? how.need_in_february : how.need;
    if (p.usable() && used.size() < need) p.reason = "too_few_valid_values";
    if (used.empty()) return p;
    bool const all_flow = with_flow == used.size();
    if (all_flow) {
        p.flow = rational(0);
        for (auto const* m : used) *p.flow += *m->flow;
    }
    if (by_flow && !all_flow) {
        if (p.usable()) p.reason = "missing_datum", p.missing.insert("flow");
        return p;
    }
    rational flows;
    for (auto const* m : used)
        flows += how.method == aggregate::rate ? rational(m->period.to - m->period.from, second)
                 : by_flow                     ? *m->flow
                                               : rational(1);
    if (flows.is_zero()) {
        if (p.usable()) p.reason = "no_flow";
        return p;
    }
    if (p.reason == "conflicting_rows") return p;
    p.value = made_of(how, used);
    spread(p, how, used);
    auto const sure = std::count_if(used.begin(), used.end(), [](auto const* m) { return m->exempts.empty(); });
    if (p.usable() && static_cast<std::uint32_t>(sure) < need) p.reason = "too_few_valid_values";
    return p;
}

span_of_values values::made_of(derivation_of_statistic const& how, std::vector<point const*> const& used) {
    if (used.empty()) return {};
    bool const by_flow =
        how.method == aggregate::flow_weighted_mean || how.method == aggregate::rate || how.method == aggregate::total;
    span_of_values v = *used.front()->value;
    rational weights, low, high;
    bool open_end = false, all_open = true;
    std::optional<rational> least_end; // of those that have an end
    for (auto const* m : used) {
        rational const weight = by_flow ? *m->flow : rational(1);
        low += m->value->low * weight;
        high += m->value->high * weight;
        weights += how.method == aggregate::rate ? rational(m->period.to - m->period.from, second) : weight;
        open_end = open_end || m->value->unbounded;
        all_open = all_open && m->value->unbounded;
        if (!m->value->unbounded) least_end = least_end ? std::min(*least_end, m->value->high) : m->value->high;
        v.low = how.method == aggregate::max ? std::max(v.low, m->value->low) : std::min(v.low, m->value->low);
        v.high = std::max(v.high, m->value->high);
    }
    if (how.method == aggregate::min) return {v.low, least_end.value_or(v.low), all_open};
    if (how.method == aggregate::max) return {v.low, v.high, open_end};
    if (accumulates(how.method)) return {low, high, open_end};
    if (weights.is_zero()) return {rational(0), rational(0), open_end};
    return {low / weights, high / weights, open_end};
}

// Members that may be exempt count or not: with any choice of them.
void values::spread(point& p, derivation_of_statistic const& how, std::vector<point const*> const& used) {
    std::vector<point const*> sure, open;
    for (auto const* m : used) (m->exempts.empty() ? sure : open).push_back(m);
    if (open.empty()) return;
    auto take = [&](std::vector<point const*> const& some) {
        if (some.empty() && !accumulates(how.method)) return;
        auto const flows = std::any_of(some.begin(), some.end(), [](auto const* m) { return m->flow && !m->flow->is_zero(); });
        if (how.method == aggregate::flow_weighted_mean && !flows) return;
        auto const v = made_of(how, some);
        p.value->low = std::min(p.value->low, v.low);
        p.value->high = std::max(p.value->high, v.high);
        p.value->unbounded = p.value->unbounded || v.unbounded;
    };
    if (open.size() <= 8) { // every choice
        for (std::size_t n = 0; n < std::size_t{1} << open.size(); ++n) {
            auto some = sure;
            for (std::size_t i = 0; i < open.size(); ++i)
                if (n >> i & 1) some.push_back(open[i]);
            take(some);
        }
        return;
    }
    // The least of a mean or sum has the lowest of them, the greatest the highest.
    for (bool const lowest : {true, false}) {
        std::sort(open.begin(), open.end(), [&](auto const* a, auto const* b) {
            auto const alone = [&](auto const* m) { return made_of(how, {m}); };
            if (!lowest && alone(a).unbounded != alone(b).unbounded) return alone(a).unbounded;
            return lowest ? alone(a).low < alone(b).low : alone(a).high > alone(b).high;
        });
        for (std::size_t n = 0; n <= open.size(); ++n) {
            auto some = sure;
            some.insert(some.end(), open.begin(), open.begin() + static_cast<std::ptrdiff_t>(n));
            take(some);
        }
    }
}

std::uint32_t values::exempt_in(std::uint16_t statistic, window const& w) {
    std::uint32_t n = 0;
    for (auto const& p : delivered(statistic)) n += p.exempt && w.from <= p.period.from && p.period.from < w.to;
    return n;
}

// A count is bounded by its gaps; of a sum what is missing can only add.
void values::add_up(point& p, derivation_of_statistic const& how, std::vector<point const*> const& members,
                    std::uint32_t in_all, std::uint32_t not_due) const {
    bool const february = how.need_in_february && base::date{static_cast<std::int32_t>(p.period.from / day)}.month() == 2;
    std::uint32_t need = how.need_is_percent ? (in_all * how.need + 99) / 100 : february ? how.need_in_february : how.need;
    if (need == 0) need = in_all;
    rational low, high;
    std::uint32_t valid = 0;
    if (how.method == aggregate::count || how.method == aggregate::duration) {
        auto const worth_of = [&](std::int64_t length) {
            return how.method == aggregate::count ? rational(1) : rational(length, second);
        };
        for (auto const* m : members) {
            auto const t = holds(how.counting, around(*m));
            auto const one = worth_of(m->period.to - m->period.from);
            if (t != truth::no) p.exempts.insert(m->exempts.begin(), m->exempts.end());
            if (t == truth::yes && m->exempts.empty()) low += one;
            if (t != truth::no) high += one;
            ++valid;
        }
        if (valid < need && in_all > valid + not_due) {
            high += worth_of((p.period.to - p.period.from) / in_all) * rational(in_all - valid - not_due);
            p.gaps = true;
        }
        p.counted = true;
        p.value = span_of_values{low, high, false};
        return;
    }
    std::vector<point const*> used;
    for (auto const* m : members) {
        if (!m->usable() || (how.method == aggregate::total && !m->flow)) continue;
        ++valid;
        used.push_back(m);
        p.gaps = p.gaps || m->gaps;
    }
    if (valid == 0) return;
    p.gaps = p.gaps || (valid < need && in_all > valid + not_due);
    p.value = made_of(how, used);
    p.value->unbounded = p.value->unbounded || p.gaps;
    if (!p.exempts.empty()) spread(p, how, used);
}

} // namespace huanchi::property

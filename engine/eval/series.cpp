#include "eval/series.hpp"

#include <algorithm>

namespace huanchi::eval {

using namespace model;

base::period window_of(interval window, base::moment at) {
    auto const day = at.date();
    switch (window) {
    case interval::minute: {
        auto const start = at.ms - at.ms % 60000;
        return {{start}, {start + 60000}};
    }
    case interval::five_minutes: {
        auto const start = at.ms - at.ms % 300000;
        return {{start}, {start + 300000}};
    }
    case interval::hour: {
        auto const start = at.ms - at.ms % 3600000;
        return {{start}, {start + 3600000}};
    }
    case interval::month: {
        auto const first = *base::date::from_ymd(day.year(), day.month(), 1);
        return {base::moment::at(first), base::moment::at(first + base::days_in_month(day.year(), day.month()))};
    }
    case interval::quarter: {
        auto const first = (day.month() - 1) / 3 * 3 + 1;
        return {base::moment::at(*base::date::from_ymd(day.year(), first, 1)),
                base::moment::at(*base::date::from_ymd(day.year() + first / 10, (first + 2) % 12 + 1, 1))};
    }
    case interval::year:
        return {base::moment::at(*base::date::from_ymd(day.year(), 1, 1)),
                base::moment::at(*base::date::from_ymd(day.year() + 1, 1, 1))};
    default: return {base::moment::at(day), base::moment::at(day + 1)};
    }
}

base::period rolling_window(interval unit, std::uint16_t count, base::moment end) {
    if (unit == interval::hour) return {{end.ms - count * 3600000LL}, end};
    auto const day = end.date();
    auto const months = day.year() * 12 + day.month() - 1 - count;
    return {base::moment::at(*base::date::from_ymd(months / 12, months % 12 + 1, 1)), end};
}

namespace {

// The interval in which values of a statistic come: the first that it accepts and that has a length, or what it is derived
// over. A sample or an instant has none.
std::optional<interval> rhythm(plan::plan const& p, std::uint16_t statistic) {
    auto const& s = p.statistics[statistic];
    for (auto const& a : s.accepts)
        if (a.interval != interval::instant && a.interval != interval::sample) return a.interval;
    for (auto const& d : s.derives) return d.rolling ? rhythm(p, d.from) : d.window;
    return std::nullopt;
}

int month_number(base::moment m) {
    return m.date().year() * 12 + m.date().month();
}

} // namespace

std::uint32_t values_due(plan::plan const& p, std::uint16_t statistic, base::period const& window) {
    auto const every = rhythm(p, statistic);
    if (!every) return 1;
    auto const months = static_cast<std::uint32_t>(month_number(window.to) - month_number(window.from));
    if (*every == interval::month) return months;
    if (*every == interval::quarter) return months / 3;
    if (*every == interval::year) return months / 12;
    auto const one = window_of(*every, {0});
    return static_cast<std::uint32_t>((window.to.ms - window.from.ms) / (one.to.ms - one.from.ms));
}

points const& series::of(std::uint16_t statistic) {
    if (auto const it = made_.find(statistic); it != made_.end()) return it->second;
    points out;
    deliver_all(out, statistic);
    derive_all(out, statistic);
    if (!b_.plan->statistics[statistic].substitutes.empty()) substitute_all(out, statistic);
    if (b_.plan->statistics[statistic].roll_up) roll_up(out, statistic);
    return made_.emplace(statistic, std::move(out)).first->second;
}

std::vector<point const*> const& series::merged(std::uint16_t statistic) {
    auto const [it, fresh] = merged_.try_emplace(statistic);
    auto& all = it->second;
    if (!fresh) return all;
    auto const& from = of(statistic);
    for (auto const& p : from.delivered)
        if (p.cover != cover::covered) all.push_back(&p);
    std::size_t d = 0;
    for (auto const& p : from.derived) {
        while (d < from.delivered.size() && from.delivered[d].period.from < p.period.from) ++d;
        if (d == from.delivered.size() || from.delivered[d].period.from != p.period.from) all.push_back(&p);
    }
    std::stable_sort(all.begin(), all.end(), [](auto const* x, auto const* y) { return x->period.from < y->period.from; });
    return all;
}

surroundings series::about_datum(datum const& d) const {
    auto s = b_.about(data_.outlet);
    s.datum = &d.fields;
    s.factor = g_.factor;
    s.clock = clock_time{static_cast<int>(d.period.from.ms_of_day() / 60000)};
    s.day = d.period.from.date();
    return s;
}

void series::deliver_all(points& out, std::uint16_t statistic) {
    auto const& step = b_.plan->statistics[statistic];
    for (auto& d : data_.of(g_.factor)) {
        if (d.source != source_) continue;
        for (auto const& a : step.accepts) {
            if (a.interval != d.interval) continue;
            auto const covered = data_.exempted && !a.marked ? data_.exempted->cover_of(g_, d) : cover::none;
            if (d.usability == facts::usability::out && !a.marked && covered != cover::covered) continue;
            auto const holds = run(a.where, about_datum(d));
            if (!known(holds) || !std::get<bool>(holds)) continue;
            out.delivered.push_back(deliver(d));
            note_cover(out.delivered.back(), covered);
            break;
        }
    }
    std::stable_sort(out.delivered.begin(), out.delivered.end(),
                     [](point const& x, point const& y) { return x.period < y.period; });
}

point series::deliver(datum& d) {
    point p;
    p.period = d.period;
    p.value = d.value;
    p.from = &d;
    if (auto const flow = b_.rules->find_field(measurement_record, flow_field))
        if (auto const* v = find(d.fields, *flow))
            if (auto const* q = std::get_if<base::rational>(v)) p.flow = *q;
    if (d.conflicting)
        p.reason = "conflicting_rows";
    else if (g_.formula)
        correct(p, d);
    return p;
}

// Into the reference state of the limit. The device's own corrected value stands in where the inputs are missing.
void series::correct(point& p, datum const& d) {
    auto const& f = b_.plan->formulas[*g_.formula];
    auto const& declared = b_.rules->formulas[*g_.formula];
    auto s = about_datum(d);
    s.reference = base::rational(g_.reference) * b_.rules->units[declared.reference_unit].factor;
    if (auto const field = b_.rules->find_field(measurement_record, corrected_field))
        if (auto const* v = find(d.fields, *field))
            if (auto const* x = std::get_if<base::rational>(v))
                p.corrected_by_device = interval_value{*x, *x, p.value.unbounded};
    for (auto const input : f.inputs) {
        if (known(s.field(input))) continue;
        if (p.corrected_by_device) {
            p.value = *p.corrected_by_device;
            p.note = "corrected_by_device";
            return;
        }
        p.reason = "missing_datum";
        p.missing.push_back({b_.rules->at(input).json, ""});
    }
    if (!p.usable()) return;
    s.measured = p.value.low;
    for (auto const need : f.needs) {
        auto const holds = run(need, s);
        if (known(holds) && std::get<bool>(holds)) continue;
        if (!known(holds) && note_related(p, need)) return bound_below(p, f, s);
        p.reason = "invalid_auxiliary";
    }
    if (!p.usable()) return;
    for (std::size_t i = 0; i < f.doubts.size(); ++i) {
        auto const holds = run(f.doubts[i], s);
        if (!known(holds) || !std::get<bool>(holds)) continue;
        p.reason = "doubtful_condition";
        p.note = declared.doubts[i].note;
    }
    for (auto const part : f.parts) {
        auto const v = run(part, s);
        p.parts.push_back(known(v) ? std::optional(std::get<base::rational>(v)) : std::nullopt);
    }
    auto const low = result_of(f, s);
    s.measured = p.value.high;
    auto const high = p.value.exact() ? low : result_of(f, s);
    if (!known(low) || !known(high)) {
        bool lacks_records = false;
        for (auto const& [value, when] : f.results)
            for (auto const program : {value, when}) lacks_records = note_related(p, program) || lacks_records;
        if (lacks_records) return bound_below(p, f, s);
        p.reason = "invalid_auxiliary";
        return;
    }
    auto const& [least, most] = std::minmax(std::get<base::rational>(low), std::get<base::rational>(high));
    p.value = {least, most, p.value.unbounded};
}

value series::result_of(plan::formula_step const& f, surroundings const& s) {
    for (auto const& [result, when] : f.results) {
        auto const holds = run(when, s);
        if (!known(holds)) return {};
        if (std::get<bool>(holds)) return run(result, s);
    }
    return {};
}

// The record types that a program takes figures over are missing.
bool series::note_related(point& p, plan::program_id program) const {
    if (program == plan::none) return false;
    auto const types = related_in(*b_.plan->sources[program]);
    for (auto const type : types) {
        auto const& name = b_.rules->records[type].name;
        if (std::none_of(p.missing.begin(), p.missing.end(), [&](auto const& m) { return m.name == name; }))
            p.missing.push_back({name, ""});
    }
    return !types.empty();
}

// What the formula promises where it cannot be computed: a value that is not below.
void series::bound_below(point& p, plan::formula_step const& f, surroundings s) const {
    s.measured = p.value.low;
    auto const least = f.at_least == plan::none ? value() : run(f.at_least, s);
    if (!known(least)) {
        p.reason = "missing_datum";
        return;
    }
    p.value = {std::get<base::rational>(least), std::get<base::rational>(least), true};
}

namespace {

std::int64_t length_of(base::period const& p) {
    return p.to.ms - p.from.ms;
}

struct aggregation {
    base::rational low, high, weight;
    bool unbounded = false;
    std::uint32_t count = 0;
};

aggregation aggregate_points(aggregate method, std::vector<point const*> const& used) {
    aggregation a;
    bool least_end = false; // of a minimum: some value has an upper end
    for (auto const* p : used) {
        a.unbounded = a.unbounded || p->value.unbounded;
        ++a.count;
        switch (method) {
        case aggregate::flow_weighted_mean:
            a.low += p->value.low * *p->flow;
            a.high += p->value.high * *p->flow;
            a.weight += *p->flow;
            break;
        case aggregate::max:
            a.low = a.count == 1 ? p->value.low : std::max(a.low, p->value.low);
            a.high = a.count == 1 ? p->value.high : std::max(a.high, p->value.high);
            break;
        case aggregate::min:
            a.low = a.count == 1 ? p->value.low : std::min(a.low, p->value.low);
            if (p->value.unbounded) break;
            a.high = least_end ? std::min(a.high, p->value.high) : p->value.high;
            least_end = true;
            break;
        case aggregate::total:
        case aggregate::rate:
            a.low += p->value.low * *p->flow;
            a.high += p->value.high * *p->flow;
            a.weight += base::rational(length_of(p->period)) / base::rational(1000);
            break;
        default:
            a.low += p->value.low;
            a.high += p->value.high;
            a.weight += base::rational(1);
        }
    }
    if (method == aggregate::min) {
        a.unbounded = !least_end;
        if (a.unbounded) a.high = a.low;
    }
    bool const mean = method == aggregate::mean || method == aggregate::flow_weighted_mean || method == aggregate::rate;
    if (mean && !a.weight.is_zero()) {
        a.low = a.low / a.weight;
        a.high = a.high / a.weight;
    }
    return a;
}

} // namespace

// Each window by the first way that is open to it: a flow-weighted mean is, if any of its values has a flow; where none has,
// the next way is tried. So what one day is judged by never hangs on the data of another.
void series::derive_all(points& out, std::uint16_t statistic) {
    auto const& steps = b_.plan->statistics[statistic].derives;
    auto s = b_.about(data_.outlet);
    s.factor = g_.factor;
    bool plainly = false; // a weighted mean would have come first
    for (std::uint16_t i = 0; i < steps.size(); ++i) {
        auto const holds = run(steps[i].where, s);
        if (!known(holds) || !std::get<bool>(holds)) continue;
        if (steps[i].rolling)
            derive_rolling(out, i, steps[i]);
        else
            derive(out, i, steps[i], plainly);
        plainly = plainly || steps[i].method == aggregate::flow_weighted_mean;
    }
}

void series::derive(points& out, std::uint16_t index, plan::derive_step const& step, bool plainly) {
    auto const& fine = merged(step.from);
    auto const made = out.derived.size();
    auto is_made = [&](base::period const& p) { // by an earlier way
        auto const end = out.derived.begin() + static_cast<std::ptrdiff_t>(made);
        auto const at =
            std::lower_bound(out.derived.begin(), end, p, [](point const& x, base::period const& y) { return x.period < y; });
        return at != end && at->period == p;
    };
    for (std::uint32_t i = 0; i < fine.size();) {
        auto const period = window_of(step.window, fine[i]->period.from);
        auto const begin = i;
        bool flow = false;
        for (; i < fine.size() && fine[i]->period.from < period.to; ++i) flow = flow || (fine[i]->usable() && fine[i]->flow);
        if (is_made(period) || (step.method == aggregate::flow_weighted_mean && !flow)) continue;
        auto w = window(step, fine, begin, i, period);
        if (accumulates(step.method) && w.valid == 0 && w.usable()) continue; // nothing to add up
        w.derivation = index;
        if (plainly && step.method == aggregate::mean) w.note = "plain_mean";
        out.derived.push_back(std::move(w));
    }
    std::sort(out.derived.begin(), out.derived.end(), [](point const& x, point const& y) { return x.period < y.period; });
}

// One window for each value, ending with it. Windows that begin before the data do are left out, unless what they already hold
// counts whatever is missing.
void series::derive_rolling(points& out, std::uint16_t index, plan::derive_step const& step) {
    auto const& fine = merged(step.from);
    std::uint32_t begin = 0;
    for (std::uint32_t i = 0; i < fine.size(); ++i) {
        auto const period = rolling_window(step.window, step.rolling, fine[i]->period.to);
        while (fine[begin]->period.from < period.from) ++begin;
        if (period.from < fine.front()->period.from && !accumulates(step.method)) continue;
        auto w = window(step, fine, begin, i + 1, period);
        w.derivation = index;
        out.derived.push_back(std::move(w));
    }
}

void series::note_cover(point& p, cover c) const {
    p.cover = c;
    if (c != cover::open) return;
    auto const* s = g_.at(b_.law_of(p.period.from.date()));
    p.exempts = data_.exempted->missing(*s, *p.from);
}

// Members that may be exempt may count or not: what is computed lies between the least and the most that any choice of them
// gives. Such members are tried one by one from the lowest and from the highest up, which reaches both ends.
void series::widen(point& w, aggregate method, std::vector<point const*> const& used) const {
    std::vector<point const*> sure, open;
    for (auto const* p : used) (p->exempts.empty() ? sure : open).push_back(p);
    auto const reach = [&](auto const& first) {
        std::stable_sort(open.begin(), open.end(), first);
        auto some = sure;
        for (std::size_t n = 0;; ++n) {
            if (!some.empty() || accumulates(method)) { // nothing at all adds up to nothing
                auto const a = aggregate_points(method, some);
                bool const flows = method != aggregate::flow_weighted_mean || !a.weight.is_zero();
                if (flows) w.value.low = std::min(w.value.low, a.low);
                if (flows) w.value.high = std::max(w.value.high, a.high);
                w.value.unbounded = w.value.unbounded || a.unbounded;
            }
            if (n == open.size()) return;
            some.push_back(open[n]);
        }
    };
    // What a member brings: of a rate its own rate, of a total its own amount.
    auto const brings = [&](point const& p, base::rational const& v) {
        if (method == aggregate::total) return v * *p.flow;
        return method == aggregate::rate ? v * *p.flow / base::rational(std::max<std::int64_t>(1, length_of(p.period))) : v;
    };
    reach([&](auto const* x, auto const* y) { return brings(*x, x->value.low) < brings(*y, y->value.low); });
    reach([&](auto const* x, auto const* y) {
        if (x->value.unbounded != y->value.unbounded) return x->value.unbounded;
        return brings(*x, x->value.high) > brings(*y, y->value.high);
    });
    if (w.usable() && sure.size() < w.need && !accumulates(method)) w.reason = "too_few_valid_values";
}

point series::window(plan::derive_step const& step, std::vector<point const*> const& fine, std::uint32_t begin,
                     std::uint32_t end, base::period const& period) {
    bool const weighted = step.method == aggregate::flow_weighted_mean || step.method == aggregate::rate;
    point w;
    w.finer = step.from;
    w.period = period;
    std::vector<point const*> used;
    bool const sums = step.method == aggregate::sum;
    std::size_t with_flow = 0;
    for (auto i = begin; i < end; ++i) {
        w.members.push_back(i);
        if (fine[i]->reason == "conflicting_rows") w.reason = "conflicting_rows";
        if (!fine[i]->usable()) continue;
        used.push_back(fine[i]);
        if (w.missing.empty()) w.missing = fine[i]->missing;
        with_flow += fine[i]->flow.has_value();
        note_missing(w.exempts, fine[i]->exempts);
        w.substituted += fine[i]->substituted;
        if (sums) w.substituted_share += fine[i]->substituted_share;
    }
    w.valid = static_cast<std::uint32_t>(used.size());
    auto const due = values_due(*b_.plan, step.from, period);
    bool const february = step.need_in_february && period.from.date().month() == 2;
    w.need = step.need_is_percent ? (due * step.need + 99) / 100 : february ? step.need_in_february : step.need;
    if (accumulates(step.method)) {
        accumulate(w, step, fine, due);
        return w;
    }
    if (w.usable() && w.valid < w.need) w.reason = "too_few_valid_values";
    if (w.usable() && step.need_each_month) {
        std::map<std::int32_t, std::uint32_t> months;
        for (auto from = period.from; from < period.to; from = window_of(interval::month, from).to) months[month_number(from)];
        for (auto const* p : used) ++months[month_number(p->period.from)];
        for (auto const& [month, valid] : months)
            if (valid < (month % 12 == 2 ? step.need_each_february : step.need_each_month)) w.reason = "too_few_valid_values";
    }
    if (w.usable() && weighted && with_flow != used.size()) {
        w.reason = "missing_datum";
        w.missing.push_back({std::string(flow_field), ""});
    }
    w.blank = used.empty() || (weighted && with_flow != used.size());
    if (!w.blank) {
        auto const a = aggregate_points(step.method, used);
        w.blank = weighted && a.weight.is_zero();
        if (w.blank && w.usable()) w.reason = "no_flow";
        w.value = {a.low, a.high, a.unbounded};
        if (!w.exempts.empty()) widen(w, step.method, used);
    }
    if (!used.empty() && with_flow == used.size()) {
        w.flow = base::rational(0);
        for (auto const* p : used) *w.flow += *p->flow;
    }
    return w;
}

// A value that cannot be used, or is not there, can only add: the window then has no upper end. Of what is merely counted the
// missing are at most all counted.
void series::accumulate(point& w, plan::derive_step const& step, std::vector<point const*> const& fine, std::uint32_t due) {
    w.accumulated = true;
    if (!w.usable()) return;
    if (w.need == 0) w.need = due;
    bool const counts = step.method == aggregate::count || step.method == aggregate::duration;
    w.counted = counts;
    std::vector<point const*> used;
    base::rational surely, perhaps;
    auto const worth = [&](std::int64_t ms) { // of one that is counted
        return step.method == aggregate::duration ? base::rational(ms, 1000) : base::rational(1);
    };
    for (auto const m : w.members) {
        auto const& p = *fine[m];
        if (counts) {
            std::vector<field_range> ranges;
            datum_fields common;
            auto const holds = run(step.counting, about(p, ranges, common));
            if (known(holds) && !std::get<bool>(holds)) continue;
            note_missing(w.exempts, p.exempts);
            if (known(holds) && p.exempts.empty()) surely += worth(length_of(p.period));
            perhaps += worth(length_of(p.period));
        } else if (p.usable() && (step.method != aggregate::total || p.flow)) {
            used.push_back(&p);
            w.incomplete = w.incomplete || p.incomplete;
        }
    }
    w.valid = static_cast<std::uint32_t>(counts ? w.members.size() : used.size());
    auto const there = w.valid + exempt_in(step.from, w.period);
    auto const missing = w.valid < w.need ? due - std::min(due, there) : 0;
    w.incomplete = w.incomplete || missing > 0;
    if (counts) {
        if (missing > 0) perhaps += base::rational(missing) * worth(length_of(w.period) / due);
        w.value = {surely, perhaps, false};
    } else {
        auto const a = aggregate_points(step.method, used);
        w.value = {a.low, a.high, a.unbounded || w.incomplete};
        if (!w.exempts.empty()) widen(w, step.method, used);
    }
}

std::uint32_t series::exempt_in(std::uint16_t statistic, base::period const& window) {
    if (!data_.exempted) return 0;
    auto const& all = of(statistic).delivered;
    return static_cast<std::uint32_t>(std::count_if(all.begin(), all.end(), [&](point const& p) {
        return p.cover == cover::covered && window.from <= p.period.from && p.period.from < window.to;
    }));
}

// The usable data that a value was made of, through all the statistics between.
void series::add_data(point const& p, std::vector<datum const*>& all) {
    if (p.from) {
        all.push_back(p.from);
        return;
    }
    auto const& fine = merged(p.finer);
    for (auto const m : p.members)
        if (fine[m]->usable()) add_data(*fine[m], all);
}

surroundings series::about(point const& p, std::vector<field_range>& ranges, datum_fields& common) {
    if (p.from) return about_datum(*p.from);
    auto s = b_.about(data_.outlet);
    s.factor = g_.factor;
    s.clock = clock_time{static_cast<int>(p.period.from.ms_of_day() / 60000)};
    // What all usable data in it agree on holds for the window; a number that varies lies between its extremes.
    std::vector<datum const*> all;
    add_data(p, all);
    bool first = true;
    for (auto const* d : all) {
        if (first) {
            common = d->fields;
            first = false;
            continue;
        }
        std::erase_if(common, [&](auto const& known_field) {
            auto const* v = find(d->fields, known_field.first);
            if (!v) {
                std::erase_if(ranges, [&](auto const& r) { return r.field.field == known_field.first; });
                return true;
            }
            return false;
        });
        for (auto& [field, v] : common) {
            auto const* other = find(d->fields, field);
            if (!other || *other == v) continue;
            auto const* x = std::get_if<base::rational>(&v);
            auto const* y = std::get_if<base::rational>(other);
            if (!x || !y) {
                v = {};
                continue;
            }
            auto it = std::find_if(ranges.begin(), ranges.end(), [f = field](auto const& r) { return r.field.field == f; });
            if (it == ranges.end()) it = ranges.insert(ranges.end(), {{measurement_record, field}, *x, *x});
            it->low = std::min(it->low, *y);
            it->high = std::max(it->high, *y);
        }
    }
    std::erase_if(common, [&](auto const& f) {
        return std::any_of(ranges.begin(), ranges.end(), [&](auto const& r) { return r.field.field == f.first; });
    });
    if (auto const flag = b_.rules->find_field(measurement_record, "flag"); flag && !p.flag.empty()) {
        std::erase_if(common, [&](auto const& f) { return f.first == *flag; });
        common.emplace_back(*flag, p.flag);
    }
    s.datum = &common;
    s.ranges = &ranges;
    return s;
}

contribution series::contribute(point const& p) const {
    contribution c;
    c.period = p.period;
    c.value = p.value;
    c.flow = p.flow;
    c.left_out = p.reason.empty() && !p.from && p.substituted && p.members.empty() ? "substituted" : p.reason;
    c.parts = p.parts;
    if (p.from) {
        c.written = p.from->written;
        c.rows = p.from->rows;
        if (g_.formula)
            for (auto const input : b_.plan->formulas[*g_.formula].inputs)
                if (auto const* v = find(p.from->fields, input.field))
                    if (auto const* x = std::get_if<base::rational>(v)) c.auxiliary = *x;
    }
    return c;
}

} // namespace huanchi::eval

#include "review/what_if.hpp"

#include "review/bounds.hpp"

#include "eval/branches.hpp"
#include "eval/row_store.hpp"
#include "eval/run.hpp"

#include <algorithm>
#include <map>

namespace huanchi::review {

namespace {

// The rows of a batch that are about the outlet.
facts::batch only_of(std::uint32_t outlet, std::optional<base::moment> as_of, facts::batch const& b) {
    std::vector<char> kept;
    std::vector<std::uint32_t> place;
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        bool const late = as_of && b.received[i] != facts::not_received && b.received[i] > as_of->ms;
        kept.push_back(b.outlet[i] == outlet && !late);
        place.push_back(count);
        count += kept.back() ? 1 : 0;
    }
    auto out = b;
    out.each_column([&](auto& column) {
        std::size_t to = 0;
        for (std::size_t i = 0; i < kept.size(); ++i)
            if (kept[i]) column[to++] = column[i];
        column.resize(to);
    });
    std::erase_if(out.extras, [&](auto const& x) { return !kept[x.row]; });
    for (auto& x : out.extras) x.row = place[x.row];
    return out;
}

base::rational power_of_ten(int n) {
    base::rational out = 1;
    for (; n > 0; --n) out = out * base::rational(10);
    return out;
}

constexpr std::size_t most_taken_out = 100;
constexpr int most_places = 9;

struct turner {
    findings::finding const& f;
    plan::plan const& p;
    model::rulebook const& rules;
    what_if_asked const& asked;
    eval::related_records related{p, rules, asked.records};
    eval::bound bound = eval::bind(p, rules, asked.known, asked.bind);
    what_if out = {f, {}, {}, {}, {}, {}};
    eval::group const* group = nullptr;
    eval::segment const* segment = nullptr;
    std::uint16_t factor = 0;

    using change = std::function<void(facts::batch&)>;

    std::optional<findings::finding> judged(change const& what, eval::bound& b) {
        b.related = &related;
        eval::row_store rows;
        for (auto batch : asked.rows) {
            if (what) what(batch);
            rows.add(batch);
        }
        eval::run_options o;
        o.keep_all = true;
        o.contributions = o.warnings = o.days = false;
        o.data_end = asked.data_end;
        o.known_at = asked.known_at;
        for (auto const& j : eval::run(b, rows, o).judgements)
            if (j.outlet == f.outlet_index && j.factor == factor)
                if (auto g = findings::from_judgement(j, b, false); g.id == f.id) return g;
        return std::nullopt;
    }
    std::optional<eval::verdict> verdict(change const& what) {
        auto const g = judged(what, bound);
        return g ? std::optional(g->verdict) : std::nullopt;
    }

    bool find_group() {
        auto const found = rules.find_factor(*f.factor, f.medium);
        if (!found || f.outlet_index == facts::no_outlet) return false;
        factor = *found;
        auto const on = bound.law_of(f.period.from.date());
        for (auto const& g : bound.outlets[f.outlet_index].groups) {
            if (g.factor != factor || model::text(g.quantity) != f.quantity ||
                rules.statistics[g.statistic].json != f.statistic)
                continue;
            auto const* s = g.at(on);
            if (!s) continue;
            bool const has = !f.provision || std::any_of(s->candidates.begin(), s->candidates.end(), [&](auto const& c) {
                return bound.requirements[c.requirement].id == f.provision->id;
            });
            if (has) return group = &g, segment = s, true;
        }
        return false;
    }

    bool concerns(eval::requirement const& q) const {
        auto const is = [&](findings::provision const& x) { return x.id == q.id; };
        return (f.provision && is(*f.provision)) || std::any_of(f.also_breached.begin(), f.also_breached.end(), is) ||
               std::any_of(f.candidates.begin(), f.candidates.end(), is);
    }

    // The value at which a comparison turns, and whether it passes itself: half to even, where the comparison is rounded.
    static std::pair<base::rational, bool> edge(base::rational const& limit, bool strict, bool upper,
                                                std::optional<base::rational> const& rounding) {
        if (!rounding) return {limit, !strict};
        auto const step = *rounding;
        auto whole = upper ? (limit / step).floor() : (limit / step).ceil();
        if (strict && whole * step == limit) whole = upper ? whole - base::rational(1) : whole + base::rational(1);
        auto const half = base::rational(1, 2);
        bool const even = (whole / base::rational(2)).floor() * base::rational(2) == whole;
        return {(upper ? whole + half : whole - half) * step, even};
    }

    // The one datum that the judgement is of.
    struct datum {
        std::size_t batch = 0, row = 0;
        base::rational read; // coherent
    };
    std::optional<datum> only_datum() const {
        if (!f.trace || f.trace->values.size() != 1 || !f.trace->values.front().left_out.empty()) return std::nullopt;
        auto const& used = f.trace->values.front();
        std::optional<datum> found;
        for (std::size_t k = 0; k < asked.rows.size(); ++k)
            for (std::size_t i = 0; i < asked.rows[k].size(); ++i) {
                auto const& b = asked.rows[k];
                if (b.factor[i] != factor || !is_row(b, i, used)) continue;
                if (found || b.below_detection[i] != 0) return std::nullopt;
                found = datum{k, i, base::rational(b.value[i]) * rules.units[b.unit[i]].factor};
            }
        return found;
    }
    static bool is_row(facts::batch const& b, std::size_t i, findings::used_value const& u) {
        return std::any_of(u.rows.begin(), u.rows.end(),
                           [&](auto const& r) { return r.file == b.file && r.line == b.line[i]; }) &&
               b.time[i] == u.period.from.ms;
    }

    std::optional<eval::verdict> with_value(datum const& d, base::decimal const& v) {
        auto const& at = asked.rows[d.batch];
        return verdict([&](facts::batch& b) {
            if (b.file == at.file && d.row < b.size() && b.line == at.line && b.factor == at.factor) b.value[d.row] = v;
        });
    }

    // Every value of the period as one number, whose mean that number is; no formula stands between.
    std::optional<eval::verdict> with_all(base::rational const& coherent) {
        bool exact = true;
        auto const v = verdict([&](facts::batch& b) {
            for (std::size_t i = 0; i < b.size(); ++i) {
                bool const used =
                    b.factor[i] == factor && std::any_of(f.trace->values.begin(), f.trace->values.end(),
                                                         [&](auto const& u) { return u.left_out.empty() && is_row(b, i, u); });
                if (!used) continue;
                auto const text = (coherent / rules.units[b.unit[i]].factor).finite_text();
                auto const d = text ? base::decimal::parse(*text) : std::nullopt;
                if (!d) {
                    exact = false;
                    return;
                }
                b.value[i] = *d;
                b.below_detection[i] = 0;
            }
        });
        return exact ? v : std::nullopt;
    }

    void try_mean(turning_value& t, eval::requirement const& q, base::rational const& at) {
        if (!f.trace || f.trace->values.empty() || !f.trace->formula.empty()) return;
        if (f.trace->method != "mean" && f.trace->method != "flow_weighted_mean") return;
        auto const step = rules.units[q.unit].factor / power_of_ten(most_places);
        auto const outside = t.upper ? at + step : at - step, inside = t.upper ? at - step : at + step;
        t.passing_verdict = with_all(t.passes_at ? at : inside);
        t.failing_verdict = with_all(t.passes_at ? outside : at);
    }

    void add_edge(eval::requirement const& q, bool upper, std::optional<datum> const& d) {
        auto const& bound_of = upper ? q.max : q.min;
        auto const limit = upper ? q.coherent_max : q.coherent_min;
        if (!bound_of || (upper && q.max_below)) return;
        auto const& unit = rules.units[q.unit];
        auto const [at, passes] = edge(limit, upper ? q.max_strict : q.min_strict, upper, q.rounding);
        turning_value t;
        t.upper = upper;
        t.provision = {q.id, q.standard, q.clause, std::string(text(q.level)), std::string(text(q.confidence))};
        t.bound = bound_of->text();
        t.unit = unit.symbol;
        auto const printed = base::printed(at / unit.factor);
        t.value = printed.value, t.exact = printed.exact;
        t.passes_at = passes;
        if (q.rounding) t.rounding = base::printed(*q.rounding / unit.factor).value;
        auto const now = f.measured ? exact_number(f.measured->exact.value_or(f.measured->value)) : std::nullopt;
        auto const measured_unit = f.measured ? rules.units.find(f.measured->unit) : std::nullopt;
        if (d && now && measured_unit && !now->is_zero() && !d->read.is_zero()) {
            auto const& b = asked.rows[d->batch];
            auto const& own = rules.units[b.unit[d->row]];
            auto const as_read = at * d->read / (*now * rules.units[*measured_unit].factor) / own.factor;
            auto const shown = base::printed(as_read);
            t.as_read = shown.value, t.as_read_exact = shown.exact, t.as_read_unit = own.symbol;
            t.auxiliary = f.trace->values.front().auxiliary.value_or("");
            try_both_sides(t, *d, as_read);
        } else {
            try_mean(t, q, at);
        }
        // One that does not decide here turns nothing.
        bool const tried = t.passing_verdict && t.failing_verdict;
        if (tried ? t.passing_verdict == t.failing_verdict : !concerns(q)) return;
        out.values.push_back(std::move(t));
    }

    void try_both_sides(turning_value& t, datum const& d, base::rational const& as_read) {
        int const places = std::min<int>(asked.rows[d.batch].value[d.row].scale, most_places);
        auto const ten = power_of_ten(places);
        auto passing = t.upper ? (as_read * ten).floor() : (as_read * ten).ceil();
        base::rational const step = t.upper ? 1 : -1;
        if (passing == as_read * ten && !t.passes_at) passing = passing - step;
        auto const failing = passing + step;
        auto const low = base::decimal::parse((passing / ten).fixed_text(places)),
                   high = base::decimal::parse((failing / ten).fixed_text(places));
        if (!low || !high) return;
        t.last_passing = low->text(), t.first_failing = high->text();
        t.passing_verdict = with_value(d, *low);
        t.failing_verdict = with_value(d, *high);
    }

    static base::rational leading(std::optional<std::string> const& text) {
        auto const n = text ? exact_number(text->substr(0, text->find(' '))) : std::nullopt;
        return n.value_or(base::rational(1));
    }

    // Data taken out one after the other, those first that weigh most against the bound, until it no longer exceeds.
    void find_without() {
        bool const exceeds = f.verdict == eval::verdict::violation || f.verdict == eval::verdict::not_met;
        if (!exceeds || !f.trace || !f.limit || !f.measured) return;
        auto const max = f.limit->max ? exact_number(*f.limit->max) : std::nullopt;
        auto const min = f.limit->min ? exact_number(*f.limit->min) : std::nullopt;
        auto const now = exact_number(f.measured->exact.value_or(f.measured->value));
        bool const above = max && now && *now > *max;
        auto const limit = above ? max : min ? min : max;
        if (!limit) return;
        bool const weighted = f.trace->method == "flow_weighted_mean";
        std::vector<std::pair<base::rational, findings::used_value const*>> weights;
        for (auto const& u : f.trace->values) {
            auto const v = u.left_out.empty() ? exact_number(u.value) : std::nullopt;
            if (!v) continue;
            auto const over = above || !min ? *v - *limit : *limit - *v;
            weights.emplace_back(weighted ? over * leading(u.flow) : over, &u);
        }
        std::stable_sort(weights.begin(), weights.end(), [](auto const& a, auto const& b) { return a.first > b.first; });
        without_data w;
        for (auto const& [weight, used] : weights) {
            if (w.periods.size() == most_taken_out) return;
            w.periods.push_back(used->period);
            w.verdict = verdict([&](facts::batch& b) { mark(b, w.periods, facts::usability::out); });
            if (w.verdict == eval::verdict::violation || w.verdict == eval::verdict::not_met) continue;
            std::sort(w.periods.begin(), w.periods.end());
            out.without = std::move(w);
            return;
        }
    }
    bool mark(facts::batch& b, std::vector<base::period> const& periods, facts::usability as) const {
        bool any = false;
        for (std::size_t i = 0; i < b.size(); ++i) {
            base::period const at{{b.time[i]}, {b.period_end[i]}};
            if (b.factor[i] != factor || std::find(periods.begin(), periods.end(), at) == periods.end()) continue;
            if (b.usability[i] == as || b.usability[i] == facts::usability::over_range ||
                b.below_detection[i] == facts::no_value)
                continue;
            b.usability[i] = as;
            any = true;
        }
        return any;
    }

    void find_with_marked() {
        if (!f.trace) return;
        std::vector<base::period> periods;
        for (auto const& u : f.trace->values)
            if (!u.left_out.empty()) periods.push_back(u.period);
        bool any = false;
        auto const v = verdict([&](facts::batch& b) { any = mark(b, periods, facts::usability::valid) || any; });
        if (any) out.with_marked = v;
    }

    void assume(model::choice_of_values const& c, std::size_t k) {
        auto const& field = rules.at(c.field);
        std::optional<findings::finding> g;
        if (c.field.record == model::measurement_record) {
            facts::extra x{};
            x.field = c.field.field;
            std::string words;
            if (auto const* n = std::get_if<base::rational>(&c.values[k])) {
                auto const text = (*n / rules.units[field.unit].factor).finite_text();
                auto const d = text ? base::decimal::parse(*text) : std::nullopt;
                if (!d) return;
                x.is_number = true, x.number = *d;
            } else if (auto const* t = std::get_if<std::string>(&c.values[k])) {
                words = *t;
            } else {
                return;
            }
            g = judged([&](facts::batch& b) { add_field(b, x, words); }, bound);
        } else {
            auto known = asked.known;
            auto& o = known.outlets[f.outlet_index];
            auto& fields = c.field.record == model::facility_record ? known.sites[o.facility].fields : o.fields;
            fields[c.field.field] = c.values[k];
            auto other = eval::bind(p, rules, known, asked.bind);
            g = judged({}, other);
        }
        if (g) out.assumed.push_back({field.json, field.name, c.bands[k], g->verdict, g->provision, g->limit});
    }
    // The field on every row of the period that lacks it.
    void add_field(facts::batch& b, facts::extra x, std::string const& words) const {
        if (!x.is_number) {
            x.text = static_cast<std::uint32_t>(b.texts.size());
            b.texts.push_back(words);
        }
        for (std::size_t i = 0; i < b.size(); ++i) {
            if (b.factor[i] != factor || b.time[i] < f.period.from.ms || b.period_end[i] > f.period.to.ms) continue;
            auto const has = [&](auto const& e) { return e.row == i && e.field == x.field; };
            if (std::any_of(b.extras.begin(), b.extras.end(), has)) continue;
            x.row = static_cast<std::uint32_t>(i);
            b.extras.push_back(x);
        }
        std::stable_sort(b.extras.begin(), b.extras.end(), [](auto const& l, auto const& r) { return l.row < r.row; });
    }

    void find_assumed() {
        if (!f.reason || f.reason->missing.empty()) return;
        auto const on = bound.law_of(f.period.from.date());
        auto const choices = eval::choices_of(bound, *segment, bound.about(f.outlet_index), on);
        for (auto const& m : f.reason->missing) {
            auto const before = out.assumed.size();
            for (auto const& c : choices.fields)
                if (rules.at(c.field).json == m.name)
                    for (std::size_t k = 0; k < c.values.size(); ++k) assume(c, k);
            if (out.assumed.size() == before) out.not_tried.push_back(m.name);
        }
    }

    what_if run() {
        if (!find_group()) return std::move(out);
        auto const d = only_datum();
        std::vector<std::string> seen;
        for (auto const& c : segment->candidates) {
            auto const& q = bound.requirements[c.requirement];
            if (q.allowance || q.not_detected || q.prohibited || std::count(seen.begin(), seen.end(), q.id)) continue;
            seen.push_back(q.id);
            add_edge(q, false, d);
            add_edge(q, true, d);
        }
        find_without();
        find_with_marked();
        find_assumed();
        return std::move(out);
    }
};

} // namespace

base::result<std::vector<facts::batch>> rows_of_outlet(std::uint32_t outlet, std::vector<std::string> const& data,
                                                       facts::reading_options const& reading, std::optional<base::moment> as_of,
                                                       model::rulebook const& rules, facts::facilities const& known) {
    std::vector<facts::batch> out;
    std::uint32_t file = 0;
    for (auto const& path : data) {
        if (path == "-") return base::failure{"`-`: standard input cannot be read twice", "write the data to a file first"};
        auto const read = facts::read_measurements(
            path, file, rules, known, reading,
            [&](facts::batch const& b) {
                if (std::find(b.outlet.begin(), b.outlet.end(), outlet) != b.outlet.end())
                    out.push_back(only_of(outlet, as_of, b));
            },
            [](auto const&) {});
        if (!read) return read.error();
        file += std::max<std::uint32_t>(1, static_cast<std::uint32_t>(read->sheets.size())); // a workbook: its sheets
    }
    return out;
}

what_if turns_of(findings::finding const& f, plan::plan const& p, model::rulebook const& rules, what_if_asked const& asked) {
    return turner{f, p, rules, asked}.run();
}

} // namespace huanchi::review

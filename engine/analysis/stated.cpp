#include "analysis/stated.hpp"

#include "analysis/combinations.hpp"

#include <algorithm>

namespace huanchi::analysis {

using namespace model;

namespace {

// To the nearest multiple; of two equally near, to the even one (GB/T 8170 3.2).
base::rational to_multiple(base::rational const& x, base::rational const& step) {
    auto const times = (x / step).floor();
    auto const rest = x - times * step, half = step / base::rational(2);
    bool const even = (times / base::rational(2)).floor() * base::rational(2) == times;
    bool const up = half < rest || (rest == half && !even);
    return (up ? times + base::rational(1) : times) * step;
}

// Between two points of a curve; by proportion, or the nearer with the middle to the higher.
base::rational between_two(curve const& c, std::size_t i, base::rational const& x) {
    auto const& [x0, y0] = c.points[i];
    auto const& [x1, y1] = c.points[i + 1];
    base::rational const low(y0), high(y1);
    if (c.inside == between_points::nearest) return x - x0 < x1 - x ? low : high;
    return low + (high - low) * (x - x0) / (x1 - x0);
}

std::optional<base::rational> along(curve const& c, base::rational const& x) {
    auto const beyond = [&](beyond_points how, auto const& point) -> std::optional<base::rational> {
        if (how == beyond_points::none) return std::nullopt;
        auto const share = x / point.first;
        return base::rational(point.second) * share * share;
    };
    if (x < c.points.front().first) return beyond(c.below, c.points.front());
    if (c.points.back().first < x) return beyond(c.above, c.points.back());
    if (c.points.size() == 1) return base::rational(c.points.front().second);
    std::size_t i = 0;
    while (i + 2 < c.points.size() && c.points[i + 1].first < x) ++i;
    return between_two(c, i, x);
}

stated against_bound(limit const& l, base::rational value, std::optional<base::rational> const& most) {
    if (l.not_detected || l.prohibited) return base::rational(0) < value ? stated::broken : stated::met;
    if (l.rounded) value = to_multiple(value, base::rational(*l.rounded));
    if (l.max) {
        if (!most) return stated::not_applicable;
        if (*most < value || (l.max->strict && *most == value)) return stated::broken;
    }
    if (l.min) {
        auto const least = base::rational(l.min->written);
        if (value < least || (l.min->strict && least == value)) return stated::broken;
    }
    return stated::met;
}

bool judges_anything(std::uint32_t table, rulebook const& rules) {
    return std::any_of(rules.limits.begin(), rules.limits.end(),
                       [&](limit const& l) { return l.table == table && l.status == status::in_force; });
}

template <class T>
bool names(std::vector<T> const& all, T one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

} // namespace

conditions displacing(std::uint32_t table, rulebook const& rules, base::date on) {
    conditions all;
    auto const document = rules.tables[table].document;
    auto concerned = [&](std::vector<std::uint32_t> const& tables, std::vector<std::uint16_t> const& documents,
                         base::span_of_dates const& span) {
        return span.contains(on) && (names(tables, table) || names(documents, document));
    };
    for (std::uint32_t t = 0; t < rules.tables.size(); ++t) {
        auto const& other = rules.tables[t];
        if (concerned(other.displaced_tables, other.displaced_documents, other.effective) && judges_anything(t, rules))
            all.push_back(other.where);
    }
    for (auto const& d : rules.displacements)
        if (concerned(d.tables, d.documents, d.effective)) all.push_back(d.where);
    return all;
}

value is_displaced(std::uint32_t table, rulebook const& rules, cases::assignment const& facts, base::date on) {
    value any = false;
    for (auto const& where : displacing(table, rules, on)) any = apply(operation::or_, any, cases::holds({where}, facts));
    return any;
}

upper_bound bound_of(limit const& l, cases::assignment const& facts) {
    if (!l.max) return {};
    upper_bound b{base::rational(l.max->written), false};
    if (l.curve) {
        auto const x = facts.find(l.curve->field);
        if (x == facts.end()) return {std::nullopt, true};
        b.most = along(*l.curve, std::get<base::rational>(x->second));
        if (!b.most) return b;
    }
    for (auto const& s : l.scalings) {
        auto const holds = cases::holds({s.when}, facts);
        if (!known(holds)) return {std::nullopt, true};
        if (is_true(holds)) b.most = *b.most * s.by;
    }
    return b;
}

stated by_the_row(limit const& l, rulebook const& rules, cases::assignment const& facts, base::date on,
                  base::rational const& value) {
    if (!l.effective.contains(on)) return stated::not_applicable;
    auto const applies = cases::holds(l.conditions, facts);
    if (is_false(applies)) return stated::not_applicable;
    auto const displaced = is_displaced(l.table, rules, facts, on);
    if (is_true(displaced)) return stated::not_applicable;
    if (!known(applies) || !known(displaced)) return stated::unclear;
    auto const bound = bound_of(l, facts);
    return bound.open ? stated::unclear : against_bound(l, value, bound.most);
}

// Unknown where there is no record of the type, or a condition or figure is.
static value figure_over(related_use const& r, std::vector<day_record> const& records) {
    std::vector<value> figures;
    bool any = false;
    for (auto const& record : records) {
        if (record.type != r.record) continue;
        any = true;
        surroundings s;
        s.field = [&](field_ref f) {
            auto const found = record.fields.find(f);
            return found == record.fields.end() ? value() : found->second;
        };
        auto const holds = r.where ? evaluate(*r.where, s) : value(true);
        if (!known(holds)) return {};
        if (is_false(holds)) continue;
        figures.push_back(r.figure ? evaluate(*r.figure, s) : value(true));
        if (!known(figures.back())) return {};
    }
    if (!any || r.what == over_records::share) return {};
    if (r.what == over_records::count) return base::rational(static_cast<std::int64_t>(figures.size()));
    if (r.what == over_records::sum) {
        base::rational sum;
        for (auto const& v : figures) sum += std::get<base::rational>(v);
        return sum;
    }
    if (figures.empty()) return {};
    return r.what == over_records::max ? *std::max_element(figures.begin(), figures.end())
                                       : *std::min_element(figures.begin(), figures.end());
}

std::optional<base::rational> corrected(limit const& l, rulebook const& rules, cases::assignment const& facts,
                                        base::rational const& measured, std::vector<day_record> const& records) {
    if (!l.formula) return measured;
    auto const& f = rules.formulas[*l.formula];
    auto const& unit = rules.units[l.unit].factor;
    surroundings s;
    s.field = [&](field_ref field) {
        auto const found = facts.find(field);
        return found == facts.end() ? value() : found->second;
    };
    s.measured = measured * unit;
    s.related = [&](related_use const& r) { return figure_over(r, records); };
    if (f.has_reference()) s.reference = base::rational(l.reference) * rules.units[f.reference_unit].factor;
    for (auto const& need : f.needs)
        if (!is_true(evaluate(*need, s))) return std::nullopt;
    for (auto const& doubt : f.doubts)
        if (!is_false(evaluate(*doubt.when, s))) return std::nullopt;
    for (auto const& r : f.results) { // the first that holds
        auto const holds = r.when ? evaluate(*r.when, s) : value(true);
        if (is_false(holds)) continue;
        auto const result = is_true(holds) ? evaluate(*r.value, s) : value();
        auto const* number = std::get_if<base::rational>(&result);
        return number ? std::optional(*number / unit) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::uint32_t> values_in(interval window, interval finer, base::date first) {
    auto const days = window == interval::month ? base::days_in_month(first.year(), first.month())
                      : window == interval::day ? 1
                                                : 0;
    if (finer == window) return 1;
    if (finer == interval::day && days > 0) return days;
    if (finer == interval::hour && days > 0) return days * 24;
    if (finer == interval::five_minutes && days > 0) return days * 288;
    if (finer == interval::minute && window == interval::hour) return 60;
    if (finer == interval::five_minutes && window == interval::hour) return 12;
    if (finer == interval::month && window == interval::year) return 12;
    return std::nullopt;
}

std::uint32_t values_needed(derivation_of_statistic const& d, std::uint32_t possible, base::date first) {
    if (d.need_is_percent) return (possible * d.need + 99) / 100;
    return d.need_in_february && first.month() == 2 ? d.need_in_february : d.need;
}

} // namespace huanchi::analysis

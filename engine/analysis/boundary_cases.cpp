#include "analysis/boundary_cases.hpp"

#include "analysis/combinations.hpp"
#include "cases/trial.hpp"

#include <algorithm>

namespace huanchi::analysis {

using namespace model;

namespace {

using facts_of_case = cases::assignment;

// Everything that decides whether limits of the factor apply, or whether something displaces them.
std::vector<expression_ptr> asked_around(limit const& l, rulebook const& rules, bool own_only) {
    std::vector<expression_ptr> all;
    std::set<std::uint32_t> tables;
    for (auto const& other : rules.limits) {
        if (own_only ? &other != &l : other.factor != l.factor) continue;
        all.insert(all.end(), other.conditions.begin(), other.conditions.end());
        for (auto const& s : other.scalings) all.push_back(s.when);
        tables.insert(other.table);
    }
    auto const displaces = [&](std::vector<std::uint32_t> const& named, std::vector<std::uint16_t> const& documents) {
        return std::any_of(tables.begin(), tables.end(), [&](std::uint32_t t) {
            return std::find(named.begin(), named.end(), t) != named.end() ||
                   std::find(documents.begin(), documents.end(), rules.tables[t].document) != documents.end();
        });
    };
    for (auto const& t : rules.tables)
        if (displaces(t.displaced_tables, t.displaced_documents)) all.push_back(t.where);
    for (auto const& d : rules.displacements)
        if (displaces(d.tables, d.documents)) all.push_back(d.where);
    all.erase(std::remove(all.begin(), all.end(), nullptr), all.end());
    return all;
}

struct case_maker {
    limit const& l;
    rulebook const& rules;
    base::date preferred;
    made_cases out = {};
    facts_of_case base_facts = {};
    base::date on = {};

    base::unit const& own_unit() const { return rules.units[l.unit]; }

    // A value of which the text says exactly that. What is derived where it is not said cannot be left unsaid.
    bool can_be_said(field_ref f, value const& v) const {
        auto const& field = rules.at(f);
        if (!known(v)) return field.derivations.empty();
        if (std::holds_alternative<std::string>(v)) return true;
        auto const read = read_field(field, cases::text_of(v, field, rules, true), rules.units);
        return read && *read == v;
    }

    void say_factor(facts_of_case& a) const {
        if (auto const f = rules.find_field(measurement_record, factor_field))
            a[{measurement_record, *f}] = rules.factors[l.factor].name;
        auto const medium = rules.find_field(outlet_record, "medium");
        auto const& own = rules.factors[l.factor].medium;
        if (medium && !own.empty() && !a.contains({outlet_record, *medium})) a[{outlet_record, *medium}] = own;
    }

    std::vector<base::date> days() const {
        std::set<base::date> cuts;
        auto take = [&](base::span_of_dates const& s) {
            for (auto const& d : {s.from, s.before})
                if (d) cuts.insert({*d, *d + -1});
        };
        take(l.effective);
        for (auto const& t : rules.tables) take(t.effective);
        for (auto const& d : rules.displacements) take(d.effective);
        std::vector<base::date> all;
        if (l.effective.contains(preferred)) all.push_back(preferred);
        for (auto const d : cuts)
            if (l.effective.contains(d)) all.push_back(d);
        return all;
    }

    // A case to which the limit applies, with everything said that any limit of the factor asks.
    bool find_base() {
        combinations const own(cases::told_apart(asked_around(l, rules, true), rules));
        if (own.too_many()) return false;
        for (auto const day : days()) {
            bool found = false;
            own.each({}, [&](facts_of_case const& a, auto const&) {
                auto all = a;
                say_factor(all);
                auto const said = [&](auto const& fact) { return can_be_said(fact.first, fact.second); };
                if (!std::all_of(a.begin(), a.end(), said) || !is_true(cases::holds(l.conditions, all)) ||
                    !is_false(is_displaced(l.table, rules, all, day)))
                    return true;
                base_facts = std::move(all);
                found = true;
                return false;
            });
            if (!found) continue;
            on = day;
            std::set<field_ref> settled;
            for (auto const& axis : own.axes()) settled.insert(axis.field);
            for (auto const& axis : cases::told_apart(asked_around(l, rules, false), rules)) {
                if (settled.contains(axis.field)) continue;
                auto const v = std::find_if(axis.values.begin(), axis.values.end(),
                                            [&](value const& x) { return can_be_said(axis.field, x); });
                if (v != axis.values.end() && known(*v)) base_facts.try_emplace(axis.field, *v);
            }
            return true;
        }
        return false;
    }

    // At the reference state of the formula the value stays what it is.
    void say_reference(facts_of_case& a, base::rational const& beside) const {
        if (!l.formula) return;
        auto const& f = rules.formulas[*l.formula];
        for (auto const input : f.inputs)
            if (rules.units[rules.at(input).unit].dimension == rules.units[f.reference_unit].dimension)
                a[input] = (base::rational(l.reference) + beside) * rules.units[f.reference_unit].factor;
    }

    rule_test described(facts_of_case const& a) const {
        rule_test t;
        given_fields facility{rules.records[facility_record].name, {}}, outlet{rules.records[outlet_record].name, {}};
        for (auto const& [ref, v] : a) {
            if (ref.record == measurement_record) continue;
            auto const& field = rules.at(ref);
            (ref.record == facility_record ? facility : outlet)
                .fields.emplace_back(field.json, cases::text_of(v, field, rules, true));
        }
        if (l.status == status::optional)
            outlet.fields.emplace_back(std::string(selected_items_field), rules.factors[l.factor].name);
        for (auto* r : {&facility, &outlet})
            if (!r->fields.empty()) t.records.push_back(std::move(*r));
        return t;
    }

    given_value row(facts_of_case const& a, std::uint16_t statistic, std::string const& value, base::moment from) const {
        given_value g;
        g.statistic = rules.statistics[statistic].json;
        g.factor = l.factor;
        g.value = value;
        g.unit = own_unit().symbol;
        g.from = from;
        for (auto const& [ref, v] : a) {
            auto const& field = rules.at(ref);
            if (ref.record == measurement_record && field.json != factor_field)
                g.with.emplace_back(field.json, cases::text_of(v, field, rules, true));
        }
        return g;
    }

    void add(boundary_kind kind, facts_of_case a, std::uint16_t statistic, base::date day, base::rational const& value,
             std::string const& what, base::rational const& oxygen = {}) {
        auto const written = value.finite_text(18);
        if (!written || value.is_negative()) return;
        say_reference(a, oxygen);
        auto const in_state = corrected(l, rules, a, value);
        if (!in_state) return;
        auto const expected = by_the_row(l, rules, a, day, *in_state);
        if (expected == stated::unclear) return;
        boundary_case c;
        c.test = described(a);
        c.test.title = l.id + " " + rules.statistics[statistic].name + "：" + what;
        c.test.values.push_back(row(a, statistic, *written, base::moment::at(day)));
        c.kind = kind;
        c.statistic = statistic;
        c.from = base::moment::at(day);
        c.expected = expected;
        out.cases.push_back(std::move(c));
    }

    struct tried_value {
        base::rational value;
        std::string what;
    };

    // The bounds, and one unit in the last written place to each side.
    std::vector<tried_value> values() const {
        std::vector<tried_value> all;
        auto around = [&](base::rational const& at, base::rational const& step, std::string const& name) {
            all.push_back({at, "等于" + name});
            all.push_back({at + step, name + "大一个末位"});
            all.push_back({at - step, name + "小一个末位"});
        };
        base::rational scale(1);
        for (auto const& s : l.scalings)
            if (is_true(cases::holds({s.when}, base_facts))) scale = scale * s.by;
        for (auto const* b : {&l.min, &l.max}) {
            if (!*b) continue;
            bool const upper = b == &l.max;
            auto const step = base::rational(base::decimal{1, (*b)->written.scale});
            auto const at = base::rational((*b)->written) * (upper ? scale : base::rational(1));
            around(at, step, l.min && l.max ? (upper ? "上限" : "下限") : "限值");
            if (!l.rounded) continue;
            auto const half = base::rational(*l.rounded) / base::rational(2);
            around(at + half, step / base::rational(10), "修约的中点");
        }
        if (l.not_detected || l.prohibited) {
            all.push_back({base::rational(0), "为零"});
            all.push_back({base::rational(1, 1000000), "略大于零"});
        }
        return all;
    }

    // A value that breaks the limit wherever that applies, so that applying shows.
    std::optional<base::rational> breaking() const {
        for (auto const& v : values())
            if (!v.value.is_negative() && by_the_row(l, rules, base_facts, on, v.value) == stated::broken) return v.value;
        return std::nullopt;
    }

    void at_conditions(std::uint16_t statistic, base::rational const& broken) {
        for (auto const& axis : cases::told_apart(l.conditions, rules))
            for (std::size_t i = 0; i < axis.values.size(); ++i) {
                auto const& v = axis.values[i];
                if (!can_be_said(axis.field, v)) continue;
                auto a = base_facts;
                if (known(v))
                    a[axis.field] = v;
                else
                    a.erase(axis.field);
                add(boundary_kind::condition, std::move(a), statistic, on, broken, axis.bands[i]);
            }
    }

    void at_dates(std::uint16_t statistic, base::rational const& broken) {
        for (auto const& cut : {l.effective.from, l.effective.before})
            if (cut)
                for (auto const day : {*cut + -1, *cut})
                    add(boundary_kind::date, base_facts, statistic, day, broken, day.text());
    }

    // At another state of the gas than the reference.
    void at_correction(std::uint16_t statistic) {
        if (!l.formula || rules.formulas[*l.formula].reference_name.empty()) return;
        for (auto const& v : values())
            add(boundary_kind::correction, base_facts, statistic, on, v.value, "另一状态下测得" + v.what, base::rational(3));
    }

    void deliver(std::uint16_t statistic) {
        auto const& how = rules.statistics[statistic].accepts;
        if (how.empty() || (how.front().where && !is_true(cases::holds({how.front().where}, base_facts)))) return;
        for (auto const& v : values()) add(boundary_kind::bound, base_facts, statistic, on, v.value, v.what);
        at_correction(statistic);
        if (auto const broken = breaking()) {
            at_conditions(statistic, *broken);
            at_dates(statistic, *broken);
        }
    }

    base::date first_of(interval window) const {
        return window == interval::month ? *base::date::from_ymd(on.year(), on.month(), 1) : on;
    }
    static base::moment end_of(interval window, base::date first) {
        if (window == interval::hour) return base::moment::at(first, 1);
        return base::moment::at(window == interval::month ? first + base::days_in_month(first.year(), first.month())
                                                          : first + 1);
    }

    // So many equal values, and one more behind the window, since only a window that has ended is judged.
    void add_window(std::uint16_t statistic, derivation_of_statistic const& d, base::date first, std::uint32_t count,
                    std::uint32_t need, base::rational const& value) {
        auto a = base_facts;
        say_reference(a, {});
        if (d.method == aggregate::flow_weighted_mean)
            if (auto const flow = rules.find_field(measurement_record, flow_field))
                a[{measurement_record, *flow}] = base::rational(1);
        auto const in_state = corrected(l, rules, a, value);
        auto const written = value.finite_text(18);
        if (!in_state || !written) return;
        auto const expected = by_the_row(l, rules, a, first, *in_state);
        if (expected != stated::met && expected != stated::broken) return;
        boundary_case c;
        c.test = described(a);
        c.test.title = l.id + " " + rules.statistics[statistic].name + "：有效值 " + std::to_string(count) + " 个，需 " +
                       std::to_string(need) + " 个";
        c.test.values.push_back(row(a, d.from, *written, base::moment::at(first)));
        c.test.values.back().times = count;
        c.test.values.push_back(row(a, d.from, *written, end_of(d.window, first)));
        c.kind = boundary_kind::validity;
        c.statistic = statistic;
        c.from = base::moment::at(first);
        c.expected = expected;
        c.too_few_values = count < need;
        out.cases.push_back(std::move(c));
    }

    void derive(std::uint16_t statistic) {
        std::set<aggregate> before; // a way that comes first is taken where it can be
        for (auto const& d : rules.statistics[statistic].derivations) {
            if (!is_true(cases::holds({d.where}, base_facts))) continue;
            bool const first_way = before.empty() || before == std::set{aggregate::flow_weighted_mean};
            before.insert(d.method);
            bool const of_values = d.method == aggregate::mean || d.method == aggregate::flow_weighted_mean ||
                                   d.method == aggregate::max || d.method == aggregate::min;
            auto const& how = rules.statistics[d.from].accepts;
            if (!first_way || !of_values || d.rolling || how.empty() || how.front().where) continue;
            auto const first = first_of(d.window);
            auto const possible = values_in(d.window, how.front().interval, first);
            auto const broken = breaking();
            if (!possible || !broken) continue;
            auto const need = values_needed(d, *possible, first);
            for (auto const count : {need - 1, need, need + 1})
                if (count >= 1 && count <= *possible) add_window(statistic, d, first, count, need, *broken);
        }
    }

    void make() {
        auto const none = [&](char const* why) { out.none_because = why; };
        if (l.scope != measurement_record) return none("of_records");
        bool const can_be_selected =
            l.status == status::optional && rules.find_field(outlet_record, selected_items_field).has_value();
        if (l.status != status::in_force && !can_be_selected) return none("not_in_force");
        if (l.curve) return none("follows_a_curve");
        if (l.allowance) return none("may_be_missed");
        if (std::any_of(l.conditions.begin(), l.conditions.end(), [](auto const& e) { return uses_clock(*e); }))
            return none("asks_the_clock");
        if (!find_base()) return none("no_case");
        for (auto const s : l.statistics) {
            deliver(s);
            derive(s);
        }
        if (out.cases.empty()) none("no_statistic");
    }
};

} // namespace

made_cases cases_of(limit const& l, rulebook const& rules, base::date preferred) {
    case_maker make{l, rules, preferred};
    make.make();
    return std::move(make.out);
}

} // namespace huanchi::analysis

#include "analysis/case_maker.hpp"

#include "cases/trial.hpp"

#include <algorithm>

namespace huanchi::analysis {

using namespace model;

namespace {

// Everything that decides whether limits of the factor apply, or whether something displaces them.
std::vector<expression_ptr> asked_around(limit const& l, rulebook const& rules) {
    std::vector<expression_ptr> all;
    std::set<std::uint32_t> tables;
    for (auto const& other : rules.limits) {
        if (other.factor != l.factor) continue;
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

} // namespace

// A value of which the text says exactly that. What is derived where it is not said cannot be left unsaid.
bool case_maker::can_be_said(field_ref f, value const& v) const {
    auto const& field = rules.at(f);
    if (!known(v)) return field.derivations.empty();
    if (std::holds_alternative<std::string>(v)) return true;
    auto const read = read_field(field, cases::text_of(v, field, rules, true), rules.units);
    return read && *read == v;
}

void case_maker::say_factor(cases::assignment& a) const {
    if (auto const f = rules.find_field(measurement_record, factor_field))
        a[{measurement_record, *f}] = rules.factors[l.factor].name;
    auto const medium = rules.find_field(outlet_record, "medium");
    auto const& own = rules.factors[l.factor].medium;
    if (medium && !own.empty() && !a.contains({outlet_record, *medium})) a[{outlet_record, *medium}] = own;
}

void case_maker::say_curve(cases::assignment& a) const {
    if (l.curve) a.try_emplace(l.curve->field, l.curve->points.front().first);
}

// At the reference state of the formula the value stays what it is.
void case_maker::say_reference(cases::assignment& a, base::rational const& beside) const {
    if (!l.formula) return;
    auto const& f = rules.formulas[*l.formula];
    for (auto const input : f.inputs)
        if (rules.units[rules.at(input).unit].dimension == rules.units[f.reference_unit].dimension)
            a[input] = (base::rational(l.reference) + beside) * rules.units[f.reference_unit].factor;
}

void case_maker::say_flow(cases::assignment& a, base::rational const& flow) const {
    if (auto const f = rules.find_field(measurement_record, flow_field)) a[{measurement_record, *f}] = flow;
}

std::vector<base::date> case_maker::days() const {
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

bool case_maker::find_base() {
    for (auto const day : days()) {
        std::vector<asked_for> wanted{{l.conditions}};
        for (auto const& where : displacing(l.table, rules, day)) wanted.push_back({{where}, asked_for::answer::no});
        bool found = false;
        case_search(wanted, rules).each([&](cases::assignment const& a) {
            auto all = a;
            say_factor(all);
            say_curve(all);
            auto const said = [&](auto const& fact) { return can_be_said(fact.first, fact.second); };
            found = std::all_of(a.begin(), a.end(), said) && is_true(cases::holds(l.conditions, all)) &&
                    is_false(is_displaced(l.table, rules, all, day));
            if (found) base_facts = std::move(all);
            return !found;
        });
        if (!found) continue;
        on = day;
        auto const own = told_apart(l.conditions, rules); // what they leave unknown stays so
        for (auto const& axis : told_apart(asked_around(l, rules), rules)) {
            if (std::any_of(own.begin(), own.end(), [&](auto const& o) { return o.field == axis.field; })) continue;
            auto const v = std::find_if(axis.values.begin(), axis.values.end(),
                                        [&](value const& x) { return can_be_said(axis.field, x); });
            if (v != axis.values.end() && known(*v)) base_facts.try_emplace(axis.field, *v);
        }
        return true;
    }
    return false;
}

rule_test case_maker::described(cases::assignment const& a) const {
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

given_value case_maker::row(cases::assignment const& a, std::uint16_t statistic, std::string const& value,
                            base::moment from) const {
    given_value g;
    g.statistic = rules.statistics[statistic].json;
    g.factor = l.factor;
    g.value = value;
    g.unit = rules.units[l.unit].symbol;
    g.from = from;
    for (auto const& [ref, v] : a) {
        auto const& field = rules.at(ref);
        if (ref.record == measurement_record && field.json != factor_field)
            g.with.emplace_back(field.json, cases::text_of(v, field, rules, true));
    }
    return g;
}

void case_maker::keep(boundary_kind kind, rule_test test, std::uint16_t statistic, base::date day, stated expected,
                      std::string const& what, bool too_few) {
    if (expected == stated::unclear) return;
    boundary_case c;
    c.test = std::move(test);
    say_records(c.test, day);
    c.test.title = l.id + " " + rules.statistics[statistic].name + "：" + what;
    c.kind = kind;
    c.statistic = statistic;
    c.from = base::moment::at(day);
    c.expected = expected;
    c.too_few_values = too_few;
    out.cases.push_back(std::move(c));
}

std::vector<tried_value> case_maker::values(cases::assignment const& a) const {
    std::vector<tried_value> all;
    auto around = [&](base::rational const& at, base::rational const& step, std::string const& name) {
        all.push_back({at, "等于" + name});
        all.push_back({at + step, name + "大一个末位"});
        all.push_back({at - step, name + "小一个末位"});
    };
    auto const upper = bound_of(l, a);
    for (auto const* b : {&l.min, &l.max}) {
        if (!*b || (b == &l.max && !upper.most)) continue;
        auto const step = base::rational(base::decimal{1, (*b)->written.scale});
        auto const at = b == &l.max ? *upper.most : base::rational((*b)->written);
        around(at, step, l.min && l.max ? (b == &l.max ? "上限" : "下限") : "限值");
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

std::optional<base::rational> case_maker::first_that(stated is, cases::assignment const& a) const {
    for (auto const& v : values(a))
        if (!v.value.is_negative() && v.value.finite_text(18) && by_the_row(l, rules, a, on, v.value) == is) return v.value;
    return std::nullopt;
}

void case_maker::try_value(boundary_kind kind, cases::assignment a, std::uint16_t statistic, base::date day,
                           base::rational const& value, std::string const& what, base::rational const& beside_reference) {
    if (!is_delivered(statistic)) return accumulate(kind, std::move(a), statistic, day, value, what);
    auto const written = value.finite_text(18);
    if (!written || value.is_negative()) return;
    say_reference(a, beside_reference);
    auto const in_state = corrected(l, rules, a, value, day_records);
    if (!in_state) return;
    auto test = described(a);
    test.values.push_back(row(a, statistic, *written, base::moment::at(day)));
    keep(kind, std::move(test), statistic, day, by_the_row(l, rules, a, day, *in_state), what);
}

// At every point of a curve, between them and beyond both ends.
void case_maker::at_bounds(std::uint16_t statistic) {
    if (!l.curve) {
        for (auto const& v : values(base_facts)) try_value(boundary_kind::bound, base_facts, statistic, on, v.value, v.what);
        return;
    }
    std::vector<base::rational> places;
    auto const& points = l.curve->points;
    for (std::size_t i = 0; i < points.size(); ++i) {
        places.push_back(points[i].first);
        if (i + 1 < points.size()) places.push_back((points[i].first + points[i + 1].first) / base::rational(2));
    }
    places.push_back(points.front().first / base::rational(2));
    places.push_back(points.back().first * base::rational(2));
    for (auto const& x : places) {
        auto a = base_facts;
        a[l.curve->field] = x;
        if (!can_be_said(l.curve->field, x)) continue;
        auto const where = rules.at(l.curve->field).json + " = " + cases::text_of(x, rules.at(l.curve->field), rules, true);
        if (auto const bound = bound_of(l, a); !bound.most && !bound.open) // none is said there
            try_value(boundary_kind::bound, a, statistic, on, base::rational(l.max->written), where);
        for (auto const& v : values(a)) try_value(boundary_kind::bound, a, statistic, on, v.value, where + "，" + v.what);
    }
}

void case_maker::at_conditions(std::uint16_t statistic, base::rational const& broken) {
    auto asked = l.conditions;
    for (auto const& s : l.scalings)
        if (s.when) asked.push_back(s.when);
    for (auto const& axis : told_apart(asked, rules))
        for (std::size_t i = 0; i < axis.values.size(); ++i) {
            auto const& v = axis.values[i];
            if (!can_be_said(axis.field, v)) continue;
            auto a = base_facts;
            if (known(v))
                a[axis.field] = v;
            else
                a.erase(axis.field);
            try_value(boundary_kind::condition, std::move(a), statistic, on, broken, axis.bands[i]);
        }
}

void case_maker::at_dates(std::uint16_t statistic, base::rational const& broken) {
    for (auto const& cut : {l.effective.from, l.effective.before})
        if (cut)
            for (auto const day : {*cut + -1, *cut})
                try_value(boundary_kind::date, base_facts, statistic, day, broken, day.text());
}

// At another state of the gas than the reference.
void case_maker::at_correction(std::uint16_t statistic) {
    if (!l.formula || !rules.formulas[*l.formula].has_reference() || !is_delivered(statistic)) return;
    for (auto const& v : values(base_facts))
        try_value(boundary_kind::correction, base_facts, statistic, on, v.value, "另一状态下测得" + v.what, base::rational(3));
}

namespace {

bool takes_records(formula const& f) {
    return std::any_of(f.results.begin(), f.results.end(), [](auto const& r) { return uses_related(*r.value); });
}

} // namespace

void case_maker::make() {
    auto const none = [&](char const* why) { out.none_because = why; };
    if (l.scope != measurement_record) return none("of_records");
    bool const can_be_selected =
        l.status == status::optional && rules.find_field(outlet_record, selected_items_field).has_value();
    if (l.status != status::in_force && !can_be_selected) return none("not_in_force");
    if (std::any_of(l.conditions.begin(), l.conditions.end(), [](auto const& e) { return uses_clock(*e); }))
        return none("asks_the_clock");
    if (!find_base()) return none("no_case");
    if (l.formula && takes_records(rules.formulas[*l.formula]) && !find_records()) return none("needs_records");
    auto const broken = first_that(stated::broken, base_facts);
    for (auto const s : l.statistics) {
        if (l.allowance) {
            at_allowance(s);
            continue;
        }
        at_bounds(s);
        at_correction(s);
        at_records(s);
        if (broken) at_conditions(s, *broken);
        if (broken) at_dates(s, *broken);
        at_validity(s);
    }
    if (out.cases.empty()) none("no_statistic");
}

made_cases cases_of(limit const& l, rulebook const& rules, base::date preferred) {
    case_maker make{l, rules, preferred};
    make.make();
    return std::move(make.out);
}

} // namespace huanchi::analysis

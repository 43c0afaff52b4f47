#include "expression.hpp"

#include <algorithm>
#include <set>

namespace huanchi::property {

using namespace model;

truth both(truth a, truth b) {
    return std::min(a, b);
}
truth negation(truth a) {
    return a == truth::yes ? truth::no : a == truth::no ? truth::yes : truth::open;
}

namespace {

truth either(truth a, truth b) {
    return std::max(a, b);
}
truth truth_of(value const& v) {
    auto const* b = std::get_if<bool>(&v);
    return !b ? truth::open : *b ? truth::yes : truth::no;
}
value value_of(truth t) {
    return t == truth::open ? value() : value(t == truth::yes);
}

// -1, 0, 1; nothing if one is unknown.
std::optional<int> order(value const& a, value const& b) {
    if (!known(a) || !known(b) || a.index() != b.index()) return std::nullopt;
    return a == b ? 0 : a < b ? -1 : 1;
}

truth compared(operation op, value const& a, value const& b) {
    auto const o = order(a, b);
    if (!o) return truth::open;
    bool const met = op == operation::eq   ? *o == 0
                     : op == operation::ne ? *o != 0
                     : op == operation::lt ? *o < 0
                     : op == operation::le ? *o <= 0
                     : op == operation::gt ? *o > 0
                                           : *o >= 0;
    return met ? truth::yes : truth::no;
}

value computed(operation op, value const& a, value const& b) {
    auto const* x = std::get_if<rational>(&a);
    auto const* y = std::get_if<rational>(&b);
    if (!x || !y) return {};
    if (op == operation::add) return *x + *y;
    if (op == operation::subtract) return *x - *y;
    if (op == operation::multiply) return *x * *y;
    if (y->is_zero()) return {};
    return *x / *y;
}

struct walker {
    world const& w;

    value of(expression const& e) const {
        return std::visit([&](auto const& n) { return node(n); }, e.node);
    }
    value node(literal const& n) const { return n.value; }
    value node(field_use const& n) const { return w.field(n.field); }
    value node(measured_value const&) const { return w.measured; }
    value node(reference_use const&) const { return w.reference; }
    value node(clock_use const&) const { return w.clock; }
    value node(as_of_use const&) const { return {}; }
    // Over the records of the site on the day; nothing is known where there is none.
    value node(related_use const& n) const {
        if (!w.records) return {};
        std::vector<value> figures;
        bool any = false;
        for (auto const& r : *w.records) {
            bool const here = r.type == n.record && r.enterprise_id == w.enterprise &&
                              (r.outlet_id.empty() || w.place.empty() || r.outlet_id == w.place);
            if (!here || !r.has_time || r.time.date() != w.day) continue;
            any = true;
            world inner;
            inner.rules = w.rules;
            inner.record_type = r.type;
            inner.record = &r.fields;
            auto const t = holds(n.where, inner);
            if (t == truth::open) return {};
            if (t == truth::no) continue;
            figures.push_back(n.figure ? worth(*n.figure, inner) : value(true));
            if (!known(figures.back())) return {};
        }
        if (!any) return {};
        if (n.what == over_records::count) return rational(static_cast<std::int64_t>(figures.size()));
        if (n.what == over_records::sum) {
            rational sum;
            for (auto const& x : figures) sum += std::get<rational>(x);
            return sum;
        }
        if (figures.empty() || n.what == over_records::share) return {};
        return n.what == over_records::max ? *std::max_element(figures.begin(), figures.end())
                                           : *std::min_element(figures.begin(), figures.end());
    }
    // Whether the data say it: supposing a value does not make it known.
    value node(is_known const& n) const {
        world as_told = w;
        as_told.supposed.clear();
        return known(as_told.field(n.field));
    }
    value node(operation_use const& n) const {
        auto const a = of(*n.operands[0]);
        if (n.op == operation::not_) return value_of(negation(truth_of(a)));
        if (n.op == operation::negate) return known(a) ? value(-std::get<rational>(a)) : value();
        auto const b = of(*n.operands[1]);
        switch (n.op) {
        case operation::and_: return value_of(both(truth_of(a), truth_of(b)));
        case operation::or_: return value_of(either(truth_of(a), truth_of(b)));
        case operation::add:
        case operation::subtract:
        case operation::multiply:
        case operation::divide: return computed(n.op, a, b);
        default: return value_of(compared(n.op, a, b));
        }
    }
    value node(in_range const& n) const {
        auto const x = of(*n.subject);
        return value_of(both(compared(operation::ge, x, of(*n.low)), compared(operation::le, x, of(*n.high))));
    }
    value node(one_of_list const& n) const {
        auto const x = of(*n.subject);
        auto any = truth::no;
        for (auto const& c : n.choices) any = either(any, compared(operation::eq, x, of(*c)));
        return value_of(any);
    }
    value node(within_code const& n) const {
        auto const x = of(*n.subject);
        if (!known(x)) return {};
        return std::get<std::string>(x).substr(0, n.prefix.size()) == n.prefix;
    }
};

// Every node, from the top.
template <class F>
void each(expression const& e, F const& visit) {
    visit(e);
    if (auto const* o = std::get_if<operation_use>(&e.node))
        for (auto const& x : o->operands) each(*x, visit);
    if (auto const* r = std::get_if<in_range>(&e.node))
        for (auto const* x : {&r->subject, &r->low, &r->high}) each(**x, visit);
    if (auto const* l = std::get_if<one_of_list>(&e.node)) {
        each(*l->subject, visit);
        for (auto const& x : l->choices) each(*x, visit);
    }
    if (auto const* c = std::get_if<within_code>(&e.node)) each(*c->subject, visit);
}

bool is_field(expression const& e, field_ref f) {
    auto const* u = std::get_if<field_use>(&e.node);
    return u && u->field == f;
}

bool mentions(expression const& e, field_ref f) {
    bool found = false;
    each(e, [&](expression const& x) { found = found || is_field(x, f); });
    return found;
}

// The constants that a field is compared with; false if it is compared with something else.
bool collect(expression const& condition, field_ref f, std::vector<value>& constants, std::vector<std::string>& prefixes) {
    bool simple = true;
    auto beside = [&](expression const& subject, expression const& other) {
        if (!is_field(subject, f)) {
            bool const inside = !std::holds_alternative<field_use>(subject.node) && mentions(subject, f);
            if (inside && !std::holds_alternative<operation_use>(subject.node)) simple = false;
            return;
        }
        if (auto const* l = std::get_if<literal>(&other.node))
            constants.push_back(l->value);
        else
            simple = false;
    };
    each(condition, [&](expression const& e) {
        if (auto const* o = std::get_if<operation_use>(&e.node)) {
            if (o->op >= operation::eq && o->op <= operation::ge) {
                beside(*o->operands[0], *o->operands[1]);
                beside(*o->operands[1], *o->operands[0]);
            } else if (o->op >= operation::add) {
                for (auto const& x : o->operands) simple = simple && !mentions(*x, f);
            }
        }
        if (auto const* r = std::get_if<in_range>(&e.node)) {
            beside(*r->subject, *r->low);
            beside(*r->subject, *r->high);
        }
        if (auto const* l = std::get_if<one_of_list>(&e.node))
            for (auto const& x : l->choices) beside(*l->subject, *x);
        if (auto const* c = std::get_if<within_code>(&e.node); c && is_field(*c->subject, f)) prefixes.push_back(c->prefix);
    });
    return simple;
}

// A point below, at and above every cut, and one between neighbours.
std::vector<value> numbers_to_try(std::vector<value> const& cuts) {
    std::set<rational> at, all;
    for (auto const& c : cuts) at.insert(std::get<rational>(c));
    for (auto const& a : at) {
        all.insert(a);
        all.insert(a - rational(1));
        all.insert(a + rational(1));
        for (auto const& b : at)
            if (a < b) all.insert((a + b) / rational(2));
    }
    std::vector<value> out;
    for (auto const& x : all) out.emplace_back(x);
    return out;
}

std::vector<value> days_to_try(std::vector<value> const& cuts) {
    std::set<std::int32_t> all;
    for (auto const& c : cuts)
        for (int n = -1; n <= 1; ++n) all.insert(std::get<base::date>(c).days + n);
    std::vector<value> out;
    for (auto const d : all) out.emplace_back(base::date{d});
    return out;
}

} // namespace

value world::field(field_ref f) const {
    if (auto const it = supposed.find(f); it != supposed.end()) return it->second;
    auto const& declared = rules->at(f);
    value told;
    if (f.record == measurement_record) {
        if (factor && declared.json == factor_field) return rules->factors[*factor].name;
        if (auto const it = datum.find(f.field); it != datum.end()) told = it->second;
    } else if (record && record_type && f.record == *record_type) {
        if (f.field < record->size()) told = (*record)[f.field];
    } else if (outlet && f.record == outlet_record) {
        auto const& fields = sites->outlets[*outlet].fields;
        if (f.field < fields.size()) told = fields[f.field];
    } else if (outlet && f.record == facility_record) {
        auto const& fields = sites->sites[sites->outlets[*outlet].facility].fields;
        if (f.field < fields.size()) told = fields[f.field];
    }
    if (known(told)) return told;
    for (auto const& d : declared.derivations) {
        auto const t = holds(d.when, *this);
        if (t == truth::yes) return d.value;
        if (t == truth::open) return {};
    }
    return {};
}

value worth(expression const& e, world const& w) {
    return walker{w}.of(e);
}
truth holds(expression_ptr const& e, world const& w) {
    return e ? truth_of(worth(*e, w)) : truth::yes;
}
truth all_hold(std::vector<expression_ptr> const& all, world const& w) {
    auto t = truth::yes;
    for (auto const& e : all) t = both(t, holds(e, w));
    return t;
}

std::vector<field_ref> fields_in(expression const& e) {
    std::vector<field_ref> all;
    each(e, [&](expression const& x) {
        if (auto const* f = std::get_if<field_use>(&x.node)) all.push_back(f->field);
        if (auto const* k = std::get_if<is_known>(&x.node)) all.push_back(k->field);
    });
    return all;
}

bool asks_of_datum(expression const& e, rulebook const& rules) {
    bool asks = false;
    each(e, [&](expression const& x) { asks = asks || std::holds_alternative<clock_use>(x.node); });
    for (auto const f : fields_in(e)) {
        asks = asks || f.record == measurement_record;
        for (auto const& d : rules.at(f).derivations) asks = asks || asks_of_datum(*d.when, rules);
    }
    return asks;
}

std::set<field_ref> unknown_under(field_ref f, world const& w) {
    std::set<field_ref> all;
    if (known(w.field(f))) return all;
    for (auto const& d : w.rules->at(f).derivations)
        for (auto const g : fields_in(*d.when)) all.merge(unknown_under(g, w));
    if (all.empty()) all.insert(f);
    return all;
}

std::vector<value> values_to_try(field_ref f, std::vector<expression_ptr> const& conditions, world const& w) {
    std::vector<value> constants;
    std::vector<std::string> prefixes;
    for (auto const& c : conditions)
        if (!collect(*c, f, constants, prefixes)) return {};
    auto const& declared = w.rules->at(f);
    std::vector<value> out;
    if (declared.type == field_type::yes_no) return {true, false};
    if (!declared.choices.empty()) {
        for (auto const& c : declared.choices) out.emplace_back(c);
        return out;
    }
    if (constants.empty() && prefixes.empty()) return {};
    if (!constants.empty() && std::holds_alternative<base::date>(constants[0])) return days_to_try(constants);
    if (!constants.empty() && std::holds_alternative<rational>(constants[0])) {
        auto all = numbers_to_try(constants);
        auto const range = w.between.find(f.field);
        if (f.record != measurement_record || range == w.between.end()) return all;
        auto const& [low, high] = range->second;
        out = {low, high};
        for (auto const& v : all)
            if (std::get<rational>(v) > low && std::get<rational>(v) < high) out.push_back(v);
        return out;
    }
    // Words: those that are named, one within each code, and one that nobody names.
    out = constants;
    for (auto const& p : prefixes) out.emplace_back(p + "?");
    out.emplace_back(std::string("?"));
    return out;
}

} // namespace huanchi::property

#include "model/expression.hpp"

#include <algorithm>

namespace huanchi::model {

namespace {

value comparison(operation op, std::strong_ordering order) {
    switch (op) {
    case operation::eq: return order == 0;
    case operation::ne: return order != 0;
    case operation::lt: return order < 0;
    case operation::le: return order <= 0;
    case operation::gt: return order > 0;
    default: return order >= 0;
    }
}

value compare(operation op, value const& a, value const& b) {
    if (a.index() != b.index()) return {};
    return std::visit(
        [&](auto const& x) -> value {
            using T = std::decay_t<decltype(x)>;
            if constexpr (std::is_same_v<T, std::monostate>)
                return {};
            else
                return comparison(op, x <=> std::get<T>(b));
        },
        a);
}

value logical(operation op, value const& a, value const& b) {
    bool const absorbing = op == operation::or_; // true or x = true; false and x = false
    if (known(a) && std::get<bool>(a) == absorbing) return absorbing;
    if (known(b) && std::get<bool>(b) == absorbing) return absorbing;
    if (known(a) && known(b)) return !absorbing;
    return {};
}

// A date moved by whole days, or the days between two dates as a time.
value date_arithmetic(operation op, value const& a, value const& b) {
    static auto const day = base::rational(86400);
    auto const* from = std::get_if<base::date>(&a);
    if (auto const* other = std::get_if<base::date>(&b); from && other) return base::rational(from->days - other->days) * day;
    auto const* time = std::get_if<base::rational>(&b);
    if (!from || !time) return {};
    auto const whole = std::stoi((*time / day).floor().exact_text());
    return *from + (op == operation::add ? whole : -whole);
}

value arithmetic(operation op, base::rational const& a, base::rational const& b) {
    switch (op) {
    case operation::add: return a + b;
    case operation::subtract: return a - b;
    case operation::multiply: return a * b;
    default:
        if (b.is_zero()) return {};
        return a / b;
    }
}

struct evaluator {
    surroundings const& s;

    value operator()(expression const& e) const {
        return std::visit([&](auto const& n) { return eval(n); }, e.node);
    }
    value eval(literal const& l) const { return l.value; }
    value eval(field_use const& f) const { return s.field(f.field); }
    value eval(measured_value const&) const { return s.measured; }
    value eval(reference_use const&) const { return s.reference; }
    value eval(clock_use const&) const { return s.clock; }
    value eval(as_of_use const&) const { return s.as_of; }
    value eval(related_use const& r) const { return s.related ? s.related(r) : value(); }
    value eval(operation_use const& o) const {
        value const a = (*this)(*o.operands[0]);
        if (o.operands.size() == 1) return apply(o.op, a, {});
        if (by_workdays(o.op)) return move_by_workdays(o.op, a, (*this)(*o.operands[1]), s.calendar);
        return apply(o.op, a, (*this)(*o.operands[1]));
    }
    value eval(in_range const& r) const { return compare_in_range((*this)(*r.subject), (*this)(*r.low), (*this)(*r.high)); }
    value eval(one_of_list const& l) const {
        value const subject = (*this)(*l.subject);
        value any = false;
        for (auto const& c : l.choices) any = apply(operation::or_, any, apply(operation::eq, subject, (*this)(*c)));
        return any;
    }
    value eval(within_code const& w) const {
        value const subject = (*this)(*w.subject);
        if (!known(subject)) return {};
        return code_within(std::get<std::string>(subject), w.prefix);
    }
    value eval(is_known const& k) const { return known(s.field(k.field)); }
};

template <class F>
void walk(expression const& e, F const& visit) {
    visit(e);
    std::visit(
        [&](auto const& n) {
            using T = std::decay_t<decltype(n)>;
            if constexpr (std::is_same_v<T, operation_use>) {
                for (auto const& o : n.operands) walk(*o, visit);
            } else if constexpr (std::is_same_v<T, in_range>) {
                walk(*n.subject, visit);
                walk(*n.low, visit);
                walk(*n.high, visit);
            } else if constexpr (std::is_same_v<T, one_of_list>) {
                walk(*n.subject, visit);
                for (auto const& c : n.choices) walk(*c, visit);
            } else if constexpr (std::is_same_v<T, within_code>) {
                walk(*n.subject, visit);
            }
        },
        e.node);
}

} // namespace

namespace {

// The first day of the month, quarter or year.
base::date start_of(operation op, base::date d) {
    auto const month = op == operation::year_start      ? 1
                       : op == operation::quarter_start ? (d.month() - 1) / 3 * 3 + 1
                                                        : d.month();
    return *base::date::from_ymd(d.year(), month, 1);
}

} // namespace

value apply(operation op, value const& a, value const& b) {
    switch (op) {
    case operation::month_start:
    case operation::quarter_start:
    case operation::year_start: return known(a) ? value(start_of(op, std::get<base::date>(a))) : value();
    case operation::or_:
    case operation::and_: return logical(op, a, b);
    case operation::not_: return known(a) ? value(!std::get<bool>(a)) : value();
    case operation::negate: return known(a) ? value(-std::get<base::rational>(a)) : value();
    case operation::add:
    case operation::subtract:
    case operation::multiply:
    case operation::divide:
        if (!known(a) || !known(b)) return {};
        if (std::holds_alternative<base::date>(a)) return date_arithmetic(op, a, b);
        return arithmetic(op, std::get<base::rational>(a), std::get<base::rational>(b));
    case operation::add_workdays:
    case operation::subtract_workdays: return {}; // of a calendar: see move_by_workdays()
    default: return compare(op, a, b);
    }
}

value move_by_workdays(operation op, value const& from, value const& count, base::work_calendar const* calendar) {
    auto const* day = std::get_if<base::date>(&from);
    auto const* n = std::get_if<base::rational>(&count);
    if (!day || !n || !calendar) return {};
    auto const whole = std::stoi(n->floor().exact_text());
    auto const moved = calendar->moved(*day, op == operation::add_workdays ? whole : -whole);
    return moved ? value(*moved) : value();
}

value compare_in_range(value const& subject, value const& low, value const& high) {
    return apply(operation::and_, apply(operation::ge, subject, low), apply(operation::le, subject, high));
}

bool code_within(std::string_view code, std::string_view prefix) {
    return code.starts_with(prefix);
}

value evaluate(expression const& e, surroundings const& s) {
    return evaluator{s}(e);
}

std::vector<field_ref> fields_of(expression const& e) {
    std::vector<field_ref> found;
    auto add = [&](field_ref f) {
        if (std::find(found.begin(), found.end(), f) == found.end()) found.push_back(f);
    };
    walk(e, [&](expression const& x) {
        if (auto const* f = std::get_if<field_use>(&x.node)) add(f->field);
        if (auto const* k = std::get_if<is_known>(&x.node)) add(k->field);
    });
    return found;
}

bool uses_clock(expression const& e) {
    bool found = false;
    walk(e, [&](expression const& x) { found = found || std::holds_alternative<clock_use>(x.node); });
    return found;
}

bool uses_workdays(expression const& e) {
    bool found = false;
    walk(e, [&](expression const& x) {
        auto const* o = std::get_if<operation_use>(&x.node);
        found = found || (o && by_workdays(o->op));
    });
    return found;
}

std::vector<std::uint16_t> related_in(expression const& e) {
    std::vector<std::uint16_t> types;
    walk(e, [&](expression const& x) {
        auto const* r = std::get_if<related_use>(&x.node);
        if (r && std::find(types.begin(), types.end(), r->record) == types.end()) types.push_back(r->record);
    });
    return types;
}

bool uses_related(expression const& e) {
    return !related_in(e).empty();
}

std::vector<expression_ptr> conjuncts(expression_ptr const& e) {
    if (!e) return {};
    if (auto const* o = std::get_if<operation_use>(&e->node); o && o->op == operation::and_) {
        auto terms = conjuncts(o->operands[0]);
        auto const more = conjuncts(o->operands[1]);
        terms.insert(terms.end(), more.begin(), more.end());
        return terms;
    }
    return {e};
}

} // namespace huanchi::model

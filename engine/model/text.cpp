#include "model/rulebook.hpp"

#include <fmt/format.h>

namespace huanchi::model {

std::string_view text(level l) {
    constexpr std::string_view names[] = {"national", "provincial", "eia", "permit", "order", "policy", "agreement"};
    return names[static_cast<int>(l)];
}
std::string_view text(confidence c) {
    constexpr std::string_view names[] = {"high", "medium", "low"};
    return names[static_cast<int>(c)];
}
std::string_view text(status s) {
    constexpr std::string_view names[] = {"in_force", "suspended", "advisory", "optional"};
    return names[static_cast<int>(s)];
}
std::string_view text(quantity q) {
    constexpr std::string_view names[] = {"concentration", "rate",        "mass",     "sound_level", "removal",
                                          "grade",         "volume",      "level",    "count",       "duration",
                                          "index",         "requirement", "catalogue"};
    return names[static_cast<int>(q)];
}
std::string_view text(interval i) {
    constexpr std::string_view names[] = {"instant", "minute", "5min", "hour", "day", "month", "quarter", "year", "sample"};
    return names[static_cast<int>(i)];
}
std::string_view text(aggregate a) {
    constexpr std::string_view names[] = {"mean",    "flow_weighted_mean", "sum", "max", "min", "total", "rate", "count",
                                          "duration"};
    return names[static_cast<int>(a)];
}
std::string_view text(series_pattern p) {
    constexpr std::string_view names[] = {"each", "equal", "spread", "stepping", "missing", "window"};
    return names[static_cast<int>(p)];
}
std::string_view text(standing_rank r) {
    constexpr std::string_view names[] = {"lead", "supporting", "proof"};
    return names[static_cast<int>(r)];
}

namespace {

std::string_view symbol(operation op) {
    switch (op) {
    case operation::or_: return "or";
    case operation::and_: return "and";
    case operation::not_: return "not";
    case operation::eq: return "=";
    case operation::ne: return "!=";
    case operation::lt: return "<";
    case operation::le: return "<=";
    case operation::gt: return ">";
    case operation::ge: return ">=";
    case operation::add: return "+";
    case operation::add_workdays: return "+";
    case operation::subtract:
    case operation::subtract_workdays: return "-";
    case operation::multiply: return "*";
    case operation::divide: return "/";
    case operation::negate: return "-";
    case operation::month_start: return "month_start";
    case operation::quarter_start: return "quarter_start";
    case operation::year_start: return "year_start";
    }
    return "";
}

int binding(operation op) {
    switch (op) {
    case operation::or_: return 1;
    case operation::and_: return 2;
    case operation::not_: return 3;
    case operation::add:
    case operation::subtract:
    case operation::add_workdays:
    case operation::subtract_workdays: return 5;
    case operation::multiply:
    case operation::divide: return 6;
    case operation::negate: return 7;
    default: return 4;
    }
}

struct printer {
    rulebook const& rules;

    std::string operator()(expression const& e, int outer = 0) const {
        return std::visit([&](auto const& n) { return print(n, outer); }, e.node);
    }
    std::string print(literal const& l, int) const { return l.text; }
    std::string print(field_use const& f, int) const { return rules.at(f.field).json; }
    std::string print(measured_value const&, int) const { return "value"; }
    std::string print(reference_use const&, int) const { return "reference"; }
    std::string print(clock_use const&, int) const { return "clock"; }
    std::string print(as_of_use const&, int) const { return "as_of"; }
    std::string print(related_use const& r, int) const {
        constexpr std::string_view names[] = {"count", "share", "sum", "max", "min"};
        auto s = std::string(names[static_cast<int>(r.what)]) + "(" + rules.records[r.record].name;
        for (auto const& e : {r.figure, r.where})
            if (e) s += ", " + text(*e, rules);
        return s + ")";
    }
    std::string print(operation_use const& o, int outer) const {
        if (is_of_calendar(o.op)) return fmt::format("{}({})", symbol(o.op), (*this)(*o.operands[0]));
        int const own = binding(o.op);
        std::string s;
        if (o.operands.size() == 1)
            s = o.op == operation::not_ ? "not " + (*this)(*o.operands[0], own) : "-" + (*this)(*o.operands[0], own);
        else
            s = fmt::format("{} {} {}", (*this)(*o.operands[0], own), symbol(o.op), (*this)(*o.operands[1], own + 1));
        return own < outer ? "(" + s + ")" : s;
    }
    std::string print(in_range const& r, int) const {
        return fmt::format("{} in {}..{}", (*this)(*r.subject, 4), (*this)(*r.low, 5), (*this)(*r.high, 5));
    }
    std::string print(one_of_list const& l, int) const {
        std::string s = (*this)(*l.subject, 4) + " in (";
        for (std::size_t i = 0; i < l.choices.size(); ++i) s += (i ? ", " : "") + (*this)(*l.choices[i]);
        return s + ")";
    }
    std::string print(within_code const& w, int) const { return (*this)(*w.subject, 4) + " within " + w.prefix; }
    std::string print(is_known const& k, int) const { return "known " + rules.at(k.field).json; }
};

} // namespace

std::string text(expression const& e, rulebook const& rules) {
    return printer{rules}(e);
}

std::string text(value const& v, field const& f, rulebook const& rules) {
    if (auto const* yes = std::get_if<bool>(&v)) return *yes ? "yes" : "no";
    if (auto const* t = std::get_if<std::string>(&v)) return *t;
    if (auto const* d = std::get_if<base::date>(&v)) return d->text();
    auto const* x = std::get_if<base::rational>(&v);
    if (!x) return "";
    auto const& unit = rules.units[f.unit];
    return base::printed(*x / unit.factor).value + (unit.symbol.empty() ? "" : " " + unit.symbol);
}

} // namespace huanchi::model

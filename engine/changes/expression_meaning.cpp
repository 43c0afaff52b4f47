#include "changes/meaning.hpp"

#include <algorithm>

namespace huanchi::changes {

using namespace model;

namespace {

// Lengths in front, so that no text can be mistaken for structure.
std::string counted(std::string_view text) {
    return std::to_string(text.size()) + ":" + std::string(text);
}

struct writer {
    rulebook const& rules;

    std::string operator()(expression const& e) const {
        return std::visit([&](auto const& n) { return write(n); }, e.node);
    }

    std::string field(field_ref f) const { return "field " + counted(rules.records[f.record].name + "." + rules.at(f).json); }

    static std::string constant(std::monostate) { return "unknown"; }
    static std::string constant(bool b) { return b ? "yes" : "no"; }
    static std::string constant(base::rational const& r) { return r.exact_text(); }
    static std::string constant(std::string const& t) { return counted(t); }
    static std::string constant(base::date d) { return "date " + d.text(); }
    static std::string constant(clock_time c) { return "clock " + std::to_string(c.minutes); }

    std::string write(literal const& l) const {
        return std::visit([](auto const& v) { return constant(v); }, l.value);
    }
    std::string write(field_use const& f) const { return field(f.field); }
    std::string write(measured_value const&) const { return "measured"; }
    std::string write(reference_use const&) const { return "reference"; }
    std::string write(clock_use const&) const { return "clock"; }
    std::string write(as_of_use const&) const { return "as_of"; }
    std::string write(related_use const& r) const {
        constexpr std::string_view names[] = {"count", "share", "sum", "max", "min"};
        return list(std::string(names[static_cast<std::size_t>(r.what)]),
                    {counted(rules.records[r.record].name), r.figure ? (*this)(*r.figure) : "none",
                     r.where ? (*this)(*r.where) : "all"});
    }
    std::string write(in_range const& r) const { return list("in", {(*this)(*r.subject), (*this)(*r.low), (*this)(*r.high)}); }
    std::string write(one_of_list const& l) const {
        std::vector<std::string> choices;
        for (auto const& c : l.choices) choices.push_back((*this)(*c));
        return list("one_of", {(*this)(*l.subject), list("any", sorted(std::move(choices)))});
    }
    std::string write(within_code const& w) const { return list("within", {(*this)(*w.subject), counted(w.prefix)}); }
    std::string write(is_known const& k) const { return list("known", {field(k.field)}); }

    std::string write(operation_use const& o) const {
        std::vector<std::string> parts;
        switch (o.op) {
        case operation::and_:
        case operation::or_:
            for (auto const& x : o.operands) flatten(o.op, *x, parts);
            parts = sorted(std::move(parts));
            return parts.size() == 1 ? parts.front() : list(o.op == operation::and_ ? "and" : "or", parts);
        default: break;
        }
        for (auto const& x : o.operands) parts.push_back((*this)(*x));
        switch (o.op) {
        case operation::not_: return list("not", parts);
        case operation::eq: return list("=", sorted(std::move(parts)));
        case operation::ne: return list("!=", sorted(std::move(parts)));
        case operation::lt: return list("<", parts);
        case operation::le: return list("<=", parts);
        case operation::gt: return list("<", {parts[1], parts[0]});
        case operation::ge: return list("<=", {parts[1], parts[0]});
        case operation::add: return list("+", parts);
        case operation::subtract: return list("-", parts);
        case operation::multiply: return list("*", parts);
        case operation::divide: return list("/", parts);
        case operation::month_start: return list("month", parts);
        case operation::quarter_start: return list("quarter", parts);
        case operation::year_start: return list("year", parts);
        case operation::add_workdays: return list("+ workdays", parts);
        case operation::subtract_workdays: return list("- workdays", parts);
        default: return list("negate", parts);
        }
    }

    void flatten(operation op, expression const& e, std::vector<std::string>& into) const {
        auto const* same = std::get_if<operation_use>(&e.node);
        if (!same || same->op != op) return into.push_back((*this)(e));
        for (auto const& x : same->operands) flatten(op, *x, into);
    }

    static std::vector<std::string> sorted(std::vector<std::string> parts) {
        std::sort(parts.begin(), parts.end());
        parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
        return parts;
    }
    static std::string list(std::string head, std::vector<std::string> const& parts) {
        for (auto const& p : parts) head += " " + p;
        return "(" + head + ")";
    }
};

} // namespace

std::string meaning_of(expression const& e, rulebook const& rules) {
    return writer{rules}(e);
}

std::string meaning_of(std::vector<expression_ptr> const& all, rulebook const& rules) {
    writer const write{rules};
    std::vector<std::string> parts;
    for (auto const& e : all)
        if (e) write.flatten(operation::and_, *e, parts);
    return writer::list("and", writer::sorted(std::move(parts)));
}

} // namespace huanchi::changes

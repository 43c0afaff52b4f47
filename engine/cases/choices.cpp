#include "cases/choices.hpp"

#include <algorithm>

namespace huanchi::cases {

using namespace model;

namespace {

// Representatives end in a mark where any other word, or any code below a prefix, is meant.
std::string word_for(std::string text, field const& f) {
    bool const other = !text.empty() && text.back() == '\x01';
    if (other) text.pop_back();
    if (!other || f.type != field_type::code) return other && text.empty() ? "其他" : text;
    if (text.empty()) return "99";
    return text.size() < 6 ? text + std::string(6 - text.size(), '0') : text;
}

} // namespace

std::map<field_ref, std::vector<value>> telling(std::vector<expression_ptr> const& conditions, rulebook const& rules) {
    std::map<field_ref, std::vector<value>> out;
    for (auto& c : told_apart(conditions, rules)) {
        std::erase_if(c.values, [](value const& v) { return !known(v); });
        out[c.field] = std::move(c.values);
    }
    return out;
}

value holds(std::vector<expression_ptr> const& conditions, assignment const& a) {
    surroundings s;
    s.field = [&](field_ref f) {
        auto const found = a.find(f);
        return found == a.end() ? value() : found->second;
    };
    value all = true;
    for (auto const& c : conditions) {
        if (!c) continue;
        auto const v = evaluate(*c, s);
        if (known(v) && !std::get<bool>(v)) return false;
        if (!known(v)) all = value();
    }
    return all;
}

std::vector<assignment> fulfilling(std::vector<expression_ptr> const& conditions, rulebook const& rules, std::size_t most) {
    std::vector<assignment> out;
    if (most == 0) return out;
    case_search({asked_for{conditions}}, rules).each([&](assignment const& a) {
        out.push_back(a);
        return out.size() < most;
    });
    return out;
}

std::string text_of(value const& v, field const& f, rulebook const& rules, bool with_unit) {
    if (auto const* t = std::get_if<std::string>(&v)) return word_for(*t, f);
    if (auto const* b = std::get_if<bool>(&v)) return *b ? "yes" : "no";
    if (auto const* d = std::get_if<base::date>(&v)) return d->text();
    if (auto const* r = std::get_if<base::rational>(&v)) {
        auto const& unit = rules.units[f.unit];
        auto const number = base::printed(*r / unit.factor).value;
        return with_unit && !unit.symbol.empty() ? number + " " + unit.symbol : number;
    }
    return "";
}

} // namespace huanchi::cases

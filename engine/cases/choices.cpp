#include "cases/choices.hpp"

#include <algorithm>
#include <set>

namespace huanchi::cases {

using namespace model;

namespace {

constexpr std::size_t most_tried = 60000;

// The comparisons of a condition without what joins them; fields of which it matters whether they are known.
struct leaves {
    std::vector<expression_ptr> compared = {};
    std::set<field_ref> may_be_unknown = {};

    void take(expression_ptr const& e) {
        if (!e) return;
        if (auto const* k = std::get_if<is_known>(&e->node)) {
            may_be_unknown.insert(k->field);
            return;
        }
        auto const* o = std::get_if<operation_use>(&e->node);
        bool const joins = o && (o->op == operation::and_ || o->op == operation::or_ || o->op == operation::not_);
        if (!joins) return compared.push_back(e);
        for (auto const& x : o->operands) take(x);
    }
};

leaves leaves_of(std::vector<expression_ptr> const& conditions) {
    leaves all;
    for (auto const& c : conditions) all.take(c);
    return all;
}

// Some value of a field of which it is asked only whether it is known.
value some_value(field const& f) {
    switch (f.type) {
    case field_type::date: return *base::date::from_ymd(2020, 1, 1);
    case field_type::yes_no: return true;
    case field_type::number:
    case field_type::quantity: return base::rational(1);
    case field_type::choice: return f.choices.front();
    default: return std::string("\x01");
    }
}

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
    for (auto& c : representatives(leaves_of(conditions).compared, rules)) out[c.field] = std::move(c.values);
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

std::vector<choice_of_values> told_apart(std::vector<expression_ptr> const& conditions, rulebook const& rules) {
    auto const all = leaves_of(conditions);
    auto choices = representatives(all.compared, rules);
    for (auto const f : all.may_be_unknown)
        if (std::none_of(choices.begin(), choices.end(), [&](auto const& c) { return c.field == f; }))
            choices.push_back({f, {some_value(rules.at(f))}, {rules.at(f).json + " known"}});
    std::stable_sort(choices.begin(), choices.end(), [&](auto const& x, auto const& y) {
        return all.may_be_unknown.contains(x.field) < all.may_be_unknown.contains(y.field);
    });
    for (auto& c : choices) {
        if (!all.may_be_unknown.contains(c.field)) continue;
        c.values.insert(c.values.begin(), value());
        c.bands.insert(c.bands.begin(), rules.at(c.field).json + " unknown");
    }
    return choices;
}

std::vector<assignment> fulfilling(std::vector<expression_ptr> const& conditions, rulebook const& rules, std::size_t most) {
    // Where a field may be unknown, that comes first: a witness says no more than it must.
    auto const choices = told_apart(conditions, rules);
    std::size_t branches = 1;
    for (auto const& c : choices) branches = std::min(most_tried, branches * std::max<std::size_t>(1, c.values.size()));
    std::vector<assignment> out;
    for (std::size_t n = 0; n < branches && out.size() < most; ++n) {
        assignment a;
        auto rest = n;
        for (auto c = choices.rbegin(); c != choices.rend(); ++c) {
            if (c->values.empty()) continue;
            auto const& v = c->values[rest % c->values.size()];
            rest /= c->values.size();
            if (known(v)) a[c->field] = v;
        }
        if (auto const v = holds(conditions, a); known(v) && std::get<bool>(v)) out.push_back(std::move(a));
    }
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

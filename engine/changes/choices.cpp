#include "changes/choices.hpp"

#include <algorithm>
#include <set>

namespace huanchi::changes {

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

bool hold(std::vector<expression_ptr> const& conditions, assignment const& a) {
    surroundings s;
    s.field = [&](field_ref f) {
        auto const found = a.find(f);
        return found == a.end() ? value() : found->second;
    };
    return std::all_of(conditions.begin(), conditions.end(), [&](expression_ptr const& c) {
        if (!c) return true;
        auto const v = evaluate(*c, s);
        return known(v) && std::get<bool>(v);
    });
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

std::vector<assignment> fulfilling(std::vector<expression_ptr> const& conditions, rulebook const& rules, std::size_t most) {
    auto const all = leaves_of(conditions);
    auto choices = representatives(all.compared, rules);
    std::stable_sort(choices.begin(), choices.end(), [&](auto const& x, auto const& y) {
        return all.may_be_unknown.contains(x.field) < all.may_be_unknown.contains(y.field);
    });
    std::size_t branches = 1;
    for (auto& c : choices) {
        // Where it may be unknown, that comes first: a witness says no more than it must.
        if (all.may_be_unknown.contains(c.field)) c.values.insert(c.values.begin(), value());
        branches = std::min(most_tried, branches * std::max<std::size_t>(1, c.values.size()));
    }
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
        if (hold(conditions, a)) out.push_back(std::move(a));
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

} // namespace huanchi::changes

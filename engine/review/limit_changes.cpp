#include "review/limit_changes.hpp"

#include "review/bounds.hpp"

#include <map>
#include <tuple>

namespace huanchi::review {

namespace {

// What a limit is on: limits on the same are compared.
std::string key_of(limit_row const& r) {
    std::string key = r.factor + "\x1f" + r.quantity + "\x1f" + r.statistic + "\x1f" + r.condition.value_or("");
    for (auto const& [name, value] : r.limit.reference) key += "\x1f" + name + "=" + value;
    return key;
}

using by_key = std::map<std::string, limit_row const*>;
by_key deciding(std::vector<limit_row> const& all) {
    by_key found;
    for (auto const& r : all)
        if (r.decides) found.emplace(key_of(r), &r);
    return found;
}

std::optional<base::rational> coherent(std::optional<std::string> const& written, std::string const& unit,
                                       model::rulebook const& rules) {
    if (!written) return std::nullopt;
    auto number = exact_number(*written);
    if (auto const known = rules.units.find(unit); number && known) return *number * rules.units[*known].factor;
    return number;
}

// 1: tighter, -1: looser, 0: the same, of bounds from above; from below the other way round.
int tighter(std::optional<base::rational> const& before, std::optional<base::rational> const& after, bool above) {
    if (before.has_value() != after.has_value()) return after ? 1 : -1;
    if (!before || *before == *after) return 0;
    return (*after < *before) == above ? 1 : -1;
}

bool forbids(findings::limit_value const& l) {
    return l.not_detected || l.prohibited;
}

std::optional<shift> shift_of(limit_row const& a, model::rulebook const& rules_a, limit_row const& b,
                              model::rulebook const& rules_b) {
    auto const &x = a.limit, &y = b.limit;
    if (forbids(x) || forbids(y)) {
        if (forbids(x) && forbids(y)) return std::nullopt;
        return forbids(y) ? shift::tighter : shift::looser;
    }
    int const above = tighter(coherent(x.max, x.unit, rules_a), coherent(y.max, y.unit, rules_b), true);
    int const below = tighter(coherent(x.min, x.unit, rules_a), coherent(y.min, y.unit, rules_b), false);
    if (above == 0 && below == 0) return std::nullopt;
    if (above >= 0 && below >= 0) return shift::tighter;
    return above <= 0 && below <= 0 ? shift::looser : shift::differs;
}

struct comparison {
    std::string enterprise_id, enterprise_name, outlet_id;
    std::vector<limit_change> out = {};

    void add(base::date from, shift what, limit_row const* before, limit_row const* after) {
        limit_change c{enterprise_id, enterprise_name, outlet_id, from, what, {}, {}};
        if (before) c.before = *before;
        if (after) c.after = *after;
        out.push_back(std::move(c));
    }

    void compare(base::date from, std::vector<limit_row> const& was, model::rulebook const& rules_before,
                 std::vector<limit_row> const& is, model::rulebook const& rules_after) {
        auto const before = deciding(was), after = deciding(is);
        for (auto const& [key, b] : after)
            if (auto const a = before.find(key); a == before.end())
                add(from, shift::added, nullptr, b);
            else if (auto const what = shift_of(*a->second, rules_before, *b, rules_after))
                add(from, *what, a->second, b);
        for (auto const& [key, a] : before)
            if (!after.contains(key)) add(from, shift::lifted, a, nullptr);
    }
};

} // namespace

std::string_view text(shift s) {
    static constexpr std::string_view texts[] = {"tighter", "looser", "added", "lifted", "differs"};
    return texts[static_cast<std::size_t>(s)];
}

std::vector<limit_change> changes_over(outlet_timeline const& t, model::rulebook const& rules) {
    comparison c{t.enterprise_id, t.enterprise_name, t.outlet_id};
    static std::vector<limit_row> const nothing;
    for (auto const& factor : t.factors) {
        auto before = t.from; // the first day that the spans do not cover yet
        std::vector<limit_row> const* last = nullptr;
        for (auto const& span : factor.spans) {
            if (before < span.from || last)
                c.compare(span.from, last && span.from <= before ? *last : nothing, rules, span.limits, rules);
            last = &span.limits;
            if (!span.before) break;
            before = *span.before;
        }
        if (last && factor.spans.back().before && *factor.spans.back().before <= t.to)
            c.compare(*factor.spans.back().before, *last, rules, nothing, rules);
    }
    return std::move(c.out);
}

std::vector<limit_change> changes_between(outlet_limits const& before, model::rulebook const& rules_before,
                                          outlet_limits const& after, model::rulebook const& rules_after) {
    comparison c{after.enterprise_id, after.enterprise_name, after.outlet_id};
    c.compare(after.at, before.limits, rules_before, after.limits, rules_after);
    return std::move(c.out);
}

} // namespace huanchi::review

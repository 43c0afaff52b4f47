#include "review/limit_changes.hpp"

#include "review/bounds.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace huanchi::review {

namespace {

// What a limit is on: limits on the same are compared.
using limited_matter = std::tuple<std::string, std::string, std::string, std::string>; // factor, quantity, statistic, condition
using reference = std::map<std::string, std::string>;
using by_matter = std::map<std::pair<limited_matter, reference>, limit_row const*>;
by_matter deciding(std::vector<limit_row> const& all) {
    by_matter found;
    for (auto const& r : all)
        if (r.decides)
            found.emplace(std::pair(limited_matter{r.factor, r.quantity, r.statistic, r.condition.value_or("")},
                                    reference(r.limit.reference.begin(), r.limit.reference.end())),
                          &r);
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

// GB 12523-2025 of GB 12523-2011, on a day on which it is in force.
model::document const* other_edition(std::string_view number, base::date day, model::rulebook const& rules) {
    auto const series = number.substr(0, number.rfind('-') + 1);
    if (series.empty()) return nullptr;
    for (auto const& d : rules.documents)
        if (d.number != number && d.number.starts_with(series) && d.effective.contains(day)) return &d;
    return nullptr;
}

struct comparison {
    std::string enterprise_id, enterprise_name, outlet_id;
    std::vector<limit_change> out = {};

    void add(base::date from, shift what, limit_row const* before, limit_row const* after) {
        limit_change c{enterprise_id, enterprise_name, outlet_id, from, what, {}, {}, {}, {}};
        if (before) c.before = *before;
        if (after) c.after = *after;
        out.push_back(std::move(c));
    }

    void compare(base::date from, std::vector<limit_row> const& was, model::rulebook const& rules_before,
                 std::vector<limit_row> const& is, model::rulebook const& rules_after) {
        auto before = deciding(was), after = deciding(is);
        by_matter fresh;
        for (auto const& [key, b] : after)
            if (auto const a = before.find(key); a != before.end()) {
                if (auto const what = shift_of(*a->second, rules_before, *b, rules_after)) add(from, *what, a->second, b);
                before.erase(a);
            } else {
                fresh.emplace(key, b);
            }
        // In another reference state numbers cannot be compared: it is another limit on the same.
        for (auto const& [key, b] : fresh) {
            auto const a =
                std::find_if(before.begin(), before.end(), [&, &of = key.first](auto const& x) { return x.first.first == of; });
            add(from, a == before.end() ? shift::added : shift::differs, a == before.end() ? nullptr : a->second, b);
            if (a != before.end()) before.erase(a);
        }
        for (auto const& [key, a] : before) {
            add(from, shift::lifted, a, nullptr);
            if (auto const* next = other_edition(a->provision.standard, from, rules_after))
                out.back().edition = next->number, out.back().not_encoded = next->not_encoded;
        }
    }
};

} // namespace

std::string_view text(shift s) {
    static constexpr std::string_view texts[] = {"tighter", "looser", "added", "lifted", "differs"};
    return texts[static_cast<std::size_t>(s)];
}

std::vector<limit_change> changes_over(outlet_timeline const& t, model::rulebook const& rules) {
    comparison c{t.enterprise_id, t.enterprise_name, t.outlet_id};
    auto const same = [](limit_timeline const& x, limit_timeline const& y) {
        return x.factor == y.factor && x.quantity == y.quantity && x.statistic == y.statistic;
    };
    for (auto first = t.factors.begin(); first != t.factors.end();) {
        // Of one factor there is a line for each reference state.
        auto const end = std::find_if(first, t.factors.end(), [&](auto const& x) { return !same(*first, x); });
        std::set<base::date> days; // on which a span begins, or has just ended
        for (auto line = first; line != end; ++line)
            for (auto const& span : line->spans) {
                days.insert(span.from);
                if (span.before) days.insert(*span.before);
            }
        auto const on = [&](base::date day) {
            std::vector<limit_row> all;
            for (auto line = first; line != end; ++line)
                for (auto const& span : line->spans)
                    if (span.from <= day && (!span.before || day < *span.before))
                        all.insert(all.end(), span.limits.begin(), span.limits.end());
            return all;
        };
        for (auto const& day : days)
            if (t.from < day && day <= t.to) {
                auto const before = on(day + -1), after = on(day);
                c.compare(day, before, rules, after, rules);
            }
        first = end;
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

// What a reader of the rules would stumble over, found before any data is read: a row that can never apply, and two rows that
// both apply with different limits.
#include "model/case_search.hpp"
#include "model/context.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace huanchi::model {

namespace {

// Whether some record makes all the conditions true, as far as can be found out.
bool satisfiable(std::vector<expression_ptr> const& conditions, rulebook const& rules) {
    return case_search({{conditions, asked_for::answer::not_no}}, rules).any().value_or(true);
}

bool clocks_apart(limit const& a, limit const& b) {
    auto clock = [](limit const& l) {
        return std::any_of(l.conditions.begin(), l.conditions.end(), [](auto const& e) { return uses_clock(*e); });
    };
    return clock(a) || clock(b);
}

bool same_bound(std::optional<bound> const& a, std::optional<bound> const& b) {
    if (a.has_value() != b.has_value()) return false;
    return !a || (a->written == b->written && a->strict == b->strict);
}

bool share_statistic(limit const& a, limit const& b) {
    return std::any_of(a.statistics.begin(), a.statistics.end(),
                       [&](auto s) { return std::find(b.statistics.begin(), b.statistics.end(), s) != b.statistics.end(); });
}

} // namespace

void check_tables(context& c) {
    std::map<std::tuple<std::uint32_t, std::uint16_t>, std::vector<limit const*>> by_factor;
    source::span last_reported{};
    for (auto const& l : c.rules.limits) {
        if (!satisfiable(l.conditions, c.rules) && l.where != last_reported) {
            c.error("M013", l.where, {l.printed_name});
            last_reported = l.where;
        }
        by_factor[{l.table, l.factor}].push_back(&l);
    }
    for (auto const& [key, limits] : by_factor)
        for (std::size_t i = 0; i < limits.size(); ++i)
            for (std::size_t j = i + 1; j < limits.size(); ++j) {
                auto const &a = *limits[i], &b = *limits[j];
                if (same_bound(a.min, b.min) && same_bound(a.max, b.max)) continue;
                if (!share_statistic(a, b) || base::intersection(a.effective, b.effective).empty() || clocks_apart(a, b))
                    continue;
                auto both = a.conditions;
                both.insert(both.end(), b.conditions.begin(), b.conditions.end());
                if (!satisfiable(both, c.rules)) continue;
                c.report.report("M021", b.where, {b.printed_name}).labels.push_back({a.where, "L102", {}});
            }
}

} // namespace huanchi::model

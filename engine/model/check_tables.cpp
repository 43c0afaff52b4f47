// What a reader of the rules would stumble over, found before any data is read: a row that can never apply, and two rows that
// both apply with different limits.
#include "model/context.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace huanchi::model {

namespace {

constexpr std::size_t most_combinations = 20000; // beyond, the check is left out: it proves nothing either way

// Whether some record makes all the conditions true. The fields are settled one after the other; a condition that is not true
// whatever those to come are ends the way there.
struct search {
    std::vector<choice_of_values> fields;
    std::vector<std::vector<expression_ptr>> asking; // the conditions, by the field; the last have none of them
    std::map<field_ref, value> chosen = {};
    surroundings about = {};

    search(std::vector<expression_ptr> const& conditions, std::vector<choice_of_values> of)
        : fields(std::move(of)), asking(fields.size() + 1) {
        about.field = [this](field_ref f) {
            auto const it = chosen.find(f);
            return it == chosen.end() ? value() : it->second;
        };
        for (auto const& e : conditions) {
            auto const asked = fields_of(*e);
            bool any = false;
            for (std::size_t i = 0; i < fields.size(); ++i)
                if (std::find(asked.begin(), asked.end(), fields[i].field) != asked.end()) {
                    asking[i].push_back(e);
                    any = true;
                }
            if (!any) asking.back().push_back(e);
        }
    }
    search(search const&) = delete;

    bool may_hold(std::vector<expression_ptr> const& conditions) const {
        return std::all_of(conditions.begin(), conditions.end(), [&](auto const& e) {
            auto const v = evaluate(*e, about);
            return !known(v) || std::get<bool>(v); // unknown (a clock, a computed field, one to come): it may hold
        });
    }
    bool from(std::size_t field) {
        if (field == fields.size()) return true;
        for (auto const& v : fields[field].values) {
            chosen[fields[field].field] = v;
            if (may_hold(asking[field]) && from(field + 1)) return true;
        }
        chosen.erase(fields[field].field);
        return false;
    }
    bool succeeds() { return may_hold(asking.back()) && from(0); }
};

bool satisfiable(std::vector<expression_ptr> const& conditions, rulebook const& rules) {
    auto choices = representatives(conditions, rules);
    std::size_t combinations = 1;
    for (auto const& f : choices) {
        combinations *= std::max<std::size_t>(1, f.values.size());
        if (combinations > most_combinations) return true;
    }
    std::erase_if(choices, [](auto const& f) { return f.values.empty(); });
    return search(conditions, std::move(choices)).succeeds();
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

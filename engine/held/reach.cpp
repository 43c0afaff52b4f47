#include "held/reach.hpp"

#include <algorithm>

namespace huanchi::held {

bool within_a_day(plan::plan const& p, std::uint16_t statistic) {
    auto const& s = p.statistics[statistic];
    if (!s.substitutes.empty() || s.roll_up) return false;
    return std::all_of(s.derives.begin(), s.derives.end(), [&](plan::derive_step const& d) {
        bool const longer =
            d.window == model::interval::month || d.window == model::interval::quarter || d.window == model::interval::year;
        return d.rolling == 0 && !longer && within_a_day(p, d.from);
    });
}

reach reach_of(eval::bound const& b, std::uint32_t outlet) {
    auto const& o = b.outlets[outlet];
    if (!o.counted_in_stack.empty()) return reach::all;
    auto found = reach::day;
    for (auto const& g : o.groups) {
        if (g.stack != facts::no_outlet) return reach::all;
        for (auto const& s : g.timeline)
            for (auto const& c : s.candidates) {
                auto const& r = b.requirements[c.requirement];
                bool const exempted = r.limit && !b.plan->exempted_by[b.rules->limits[*r.limit].table].empty();
                if (r.allowance || exempted) return reach::all;
            }
        if (!within_a_day(*b.plan, g.statistic)) found = reach::mixed;
    }
    return found;
}

std::set<std::pair<std::uint16_t, model::quantity>> longer(eval::bound const& b, std::uint32_t outlet) {
    std::set<std::pair<std::uint16_t, model::quantity>> all;
    for (auto const& g : b.outlets[outlet].groups)
        if (!within_a_day(*b.plan, g.statistic)) all.emplace(g.factor, g.quantity);
    return all;
}

} // namespace huanchi::held

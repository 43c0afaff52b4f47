#include "evidence/reach_of_tickets.hpp"

#include "held/reach.hpp"

namespace huanchi::evidence {

namespace {

bool all_within_a_day(store::evidence_wanted const& w, eval::bound const& b) {
    auto const& statistics = b.rules->statistics;
    for (auto const& item : w.findings) {
        bool within = false;
        for (std::uint16_t i = 0; i < statistics.size(); ++i)
            if (statistics[i].json == item.statistic) within = held::within_a_day(*b.plan, i);
        if (!within) return false;
    }
    return true;
}

std::map<std::uint32_t, rows_needed> of_site(std::uint32_t site, eval::bound const& b) {
    std::map<std::uint32_t, rows_needed> all;
    for (auto const outlet : b.known->sites[site].outlets) all[outlet].whole = true;
    return all;
}

} // namespace

std::map<std::uint32_t, rows_needed> rows_of(store::evidence_wanted const& w, eval::bound const& b, bool duties) {
    auto const site = b.known->site_by_id.find(w.series.enterprise_id);
    if (site == b.known->site_by_id.end()) return {}; // a record of somebody who is not among the facilities
    auto const outlet = b.known->find_outlet(w.series.enterprise_id, w.series.outlet_id);
    if (outlet == facts::no_outlet) return of_site(site->second, b);
    auto const reach = held::reach_of(b, outlet);
    if (reach == held::reach::all) return of_site(site->second, b);
    std::map<std::uint32_t, rows_needed> all;
    auto& needed = all[outlet];
    needed.whole = duties || !all_within_a_day(w, b);
    if (needed.whole) return all;
    for (auto const& item : w.findings) {
        auto const last = item.period.from < item.period.to ? base::moment{item.period.to.ms - 1} : item.period.to;
        for (auto day = item.period.from.date(); day <= last.date(); day = day + 1) needed.days.insert(day.days);
    }
    return all;
}

} // namespace huanchi::evidence

#include "eval/finality.hpp"

#include <algorithm>
#include <unordered_map>

namespace huanchi::eval {

using namespace model;

std::string_view text(enum finality::state s) {
    constexpr std::string_view names[] = {"provisional", "final", "amended"};
    return names[static_cast<int>(s)];
}

std::optional<closing> closing_of(bound const& b, std::uint32_t outlet, base::date day) {
    for (auto const& step : b.plan->markings) {
        auto const& m = b.rules->markings[step.marking];
        if (m.confidence == confidence::low && !b.options.unreviewed) continue;
        if (!m.effective.contains(b.law_of(day))) continue;
        auto const applies = run(step.where, b.about(outlet));
        if (!known(applies) || !std::get<bool>(applies)) continue;
        auto const count = static_cast<int>(m.days);
        auto const on = m.workdays ? b.plan->calendar.moved(day, count) : std::optional(day + count);
        if (!on) return std::nullopt; // the calendar ends before
        return closing{{base::moment::at(*on).ms + m.minutes * 60000LL}, step.marking};
    }
    return std::nullopt;
}

namespace {

base::date last_day(base::period const& p) {
    return (p.from < p.to ? base::moment{p.to.ms - 1} : p.from).date();
}

} // namespace

std::optional<finality> finality_of(bound const& b, std::uint32_t outlet, base::period const& p,
                                    std::optional<base::moment> known_at) {
    auto const closes = closing_of(b, outlet, last_day(p));
    if (!closes) return std::nullopt;
    finality f;
    f.until = closes->at;
    f.marking = closes->marking;
    f.state = known_at && *known_at < closes->at ? finality::state::provisional : finality::state::final;
    return f;
}

std::optional<std::vector<stored_row>> rows_in_time(bound const& b, std::span<stored_row const> rows) {
    if (rows.empty() || b.plan->markings.empty()) return std::nullopt;
    std::unordered_map<std::int32_t, std::optional<closing>> of_day;
    std::vector<stored_row> in_time;
    for (auto const& r : rows) {
        auto const day = last_day({{r.time}, {r.end}});
        auto [at, fresh] = of_day.try_emplace(day.days);
        if (fresh) at->second = closing_of(b, r.outlet, day);
        bool const late = r.received != facts::not_received && at->second && r.received > at->second->at.ms;
        if (!late) in_time.push_back(r);
    }
    if (in_time.size() == rows.size()) return std::nullopt;
    return in_time;
}

} // namespace huanchi::eval

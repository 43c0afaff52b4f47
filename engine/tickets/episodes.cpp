#include "tickets/episodes.hpp"

#include <algorithm>

namespace huanchi::tickets {

namespace {

constexpr std::int64_t day_ms = 86400000;
// Violations on D and D+2 belong together if D+1 decided nothing; on D and D+3 they do not.
constexpr int longest_gap = 1;

bool longer_than_a_day(base::period const& p) {
    return p.to.ms - p.from.ms > day_ms;
}

struct finder {
    std::vector<episode_member> const& members;
    std::map<std::int32_t, day_record> const& days;
    std::set<base::date> const& cuts;
    std::string const& medium;
    legal_bases& law;
    std::vector<found_episode> found = {};

    bool cut_between(base::date a, base::date b) const {
        auto const c = cuts.lower_bound(a);
        return c != cuts.end() && *c < b;
    }
    bool law_changes(std::vector<std::size_t> const& x, std::vector<std::size_t> const& y, base::date a, base::date b) const {
        for (auto const* side : {&x, &y})
            for (auto const m : *side)
                for (auto const& type : members[m].finding->violation_types)
                    if (law.change(type, medium, a, b)) return true;
        return false;
    }
    bool compliant_between(base::date a, base::date b) const {
        for (auto d = days.upper_bound(a.days); d != days.end() && d->first < b.days; ++d)
            if (d->second.state == eval::day_state::compliant) return true;
        return false;
    }

    // All violations of one day, samples included: they carry the series over the day though they have tickets of their own.
    using violations_of_day = std::map<base::date, std::vector<std::size_t>>;

    std::string_view apart(violations_of_day::value_type const& a, violations_of_day::value_type const& b) const {
        if (compliant_between(a.first, b.first)) return "compliant_day";
        if (b.first - a.first > longest_gap + 1) return "no_data";
        if (cut_between(a.first, b.first)) return "service";
        if (law_changes(a.second, b.second, a.first, b.first)) return "legal_basis";
        return {};
    }

    // Opens an episode on the strand, `apart` from the one before it there.
    found_episode& begin(std::string strand, base::date day, std::string_view why) {
        return found.emplace_back(found_episode{std::move(strand), day, day, {}, why});
    }

    void on_days(std::string const& strand) {
        violations_of_day by_day;
        for (std::size_t m = 0; m < members.size(); ++m)
            if (members[m].strand == strand || (strand.empty() && is_sample(members[m].strand)))
                by_day[members[m].day].push_back(m);
        violations_of_day::value_type const* before = nullptr;
        std::string_view why;
        bool begun = false, first = true;
        for (auto const& today : by_day) {
            if (auto const w = before ? apart(*before, today) : ""; !w.empty()) {
                begun = false;
                why = w;
            }
            before = &today;
            for (auto const m : today.second) {
                if (is_sample(members[m].strand)) continue;
                if (!begun) begin(strand, today.first, first ? "" : why);
                begun = true;
                first = false;
                found.back().last = today.first;
                found.back().members.push_back(m);
            }
        }
    }

    // Days carry the series, and each record that a requirement is asked of.
    void on_days() {
        std::set<std::string> strands{""};
        for (auto const& m : members)
            if (of_a_record(m.strand)) strands.insert(m.strand);
        for (auto const& strand : strands) on_days(strand);
    }

    void of_samples() {
        std::map<std::string, std::vector<std::size_t>> events;
        for (std::size_t m = 0; m < members.size(); ++m)
            if (is_sample(members[m].strand)) events[members[m].strand].push_back(m);
        for (auto const& [strand, all] : events) {
            auto& e = begin(strand, members[all.front()].day, "");
            for (auto const m : all) {
                e.first = std::min(e.first, members[m].day);
                e.last = std::max(e.last, members[m].day);
            }
            e.members = all;
        }
    }

    // Windows longer than a day belong together if they touch or overlap.
    void of_longer_windows() {
        std::vector<std::size_t> all;
        for (std::size_t m = 0; m < members.size(); ++m)
            if (members[m].strand == longer_strand) all.push_back(m);
        std::stable_sort(all.begin(), all.end(), [&](auto a, auto b) { return members[a].day < members[b].day; });
        base::moment end{};
        std::optional<std::size_t> before;
        for (auto const m : all) {
            auto const& x = members[m];
            std::string_view why;
            if (before) {
                auto const& y = members[*before];
                if (x.finding->period.from.ms - end.ms > longest_gap * day_ms)
                    why = "no_data";
                else if (cut_between(y.day, x.day))
                    why = "service";
                else if (law_changes({*before}, {m}, y.day, x.day))
                    why = "legal_basis";
            }
            if (!before || !why.empty()) {
                begin(std::string(longer_strand), x.finding->period.from.date(), why);
                end = {};
            }
            auto& e = found.back();
            e.first = std::min(e.first, x.finding->period.from.date());
            e.last = std::max(e.last, x.day);
            e.members.push_back(m);
            end = std::max(end, x.finding->period.to);
            before = m;
        }
    }
};

} // namespace

bool taken_by_hand(std::string const& source) {
    return source == "enforcement" || source == "self_manual" || source == "commissioned";
}

std::string strand_of(evidence const& e) {
    if (taken_by_hand(e.source)) {
        // Numbers of samples are used again by many laboratories: the day tells them apart.
        if (!e.sample_id.empty()) return "sample " + e.source + " " + e.period.from.date().text() + " " + e.sample_id;
        if (e.statistic == "instantaneous") return "sample " + e.source + " " + e.period.from.text();
    }
    if (!e.record.empty()) return "record " + e.record;
    return longer_than_a_day(e.period) ? std::string(longer_strand) : std::string();
}

base::date day_of(evidence const& e) {
    return longer_than_a_day(e.period) ? base::moment{e.period.to.ms - 1}.date() : e.period.from.date();
}

std::vector<found_episode> find_episodes(std::vector<episode_member> const& members,
                                         std::map<std::int32_t, day_record> const& days, std::set<base::date> const& cuts,
                                         std::string const& medium, legal_bases& law) {
    finder f{members, days, cuts, medium, law};
    f.on_days();
    f.of_samples();
    f.of_longer_windows();
    for (auto& e : f.found)
        std::sort(e.members.begin(), e.members.end(), [&](auto a, auto b) {
            auto const &x = *members[a].finding, &y = *members[b].finding;
            return std::tie(x.period, x.finding) < std::tie(y.period, y.finding);
        });
    return std::move(f.found);
}

} // namespace huanchi::tickets

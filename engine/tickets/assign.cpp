#include "tickets/assign.hpp"

#include "base/digest.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace huanchi::tickets {

namespace {

// Officers have begun to work on it.
bool taken_up(ticket const& t) {
    return t.state != state::open || t.penalty != "none" || t.case_id;
}

struct assigner {
    series_key const& key;
    std::vector<ticket>& tickets;
    std::vector<held_finding>& held;
    std::vector<std::size_t> const& standing;
    std::vector<found_episode> const& episodes;
    assignment out = {};
    std::vector<std::ptrdiff_t> home = std::vector<std::ptrdiff_t>(tickets.size(), nobody); // episode by ticket

    held_finding& member(std::size_t m) { return held[standing[m]]; }
    bool may_take(held_finding const& h) const {
        return h.owner == nobody || !ended(tickets[static_cast<std::size_t>(h.owner)].state);
    }

    // A ticket stays with the earliest episode in which it has a finding.
    void find_homes() {
        for (std::size_t e = 0; e < episodes.size(); ++e)
            for (auto const m : episodes[e].members) {
                auto const& h = member(m);
                if (h.owner == nobody || !may_take(h)) continue;
                auto& at = home[static_cast<std::size_t>(h.owner)];
                if (at == nobody) at = static_cast<std::ptrdiff_t>(e);
            }
    }

    std::vector<std::size_t> claimants(std::size_t e) const {
        std::vector<std::size_t> all;
        for (std::size_t t = 0; t < home.size(); ++t)
            if (home[t] == static_cast<std::ptrdiff_t>(e)) all.push_back(t);
        std::sort(all.begin(), all.end(), [&](auto a, auto b) {
            auto const rank = [&](std::size_t t) {
                return std::tuple(!taken_up(tickets[t]), tickets[t].first_day, tickets[t].id);
            };
            return rank(a) < rank(b);
        });
        return all;
    }

    // A ticket whose findings were all taken back, and which had one on a day of this episode: it wakes up again.
    std::ptrdiff_t sleeper(found_episode const& e) const {
        for (auto const& h : held) {
            if (h.owner == nobody || h.strand != e.strand || h.day < e.first || e.last < h.day) continue;
            auto const t = static_cast<std::size_t>(h.owner);
            if (t < home.size() && home[t] == nobody && !ended(tickets[t].state)) return h.owner;
        }
        return nobody;
    }

    std::size_t open(found_episode const& e, held_finding const& first) {
        ticket t;
        t.series = key;
        t.strand = e.strand;
        t.sample_id = is_sample(e.strand) ? first.what.sample_id : "";
        t.first_day = e.first;
        t.last_day = e.last;
        t.id = ticket_id(key, e.first, e.strand, tickets);
        tickets.push_back(std::move(t));
        out.opened.push_back(tickets.size() - 1);
        return tickets.size() - 1;
    }

    void place(std::size_t e) {
        auto const& episode = episodes[e];
        std::vector<std::size_t> free;
        for (auto const m : episode.members)
            if (may_take(member(m))) free.push_back(m);
        if (free.empty()) return;

        auto const claim = claimants(e);
        std::ptrdiff_t into = claim.empty() ? sleeper(episode) : static_cast<std::ptrdiff_t>(claim.front());
        bool const is_new = into == nobody;
        if (is_new) into = static_cast<std::ptrdiff_t>(open(episode, member(free.front())));
        auto const target = static_cast<std::size_t>(into);
        if (target < home.size()) home[target] = static_cast<std::ptrdiff_t>(e);

        std::set<std::ptrdiff_t> apart, parents;
        for (auto const t : claim) {
            if (t == target) continue;
            if (taken_up(tickets[t])) {
                apart.insert(static_cast<std::ptrdiff_t>(t));
                out.kept_apart.push_back(t);
            } else {
                out.joins.push_back({t, target});
            }
        }
        for (auto const m : free) {
            auto& h = member(m);
            if (!apart.contains(h.owner)) {
                if (is_new && h.owner != nobody) parents.insert(h.owner);
                h.owner = into;
            }
            out.members[static_cast<std::size_t>(h.owner)].push_back(standing[m]);
        }
        for (auto const p : parents) out.splits.push_back({static_cast<std::size_t>(p), target, std::string(episode.apart)});
    }
};

} // namespace

std::string ticket_id(series_key const& key, base::date first_day, std::string const& strand,
                      std::vector<ticket> const& others) {
    for (int n = 1;; ++n) {
        base::sha256 sum;
        sum.field(key.enterprise_id)
            .field(key.outlet_id)
            .field(key.factor)
            .field(key.quantity)
            .field(first_day.text())
            .field(strand);
        if (n > 1) sum.field(std::to_string(n));
        auto id = "t-" + sum.hex().substr(0, 16);
        if (std::none_of(others.begin(), others.end(), [&](ticket const& t) { return t.id == id; })) return id;
    }
}

assignment assign(series_key const& key, std::vector<ticket>& tickets, std::vector<held_finding>& held,
                  std::vector<std::size_t> const& standing, std::vector<found_episode> const& episodes) {
    assigner a{key, tickets, held, standing, episodes};
    a.find_homes();
    for (std::size_t e = 0; e < episodes.size(); ++e) a.place(e);
    return std::move(a.out);
}

} // namespace huanchi::tickets

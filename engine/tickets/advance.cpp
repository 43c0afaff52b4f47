#include "tickets/advance.hpp"

#include "tickets/assign.hpp"
#include "tickets/episodes.hpp"
#include "tickets/from_findings.hpp"
#include "tickets/judgements.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace huanchi::tickets {

namespace {

constexpr auto violation = eval::day_state::violation;
constexpr auto compliant = eval::day_state::compliant;
constexpr auto undecided = eval::day_state::undecided;

std::string measured_text(evidence const& e) {
    return e.measured.empty() || e.unit.empty() ? e.measured : e.measured + " " + e.unit;
}

std::string cause_of(evidence const& before, evidence const& after) {
    auto const value = [](evidence const& e) {
        return std::tie(e.measured, e.measured_exact, e.measured_low, e.measured_high, e.unit);
    };
    if (value(before) != value(after)) return "data";
    auto const said = [](evidence const& e) { return std::tie(e.source, e.standing, e.lacks, e.marginal); };
    return before.verdict == after.verdict && said(before) != said(after) ? "standing" : "rules";
}

std::string joined(std::vector<std::string> const& parts) {
    std::string all;
    for (auto const& part : parts) {
        if (!all.empty()) all += ", ";
        all += part;
    }
    return all;
}

std::string bases_text(std::vector<basis> const& bases) {
    std::vector<std::string> all;
    for (auto const& b : bases)
        all.push_back(b.law + " " + b.duty + " " + b.penalty + " " + b.fine_min.value_or("") + ".." + b.fine_max.value_or(""));
    return joined(all);
}

struct work {
    series_state& series;
    news const& what;
    legal_bases& law;
    episode_rules const& rules;
    advanced out = {};

    std::vector<ticket> before = {}; // as the tickets were, without findings
    std::vector<held_finding> held = {};
    std::unordered_map<std::string, std::size_t> place = {}; // in `held`, by id of the finding
    std::vector<std::ptrdiff_t> owner_before = {};
    std::map<std::size_t, std::vector<event::correction>> corrections = {}; // by ticket
    assignment assigned = {};
    std::vector<std::size_t> arrived = {};   // findings by ticket that had none before
    std::vector<bool> evidence_changed = {}; // by ticket: a finding came, went or was judged differently

    void hold(evidence e, std::ptrdiff_t owner) {
        held_finding h;
        h.strand = strand_of(e);
        h.day = day_of(e);
        h.owner = owner;
        h.what = std::move(e);
        place.emplace(h.what.finding, held.size());
        held.push_back(std::move(h));
        owner_before.push_back(owner);
    }

    void take_apart() {
        for (std::size_t t = 0; t < series.tickets.size(); ++t) {
            auto& x = series.tickets[t];
            auto findings = std::move(x.findings);
            x.findings.clear();
            before.push_back(x);
            for (auto& e : findings) hold(std::move(e), static_cast<std::ptrdiff_t>(t));
        }
        for (auto& e : series.loose) hold(std::move(e), nobody);
        series.loose.clear();
    }

    void judge_again(held_finding& h, evidence e) {
        h.seen = true;
        if (h.what.digest == e.digest) return;
        if (h.owner != nobody)
            corrections[static_cast<std::size_t>(h.owner)].push_back(
                {e.finding, cause_of(h.what, e), h.what.verdict, measured_text(h.what), e.verdict, measured_text(e)});
        out.changed_findings.insert(e.finding);
        h.strand = strand_of(e);
        h.day = day_of(e);
        h.what = std::move(e);
    }

    void take_findings() {
        for (auto const* f : what.findings) {
            auto const known = place.find(f->id);
            if (known != place.end()) {
                judge_again(held[known->second], from_finding(*f, *what.files));
            } else if (f->verdict == eval::verdict::violation) {
                hold(from_finding(*f, *what.files), nobody);
                held.back().fresh = true;
                out.changed_findings.insert(f->id);
            }
        }
        for (auto const& id : what.not_judged)
            if (auto const known = place.find(id); known != place.end())
                judge_again(held[known->second], no_longer_judged(held[known->second].what));
    }

    // The day as the run and what is held say together. A violation that the run did not judge again stands.
    day_record judged(day_record const& old, news::judged_day const* now, bool evidence, std::uint32_t undetermined) const {
        day_record day = old;
        if (now) day.undetermined = undetermined;
        if (now && now->by_enforcement && now->state != undecided) {
            day.by_enforcement = true;
            day.state = now->state;
        } else if (!old.by_enforcement) {
            day.state = evidence ? violation : now ? now->state : old.state == violation ? undecided : old.state;
        }
        return day;
    }

    void take_days() {
        std::map<std::int32_t, news::judged_day const*> touched;
        std::map<std::int32_t, std::uint32_t> undetermined;
        std::set<std::int32_t> evidence;
        for (auto const& d : what.days) touched[d.day.days] = &d;
        for (auto const* f : what.findings)
            if (f->verdict == eval::verdict::undetermined) ++undetermined[f->period.from.date().days];
        for (auto const& h : held) {
            if (h.strand == longer_strand) continue;
            if (proves(h.what)) evidence.insert(h.day.days);
            if (h.fresh || h.seen) touched.try_emplace(h.day.days, nullptr);
        }
        for (auto const& [day, now] : touched) {
            auto const known = series.days.find(day);
            auto const old = known == series.days.end() ? day_record{} : known->second;
            auto const updated = judged(old, now, evidence.contains(day), undetermined[day]);
            if (known != series.days.end() && old == updated) continue;
            series.days[day] = updated;
            out.changed_days.insert(day);
        }
    }

    // What a sample of enforcement contradicts for the whole day proves nothing.
    bool outweighed(held_finding const& h) const {
        if (!h.strand.empty()) return false;
        auto const day = series.days.find(h.day.days);
        return day != series.days.end() && day->second.by_enforcement && day->second.state == compliant;
    }
    bool dismissed(held_finding const& h) const {
        return h.owner != nobody && series.tickets[static_cast<std::size_t>(h.owner)].state == state::dismissed;
    }

    void find_and_assign() {
        std::vector<std::size_t> standing;
        std::vector<episode_member> members;
        for (std::size_t i = 0; i < held.size(); ++i) {
            auto const& h = held[i];
            if (!proves(h.what) || outweighed(h) || dismissed(h)) continue;
            standing.push_back(i);
            members.push_back({&h.what, h.strand, h.day});
        }
        std::set<base::date> cuts;
        for (auto const& m : series.milestones)
            if (std::any_of(series.tickets.begin(), series.tickets.end(), [&](ticket const& t) { return t.id == m.ticket; }))
                cuts.insert(m.day);
        auto const episodes = find_episodes(members, series.days, cuts, series.medium, law);
        assigned = assign(series.key, series.tickets, held, standing, episodes);
        for (auto const& j : assigned.joins) {
            series.tickets[j.from].state = state::merged;
            series.tickets[j.from].merged_into = series.tickets[j.into].id;
            // What was taken back goes along, so that nobody has to look for it in two places.
            for (auto& h : held)
                if (h.owner == static_cast<std::ptrdiff_t>(j.from)) h.owner = static_cast<std::ptrdiff_t>(j.into);
        }
    }

    // The last thing that happened at the outlet before the day: an order under way, or a verified correction.
    milestone const* last_before(ticket const& t) const {
        milestone const* last = nullptr;
        for (auto const& m : series.milestones) {
            if (m.what == milestone::kind::decided || m.ticket == t.id || !(m.day < t.first_day)) continue;
            if (!last || std::tie(last->day, last->what) < std::tie(m.day, m.what)) last = &m;
        }
        return last;
    }

    void describe(ticket& t, std::vector<std::size_t> const& members) {
        auto const began = t.first_day;
        auto const first = [&](std::size_t i) {
            return t.strand == longer_strand ? held[i].what.period.from.date() : held[i].day;
        };
        t.first_day = first(members.front());
        t.last_day = held[members.front()].day;
        t.violation_types.clear();
        for (auto const i : members) {
            t.first_day = std::min(t.first_day, first(i));
            t.last_day = std::max(t.last_day, held[i].day);
            for (auto const& type : held[i].what.violation_types)
                if (std::find(t.violation_types.begin(), t.violation_types.end(), type) == t.violation_types.end())
                    t.violation_types.push_back(type);
        }
        // What is not dated is asked of on ever later days: it has not been met since it was first asked of.
        if (of_a_record(t.strand)) t.first_day = std::min(t.first_day, began);
        t.bases = law.on(t.violation_types, series.medium, held[members.front()].day);
        t.undetermined = 0;
        if (t.strand.empty())
            for (auto d = series.days.lower_bound(t.first_day.days); d != series.days.end() && d->first <= t.last_day.days; ++d)
                t.undetermined += d->second.undetermined;
        auto const* m = last_before(t);
        if (!t.rebound_of && m && m->what == milestone::kind::corrected && t.first_day - m->day <= rules.rebound_days)
            t.rebound_of = m->ticket;
    }

    void describe_all() {
        for (auto const& [t, members] : assigned.members) describe(series.tickets[t], members);
        std::set<std::size_t> left;
        for (auto const& h : held)
            if (h.owner != nobody && proves(h.what) && !outweighed(h)) left.insert(static_cast<std::size_t>(h.owner));
        for (std::size_t t = 0; t < series.tickets.size(); ++t) {
            auto& x = series.tickets[t];
            if (x.state == state::merged) continue;
            auto const& apart = assigned.kept_apart;
            x.proposal = !left.contains(t)                                         ? "withdraw"
                         : std::find(apart.begin(), apart.end(), t) != apart.end() ? "merge"
                                                                                   : "";
        }
    }

    void put_back() {
        arrived.resize(series.tickets.size());
        evidence_changed.resize(series.tickets.size());
        auto const mark = [&](std::ptrdiff_t t) {
            if (t != nobody) evidence_changed[static_cast<std::size_t>(t)] = true;
        };
        for (std::size_t i = 0; i < held.size(); ++i) {
            if (held[i].owner != nobody && owner_before[i] == nobody) ++arrived[static_cast<std::size_t>(held[i].owner)];
            auto const& id = held[i].what.finding;
            bool const rewritten = out.changed_findings.contains(id);
            if (held[i].owner != owner_before[i] && !rewritten) out.moved_findings.insert(id);
            if (held[i].owner != owner_before[i] || rewritten) {
                mark(held[i].owner);
                mark(owner_before[i]);
            }
            auto& into =
                held[i].owner == nobody ? series.loose : series.tickets[static_cast<std::size_t>(held[i].owner)].findings;
            into.push_back(std::move(held[i].what));
        }
        auto const by_period = [](evidence const& a, evidence const& b) {
            return std::tie(a.period, a.finding) < std::tie(b.period, b.finding);
        };
        for (auto& t : series.tickets) std::sort(t.findings.begin(), t.findings.end(), by_period);
        std::sort(series.loose.begin(), series.loose.end(), by_period);
    }

    std::vector<event::change> changes(std::size_t i) const {
        auto const &a = before[i], &b = series.tickets[i];
        std::vector<event::change> all;
        auto const compare = [&](char const* name, std::string x, std::string y) {
            if (x != y) all.push_back({name, std::move(x), std::move(y)});
        };
        compare("state", std::string(text(a.state)), std::string(text(b.state)));
        compare("first_day", a.first_day.text(), b.first_day.text());
        compare("last_day", a.last_day.text(), b.last_day.text());
        compare("undetermined", std::to_string(a.undetermined), std::to_string(b.undetermined));
        compare("violation_types", joined(a.violation_types), joined(b.violation_types));
        compare("basis", bases_text(a.bases), bases_text(b.bases));
        compare("rebound_of", a.rebound_of.value_or(""), b.rebound_of.value_or(""));
        compare("proposal", a.proposal, b.proposal);
        return all;
    }

    std::vector<event> events_of_new(std::size_t t) const {
        auto const& x = series.tickets[t];
        event open{x.id,
                   "open",
                   {{"first_day", x.first_day.text()},
                    {"last_day", x.last_day.text()},
                    {"findings", std::to_string(x.findings.size())}},
                   {},
                   {}};
        for (auto const& s : assigned.splits) {
            if (s.into != t) continue;
            open.facts.emplace_back("split_from", series.tickets[s.from].id);
            open.facts.emplace_back("because", s.because);
        }
        if (x.rebound_of) open.facts.emplace_back("rebound_of", *x.rebound_of);
        if (auto const* m = last_before(x); m && m->what == milestone::kind::ordered)
            open.facts.emplace_back("not_corrected_since_order_of", m->ticket);
        return {open};
    }

    std::vector<event> events_of_known(std::size_t t) {
        auto const& x = series.tickets[t];
        std::vector<event> all;
        if (auto const c = corrections.find(t); c != corrections.end())
            all.push_back({x.id, "correct", {}, {}, std::move(c->second)});
        if (arrived[t] > 0) all.push_back({x.id, "extend", {{"findings", std::to_string(arrived[t])}}, {}, {}});
        for (auto const& j : assigned.joins) {
            if (j.from == t) all.push_back({x.id, "merge", {{"into", series.tickets[j.into].id}}, {}, {}});
            if (j.into == t) all.push_back({x.id, "merge", {{"absorbed", series.tickets[j.from].id}}, {}, {}});
        }
        for (auto const& s : assigned.splits)
            if (s.from == t)
                all.push_back({x.id, "split", {{"into", series.tickets[s.into].id}, {"because", s.because}}, {}, {}});
        if (x.proposal != before[t].proposal && !x.proposal.empty())
            all.push_back({x.id, "propose", {{"proposal", x.proposal}}, {}, {}});
        if (all.empty()) all.push_back({x.id, "rejudge", {}, {}, {}});
        all.front().changes = changes(t);
        return all;
    }

    // What digest_of() is taken of, compared without taking it.
    bool differs(std::size_t t) const {
        auto const said = [](ticket const& x) {
            return std::tie(x.strand, x.sample_id, x.state, x.penalty, x.nature, x.case_id, x.rebound_of, x.merged_into,
                            x.proposal, x.first_day, x.last_day, x.undetermined, x.violation_types, x.bases, x.assignee, x.due);
        };
        return evidence_changed[t] || said(before[t]) != said(series.tickets[t]);
    }

    void tell(std::vector<bool> const& seen) {
        std::vector<std::size_t> order(series.tickets.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::sort(order.begin(), order.end(), [&](auto a, auto b) {
            auto const &x = series.tickets[a], &y = series.tickets[b];
            return std::tie(x.first_day, x.id) < std::tie(y.first_day, y.id);
        });
        for (auto const t : order) {
            auto const& x = series.tickets[t];
            bool const is_new = t >= before.size();
            bool const changed = is_new || differs(t);
            if (!changed && !seen[t]) continue;
            out.actions.push_back({x.id, is_new    ? x.rebound_of ? action::rebound : action::opened
                                         : changed ? action::updated
                                                   : action::unchanged});
            if (!changed) continue;
            out.changed_tickets.insert(x.id);
            for (auto& e : is_new ? events_of_new(t) : events_of_known(t)) out.events.push_back(std::move(e));
        }
        std::vector<ticket> sorted;
        for (auto const t : order) sorted.push_back(std::move(series.tickets[t]));
        series.tickets = std::move(sorted);
    }

    advanced run() {
        take_apart();
        take_findings();
        take_days();
        find_and_assign();
        describe_all();
        std::vector<bool> seen(series.tickets.size());
        for (auto const& h : held)
            if (h.owner != nobody && (h.seen || h.fresh)) seen[static_cast<std::size_t>(h.owner)] = true;
        put_back();
        tell(seen);
        return std::move(out);
    }
};

} // namespace

advanced advance(series_state& series, news const& n, legal_bases& law, episode_rules const& rules) {
    return work{series, n, law, rules}.run();
}

} // namespace huanchi::tickets

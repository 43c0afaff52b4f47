#include "unit/tickets/made.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace huanchi;
using namespace huanchi::made;
using eval::verdict;

namespace {

std::string moves(tickets::advanced const& a) {
    std::string all;
    for (auto const& e : a.events) add(all, " ", {e.move});
    return all;
}

// Episodes as sets of findings, of tickets that still stand for something.
std::vector<std::string> standing(tickets::series_state const& s) {
    std::vector<std::string> all;
    for (auto const& t : s.tickets) {
        if (t.state == tickets::state::merged || tickets::violations(t) == 0) continue;
        std::string one;
        add(one, "",
            {t.first_day.text(), "..", t.last_day.text(), " ", std::to_string(t.undetermined), " ", t.bases.at(0).law, ":"});
        for (auto const& e : t.findings)
            if (tickets::proves(e)) add(one, " ", {e.finding, "=", e.digest});
        all.push_back(one);
    }
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace

TEST_CASE("the same findings again change nothing") {
    tickets::series_state s;
    batch const run = {{daily("2025-04-01"), daily("2025-04-02")}, {compliant("2025-04-03")}};
    CHECK(actions(bring(s, run)) == "opened");
    auto const before = digest_of(s.tickets[0]);
    auto const again = bring(s, run);
    CHECK(actions(again) == "unchanged");
    CHECK(again.events.empty());
    CHECK(again.changed_tickets.empty());
    CHECK(again.changed_findings.empty());
    CHECK(again.changed_days.empty());
    CHECK(digest_of(s.tickets[0]) == before);
}

TEST_CASE("the next day of violation extends the ticket and keeps its name") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01"), daily("2025-04-02"), daily("2025-04-03")}, {}});
    auto const id = s.tickets[0].id;
    auto const done = bring(s, {{daily("2025-04-04")}, {}});
    CHECK(actions(done) == "updated");
    CHECK(moves(done) == "extend");
    CHECK(done.events[0].facts.at(0) == std::pair<std::string, std::string>{"findings", "1"});
    CHECK(episodes(s) == "2025-04-01..2025-04-04 open");
    CHECK(s.tickets[0].id == id);
    CHECK(id.size() == 18);
    CHECK(id.starts_with("t-"));
}

TEST_CASE("an earlier day extends the ticket backwards and keeps its name") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-04")}, {}});
    auto const id = s.tickets[0].id;
    bring(s, {{daily("2025-04-03")}, {}});
    CHECK(episodes(s) == "2025-04-03..2025-04-04 open");
    CHECK(s.tickets[0].id == id);
}

TEST_CASE("tickets of other series or samples have other names") {
    tickets::series_key const key{"site-a", "DW001", "w01018", "concentration"};
    tickets::series_state a, b;
    bring(a, {{daily("2025-04-01")}, {}});
    bring(b, {{sample("2025-04-01", "enforcement", "S1")}, {}});
    CHECK(a.tickets[0].id != b.tickets[0].id);
    CHECK(a.tickets[0].series == key);
}

TEST_CASE("a day that proves compliant splits the ticket, the later part gets its own, and both say so") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01"), daily("2025-04-03"), daily("2025-04-04")}, {}});
    auto const first = s.tickets[0].id;
    auto const done = bring(s, {{}, {compliant("2025-04-02")}});
    REQUIRE(episodes(s) == "2025-04-01..2025-04-01 open; 2025-04-03..2025-04-04 open");
    CHECK(s.tickets[0].id == first);
    CHECK(actions(done) == "updated opened");
    REQUIRE(done.events.size() == 2);
    CHECK(done.events[0].move == "split");
    CHECK(done.events[0].facts ==
          std::vector<std::pair<std::string, std::string>>{{"into", s.tickets[1].id}, {"because", "compliant_day"}});
    CHECK(done.events[1].move == "open");
    CHECK(done.events[1].facts.at(3) == std::pair<std::string, std::string>{"split_from", first});
    CHECK(actions(bring(s, {{daily("2025-04-01"), daily("2025-04-03"), daily("2025-04-04")}, {compliant("2025-04-02")}})) ==
          "unchanged unchanged");
}

TEST_CASE("a day between two tickets that proves a violation joins them") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01"), daily("2025-04-05")}, {}});
    auto const survivor = s.tickets[0].id;
    auto const done = bring(s, {{daily("2025-04-03")}, {}});
    CHECK(episodes(s) == "2025-04-01..2025-04-05 open; 2025-04-05..2025-04-05 merged");
    CHECK(s.tickets[0].id == survivor);
    CHECK(s.tickets[1].merged_into == survivor);
    CHECK(s.tickets[1].findings.empty());
    CHECK(actions(done) == "updated updated");
    CHECK(moves(done) == "extend merge merge");
    CHECK(actions(bring(s, {{daily("2025-04-01"), daily("2025-04-03"), daily("2025-04-05")}, {}})) == "unchanged");
}

TEST_CASE("a ticket that officers have taken up survives a join, two of them are only proposed to be joined") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01"), daily("2025-04-05")}, {}});
    auto both = s;
    s.tickets[1].state = tickets::state::confirmed;
    bring(s, {{daily("2025-04-03")}, {}});
    CHECK(episodes(s) == "2025-04-01..2025-04-01 merged; 2025-04-01..2025-04-05 confirmed");

    both.tickets[0].state = both.tickets[1].state = tickets::state::confirmed;
    auto const done = bring(both, {{daily("2025-04-03")}, {}});
    CHECK(episodes(both) == "2025-04-01..2025-04-03 confirmed; 2025-04-05..2025-04-05 confirmed");
    CHECK(both.tickets[1].proposal == "merge");
    CHECK(moves(done) == "extend propose");
    CHECK(actions(bring(both, {{daily("2025-04-03"), daily("2025-04-05")}, {}})) == "unchanged unchanged");
}

TEST_CASE("corrected data replace the evidence, and the history has the old and the new value") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01", "60"), daily("2025-04-02", "80")}, {}});
    auto const done = bring(s, {{daily("2025-04-02", "70")}, {}});
    CHECK(actions(done) == "updated");
    REQUIRE(moves(done) == "correct");
    REQUIRE(done.events[0].corrections.size() == 1);
    auto const& c = done.events[0].corrections[0];
    CHECK(c.finding == "f-2025-04-02");
    CHECK(c.cause == "data");
    CHECK(c.measured_before == "80 mg/L");
    CHECK(c.measured_after == "70 mg/L");
    CHECK(worst(s.tickets[0])->exceedance == "0.40");
}

TEST_CASE("a changed limit is a change of the rules, a review only one of standing") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01"), daily("2025-04-02")}, {}});
    auto stricter = daily("2025-04-01");
    stricter.limit->max = "40";
    auto reviewed = daily("2025-04-02");
    reviewed.standing = "supporting";
    auto const done = bring(s, {{stricter, reviewed}, {}});
    REQUIRE(done.events.size() == 1);
    REQUIRE(done.events[0].corrections.size() == 2);
    CHECK(done.events[0].corrections[0].cause == "rules");
    CHECK(done.events[0].corrections[1].cause == "standing");
}

TEST_CASE(
    "a violation judged again as compliant is taken back, with none left withdrawal is proposed, once, and the state stays") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01")}, {}});
    batch const corrected = {{daily("2025-04-01", "40", verdict::compliant)}, {compliant("2025-04-01")}};
    auto const done = bring(s, corrected);
    CHECK(actions(done) == "updated");
    CHECK(moves(done) == "correct propose");
    REQUIRE(done.events[0].corrections.size() == 1);
    CHECK(done.events[0].corrections[0].verdict_before == "violation");
    CHECK(done.events[0].corrections[0].verdict_after == "compliant");
    auto const& t = s.tickets[0];
    CHECK(t.state == tickets::state::open);
    CHECK(t.proposal == "withdraw");
    CHECK(t.findings.at(0).verdict == "compliant");
    CHECK(violations(t) == 0);
    CHECK(worst(t) == nullptr);
    CHECK(actions(bring(s, corrected)) == "unchanged");

    auto const back = bring(s, {{daily("2025-04-01")}, {}});
    CHECK(actions(back) == "updated");
    CHECK(s.tickets.size() == 1);
    CHECK(s.tickets[0].proposal.empty());
}

TEST_CASE("a violation that a run did not judge again stands, whatever it says of the rest of the day") {
    tickets::series_state s;
    bring(s, {{hourly("2025-04-01", 3), hourly("2025-04-02", 3)}, {}});
    bring(s, {{}, {compliant("2025-04-01")}});
    CHECK(episodes(s) == "2025-04-01..2025-04-02 open");
    CHECK(s.days.at(day("2025-04-01").days).state == eval::day_state::violation);
}

TEST_CASE("taking back the day in the middle splits the ticket") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01"), daily("2025-04-02"), daily("2025-04-03")}, {}});
    auto const done = bring(s, {{daily("2025-04-02", "40", verdict::compliant)}, {compliant("2025-04-02")}});
    CHECK(episodes(s) == "2025-04-01..2025-04-01 open; 2025-04-03..2025-04-03 open");
    CHECK(moves(done) == "correct split open");
}

TEST_CASE("a compliant sample of enforcement decides the day over automatic data, before or after them") {
    tickets::series_state together, before, after;
    tickets::news::judged_day const enforced{day("2025-04-02"), eval::day_state::compliant, true};
    batch const automatic = {{hourly("2025-04-01", 3), hourly("2025-04-02", 3), hourly("2025-04-03", 3)}, {}};
    auto both = automatic;
    both.days = {enforced};
    bring(together, both);
    bring(before, {{}, {enforced}});
    bring(before, automatic);
    bring(after, automatic);
    bring(after, {{}, {enforced}});
    for (auto const* s : {&together, &before, &after})
        CHECK(episodes(*s) == "2025-04-01..2025-04-01 open; 2025-04-03..2025-04-03 open");
    CHECK(together.loose.size() == 1);
    CHECK(actions(bring(together, both)) == "unchanged unchanged");
}

TEST_CASE("a ticket that has ended takes no new finding") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01")}, {}});
    s.tickets[0].state = tickets::state::dismissed;
    CHECK(actions(bring(s, {{daily("2025-04-01"), daily("2025-04-02")}, {}})) == "unchanged opened");
    CHECK(episodes(s) == "2025-04-01..2025-04-01 dismissed; 2025-04-02..2025-04-02 open");
    CHECK(actions(bring(s, {{hourly("2025-04-01", 5)}, {}})) == "updated");
    REQUIRE(s.tickets.size() == 2);
    auto const& live = s.tickets[s.tickets[0].state == tickets::state::open ? 0 : 1];
    CHECK(live.first_day == day("2025-04-01"));
    CHECK(live.last_day == day("2025-04-02"));
    CHECK(live.findings.size() == 2);
}

TEST_CASE("two tickets never have one name") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01")}, {}});
    s.tickets[0].state = tickets::state::dismissed;
    bring(s, {{hourly("2025-04-01", 5)}, {}});
    REQUIRE(s.tickets.size() == 2);
    CHECK(s.tickets[0].id != s.tickets[1].id);
}

TEST_CASE("an episode after a verified correction is a rebound for 90 days") {
    using kind = tickets::milestone::kind;
    auto const after = [](char const* on, std::vector<tickets::milestone> extra = {}, tickets::episode_rules rules = {}) {
        tickets::series_state s;
        s.milestones = {{"t-old", kind::ordered, day("2026-01-01")}, {"t-old", kind::corrected, day("2026-02-01")}};
        s.milestones.insert(s.milestones.end(), extra.begin(), extra.end());
        auto const done = bring(s, {{daily(on)}, {}}, rules);
        return actions(done) + " " + s.tickets.at(0).rebound_of.value_or("-");
    };
    CHECK(after("2026-02-01") == "opened -");      // begins on the day, not after it
    CHECK(after("2026-02-02") == "rebound t-old"); // the day after
    CHECK(after("2026-05-02") == "rebound t-old"); // 90 days
    CHECK(after("2026-05-03") == "opened -");      // 91 days
    CHECK(after("2026-05-03", {}, {120}) == "rebound t-old");
    CHECK(after("2026-01-15") == "opened -"); // between order and verification
    CHECK(after("2026-03-01", {{"t-two", kind::ordered, day("2026-02-20")}}) == "opened -");
    CHECK(after("2026-03-01", {{"t-two", kind::decided, day("2026-02-20")}}) == "rebound t-old");
}

TEST_CASE("between order and verification the new ticket says which order it contradicts") {
    tickets::series_state s;
    s.milestones = {{"t-old", tickets::milestone::kind::ordered, day("2026-01-01")}};
    auto const done = bring(s, {{daily("2026-01-15")}, {}});
    CHECK(done.events.at(0).facts.back() == std::pair<std::string, std::string>{"not_corrected_since_order_of", "t-old"});
}

TEST_CASE("two runs in either order give the same tickets") {
    batch const early = {{daily("2025-04-01"), daily("2025-04-02"), daily("2025-04-03")}, {}};
    batch const late = {{daily("2025-04-04"), daily("2025-04-08", "61")}, {compliant("2025-04-05"), undecided("2025-04-06")}};
    tickets::series_state a, b;
    bring(a, early);
    bring(a, late);
    bring(b, late);
    bring(b, early);
    CHECK(standing(a) == standing(b));
    CHECK(episodes(a) == "2025-04-01..2025-04-04 open; 2025-04-08..2025-04-08 open");
}

TEST_CASE("a thousand random orders of days give the episodes of one run") {
    std::mt19937 random(20261122);
    auto const start = day("2026-07-20");
    for (int round = 0; round < 1000; ++round) {
        std::vector<batch> days;
        batch all;
        for (int i = 0; i < 40; ++i) {
            auto const on = (start + i).text();
            batch one;
            switch (random() % 6) {
            case 0: one.days = {compliant(on.c_str())}; break;
            case 1: break; // no data
            case 2:
                one.findings = {daily(on.c_str(), "0", verdict::undetermined)};
                one.days = {undecided(on.c_str())};
                break;
            case 3: one.findings = {daily(on.c_str()), sample(on.c_str(), "enforcement", "S")}; break;
            case 4: one.findings = {sample(on.c_str(), "self_manual", "")}; break;
            default: one.findings = {daily(on.c_str()), hourly(on.c_str(), 7, "99")}; break;
            }
            all.findings.insert(all.findings.end(), one.findings.begin(), one.findings.end());
            all.days.insert(all.days.end(), one.days.begin(), one.days.end());
            days.push_back(std::move(one));
        }
        tickets::series_state whole, pieces;
        bring(whole, all);
        std::shuffle(days.begin(), days.end(), random);
        for (auto const& one : days) bring(pieces, one);
        REQUIRE(standing(pieces) == standing(whole));
        for (auto const& x : bring(pieces, all).actions) REQUIRE(x.action == tickets::action::unchanged);
    }
}

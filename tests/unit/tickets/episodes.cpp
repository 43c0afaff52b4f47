#include "unit/tickets/made.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using namespace huanchi::made;

TEST_CASE("the contract's example: two days over 50 mg/L are one ticket, and its worst is 80 mg/L, 0.60 times over") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01", "60"), daily("2025-04-02", "80")}, {}});
    REQUIRE(s.tickets.size() == 1);
    auto const& t = s.tickets[0];
    CHECK(episode(t).from.text() == "2025-04-01T00:00:00+08:00");
    CHECK(episode(t).to.text() == "2025-04-03T00:00:00+08:00");
    CHECK(violations(t) == 2);
    CHECK(t.undetermined == 0);
    CHECK(worst(t)->measured == "80");
    CHECK(worst(t)->exceedance == "0.60");
    REQUIRE(provisions(t).size() == 1);
    CHECK(provisions(t)[0].clause == "表1");
    REQUIRE(t.bases.size() == 1);
    CHECK(t.bases[0].law == "水污染防治法");
    CHECK(t.bases[0].duty == "第十条");
    CHECK(t.bases[0].penalty == "第八十三条第二项");
    CHECK(t.bases[0].fine_min == "100000");
    CHECK(t.bases[0].fine_max == "1000000");
    CHECK(t.bases[0].confidence == "high");
}

TEST_CASE("a day judged with all compliant ends the episode") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01"), daily("2025-04-03")}, {compliant("2025-04-02")}});
    CHECK(episodes(s) == "2025-04-01..2025-04-01 open; 2025-04-03..2025-04-03 open");
}

TEST_CASE("one natural day without a decisive judgement does not end it, two do") {
    tickets::series_state absent, undetermined, two;
    bring(absent, {{daily("2025-04-01"), daily("2025-04-03")}, {}});
    CHECK(episodes(absent) == "2025-04-01..2025-04-03 open");
    bring(undetermined, {{daily("2025-04-01"), daily("2025-04-03")}, {undecided("2025-04-02")}});
    CHECK(episodes(undetermined) == "2025-04-01..2025-04-03 open");
    bring(two, {{daily("2025-04-01"), daily("2025-04-04")}, {undecided("2025-04-02")}});
    CHECK(episodes(two) == "2025-04-01..2025-04-01 open; 2025-04-04..2025-04-04 open");
}

TEST_CASE("an undetermined day neither proves nor extends, but counts inside the episode") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01"), daily("2025-04-02", "0", eval::verdict::undetermined), daily("2025-04-03"),
               daily("2025-04-04", "0", eval::verdict::undetermined)},
              {undecided("2025-04-02"), undecided("2025-04-04")}});
    CHECK(episodes(s) == "2025-04-01..2025-04-03 open");
    CHECK(violations(s.tickets[0]) == 2);
    CHECK(s.tickets[0].undetermined == 1);
}

TEST_CASE("a policy that is not met opens no ticket") {
    tickets::series_state s;
    auto const done = bring(s, {{daily("2025-04-01", "80", eval::verdict::not_met)}, {undecided("2025-04-01")}});
    CHECK(s.tickets.empty());
    CHECK(done.actions.empty());
}

TEST_CASE("statistics and layers share an episode") {
    tickets::series_state s;
    auto permit = hourly("2025-04-02", 3);
    permit.provision = findings::provision{"permit.w01018", "许可证", "", "permit", "high"};
    permit.also_breached = {standard()};
    permit.violation_types = {"exceed_permit_concentration"};
    bring(s, {{daily("2025-04-01"), permit}, {}});
    REQUIRE(episodes(s) == "2025-04-01..2025-04-02 open");
    CHECK(s.tickets[0].violation_types == std::vector<std::string>{"exceed_discharge_standard", "exceed_permit_concentration"});
    CHECK(provisions(s.tickets[0]).size() == 2);
    REQUIRE(s.tickets[0].bases.size() == 2);
    CHECK(s.tickets[0].bases[1].law == "排污许可管理条例");
}

TEST_CASE("a change of the law in force ends the episode: 2026-08-14 and 2026-08-15 are judged by different laws") {
    tickets::series_state s;
    auto const done = bring(s, {{daily("2026-08-13"), daily("2026-08-14"), daily("2026-08-15"), daily("2026-08-16")}, {}});
    REQUIRE(episodes(s) == "2026-08-13..2026-08-14 open; 2026-08-15..2026-08-16 open");
    CHECK(s.tickets[0].bases.at(0).law == "水污染防治法");
    CHECK(s.tickets[1].bases.at(0).law == "生态环境法典");
    CHECK(s.tickets[1].bases.size() == 1);
    CHECK(actions(done) == "opened opened");
}

TEST_CASE("where the medium is unknown every law that may apply is named, with confidence low") {
    auto const rules = laws();
    tickets::legal_bases law(rules);
    auto const bases = law.on({"exceed_discharge_standard"}, "", day("2025-04-01"));
    REQUIRE(bases.size() == 2);
    CHECK(bases[0].confidence == "low");
    CHECK(law.on({"exceed_discharge_standard"}, "air", day("2025-04-01")).at(0).law == "大气污染防治法");
    CHECK(law.on({"exceed_discharge_standard"}, "air", day("2015-04-01")).empty());
}

TEST_CASE("each manual sampling event is its own episode, beside the automatic data") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01"), daily("2025-04-02"), sample("2025-04-02", "enforcement", "S1"),
               sample("2025-04-02", "enforcement", "S2", 14)},
              {}});
    REQUIRE(episodes(s) == "2025-04-01..2025-04-02 open; 2025-04-02..2025-04-02 open; 2025-04-02..2025-04-02 open");
    std::vector<std::string> samples;
    for (auto const& t : s.tickets) samples.push_back(t.sample_id);
    std::sort(samples.begin(), samples.end());
    CHECK(samples == std::vector<std::string>{"", "S1", "S2"});
}

TEST_CASE("a sample without a number is told apart by its time, and a number used again by its day") {
    tickets::series_state s;
    bring(s, {{sample("2025-04-01", "self_manual", "", 9), sample("2025-04-01", "self_manual", "", 15),
               sample("2025-04-02", "commissioned", "1"), sample("2025-05-02", "commissioned", "1")},
              {}});
    CHECK(s.tickets.size() == 4);
}

TEST_CASE("windows longer than a day are no statement about single days") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-10"), monthly("2025-04-01", "2025-05-01"), monthly("2025-05-01", "2025-06-01"),
               monthly("2025-07-01", "2025-08-01")},
              {compliant("2025-04-11")}});
    CHECK(episodes(s) == "2025-04-01..2025-05-31 open; 2025-04-10..2025-04-10 open; 2025-07-01..2025-07-31 open");
}

TEST_CASE("a month that ends after the law has changed is judged by the law of its last day") {
    tickets::series_state s;
    bring(s, {{monthly("2026-07-01", "2026-08-01"), monthly("2026-08-01", "2026-09-01")}, {}});
    REQUIRE(s.tickets.size() == 2);
    CHECK(s.tickets[0].bases.at(0).law == "水污染防治法");
    CHECK(s.tickets[1].bases.at(0).law == "生态环境法典");
}

TEST_CASE("an episode ends at service of an order: the day of service still belongs to it") {
    tickets::series_state s;
    bring(s, {{daily("2026-03-01")}, {}});
    s.tickets[0].state = tickets::state::ordered;
    s.milestones = {{s.tickets[0].id, tickets::milestone::kind::ordered, day("2026-03-02")}};
    auto const done = bring(s, {{daily("2026-03-02"), daily("2026-03-03")}, {}});
    CHECK(episodes(s) == "2026-03-01..2026-03-02 ordered; 2026-03-03..2026-03-03 open");
    CHECK(actions(done) == "updated opened");
}

TEST_CASE("the worst is found by the exact excess, and the earliest of equals is taken") {
    tickets::series_state s;
    bring(s, {{daily("2025-04-01", "60"), daily("2025-04-02", "79.99999999999"), daily("2025-04-03", "80"),
               daily("2025-04-04", "80")},
              {}});
    CHECK(worst(s.tickets.at(0))->finding == "f-2025-04-03");
}

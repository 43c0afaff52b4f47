// How the tickets of a run stand to what was there before it, and why.
#include "unit/store/made_store.hpp"

using namespace huanchi;
using namespace huanchi::made;
using eval::verdict;

namespace {

model::rulebook laws_of(char const* digest) {
    auto rules = laws();
    rules.digest = digest;
    return rules;
}

void apply_by(store::ticket_store& s, findings::check_result const& r, char const* rules) {
    auto const done = s.apply(r, laws_of(rules), at("2026-01-02T08:00:00+08:00"));
    if (!done) FAIL(done.error().what);
}

// "absent site-a: data (1 finding); …" a line.
std::string told(store::ticket_store const& s, std::optional<std::int64_t> run = {}) {
    auto const c = s.comparison(run);
    REQUIRE(c);
    REQUIRE(*c);
    std::string all;
    for (auto const& t : (*c)->tickets) {
        all += t.outcome + " " + t.series.enterprise_id + ":";
        for (auto const& r : t.reasons)
            all += " " + r.why.kind + "=" + std::to_string(r.findings) +
                   (r.why.before.empty() ? "" : " (" + r.why.before + " > " + r.why.after + ")");
        all += "\n";
    }
    return all;
}

findings::finding with_limit(findings::finding f, char const* max) {
    f.limit->max = max;
    f.provision->id = "GB18918.表1.w01018";
    return f;
}

// An hour that a daily mean rests on, too.
findings::finding hour_with_trace(char const* on, int hour, char const* statistic, verdict v = verdict::violation) {
    auto f = hourly(on, hour, "80", v);
    f.statistic = statistic;
    f.id += statistic;
    findings::trace t;
    t.values = {{f.period, "80 mg/L", "80", {}, {}, "", {{0, 1}}}};
    f.trace = std::make_shared<findings::trace const>(t);
    return f;
}

} // namespace

TEST_CASE("new, unchanged, updated: what a run did with each ticket") {
    auto s = in_memory();
    auto const a = at_site(daily("2025-04-01"), "site-a"), b = at_site(daily("2025-04-01"), "site-b");
    apply(s, result({a, b}));
    CHECK(told(s) == "new site-a: first=1\nnew site-b: first=1\n");
    apply(s, result({a, at_site(daily("2025-04-01", "90"), "site-b"), at_site(daily("2025-04-01"), "site-c")}));
    CHECK(told(s) == "updated site-b: data=1\nnew site-c: first=1\nunchanged site-a:\n");
    auto const runs = s.runs();
    REQUIRE(runs);
    REQUIRE(runs->size() == 2);
    CHECK(runs->at(1).counts->is_new == 1);
    CHECK(runs->at(1).counts->updated == 1);
    CHECK(runs->at(1).counts->unchanged == 1);
    CHECK(runs->at(1).counts->absent == 0);
    CHECK(told(s, 1) == "new site-a: first=1\nnew site-b: first=1\n");
    CHECK(s.comparison(1)->value().before == std::nullopt);
    CHECK(s.comparison(2)->value().before->key == 1);
    CHECK_FALSE(*s.comparison(3));
}

TEST_CASE("corrected data take the ticket away: absent, because of the data") {
    auto s = in_memory();
    apply(s, result({daily("2025-04-01")}));
    apply(s, result({daily("2025-04-01", "40", verdict::compliant)}, {day_of("2025-04-01", eval::day_state::compliant)}));
    CHECK(told(s) == "absent site-a: data=1\n");
    CHECK(s.comparison()->value().tickets.at(0).moves == std::vector<std::string>{"correct", "propose"});
    apply(s, result({daily("2025-04-01", "40", verdict::compliant)}, {day_of("2025-04-01", eval::day_state::compliant)}));
    CHECK(told(s) == "absent site-a: data=1\n"); // still, and still for that reason
}

TEST_CASE("a changed rule takes the ticket away: absent, because of the rule") {
    auto s = in_memory();
    apply_by(s, result({with_limit(daily("2025-04-01"), "50")}), "sha256:1");
    apply_by(s,
             result({with_limit(daily("2025-04-01", "80", verdict::compliant), "100")},
                    {day_of("2025-04-01", eval::day_state::compliant)}),
             "sha256:2");
    CHECK(told(s) == "absent site-a: rules=1 (GB18918.表1.w01018 ≤ 50 mg/L > GB18918.表1.w01018 ≤ 100 mg/L)\n");
}

TEST_CASE("a changed registration takes the ticket away: absent, because of what is on file") {
    auto s = in_memory();
    apply_by(s, result({with_limit(daily("2025-04-01"), "50")}), "sha256:1");
    apply_by(s,
             result({with_limit(daily("2025-04-01", "80", verdict::compliant), "100")},
                    {day_of("2025-04-01", eval::day_state::compliant)}),
             "sha256:1");
    CHECK(told(s) == "absent site-a: facilities=1 (GB18918.表1.w01018 ≤ 50 mg/L > GB18918.表1.w01018 ≤ 100 mg/L)\n");
}

TEST_CASE("what is not given again is not covered, and not absent") {
    auto s = in_memory();
    apply(s, result({at_site(daily("2025-04-01"), "site-a"), at_site(daily("2025-04-01"), "site-b"), daily("2025-08-01")}));
    apply(s, result({at_site(daily("2025-04-01"), "site-b")}));
    CHECK(told(s) == "unchanged site-b:\n");
    apply(s, result({at_site(daily("2025-04-02"), "site-b")}));
    CHECK(told(s) == "updated site-b: first=1\n");
    CHECK(s.list({.proposal = "withdraw"})->empty());
    // Another hour of the same day says nothing of the first.
    apply(s, result({hour_with_trace("2025-09-01", 3, "hourly_mean")}));
    apply(s, result({hour_with_trace("2025-09-01", 4, "hourly_mean", verdict::compliant)},
                    {day_of("2025-09-01", eval::day_state::compliant)}));
    CHECK(s.list({.proposal = "withdraw"})->empty());
}

TEST_CASE("data that are given again, and judged as something else, leave the ticket without findings: absent") {
    auto s = in_memory();
    apply_by(s, result({hour_with_trace("2025-09-01", 3, "hourly_mean")}), "sha256:1");
    auto const id = s.list({})->at(0).id;
    apply_by(s,
             result({hour_with_trace("2025-09-01", 3, "two_hour_mean", verdict::compliant)},
                    {day_of("2025-09-01", eval::day_state::compliant)}),
             "sha256:2");
    CHECK(told(s) == "absent site-a: rules=1 (GB18918.表1.w01018 ≤ 50 mg/L > )\n");
    auto const t = shown(s, id);
    CHECK(t.proposal == "withdraw");
    CHECK(t.findings.at(0).verdict == "not_applicable");
    CHECK_FALSE(s.verify()->broken);
    // By the first rules again it is found again.
    apply_by(s, result({hour_with_trace("2025-09-01", 3, "hourly_mean")}), "sha256:1");
    CHECK(shown(s, id).proposal.empty());
    CHECK(told(s).starts_with("updated site-a: rules=1"));
    CHECK_FALSE(s.verify()->broken);
}

TEST_CASE("windows that a run left open are not judged, and not absent") {
    auto s = in_memory();
    apply(s, result({with_trace(daily("2025-04-01"))}));
    auto two_hours = result({}, {});
    for (int h : {0, 1}) two_hours.findings.push_back(hour_with_trace("2025-04-01", h, "hourly_mean", verdict::compliant));
    two_hours.data_end = base::moment::parse("2025-04-01T02:00").value();
    apply(s, two_hours);
    CHECK(s.list({.proposal = "withdraw"})->empty());
    two_hours.data_end = base::moment::parse("2025-04-02T00:00").value();
    apply(s, two_hours);
    CHECK(told(s) == "absent site-a: facilities=1 (GB18918.表1.w01018 ≤ 50 mg/L > )\n");
}

TEST_CASE("runs of before comparisons were kept have none") {
    folder const here;
    auto const path = here.file("t.db");
    {
        auto s = store::ticket_store::open(path);
        apply(*s, result({daily("2025-04-01")}));
    }
    make_older(path, 4);
    auto const s = store::ticket_store::open(path);
    REQUIRE(s);
    CHECK_FALSE(s->runs()->at(0).counts);
    CHECK((*s->comparison())->tickets.empty());
}

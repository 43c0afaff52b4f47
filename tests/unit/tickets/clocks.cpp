// Deadlines, daily fines and cases: what is computed from the course of tickets.
#include "tickets/cases.hpp"
#include "tickets/daily_fines.hpp"
#include "tickets/deadlines.hpp"

#include "unit/tickets/made.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using namespace huanchi::made;
using tickets::clock;
using tickets::course;

namespace {

course fined(char const* amount, std::vector<tickets::inspection> inspections) {
    course c;
    c.orders.push_back({day("2026-09-01"), "责改1", day("2026-09-01"), ""});
    if (*amount) c.decision = tickets::paper{day("2026-09-15"), "罚1", day("2026-09-16"), amount};
    c.inspections = std::move(inspections);
    return c;
}

model::deadline rule(char const* id, char const* from, int count, model::span_unit in, char const* met_by) {
    model::deadline l;
    l.id = id;
    l.from = from;
    l.count = count;
    l.in = in;
    l.met_by = {met_by};
    return l;
}

// The clock of one rule on a day, and when it is due.
std::string said(model::deadline const& l, std::vector<tickets::dated_event> events, char const* on,
                 tickets::state s = tickets::state::ordered) {
    model::rulebook rules;
    rules.documents.emplace_back();
    rules.deadlines = {l};
    tickets::ticket t;
    t.state = s;
    t.last_day = day("2026-02-28");
    t.course.events = std::move(events);
    base::work_calendar calendar;
    // National Day 2026: 1 to 7 October off, Saturday 10 October worked.
    std::vector<base::date> holidays;
    for (auto d = day("2026-10-01"); d <= day("2026-10-07"); d = d + 1) holidays.push_back(d);
    calendar.add(day("2026-09-01"), day("2027-01-01"), holidays, {day("2026-10-10")});
    auto const all = tickets::deadlines_of(t, rules, calendar, day(on));
    return all.empty() ? "none"
                       : std::string(text(all.front().clock)) + " " + (all.front().due ? all.front().due->text() : "?");
}

tickets::basis law(char const* name, char const* article, char const* min, char const* max) {
    return {name, "", article, min, max, "元", {}, "high"};
}

} // namespace

TEST_CASE("daily fines: 2 to 20 September are 19 days, found again on 10 October 20 more") {
    auto f = tickets::daily_fines_of(fined("200000", {{day("2026-09-20"), "not_corrected", 1}}));
    CHECK(f.days == 19);
    CHECK(f.stretches.at(0).from == day("2026-09-02"));
    CHECK(f.stretches.at(0).to == day("2026-09-20"));
    CHECK(f.amount->exact_text() == "3800000");
    f = tickets::daily_fines_of(
        fined("200000", {{day("2026-09-20"), "not_corrected", 1}, {day("2026-10-10"), "obstructed", 2}}));
    CHECK(f.stretches.at(1).days == 20);
    CHECK(f.days == 39);
    CHECK(f.amount->exact_text() == "7800000");
}

TEST_CASE("daily fines: none once it is found corrected, and none without an original decision") {
    auto f = tickets::daily_fines_of(
        fined("200000", {{day("2026-09-20"), "corrected", 1}, {day("2026-10-10"), "not_corrected", 2}}));
    CHECK(f.days == 0);
    CHECK(f.amount->exact_text() == "0");
    CHECK(f.ended_by == "corrected");
    f = tickets::daily_fines_of(fined("", {{day("2026-09-20"), "not_corrected", 1}}));
    CHECK(f.missing == std::vector<std::string>{"no_decision"});
    CHECK_FALSE(f.amount);
    auto unserved = fined("200000", {{day("2026-09-20"), "not_corrected", 1}});
    unserved.orders.front().served.reset();
    f = tickets::daily_fines_of(unserved);
    CHECK(f.missing == std::vector<std::string>{"no_order_served"});
    CHECK_FALSE(f.amount);
}

TEST_CASE("daily fines: a halt of production ends them") {
    auto c = fined("200000", {{day("2026-09-20"), "not_corrected", 1}, {day("2026-10-10"), "not_corrected", 2}});
    c.halts.push_back({day("2026-09-25"), "停产1", day("2026-09-26"), ""});
    auto const f = tickets::daily_fines_of(c);
    CHECK(f.days == 19 + 6); // 21 to 26 September
    CHECK(f.ended_by == "halted");
    CHECK(f.ended_on == day("2026-09-26"));
}

TEST_CASE("daily fines: a new order after the correction starts a new count") {
    auto c = fined("200000", {{day("2026-09-20"), "corrected", 1}, {day("2026-10-10"), "not_corrected", 2}});
    c.orders.push_back({day("2026-10-01"), "责改2", day("2026-10-03"), ""});
    auto const f = tickets::daily_fines_of(c);
    CHECK(f.days == 7); // 4 to 10 October
}

TEST_CASE("deadlines count days, working days, months and years after the event") {
    using enum model::span_unit;
    auto const decision = rule("处罚决定", "filed", 90, days, "decided");
    CHECK(said(decision, {{"filed", day("2026-09-01")}}, "2026-09-02") == "running 2026-11-30");
    CHECK(said(decision, {{"filed", day("2026-09-01")}}, "2026-11-27") == "due_soon 2026-11-30");
    CHECK(said(decision, {{"filed", day("2026-09-01")}}, "2026-11-30") == "due_soon 2026-11-30");
    CHECK(said(decision, {{"filed", day("2026-09-01")}}, "2026-12-01") == "overdue 2026-11-30");
    CHECK(said(decision, {{"filed", day("2026-09-01")}, {"decided", day("2026-11-30")}}, "2026-12-01") == "met 2026-11-30");
    CHECK(said(decision, {{"filed", day("2026-09-01")}, {"decided", day("2026-12-01")}}, "2026-12-02") ==
          "met_late 2026-11-30");
    CHECK(said(decision, {}, "2026-12-01") == "none");
    // 30 September, 8, 9, 10 (worked), 12, 13, 14 October
    CHECK(said(rule("送达", "decided", 7, workdays, "decision_served"), {{"decided", day("2026-09-29")}}, "2026-10-01") ==
          "running 2026-10-14");
    CHECK(said(rule("送达", "decided", 7, workdays, "decision_served"), {{"decided", day("2027-03-01")}}, "2027-03-02") ==
          "unknown ?");
    CHECK(said(rule("诉讼", "decision_served", 6, months, "heard"), {{"decision_served", day("2026-08-31")}}, "2026-09-01") ==
          "running 2027-02-28");
    CHECK(said(rule("时效", "act_ended", 2, years, "opened"), {}, "2026-09-01") == "running 2028-02-28");
}

TEST_CASE("deadlines: the last event counts, and what has ended or is closed rests") {
    using enum model::span_unit;
    auto const inspect = rule("复查", "order_served", 30, days, "inspected");
    std::vector<tickets::dated_event> const twice{
        {"order_served", day("2026-09-01")}, {"inspected", day("2026-09-20")}, {"order_served", day("2026-09-21")}};
    CHECK(said(inspect, twice, "2026-09-22") == "running 2026-10-21");
    CHECK(said(inspect, twice, "2026-12-22", tickets::state::dismissed) == "suspended 2026-10-21");
    // The penalty goes on when the ticket is closed.
    CHECK(said(rule("处罚决定", "filed", 90, days, "decided"), {{"filed", day("2026-09-01")}}, "2026-12-22",
               tickets::state::closed) == "overdue 2026-11-30");
}

TEST_CASE("of laws that concur the highest range counts, and none are added") {
    tickets::ticket a, b;
    a.id = "t-a", b.id = "t-b";
    a.first_day = a.last_day = day("2026-05-01");
    b.first_day = b.last_day = day("2026-05-02");
    a.bases = {law("大气污染防治法", "第九十九条", "100000", "1000000"),
               law("排污许可管理条例", "第三十四条", "200000", "1000000")};
    b.bases = {law("大气污染防治法", "第九十九条", "100000", "1000000"), law("某条例", "第一条", "", "")};
    auto const s = tickets::sheet_of("c-1", {b, a}, {});
    CHECK(s.tickets.front().id == "t-a");
    CHECK(s.bases.size() == 3);
    CHECK(s.bases.at(*s.highest).law == "排污许可管理条例");
    CHECK(s.last == day("2026-05-02"));
}

TEST_CASE("priors are decisions served within two years before the act, on the same article") {
    tickets::ticket now, before;
    now.id = "t-now", before.id = "t-before";
    now.first_day = now.last_day = day("2026-05-01");
    now.bases = before.bases = {law("大气污染防治法", "第九十九条", "100000", "1000000")};
    now.violation_types = before.violation_types = {"exceed_discharge_standard"};
    auto const count = [&](char const* served) {
        before.course.decision = tickets::paper{day("2024-01-01"), "罚1", day(served), "100000"};
        return tickets::sheet_of("c-1", {now}, {before}).priors.size();
    };
    CHECK(count("2024-04-30") == 0);
    CHECK(count("2024-05-01") == 1);
    CHECK(count("2026-04-30") == 1);
    CHECK(count("2026-05-01") == 0);
    before.bases = {law("生态环境法典", "第一千一百零七条", "100000", "1000000")};
    before.course.decision->served = day("2026-04-01");
    auto const s = tickets::sheet_of("c-1", {now}, {before});
    CHECK_FALSE(s.priors.at(0).same_article);
    before.course.decision->served.reset();
    CHECK(tickets::sheet_of("c-1", {now}, {before}).priors.empty());
}

TEST_CASE("tickets of one outlet whose episodes touch are proposed as one case") {
    auto const of = [](char const* id, char const* outlet, char const* first, char const* last) {
        tickets::summary s;
        s.id = id;
        s.series = {"site-a", outlet, "w01018", "concentration"};
        s.first_day = day(first);
        s.last_day = day(last);
        return s;
    };
    auto const groups = tickets::proposed_cases(
        {of("t-1", "DW001", "2026-05-01", "2026-05-03"), of("t-2", "DW001", "2026-05-04", "2026-05-04"),
         of("t-3", "DW001", "2026-05-06", "2026-05-06"), of("t-4", "DW002", "2026-05-04", "2026-05-04")});
    REQUIRE(groups.size() == 1);
    CHECK(groups.at(0).size() == 2);
    CHECK(groups.at(0).at(1).id == "t-2");
}

// Cases at the edges of limits. That they agree with the executor is shown beside executors that have been made wrong on
// purpose: each kind of mistake is seen.
#include "analysis/boundaries.hpp"
#include "book.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace analysed;
using analysis::boundary_kind;

namespace {

analysis::boundary_report tried(book const& b, plan::plan const& by, bool keep = false) {
    return analysis::try_boundaries(b.rules, by, {*base::date::parse("2026-06-01"), keep, {}});
}
analysis::boundary_report tried(book const& b) {
    return tried(b, b.plan);
}

std::vector<std::string> titles(analysis::boundary_report const& r) {
    std::vector<std::string> all;
    for (auto const& d : r.disagreements) all.push_back(d.title);
    return all;
}
bool any_has(std::vector<std::string> const& all, std::string_view part) {
    return std::any_of(all.begin(), all.end(), [&](auto const& t) { return t.find(part) != std::string::npos; });
}

std::string const ammonia = table("氨氮 <= 5 mg/L when 水温 > 12 ℃\n氨氮 <= 8 mg/L when 水温 <= 12 ℃");

} // namespace

TEST_CASE("a limit is tried at its bound, at the values of its conditions and at the ends of its dates") {
    auto const r = tried(book(ammonia));
    CHECK(r.limits == 2);
    CHECK(r.disagreements.empty());
    CHECK(r.not_comparable == 0);
    CHECK(r.by_kind.at(boundary_kind::bound) == 6);     // the bound and one unit to each side, of two limits
    CHECK(r.by_kind.at(boundary_kind::condition) == 6); // below, at and above 12 ℃
    CHECK(r.by_kind.at(boundary_kind::date) == 4);      // the day before 2000-01-01 and that day
    // 75 % of 24 hours are 18: 17, 18 and 19, weighted by flow and plainly.
    CHECK(r.by_kind.at(boundary_kind::validity) == 12);
    CHECK(r.cases == 28);
    CHECK(r.agreed == 28);
}

TEST_CASE("ranges, strict bounds, bounds after rounding and what may not be there are tried too") {
    for (std::string const row : {"pH in 6..9", "氨氮 < 5 mg/L", "氨氮 >= 5.0 mg/L", "氨氮 <= 5 mg/L rounded 1",
                                  "烷基汞 not_detected mg/L", "化学需氧量 <= 50000 μg/L"}) {
        CAPTURE(row);
        auto const r = tried(book(table(row)));
        CHECK(r.disagreements.empty());
        CHECK(r.agreed == r.cases);
        CHECK(r.by_kind.at(boundary_kind::bound) >= 2);
    }
    // 5, 5.5 (the middle, rounded to the even 6 and so beyond) and a unit to each side of both.
    CHECK(tried(book(table("氨氮 <= 5 mg/L rounded 1"))).by_kind.at(boundary_kind::bound) == 6);
}

TEST_CASE("a corrected value is tried at the reference state and beside it") {
    auto const r =
        tried(book("limits 表1 of 甲 \"表\" {\n  medium air\n  judge hourly_mean\n  correct 氧折算\n  value:\n  reference "
                   "基准氧含量 = 9 %\n  二氧化硫 <= 50 mg/m³\n}\n"));
    CHECK(r.disagreements.empty());
    CHECK(r.by_kind.at(boundary_kind::correction) == 3);
}

TEST_CASE("a table that stands back where another applies is tried to both sides of that") {
    auto const r = tried(book(table("氨氮 <= 5 mg/L", "  where 级别 in (一级A, 一级B)\n") +
                              table("氨氮 <= 3 mg/L", "  where 级别 = 一级A\n  displaces 表1\n", "表2")));
    CHECK(r.disagreements.empty());
    CHECK(r.limits == 2);
}

TEST_CASE("where another limit of the factor is broken first, a limit that is met is not compared") {
    auto const r = tried(book(table("氨氮 <= 5 mg/L") + table("氨氮 <= 3 mg/L", "", "表2")));
    CHECK(r.disagreements.empty());
    CHECK(r.not_comparable > 0);
    CHECK(r.agreed + r.not_comparable == r.cases);
}

TEST_CASE("a condition that the executor forgets is seen at its edge") {
    book const b(ammonia);
    auto wrong = b.plan;
    for (auto& step : wrong.limits) step.of_datum.clear();
    auto const r = tried(b, wrong);
    CHECK(any_has(titles(r), "temperature = 12 ℃"));
    auto const& d = r.disagreements.front();
    CHECK(d.test.find("expect " + d.expected) != std::string::npos);
}

TEST_CASE("a displacement that the executor forgets is seen") {
    book const b(table("氨氮 <= 5 mg/L", "  where 级别 in (一级A, 一级B)\n") +
                 table("氨氮 <= 3 mg/L", "  where 级别 = 一级A\n  displaces 表1\n", "表2"));
    auto wrong = b.plan;
    for (auto& displacers : wrong.displacers) displacers.clear();
    CHECK(any_has(titles(tried(b, wrong)), "grade = 一级A"));
}

TEST_CASE("one valid value more or less than the rule needs is seen") {
    book const b(table("氨氮 <= 5 mg/L"));
    auto wrong = b.plan;
    for (auto& s : wrong.statistics)
        for (auto& d : s.derives) d.need = 70; // of 24 hours 17 instead of 18
    auto const r = tried(b, wrong);
    CHECK(r.disagreements.size() == 2);
    CHECK(any_has(titles(r), "有效值 17 个，需 18 个"));
}

TEST_CASE("limits of which nothing can be tried are named with the reason") {
    auto const r = tried(book(table("氨氮 <= 5 mg/L status suspended") +
                              "limits 表2 of 甲 \"表\" {\n  medium water\n  judge annual_total\n  quantity mass\n  value:\n  "
                              "化学需氧量 <= 50 t\n}\n"));
    CHECK(r.cases == 0);
    REQUIRE(r.without.size() == 2);
    CHECK(r.without[0].second == "not_in_force");
    CHECK(r.without[1].second == "no_statistic");
}

TEST_CASE("the cases as tests say the same when they are read as rules") {
    book const b(ammonia);
    std::string text = ammonia;
    auto const r = tried(b, b.plan, true);
    CHECK(r.tests.size() == r.cases);
    for (auto const& t : r.tests) text += t;
    book const with_tests(text);
    auto const run = findings::run_tests(with_tests.rules, with_tests.plan);
    CHECK(run.outcomes.size() == r.cases);
    CHECK(run.passed == r.cases);
}

TEST_CASE("a formula over records of the day is tried with records that keep the value, that double it, and without any") {
    book const b(
        "record 日水量 {\n  field 日期 date date_type\n  field 水量 volume measured_in \"m³\"\n}\n"
        "record 日产量 {\n  field 日期 date date_type\n  field 产品 product one_of 甲, 乙\n  field 产量 mass measured_in "
        "\"t\"\n}\n"
        "formula 水量折算 volume_correction of 甲 \"折算\" {\n  given 实测值\n  let 水 = sum(日水量, 水量)\n"
        "  let 基准 = sum(日产量, 产量, 产品 = 甲) / 200000000 mg/m³\n  need 基准 > 0 m³\n  result 实测值 when 水 <= 基准\n"
        "  result 实测值 * 水 / 基准\n  at_least 实测值\n}\n" +
        table("氨氮 <= 5 mg/L", "  correct 水量折算\n"));
    auto const r = tried(b, b.plan, true);
    CHECK(r.limits == 1);
    CHECK(r.without.empty());
    CHECK(r.disagreements.empty());
    CHECK(r.by_kind.at(boundary_kind::bound) == 3);
    CHECK(r.by_kind.at(boundary_kind::correction) == 4); // the bound and a unit to each side, and a breach without records
    CHECK(any_has(r.tests, "given 日产量 {"));
    // An executor that leaves the records aside is seen to be wrong.
    auto wrong = b.plan;
    for (auto& f : wrong.formulas)
        for (auto& x : f.results) x = f.results.front();
    CHECK(any_has(titles(tried(b, wrong)), "按当日记录折算后"));
}

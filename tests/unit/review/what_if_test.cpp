// What would turn a judgement: values, data taken out, missing attributes, each by hand. At 6 % oxygen and a reference of 3.5 %
// a value as read is multiplied by 17.5 / 15 = 7 / 6.
#include "loaded_book.hpp"

#include "findings/check.hpp"
#include "review/what_if.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace huanchi;
using eval::verdict;

namespace {

loaded::book const& book() {
    static loaded::book const b(R"(limits 表1 of 甲 "废气" {
  medium  air
  judge   hourly_mean
  correct 氧折算
  value:
  reference 基准氧含量 = 3.5 %
  二氧化硫   <=    50   mg/m³
  颗粒物     <     30   mg/m³  as_measured
}
limits 表2 of 甲 "废水" {
  medium  water
  judge   daily_mean
  value:
  化学需氧量   <=    50   mg/L
  pH           in   6..9
  氨氮         <=     5   mg/L  when 水温 > 12 ℃
  氨氮         <=     8   mg/L  when 水温 <= 12 ℃
}
limits 表3 of 甲 "级别" {
  medium  water
  judge   daily_mean
  by 级别:     一级A  一级B
  总磷   <=    0.5    1     mg/L
}
limits 表4 of 甲 "修约" {
  medium  air
  judge   hourly_mean
  value:
  汞   <=    50   mg/m³  rounded 1
}
)");
    return b;
}

constexpr char const* sites = R"([{"id": "E1", "outlets": [{"id": "W", "medium": "water"}, {"id": "A", "medium": "air"}]}])";

review::what_if of(std::string const& rows, std::string const& statistic = "") {
    auto const folder = std::filesystem::temp_directory_path() / ("huanchi-what-if-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    auto const put = [&](char const* name, std::string const& text) {
        std::ofstream(folder / name, std::ios::binary) << text;
        return (folder / name).string();
    };
    findings::check_request q;
    q.facilities = put("sites.json", sites);
    q.data = {put("data.csv", "enterprise_id,outlet_id,time,factor,value,unit,interval,o2,temperature,flag\n" + rows)};
    q.all = q.trace = true;
    auto const ours = findings::check(book().rules, book().plan, q);
    REQUIRE(ours);
    REQUIRE(ours->rejected == 0);
    auto const f = std::find_if(ours->findings.begin(), ours->findings.end(),
                                [&](auto const& x) { return statistic.empty() || x.statistic == statistic; });
    REQUIRE(f != ours->findings.end());
    auto const known = facts::read_facilities(sites, "sites", book().rules);
    REQUIRE(known);
    auto const data = review::rows_of_outlet(f->outlet_index, q.data, q.reading, {}, book().rules, *known);
    REQUIRE(data);
    auto const turns = review::turns_of(*f, book().plan, book().rules, {*known, *data, {}, {}, ours->data_end, {}});
    std::filesystem::remove_all(folder);
    return turns;
}

std::string air(char const* factor, char const* value, char const* oxygen) {
    return std::string("E1,A,2026-05-01 08:00,") + factor + "," + value + ",mg/m3,hour," + oxygen + ",,N\n";
}
std::string water(char const* factor, char const* value, char const* temperature = "") {
    return std::string("E1,W,2026-05-01,") + factor + "," + value + (factor == std::string("pH") ? "," : ",mg/L") + ",day,," +
           temperature + ",N\n";
}
// The hours of a day: 48 mg/L, but for the last `n`.
std::string hours(char const* other, int n, char const* flag) {
    std::string out;
    for (int h = 0; h < 24; ++h)
        out += std::string("E1,W,2026-05-01 ") + (h < 10 ? "0" : "") + std::to_string(h) + ":00,化学需氧量," +
               (h < 24 - n ? "48" : other) + ",mg/L,hour,,," + (h < 24 - n ? "N" : flag) + "\n";
    return out;
}

} // namespace

TEST_CASE("a corrected value: the bound, and what is read at the oxygen given") {
    auto const w = of(air("二氧化硫", "50", "6")); // 58.33
    CHECK(w.finding.verdict == verdict::violation);
    REQUIRE(w.values.size() == 1);
    auto const& t = w.values.front();
    CHECK(t.value == "50");
    CHECK(t.passes_at);
    CHECK(t.as_read == "42.857143");
    CHECK(t.as_read_exact == "300/7");
    CHECK(t.auxiliary == "6 %");
    CHECK(t.last_passing == "42");  // 49
    CHECK(t.first_failing == "43"); // 50.17
    CHECK(t.passing_verdict == verdict::compliant);
    CHECK(t.failing_verdict == verdict::violation);
}

TEST_CASE("what passes has the same turn") {
    auto const w = of(air("二氧化硫", "40.0", "6"));
    CHECK(w.finding.verdict == verdict::compliant);
    REQUIRE(w.values.size() == 1);
    CHECK(w.values.front().last_passing == "42.8");
    CHECK(w.values.front().first_failing == "42.9");
    CHECK(w.values.front().failing_verdict == verdict::violation);
    CHECK_FALSE(w.without);
}

TEST_CASE("a bound that is exceeded where it is reached") {
    auto const w = of(air("颗粒物", "20", ""));
    REQUIRE(w.values.size() == 1);
    CHECK_FALSE(w.values.front().passes_at);
    CHECK(w.values.front().last_passing == "29");
    CHECK(w.values.front().first_failing == "30");
    CHECK(w.values.front().passing_verdict == verdict::compliant);
    CHECK(w.values.front().failing_verdict == verdict::violation);
}

TEST_CASE("a range turns at both ends") {
    auto const w = of(water("pH", "9.2"));
    REQUIRE(w.values.size() == 2);
    CHECK_FALSE(w.values[0].upper);
    CHECK(w.values[0].last_passing == "6.0");
    CHECK(w.values[0].first_failing == "5.9");
    CHECK(w.values[0].failing_verdict == verdict::violation);
    CHECK(w.values[1].last_passing == "9.0");
    CHECK(w.values[1].first_failing == "9.1");
}

TEST_CASE("rounding half to even is in the turn: 50.5 rounds to 50") {
    auto const w = of(air("汞", "52.0", ""));
    REQUIRE(w.values.size() == 1);
    CHECK(w.values.front().value == "50.5");
    CHECK(w.values.front().passes_at);
    CHECK(w.values.front().last_passing == "50.5");
    CHECK(w.values.front().first_failing == "50.6");
    CHECK(w.values.front().passing_verdict == verdict::compliant);
    CHECK(w.values.front().failing_verdict == verdict::violation);
}

TEST_CASE("the hours without which a day passes, as few as will do") {
    auto const w = of(hours("90", 2, "N")); // 22 × 48 + 2 × 90 over 24 is 51.5; without one, 1146 / 23 is 49.83
    CHECK(w.finding.verdict == verdict::violation);
    REQUIRE(w.without);
    CHECK(w.without->periods.size() == 1);
    CHECK(w.without->periods.front().from.text() == "2026-05-01T22:00:00+08:00");
    CHECK(w.without->verdict == verdict::compliant);
}

TEST_CASE("a day whose marked hours would have broken it") {
    auto const w = of(hours("450", 2, "D")); // with them 22 × 48 + 2 × 450 over 24 is 81.5
    CHECK(w.finding.verdict == verdict::compliant);
    CHECK(w.with_marked == verdict::violation);
}

TEST_CASE("the datum that is missing, and the values at which it matters") {
    auto const w = of(water("氨氮", "6"));
    CHECK(w.finding.verdict == verdict::undetermined);
    bool passes = false, fails = false;
    for (auto const& a : w.assumed) {
        CHECK(a.field == "temperature");
        if (a.band == "temperature > 12 ℃") fails = a.verdict == verdict::violation && a.limit->max == "5";
        if (a.band == "temperature <= 12 ℃" || a.band == "temperature < 12 ℃") passes = a.verdict == verdict::compliant;
    }
    CHECK(passes);
    CHECK(fails);
    // 5 and 8 are both turns.
    CHECK(w.values.size() == 2);
}

TEST_CASE("the attribute of the outlet that is missing") {
    auto const w = of(water("总磷", "0.8"));
    CHECK(w.finding.verdict == verdict::undetermined);
    for (auto const& a : w.assumed) {
        if (a.band == "grade = 一级A") CHECK(a.verdict == verdict::violation);
        if (a.band == "grade = 一级B") CHECK(a.verdict == verdict::compliant);
    }
    CHECK(std::count_if(w.assumed.begin(), w.assumed.end(), [](auto const& a) { return a.field == "grade"; }) >= 2);
}

TEST_CASE("what passes whatever is missing turns first to what cannot be judged") {
    auto const w = of(water("氨氮", "4"));
    CHECK(w.finding.verdict == verdict::compliant);
    REQUIRE(w.values.size() == 2);
    CHECK(w.values[0].value == "5");
    CHECK(w.values[0].passing_verdict == verdict::compliant);
    CHECK(w.values[0].failing_verdict == verdict::undetermined);
    CHECK(w.values[1].value == "8");
    CHECK(w.values[1].passing_verdict == verdict::undetermined);
    CHECK(w.values[1].failing_verdict == verdict::violation);
}

TEST_CASE("a limit for colder water turns nothing where the water is known to be warm") {
    auto const w = of(water("氨氮", "4", "20"));
    REQUIRE(w.values.size() == 1);
    CHECK(w.values[0].value == "5");
    CHECK(w.values[0].failing_verdict == verdict::violation);
}

TEST_CASE("a mean turns where all its values would") {
    auto const w = of(hours("90", 2, "N"));
    REQUIRE(w.values.size() == 1);
    CHECK(w.values[0].value == "50");
    CHECK(w.values[0].passing_verdict == verdict::compliant);
    CHECK(w.values[0].failing_verdict == verdict::violation);
}

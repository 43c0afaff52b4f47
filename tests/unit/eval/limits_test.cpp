// One value against its limits: bounds, ranges, not detected, over range.
#include "situation.hpp"

#include "eval/judge.hpp"

#include <doctest/doctest.h>

using namespace situation;

namespace {

rules const& table() {
    static rules const r(R"(limits 表1 of 甲 "日均值" {
  medium  water
  judge   daily_mean
  value:
  化学需氧量   <=     50   mg/L
  总磷         <     0.5   mg/L
  pH           in   6..9
  烷基汞       not_detected  mg/L
}
limits 表2 of 甲 "小时值" {
  medium  air
  judge   hourly_mean
  value:
  二氧化硫     <=    300   mg/m³
  颗粒物       prohibited  mg/m³
  氧含量       >=      6   %
}
)");
    return r;
}

std::string water(std::string const& factor, std::string const& value, std::string const& unit, fields const& more = {}) {
    return site(table(), outlet("water")).row(factor, value, unit, "2026-05-01", "day", more).judge().only();
}
std::string air(std::string const& factor, std::string const& value, std::string const& unit, fields const& more = {}) {
    return site(table(), outlet("air")).row(factor, value, unit, "2026-05-01 08:00", "hour", more).judge().only();
}

} // namespace

TEST_CASE("a value equal to the limit is compliant, one more in the last digit is a violation") {
    CHECK(water("化学需氧量", "50", "mg/L") == "compliant daily_mean 2026-05-01 50 of 甲.表1.化学需氧量");
    CHECK(water("化学需氧量", "50.0", "mg/L") == "compliant daily_mean 2026-05-01 50 of 甲.表1.化学需氧量");
    CHECK(water("化学需氧量", "50.1", "mg/L") == "violation daily_mean 2026-05-01 501/10 of 甲.表1.化学需氧量");
    CHECK(water("化学需氧量", "50.00000000000001", "mg/L") ==
          "violation daily_mean 2026-05-01 5000000000000001/100000000000000 of 甲.表1.化学需氧量");
    CHECK(water("化学需氧量", "50000", "ug/L") == "compliant daily_mean 2026-05-01 50 of 甲.表1.化学需氧量");
    CHECK(water("化学需氧量", "50001", "ug/L") == "violation daily_mean 2026-05-01 50001/1000 of 甲.表1.化学需氧量");
}

TEST_CASE("a strict bound is broken by the value that equals it") {
    CHECK(water("总磷", "0.5", "mg/L") == "violation daily_mean 2026-05-01 1/2 of 甲.表1.总磷");
    CHECK(water("总磷", "0.49", "mg/L") == "compliant daily_mean 2026-05-01 49/100 of 甲.表1.总磷");
}

TEST_CASE("both ends of a range are inside") {
    CHECK(water("pH", "6", "") == "compliant daily_mean 2026-05-01 6 of 甲.表1.pH");
    CHECK(water("pH", "9.00", "") == "compliant daily_mean 2026-05-01 9 of 甲.表1.pH");
    CHECK(water("pH", "5.99", "") == "violation daily_mean 2026-05-01 599/100 of 甲.表1.pH");
    CHECK(water("pH", "9.01", "") == "violation daily_mean 2026-05-01 901/100 of 甲.表1.pH");
}

TEST_CASE("a lower bound is met by the value that equals it") {
    CHECK(air("氧含量", "6", "%") == "compliant hourly_mean 2026-05-01 08:00 6 of 甲.表2.氧含量");
    CHECK(air("氧含量", "5.9", "%") == "violation hourly_mean 2026-05-01 08:00 59/10 of 甲.表2.氧含量");
}

TEST_CASE("where nothing may be detected, any number is a violation and below detection is compliant") {
    CHECK(water("烷基汞", "0.00001", "mg/L") == "violation daily_mean 2026-05-01 1/100000 of 甲.表1.烷基汞");
    CHECK(water("烷基汞", "<0.00001", "mg/L") == "compliant daily_mean 2026-05-01 0..1/100000 of 甲.表1.烷基汞");
    CHECK(water("烷基汞", "未检出", "mg/L", {{"dl", "0.00001"}}) ==
          "compliant daily_mean 2026-05-01 0..1/100000 of 甲.表1.烷基汞");
    CHECK(air("颗粒物", "0.1", "mg/m³") == "violation hourly_mean 2026-05-01 08:00 1/10 of 甲.表2.颗粒物");
}

TEST_CASE("below detection proves compliance only if the detection limit does not lie above the limit") {
    CHECK(water("化学需氧量", "<4", "mg/L") == "compliant daily_mean 2026-05-01 0..4 of 甲.表1.化学需氧量");
    CHECK(water("化学需氧量", "<50", "mg/L") == "compliant daily_mean 2026-05-01 0..50 of 甲.表1.化学需氧量");
    CHECK(water("化学需氧量", "<51", "mg/L") == "undetermined daily_mean 2026-05-01 0..51 detection_limit_above_limit");
    CHECK(water("总磷", "<0.5", "mg/L") ==
          "undetermined daily_mean 2026-05-01 0..1/2 detection_limit_above_limit"); // 0.5 itself would break it
    CHECK(water("总磷", "ND", "mg/L", {{"dl", "0.01"}}) == "compliant daily_mean 2026-05-01 0..1/100 of 甲.表1.总磷");
}

TEST_CASE("over range is undetermined, never compliant, and no violation of its own") {
    CHECK(air("二氧化硫", "200", "mg/m³", {{"flag", "T"}}) == "undetermined hourly_mean 2026-05-01 08:00 200.. over_range");
    CHECK(air("二氧化硫", "301", "mg/m³", {{"flag", "T"}}) == "undetermined hourly_mean 2026-05-01 08:00 301.. over_range");
}

TEST_CASE(
    "a mean with an hour over range is undetermined below the limit, and a violation where its lower bound is above already") {
    site below(table(), outlet("water"));
    below.day("化学需氧量", "10", "mg/L", "2026-05-01");
    below.lines.pop_back();
    below.row("化学需氧量", "40", "mg/L", "2026-05-01 23:00", "hour", {{"flag", "T"}});
    CHECK(below.judge().only() == "undetermined daily_mean 2026-05-01 45/4.. over_range"); // (23 × 10 + 40) / 24
    site above(table(), outlet("water"));
    above.day("化学需氧量", "60", "mg/L", "2026-05-01", {{"flag", "T"}});
    CHECK(above.judge().only() == "violation daily_mean 2026-05-01 60.. of 甲.表1.化学需氧量");
}

TEST_CASE("a negative value is read and judged") {
    CHECK(water("化学需氧量", "-1", "mg/L") == "compliant daily_mean 2026-05-01 -1 of 甲.表1.化学需氧量");
    CHECK(water("pH", "-1", "") == "violation daily_mean 2026-05-01 -1 of 甲.表1.pH");
}

TEST_CASE("compare() tells met, violated and open apart for values known within bounds") {
    eval::bound b;
    eval::requirement r;
    r.max = base::decimal{50, 0};
    r.coherent_max = base::rational(50);
    auto const fit = [&](int low, int high, bool unbounded = false) {
        auto const f = eval::compare(r, {base::rational(low), base::rational(high), unbounded});
        return f == eval::fit::met ? "met" : f == eval::fit::violated ? "violated" : "open";
    };
    CHECK(fit(0, 50) == doctest::String("met"));
    CHECK(fit(0, 51) == doctest::String("open"));
    CHECK(fit(51, 60) == doctest::String("violated"));
    CHECK(fit(50, 50, true) == doctest::String("open"));
    CHECK(fit(51, 51, true) == doctest::String("violated"));
    r.min = base::decimal{6, 0};
    r.coherent_min = base::rational(6);
    CHECK(fit(5, 50) == doctest::String("open"));
    CHECK(fit(4, 5) == doctest::String("violated"));
    CHECK(fit(4, 5, true) == doctest::String("open"));
}

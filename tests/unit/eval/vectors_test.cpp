// Vectors of validity that ask for rows finer than a test of rules can give, and what an explanation shows of substitutes.
#include "situation.hpp"

#include <doctest/doctest.h>

using namespace situation;

namespace {

rules const& limits() {
    static rules const r(R"(record measurement {
  field 数据标记 flag text_type
}
statistic 分钟均值 minute_mean {
  derive mean of instantaneous over minute need 12
}
statistic 日量 daily_mass {
  derive total of hourly_mean over day need 1
  substitute max of 2
}
statistic 月量 monthly_mass {
  derive sum of daily_mass over month
}
statistic 季均值 quarterly_mean {
  derive mean of daily_mean over quarter need 2 each_month 1
}
limits 分 of 甲 "分钟" {
  medium  air
  judge   minute_mean
  value:
  二氧化硫  <=  100  mg/m³
}
limits 量 of 甲 "量" {
  medium    water
  judge     monthly_mass
  quantity  mass
  value:
  化学需氧量  <=  100  kg
}
limits 季 of 甲 "季" {
  medium  air
  judge   quarterly_mean
  value:
  汞  <=  100  mg/m³
}
)");
    return r;
}

site instants(int n) {
    site s(limits(), outlet("air"));
    for (int i = 0; i < n; ++i)
        s.row("二氧化硫", "20", "mg/m³", "2026-05-01 08:00:" + std::string(i < 2 ? "0" : "") + std::to_string(5 * i),
              "instant");
    s.row("氧含量", "10", "%", "2026-05-01 09:00", "hour");
    return s;
}

} // namespace

TEST_CASE("V05: a minute of 11 instant values is not valid, one of 12 is") {
    CHECK(instants(11).judge().only() == "undetermined minute_mean 2026-05-01 08:00 20 too_few_valid_values");
    CHECK(instants(12).judge().only() == "compliant minute_mean 2026-05-01 08:00 20 of 甲.分.二氧化硫");
}

TEST_CASE("a substitute counts in the sum of the month and is told apart from what was measured") {
    site s(limits(), outlet("water"));
    auto const day = [&](std::string const& on, std::string const& value) {
        s.row("化学需氧量", value, "mg/L", on + " 08:00", "hour", {{"flow", "1000"}});
    };
    for (int d = 1; d < 31; ++d)
        if (d != 10) day("2026-04-" + std::string(d < 10 ? "0" : "") + std::to_string(d), d == 8 ? "3" : d == 9 ? "2" : "1");
    day("2026-05-01", "1");
    auto const o = s.judge();
    REQUIRE(o.said().size() == 1);
    CHECK(o.said()[0] == "compliant monthly_mass 2026-04-01 35 of 甲.量.化学需氧量"); // 27 × 1 + 3 + 2 + 3
    auto const& j = o.results.judgements[0];
    CHECK(j.substituted == 1);
    CHECK(j.substituted_share == base::rational(3));
    std::vector<std::string> left_out;
    for (auto const& c : j.contributions)
        if (!c.left_out.empty()) left_out.push_back(c.period.from.text().substr(0, 10) + " " + c.left_out);
    CHECK(left_out == std::vector<std::string>{"2026-04-10 substituted"});
}

TEST_CASE("before there are as many valid values as a substitute asks for, nothing stands in") {
    site s(limits(), outlet("water"));
    for (auto const* on : {"2026-04-01", "2026-04-03"})
        s.row("化学需氧量", "1", "mg/L", std::string(on) + " 08:00", "hour", {{"flow", "1000"}});
    s.row("水温", "10", "℃", "2026-05-01 08:00", "hour");
    auto const o = s.judge();
    REQUIRE(o.results.judgements.size() == 1);
    CHECK(o.results.judgements[0].substituted == 27); // from the 4th on the two before stand in, not on the 2nd
    CHECK(o.said()[0] == "undetermined monthly_mass 2026-04-01 29.. too_few_valid_values");
}

TEST_CASE("a quarter whose second month has no day has no mean") {
    auto const of = [](std::vector<std::string> const& days) {
        site s(limits(), outlet("air"));
        for (auto const& d : days) s.row("汞", "20", "mg/m³", d, "day");
        s.row("氧含量", "10", "%", "2026-08-01", "day");
        return s.judge().only();
    };
    CHECK(of({"2026-04-01", "2026-05-31", "2026-06-30"}) == "compliant quarterly_mean 2026-04-01 20 of 甲.季.汞");
    CHECK(of({"2026-04-01", "2026-04-30", "2026-06-30"}) == "undetermined quarterly_mean 2026-04-01 20 too_few_valid_values");
}

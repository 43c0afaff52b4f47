// Windows: how many values are due in them, what they are worth where something is missing, and when they are judged early.
#include "situation.hpp"

#include <doctest/doctest.h>

using namespace situation;

namespace {

rules const& limits() {
    static rules const r(R"(statistic 样均值 sampled_mean {
  accept hour
  accept sample where 样品类型 = 小时均值
}
statistic 样日均值 sampled_daily {
  derive mean of sampled_mean over day need 75 %
}
statistic 月均值 monthly_mean {
  accept month
}
statistic 月总量 monthly_total {
  derive total of monthly_mean over month
}
statistic 三月总量 rolling_total {
  derive sum of monthly_total over 3 month
}
statistic 日总量 daily_total {
  derive total of hourly_mean over day need 50 %
}
statistic 最小值 daily_min {
  derive min of hourly_mean over day need 1
}
statistic 高温次数 warm_count {
  derive count of hourly_mean over day counting 水温 > 12 ℃ need 1
}
formula 余量 rest of 通则 "到 1 kg/m³ 的余量" {
  given 实测值
  result 1 - 实测值
}
limits 样 of 甲 "样品" {
  medium  water
  judge   sampled_daily
  value:
  总磷  <=  1  mg/L
}
limits 月 of 甲 "总量" {
  medium    water
  judge     monthly_total, rolling_total
  quantity  mass
  value:
  化学需氧量  <=  10  kg
}
limits 日 of 甲 "总量" {
  medium    water
  judge     daily_total
  quantity  mass
  value:
  氨氮  <=  10  kg
}
limits 最小 of 甲 "最小值" {
  medium  air
  judge   daily_min
  value:
  二氧化硫  <=  50  mg/m³
}
limits 次 of 甲 "次数" {
  medium    air
  judge     warm_count
  quantity  count
  value:
  颗粒物  <=  1
}
limits 余 of 甲 "余量" {
  medium   water
  judge    daily_mean
  correct  余量
  value:
  汞  >=  950  mg/L
}
)");
    return r;
}

} // namespace

TEST_CASE("a sample of an hour is one of 24 values that make a day, not the only one due") {
    site s(limits(), outlet("water"));
    s.row("总磷", "2", "mg/L", "2026-05-01 08:00", "sample", {{"sample_kind", "小时均值"}});
    s.row("水温", "10", "℃", "2026-05-02 00:00", "hour");
    auto const o = s.judge();
    CHECK(o.only() == "undetermined sampled_daily 2026-05-01 2 too_few_valid_values");
    CHECK(o.judgement().need == 18);
}

TEST_CASE("one monthly value is due in a month, three in three months") {
    site s(limits(), outlet("water"));
    for (auto const* month : {"2026-02-01", "2026-03-01", "2026-04-01"})
        s.row("化学需氧量", "30", "mg/L", month, "month", {{"flow", "100"}}); // 3 kg each
    CHECK(s.judge().said() == texts{"compliant monthly_total 2026-02-01 3 of 甲.月.化学需氧量",
                                    "compliant monthly_total 2026-03-01 3 of 甲.月.化学需氧量",
                                    "compliant monthly_total 2026-04-01 3 of 甲.月.化学需氧量",
                                    "compliant rolling_total 2026-02-01 9 of 甲.月.化学需氧量"});
}

TEST_CASE("a day with too few hours, some without flow, has no weighted mean to show") {
    rules const r("limits 水 of 甲 \"日均值\" {\n  medium water\n  judge daily_mean\n  value:\n  化学需氧量 <= 50 mg/L\n}\n");
    site s(r, outlet("water"));
    s.row("化学需氧量", "60", "mg/L", "2026-05-01 08:00", "hour", {{"flow", "10"}});
    s.row("化学需氧量", "60", "mg/L", "2026-05-01 09:00", "hour");
    s.row("水温", "10", "℃", "2026-05-02 00:00", "hour");
    CHECK(s.judge().only() == "undetermined daily_mean 2026-05-01 too_few_valid_values");
}

TEST_CASE("the least of several values is no greater than any of them, though one is over range") {
    site s(limits(), outlet("air"));
    s.row("二氧化硫", "60", "mg/m³", "2026-05-01 08:00", "hour", {{"flag", "T"}});
    s.row("二氧化硫", "40", "mg/m³", "2026-05-01 09:00", "hour");
    s.row("氧含量", "10", "%", "2026-05-02 00:00", "hour");
    CHECK(s.judge().only() == "compliant daily_min 2026-05-01 40 of 甲.最小.二氧化硫");
}

TEST_CASE("a count is open by the values of which nobody knows whether they count: a datum is missing, no detection limit") {
    site s(limits(), outlet("air"));
    for (auto const* at : {"08:00", "09:00"}) s.row("颗粒物", "5", "mg/m³", std::string("2026-05-01 ") + at, "hour");
    s.row("氧含量", "10", "%", "2026-05-02 00:00", "hour");
    CHECK(s.judge().only() == "undetermined warm_count 2026-05-01 0..2 missing_datum");
}

TEST_CASE("a total that is broken already is judged before its day has ended, though enough values are there for the day") {
    site s(limits(), outlet("water"));
    for (int h = 0; h < 13; ++h) // 1 kg each
        s.row("氨氮", "10", "mg/L", "2026-05-01 " + std::string(h < 10 ? "0" : "") + std::to_string(h) + ":00", "hour",
              {{"flow", "100"}});
    CHECK(s.judge().only() == "violation daily_total 2026-05-01 13.. of 甲.日.氨氮");
    site less(limits(), outlet("water"));
    less.row("氨氮", "10", "mg/L", "2026-05-01 00:00", "hour", {{"flow", "100"}});
    CHECK(less.judge().said() == texts{});
}

TEST_CASE("a formula that falls turns the bounds of a value below detection round") {
    site s(limits(), outlet("water"));
    s.row("汞", "<60", "mg/L", "2026-05-01", "day");
    CHECK(s.judge().only() == "undetermined daily_mean 2026-05-01 940..1000 detection_limit_above_limit");
}

TEST_CASE("what all the hours say holds for the days made of them and for the month made of those") {
    rules const r(R"(statistic 月均值 monthly_mean {
  derive mean of daily_mean over month need 1
}
limits 月 of 甲 "月均值" {
  medium  water
  judge   monthly_mean
  value:
  化学需氧量  <=  50  mg/L  when 水温 > 12 ℃
}
)");
    site s(r, outlet("water"));
    s.day("化学需氧量", "60", "mg/L", "2026-05-01", {{"temperature", "13"}});
    s.row("水温", "10", "℃", "2026-06-01 00:00", "hour");
    CHECK(s.judge().only() == "violation monthly_mean 2026-05-01 60 of 甲.月.化学需氧量[temperature > 12 ℃]");
}

// Conditions that ask whether something is known, before there is a datum and while values are tried; the state of permit
// limits.
#include "situation.hpp"

#include <doctest/doctest.h>

using namespace situation;

TEST_CASE("a displacement that asks whether the datum says something is open until there is a datum") {
    rules const r(R"(limits 表1 of 甲 "一般" {
  medium  water
  judge   daily_mean
  value:
  化学需氧量  <=  50  mg/L
}
limits 表2 of 甲 "特别" {
  medium    water
  judge     daily_mean
  where     not known 样品类型
  displaces 表1
  value:
  化学需氧量  <=  80  mg/L
}
)");
    site plain(r, outlet("water"));
    CHECK(plain.row("化学需氧量", "60", "mg/L", "2026-05-01", "day").judge().only() ==
          "compliant daily_mean 2026-05-01 60 of 甲.表2.化学需氧量");
    site told(r, outlet("water"));
    CHECK(told.row("化学需氧量", "60", "mg/L", "2026-05-01", "day", {{"sample_kind", "混合样"}}).judge().only() ==
          "violation daily_mean 2026-05-01 60 of 甲.表1.化学需氧量");
}

TEST_CASE("whether the data say it is settled: values are tried all the same") {
    rules const r(R"(limits 表1 of 甲 "热" {
  medium  water
  judge   daily_mean
  where   known 水温 and 水温 > 30 ℃ or 重点地区 = yes
  value:
  化学需氧量  <=  50  mg/L  when 水温 > 12 ℃
}
)");
    site s(r, outlet("water"));
    // Whatever the temperature and the region are: 40 is met, or nothing is asked.
    CHECK(s.row("化学需氧量", "40", "mg/L", "2026-05-01", "day")
              .judge()
              .only()
              .starts_with("compliant daily_mean 2026-05-01 40"));
}

TEST_CASE("a permit limit is in the state of the standard's limit for the same statistic, as measured where that is") {
    rules const r(R"(limits 时 of 甲 "小时" {
  medium   air
  judge    hourly_mean
  correct  氧折算
  value:
  reference 基准氧含量 = 9 %
  二氧化硫  <=  200  mg/m³
}
limits 日 of 甲 "日" {
  medium   air
  judge    daily_mean
  value:
  二氧化硫  <=  200  mg/m³
}
)");
    auto const permit = R"([{"number": "P", "version": "1", "valid_from": "2020-01-01", "valid_to": "2030-12-31", "limits":
        [{"outlet": "O1", "factor": "a21026", "statistic": "daily_mean", "max": "100", "unit": "mg/m3"}]}])";
    site s(r, outlet("air"), permit);
    CHECK(s.row("二氧化硫", "120", "mg/m3", "2026-05-01", "day").judge().only() ==
          "violation daily_mean 2026-05-01 120 of permit:P/1/O1/a21026/daily_mean");
}

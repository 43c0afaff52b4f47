// An exempt period says which exemption covers it and how much of the allowance is used.
#include "checking.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace checking;

TEST_CASE("an exempt hour says what is used of the allowance, and so does the hour that goes beyond it") {
    ruleset const r(R"(record measurement {
  field 工况 condition text_type
}
limits 时 of 甲 "小时" {
  medium  air
  judge   hourly_mean
  value:
  二氧化硫  <=  100  mg/m³
}
exemption 启停 of 甲 "启停" {
  clause "7.2"
  exempts 甲
  where known 工况 and 工况 = 启炉
  allow 3 h over year
}
)");
    std::string rows;
    for (auto const* at : {"08:00", "09:00", "10:00", "11:00"})
        rows += row("DA001", "二氧化硫", "500", "mg/m³", std::string("2026-05-01 ") + at, "hour", R"(, "condition": "启炉")");
    std::map<std::string, findings::finding> by_hour;
    for (auto const& f : r.check(rows).findings) by_hour[f.period.from.text().substr(11, 5)] = f;
    auto const& covered = by_hour["09:00"];
    CHECK(covered.verdict == eval::verdict::exempt);
    CHECK(covered.provision->id == "甲.时.二氧化硫");
    CHECK(covered.measured->value == "500");
    CHECK(covered.violation_types.empty());
    CHECK(covered.because == std::vector<std::string>{"甲.启停 (甲-2000 7.2): 2 h used of 3 h over year"});
    REQUIRE(covered.reason);
    CHECK(covered.reason->code == "exempt");
    CHECK(covered.reason->text_en == "甲.启停 (甲-2000 7.2): 2 h used of 3 h over year, 1 h left");
    CHECK(covered.reason->text_zh == "启停（甲-2000 7.2）：额度 3 h，已用 2 h，余 1 h");
    auto const& beyond = by_hour["11:00"];
    CHECK(!beyond.reason);
    CHECK(beyond.verdict == eval::verdict::violation);
    CHECK(beyond.because == std::vector<std::string>{"甲.启停 (甲-2000 7.2): 4 h used of 3 h over year"});
}

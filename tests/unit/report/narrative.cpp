#include "report/narrative.hpp"

#include "made.hpp"

#include <doctest/doctest.h>

using namespace huanchi;

namespace {

// The example of the user's requirements: 175/3 mg/m³ in an hour against 50.
tickets::ticket boiler() {
    tickets::ticket t;
    t.id = "t-1";
    t.series = {"S-1", "DA001", "a21026", "concentration"};
    t.factor_name = "二氧化硫";
    tickets::evidence e;
    e.finding = "f-1";
    e.verdict = "violation";
    e.period = {*base::moment::parse("2026-05-01T08:00"), *base::moment::parse("2026-05-01T09:00")};
    e.statistic_name = "小时均值";
    e.measured = "58.333333";
    e.measured_exact = "175/3";
    e.unit = e.limit_unit = "mg/m³";
    e.limit_max = "50";
    e.reference = {{"oxygen", "3.5 %"}};
    e.exceedance = "0.17";
    e.excess = "1/6";
    e.provision = {"GB13271.表2", "GB 13271-2014", "表2", "national", "high"};
    t.findings = {e};
    t.first_day = t.last_day = *base::date::parse("2026-05-01");
    return t;
}

} // namespace

TEST_CASE("the facts are stated in the form of a decision") {
    CHECK(report::narrative_zh(boiler()) == "2026年5月1日8时至9时，你单位DA001排放口二氧化硫小时折算浓度58.33 mg/m³，超过GB "
                                            "13271-2014表2规定的50 mg/m³，超标0.17倍。");
}

TEST_CASE("several violations are counted and the worst is told") {
    CHECK(report::narrative_zh(made::ticket()) ==
          "2025年4月1日至2025年4月2日，你单位DW001排放口化学需氧量共有2个监测结果不符合规定，最甚的为：2025年4月2日，"
          "你单位DW001排放口化学需氧量日均浓度80 mg/L，超过GB 18918-2002表1规定的50 mg/L，超标0.60倍。");
}

TEST_CASE("a range, a lower bound, what must not be found, and the last hour of a day") {
    auto t = boiler();
    auto& e = t.findings.front();
    e.reference.clear();
    e.exceedance.clear();
    e.measured = "5.2", e.unit = e.limit_unit = "", e.limit_min = "6", e.limit_max = "9";
    e.period = {*base::moment::parse("2026-05-01T23:00"), *base::moment::parse("2026-05-02T00:00")};
    CHECK(report::narrative_zh(t) ==
          "2026年5月1日23时至24时，你单位DA001排放口二氧化硫小时浓度5.2，超出GB 13271-2014表2规定的6～9。");
    e.limit_max.clear();
    CHECK(report::narrative_zh(t).find("低于GB 13271-2014表2规定的6。") != std::string::npos);
    e.limit_min.clear(), e.not_detected = true;
    CHECK(report::narrative_zh(t).find("不符合GB 13271-2014表2规定的不得检出。") != std::string::npos);
    e.verdict = "compliant"; // corrected since
    CHECK(report::narrative_zh(t).empty());
}

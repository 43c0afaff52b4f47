// Values into the reference state of their limit: ρ · (21 − O₂ref) / (21 − O₂).
#include "situation.hpp"

#include <doctest/doctest.h>

using namespace situation;

namespace {

rules const& boiler() {
    static rules const r(R"(limits 表1 of 甲 "锅炉" {
  medium   air
  judge    hourly_mean
  correct  氧折算
  by 燃料:                   燃煤   燃气
  reference 基准氧含量  =       9    3.5   %
  二氧化硫            <=      300     50   mg/m³
  颗粒物              <=       50     20   mg/m³
}
)");
    return r;
}

site gas() {
    return site(boiler(), outlet("air", R"("fuel": "燃气")"));
}

outcome hour(site& s, std::string const& value, fields const& more) {
    return s.row("二氧化硫", value, "mg/m³", "2026-05-01 08:00", "hour", more).judge();
}
std::string one(std::string const& value, fields const& more) {
    auto s = gas();
    auto const o = hour(s, value, more);
    return o.only() + (o.judgement().missing.empty() ? "" : " | " + o.missing());
}

} // namespace

TEST_CASE("50 mg/m³ at 6 % oxygen is exactly 175/3 at 3.5 %") {
    // 50 × (21 − 3.5) / (21 − 6) = 50 × 17.5 / 15
    CHECK(one("50", {{"o2", "6"}}) == "violation hourly_mean 2026-05-01 08:00 175/3 of 甲.表1.二氧化硫.燃气");
    CHECK(base::printed(base::rational(175, 3)).value == "58.333333");
    CHECK(base::printed(base::rational(175, 3)).exact == "175/3");
}

TEST_CASE("a corrected value that equals the limit is compliant, whatever the measured one is") {
    CHECK(one("50", {{"o2", "3.5"}}) == "compliant hourly_mean 2026-05-01 08:00 50 of 甲.表1.二氧化硫.燃气");
    CHECK(one("60", {{"o2", "0"}}) == "compliant hourly_mean 2026-05-01 08:00 50 of 甲.表1.二氧化硫.燃气"); // 60 × 17.5 / 21
    CHECK(one("60.01", {{"o2", "0"}}) == "violation hourly_mean 2026-05-01 08:00 6001/120 of 甲.表1.二氧化硫.燃气");
}

TEST_CASE("oxygen of 21 % and more is outside the formula: undetermined, no division by zero") {
    CHECK(one("50", {{"o2", "21"}}) == "undetermined hourly_mean 2026-05-01 08:00 invalid_auxiliary");
    CHECK(one("50", {{"o2", "21.0"}}) == "undetermined hourly_mean 2026-05-01 08:00 invalid_auxiliary");
    CHECK(one("50", {{"o2", "25"}}) == "undetermined hourly_mean 2026-05-01 08:00 invalid_auxiliary");
}

TEST_CASE("from 19 % the state of the plant is in doubt: undetermined, no exceedance") {
    CHECK(one("50", {{"o2", "19"}}) == "undetermined hourly_mean 2026-05-01 08:00 875/2 doubtful_condition");
    CHECK(one("1", {{"o2", "20.9"}}).find("doubtful_condition") != std::string::npos);
    CHECK(one("5", {{"o2", "18.9"}}) ==
          "compliant hourly_mean 2026-05-01 08:00 125/3 of 甲.表1.二氧化硫.燃气"); // 5 × 17.5 / 2.1
    auto s = gas();
    auto const doubtful = hour(s, "50", {{"o2", "19"}});
    CHECK(doubtful.judgement().note == "氧含量接近空气");
}

TEST_CASE("without oxygen nothing can be said, unless the device sent its own corrected value") {
    CHECK(one("50", {}) == "undetermined hourly_mean 2026-05-01 08:00 missing_datum | o2");
    CHECK(one("50", {{"o2", "--"}}) == "undetermined hourly_mean 2026-05-01 08:00 missing_datum | o2");
    auto s = gas();
    auto const o = hour(s, "40", {{"corrected", "51"}});
    CHECK(o.only() == "violation hourly_mean 2026-05-01 08:00 51 of 甲.表1.二氧化硫.燃气");
    CHECK(o.judgement().note == "corrected_by_device");
}

TEST_CASE("a device whose own correction gives another verdict makes the finding marginal") {
    CHECK(one("50", {{"o2", "6"}, {"corrected", "49.9"}}) ==
          "violation hourly_mean 2026-05-01 08:00 175/3 of 甲.表1.二氧化硫.燃气 marginal");
    CHECK(one("50", {{"o2", "6"}, {"corrected", "58.3"}}) ==
          "violation hourly_mean 2026-05-01 08:00 175/3 of 甲.表1.二氧化硫.燃气");
}

TEST_CASE("a row of oxygen of the same hour supplies what the other rows lack, and is judged with them") {
    auto s = gas();
    s.row("a19001", "6", "%", "2026-05-01 08:00", "hour").row("二氧化硫", "50", "mg/m³", "2026-05-01 08:00", "hour");
    auto const o = s.judge();
    CHECK(o.only() == "violation hourly_mean 2026-05-01 08:00 175/3 of 甲.表1.二氧化硫.燃气");
    CHECK(o.accounting() == "judged 2, flagged_out 0, unmatched 0, duplicates 0");
}

TEST_CASE("oxygen of another hour, of another source, over range or flagged out supplies nothing") {
    for (auto const& [time, more] : {std::pair<std::string, fields>{"09:00", {}},
                                     {"08:00", {{"source", "platform"}}},
                                     {"08:00", {{"flag", "D"}}},
                                     {"08:00", {{"flag", "T"}}}}) {
        auto s = gas();
        s.row("a19001", "6", "%", "2026-05-01 " + time, "hour", more)
            .row("二氧化硫", "50", "mg/m³", "2026-05-01 08:00", "hour");
        auto const o = s.judge();
        CHECK(o.only() == "undetermined hourly_mean 2026-05-01 08:00 missing_datum");
        CHECK(o.results.unmatched + o.results.flagged_out == 1);
    }
}

TEST_CASE("below detection is corrected by its bounds") {
    CHECK(one("<30", {{"o2", "6"}}) == "compliant hourly_mean 2026-05-01 08:00 0..35 of 甲.表1.二氧化硫.燃气");
    CHECK(one("<50", {{"o2", "6"}}) == "undetermined hourly_mean 2026-05-01 08:00 0..175/3 detection_limit_above_limit");
}

TEST_CASE("the fuel decides the reference: values at different reference oxygen are never ranked against each other") {
    site s(boiler(), outlet("air"));
    auto const o = hour(s, "30", {{"o2", "6"}});
    CHECK(o.said() == texts{"compliant hourly_mean 2026-05-01 08:00 35 of 甲.表1.二氧化硫.燃气",
                            "compliant hourly_mean 2026-05-01 08:00 24 of 甲.表1.二氧化硫.燃煤"});
    site high(boiler(), outlet("air"));
    auto const p = hour(high, "100", {{"o2", "6"}}); // 80 at 9 %, 350/3 at 3.5 %
    CHECK(p.said() == texts{"undetermined hourly_mean 2026-05-01 08:00 350/3 missing_attribute",
                            "compliant hourly_mean 2026-05-01 08:00 80 of 甲.表1.二氧化硫.燃煤"});
}

TEST_CASE("a permit limit is in the reference state of the standard's limit, unless it names its own") {
    auto const with = [](std::string const& reference) {
        return R"([{"number": "P", "version": "1", "valid_from": "2020-01-01", "valid_to": "2030-12-31", "limits": [{"outlet": "O1", "factor": "a21026",
                  "statistic": "hourly_mean", "max": "45", "unit": "mg/m³")" +
               reference + "}]}]";
    };
    site same(boiler(), outlet("air", R"("fuel": "燃气")"), with(""));
    CHECK(hour(same, "40", {{"o2", "6"}}).only() ==
          "violation hourly_mean 2026-05-01 08:00 140/3 of permit:P/1/O1/a21026/hourly_mean");
    site own(boiler(), outlet("air", R"("fuel": "燃气")"), with(R"(, "reference_oxygen": "6 %")"));
    CHECK(hour(own, "40", {{"o2", "6"}}).said() ==
          texts{"compliant hourly_mean 2026-05-01 08:00 140/3 of 甲.表1.二氧化硫.燃气",
                "compliant hourly_mean 2026-05-01 08:00 40 of permit:P/1/O1/a21026/hourly_mean"});
}

// A judgement as it leaves the engine: identity, texts, numbers, order.
#include "checking.hpp"

#include "findings/finding.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace checking;

namespace {

ruleset const& table() {
    static ruleset const r(R"(limits 表1 of 甲 "小时" {
  medium     air
  judge      hourly_mean
  violation  exceed_discharge_standard
  correct    氧折算
  value:
  reference 基准氧含量 = 3.5 %
  二氧化硫     <=   50   mg/m³
  颗粒物       <=   30   mg/m³  as_measured
}
limits 表2 of 甲 "日" {
  medium     water
  judge      daily_mean
  violation  exceed_discharge_standard
  value:
  化学需氧量   <=     50   mg/L
  pH           in   6..9
  总磷         >=      1   mg/L
  烷基汞       not_detected  mg/L
  氨氮         <=      5   mg/L  when 水温 > 12 ℃
  氨氮         <=      8   mg/L  when 水温 <= 12 ℃
}
)");
    return r;
}

findings::finding water(std::string const& factor, std::string const& value, std::string const& unit,
                        std::string const& more = "") {
    return table().only(row("DW001", factor, value, unit, "2026-05-01", "day", more));
}
findings::finding air(std::string const& value, std::string const& more = "") {
    return table().only(row("DA001", "二氧化硫", value, "mg/m³", "2026-05-01 08:00", "hour", more));
}

} // namespace

TEST_CASE("the finding of the contract: 50 mg/m³ at 6 % oxygen against 50 at 3.5 %") {
    auto const f = air("50", R"(, "o2": "6")");
    CHECK(f.verdict == eval::verdict::violation);
    CHECK(f.nature == "lead");
    CHECK(f.enterprise_id == "E1");
    CHECK(f.outlet_id == "DA001");
    CHECK(f.factor == "a21026");
    CHECK(f.factor_name == "二氧化硫");
    CHECK(f.quantity == "concentration");
    CHECK(f.statistic == "hourly_mean");
    CHECK(f.period.from.text() == "2026-05-01T08:00:00+08:00");
    CHECK(f.period.to.text() == "2026-05-01T09:00:00+08:00");
    REQUIRE(f.measured);
    CHECK(f.measured->value == "58.333333");
    CHECK(f.measured->exact == "175/3");
    CHECK(f.measured->unit == "mg/m³");
    REQUIRE(f.limit);
    CHECK_FALSE(f.limit->min);
    CHECK(f.limit->max == "50");
    CHECK(f.limit->reference.at("oxygen") == "3.5 %");
    CHECK(f.exceedance == "0.17");
    CHECK(f.ratio == "1.166667");
    CHECK_FALSE(f.marginal);
    CHECK(f.provision->standard == "甲-2000");
    CHECK(f.provision->clause == "表1");
    CHECK(f.provision->level == "national");
    CHECK(f.provision->confidence == "high");
    CHECK(f.violation_types == std::vector<std::string>{"exceed_discharge_standard"});
    CHECK(f.source == "auto");
    CHECK(f.standing == "supporting");
    CHECK_FALSE(f.reason);
}

TEST_CASE("exceedance is rounded half to even on the exact value, and never printed as nothing") {
    using base::rational;
    CHECK(findings::exceedance_text(rational(1, 6)) == "0.17");
    CHECK(findings::exceedance_text(rational(25, 1000)) == "0.02");
    CHECK(findings::exceedance_text(rational(35, 1000)) == "0.04");
    CHECK(findings::exceedance_text(rational(25001, 1000000)) == "0.03");
    CHECK(findings::exceedance_text(rational(5, 1000)) == "<0.01");
    CHECK(findings::exceedance_text(rational(51, 10000)) == "0.01");
    CHECK(findings::exceedance_text(rational(1, 1000000)) == "<0.01");
    CHECK(findings::exceedance_text(rational(1)) == "1.00");
    CHECK(findings::exceedance_text(rational(999, 100)) == "9.99");
    CHECK(findings::exceedance_text(rational(12345)) == "12345.00");
}

TEST_CASE("an exceedance is of upper limits alone: none for ranges, lower bounds, and what may not be detected") {
    CHECK(water("化学需氧量", "50.1", "mg/L").exceedance == "<0.01");
    CHECK(water("化学需氧量", "58", "mg/L").exceedance == "0.16");
    CHECK(water("化学需氧量", "58", "mg/L").ratio == "1.16");
    for (auto const& f : {water("pH", "9.2", ""), water("总磷", "0.5", "mg/L"), water("烷基汞", "0.1", "mg/L")}) {
        CHECK(f.verdict == eval::verdict::violation);
        CHECK_FALSE(f.exceedance);
        CHECK_FALSE(f.ratio);
    }
}

TEST_CASE("values are printed in the unit of the limit") {
    auto const f = water("化学需氧量", "60000", "ug/L");
    CHECK(f.measured->value == "60");
    CHECK_FALSE(f.measured->exact);
    CHECK(f.measured->unit == "mg/L");
}

TEST_CASE("an undetermined finding names what is missing, shows the tightest candidate, and exceeds nothing") {
    auto const f = water("氨氮", "6", "mg/L");
    CHECK(f.verdict == eval::verdict::undetermined);
    REQUIRE(f.reason);
    CHECK(f.reason->code == "missing_datum");
    CHECK_FALSE(f.reason->text_zh.empty());
    CHECK_FALSE(f.reason->text_en.empty());
    REQUIRE(f.reason->missing.size() == 1);
    CHECK(f.reason->missing[0].name == "temperature");
    CHECK(f.reason->missing[0].band == "temperature > 12 ℃");
    CHECK(f.limit->max == "5");
    REQUIRE(f.candidates.size() == 1);
    CHECK(f.candidates[0].id == "甲.表2.氨氮[temperature <= 12 ℃]");
    CHECK_FALSE(f.exceedance);
    CHECK(f.violation_types.empty());
}

TEST_CASE("what cannot be computed has no measured value") {
    auto const f = air("50");
    CHECK(f.verdict == eval::verdict::undetermined);
    CHECK_FALSE(f.measured);
    CHECK(f.reason->missing[0].name == "o2");
}

TEST_CASE("below detection and over range are printed as bounds") {
    auto const nd = water("化学需氧量", "<51", "mg/L");
    CHECK(nd.measured->value == "<51");
    CHECK(nd.measured->low == "0");
    CHECK(nd.measured->high == "51");
    auto const over = table().only(row("DA001", "颗粒物", "29", "mg/m³", "2026-05-01 08:00", "hour", R"(, "flag": "T")"));
    CHECK(over.reason->code == "over_range");
    CHECK(over.measured->low == "29");
    CHECK_FALSE(over.measured->high);
}

TEST_CASE("the id is a hash of the key: corrected values and changed limits keep it") {
    auto const id = water("化学需氧量", "58", "mg/L").id;
    CHECK(id.starts_with("f-"));
    CHECK(water("化学需氧量", "99", "mg/L").id == id);
    CHECK(water("化学需氧量", "58000", "ug/L").id == id);
    ruleset const stricter("limits 表9 of 甲 {\n medium water\n judge daily_mean\n value:\n 化学需氧量 <= 30 mg/L\n}\n");
    CHECK(stricter.only(row("DW001", "化学需氧量", "58", "mg/L", "2026-05-01", "day")).id == id);
}

TEST_CASE("whatever belongs to the key makes another id") {
    std::set<std::string> ids = {water("化学需氧量", "58", "mg/L").id,
                                 water("pH", "9.2", "").id,
                                 table().only(row("DW001", "化学需氧量", "58", "mg/L", "2026-05-02", "day")).id,
                                 table().only(row("DW002", "化学需氧量", "58", "mg/L", "2026-05-01", "day")).id,
                                 water("化学需氧量", "58", "mg/L", R"(, "source": "enforcement")").id,
                                 air("50", R"(, "o2": "6")").id,
                                 water("化学需氧量", "58", "mg/L", R"(, "source": "enforcement", "sample_id": "A")").id};
    CHECK(ids.size() == 7);
}

TEST_CASE("findings stand in order of enterprise, outlet, factor, statistic and period") {
    std::string rows;
    for (auto const* day : {"2026-05-02", "2026-05-01"})
        for (auto const* outlet : {"DW002", "DW001"})
            for (auto const* factor : {"总磷", "化学需氧量"})
                rows += row(outlet, factor, factor == std::string("总磷") ? "0.5" : "58", "mg/L", day, "day");
    auto const all = table().check(rows).findings;
    REQUIRE(all.size() == 8);
    std::vector<std::string> said;
    for (auto const& f : all) said.push_back(*f.outlet_id + " " + *f.factor + " " + f.period.from.text().substr(0, 10));
    CHECK(said == std::vector<std::string>{"DW001 w01018 2026-05-01", "DW001 w01018 2026-05-02", "DW001 w21011 2026-05-01",
                                           "DW001 w21011 2026-05-02", "DW002 w01018 2026-05-01", "DW002 w01018 2026-05-02",
                                           "DW002 w21011 2026-05-01", "DW002 w21011 2026-05-02"});
    CHECK(std::is_sorted(all.begin(), all.end(), findings::before));
}

TEST_CASE("the trace tells how the value came about") {
    auto const f = air("50", R"(, "o2": "6")");
    REQUIRE(f.trace);
    CHECK(f.trace->delivered);
    CHECK(f.trace->formula == "oxygen_correction");
    CHECK(f.trace->formula_clause == "通则-2000 6");
    CHECK(f.trace->formula_text == "value * (21 % - reference) / (21 % - o2)");
    REQUIRE(f.trace->values.size() == 1);
    CHECK(f.trace->values[0].written == "50 mg/m³");
    CHECK(f.trace->values[0].value == "58.333333");
    CHECK(f.trace->values[0].auxiliary == "6 %");
    CHECK(f.trace->values[0].rows.size() == 1);
}

TEST_CASE("every reason that the engine gives has a text in both languages") {
    std::set<std::string_view> known;
    for (auto const& t : findings::reason_texts()) {
        CHECK_FALSE(t.zh.empty());
        CHECK_FALSE(t.en.empty());
        CHECK(known.insert(t.code).second);
    }
    for (auto const* code :
         {"missing_attribute", "missing_datum", "invalid_auxiliary", "doubtful_condition", "conflicting_rows",
          "too_few_valid_values", "no_flow", "over_range", "detection_limit_above_limit", "sample_not_accepted"})
        CHECK_MESSAGE(known.contains(code), code);
}

// Permit applications and permits in force against the rules.
#include "loaded_book.hpp"

#include "review/examine.hpp"

#include <doctest/doctest.h>

using namespace huanchi;

namespace {

loaded::book const& book() {
    static loaded::book const b(R"(limits 表1 of 甲 "表1" {
  medium  water
  judge   daily_mean
  by 级别:            一级A  一级B
  化学需氧量   <=      50     60   mg/L
}
limits 表2 of 甲 "磷" {
  medium  water
  judge   daily_mean
  effective from 2000-01-01 before 2028-01-01
  value:
  总磷   <=    1   mg/L
}
limits 表3 of 甲 "磷" {
  medium  water
  judge   daily_mean
  effective from 2028-01-01
  value:
  总磷   <=    0.5   mg/L
}
record permit_request {
  field 申请日期 time date_type
  field 企业 enterprise_id text_type
  field 申请种类 kind one_of 首次, 延续
  field 起始日期 valid_from date_type
  field 届满日期 valid_to date_type
  field 原届满日期 previous_valid_to date_type
}
record monitoring_plan {
  field 企业 enterprise_id text_type
  field 排放口 outlet_id text_type
  field 排放口类别 kind text_type
  field 监测项目 factor text_type
  field 自动监测 automatic yes_no_type
  field 每年次数 per_year number_type
  field 重点排污单位 key_unit yes_no_type
}
requirements 频次 of 甲 "频次" {
  clause "6"
  scope monitoring_plan
  where 监测项目 = 总磷
  require "总磷每月一次" 自动监测 = yes or 每年次数 >= 12 when 重点排污单位 = yes
}
requirements 延续 of 甲 "按期申请" {
  clause "5"
  scope permit_request
  where 申请种类 = 延续
  require "按期申请" 申请日期 <= 2026-10-01
}
)");
    return b;
}

base::date day(char const* text) {
    return *base::date::parse(text);
}

std::string application(std::string const& limits, std::string const& more = "",
                        std::string const& grade = R"(, "grade": "一级A")") {
    return R"({"id": "A1", "kind": "首次", "submitted": "2026-10-01", "valid_from": "2026-11-01", "valid_to": "2027-10-31",
      "facility": {"id": "E1", "outlets": [{"id": "O1", "medium": "water", "attributes": {}})" +
           std::string(grade.empty() ? "" : "") + R"(]},)" + "\"limits\": [" + limits + "]" + more + "}";
}

// The application with the grade put in where the test wants one.
review::reviewed examined(std::string text, bool graded = true) {
    if (graded) {
        auto const at = text.find(R"("attributes": {})");
        text.replace(at, 16, R"("attributes": {"grade": "一级A"})");
    }
    auto const read = review::read_applications(text, "a.json", book().rules);
    REQUIRE_MESSAGE(read, read.error().what);
    return review::examine(read->front(), book().plan, book().rules, {day("2026-11-01"), false});
}

// "correct w01018 instead of …": what is not accepted.
std::vector<std::string> asked(review::reviewed const& r) {
    std::vector<std::string> out;
    for (auto const& i : r.items)
        if (i.says != review::opinion::accept) out.push_back(std::string(review::text(i.says)) + " " + i.text_zh);
    return out;
}

std::string limit(std::string const& factor, std::string const& max, std::string const& unit = "mg/L") {
    return R"({"outlet": "O1", "factor": ")" + factor + R"(", "statistic": "daily_mean", "max": ")" + max + R"(", "unit": ")" +
           unit + "\"}";
}

} // namespace

TEST_CASE("limits that are asked for are accepted where they are not looser, whatever their unit") {
    auto const r = examined(application(limit("化学需氧量", "50000", "μg/L") + "," + limit("总磷", "0.9")));
    CHECK(asked(r).empty());
    CHECK(r.overall == review::opinion::accept);
    CHECK(r.items.size() == 2);
}

TEST_CASE("a looser limit is to be changed, a missing one to be added, each with the text for the opinion") {
    auto const r = examined(application(limit("化学需氧量", "60")));
    CHECK(asked(r) == std::vector<std::string>{"correct O1 化学需氧量日均值由 60 mg/L 改为 50 mg/L（甲-2000 表1）",
                                               "correct 补充 O1 总磷日均值许可限值 1 mg/L（甲-2000 表2）"});
    CHECK(r.overall == review::opinion::correct);
}

TEST_CASE("a limit that gets tighter while the permit runs is named with its day") {
    auto text = application(limit("化学需氧量", "50") + "," + limit("总磷", "1"));
    text.replace(text.find("2027-10-31"), 10, "2031-10-31");
    auto const r = examined(text);
    CHECK(asked(r) == std::vector<std::string>{"correct O1 总磷日均值 1 mg/L，自 2028-01-01 起应为 0.5 mg/L（甲-2000 表3）"});
    CHECK(r.items.back().from == day("2028-01-01"));
}

TEST_CASE("what decides and is unknown is asked for, and nothing is said to be right or wrong") {
    auto const r = examined(application(limit("化学需氧量", "50") + "," + limit("总磷", "1")), false);
    REQUIRE(asked(r).size() == 1);
    CHECK(asked(r).front() ==
          "supply 补充 O1 的“级别”：它决定是否适用 化学需氧量 50 mg/L（甲-2000 表1）、化学需氧量 60 mg/L（甲-2000 表1）");
    CHECK(r.overall == review::opinion::supply);
    CHECK(r.items.back().needs == std::vector<std::string>{"grade"});
}

TEST_CASE("a total is concentration times volume times capacity, and rests on no concentration that the law forbids") {
    auto const limits = limit("化学需氧量", "50") + "," + limit("总磷", "1");
    auto const total = [&](std::string const& of) {
        return asked(examined(application(limits, R"(, "totals": [)" + of + "]")));
    };
    // 50 g/m³ × 2 m³ × 1,000,000 = 100 t
    CHECK(
        total(
            R"({"outlet": "O1", "factor": "化学需氧量", "max": "100 t", "concentration": "50 mg/L", "volume": "2 m³", "capacity": "1000000"})")
            .empty());
    CHECK(
        total(
            R"({"outlet": "O1", "factor": "化学需氧量", "max": "100.1 t", "concentration": "50 mg/L", "volume": "2 m³", "capacity": "1000000"})") ==
        std::vector<std::string>{"correct O1 化学需氧量年许可排放量由 100.1 t 改为不大于 100 t（50 mg/L × 2 m³ × 1000000）"});
    CHECK(
        total(
            R"({"outlet": "O1", "factor": "化学需氧量", "max": "100 t", "concentration": "60 mg/L", "capacity": "2000000 m³"})") ==
        std::vector<std::string>{"correct O1 化学需氧量计算年许可排放量用的浓度由 60 mg/L 改为不大于 50 mg/L（甲-2000 表1）"});
    CHECK(
        total(
            R"({"outlet": "O1", "factor": "化学需氧量", "max": "100 t", "concentration": "50 mg/L", "capacity": "2000000 m³", "allowance": "90 t"})") ==
        std::vector<std::string>{"correct O1 化学需氧量年许可排放量由 100 t 改为不超过 90 t（重点污染物排放总量控制要求）"});
    CHECK(total(R"({"outlet": "O1", "factor": "化学需氧量", "max": "100 t"})").size() == 1);
    CHECK(total(R"({"outlet": "O1", "factor": "化学需氧量", "max": "很多"})").front() ==
          "correct O1 化学需氧量：“很多”读不出数量和单位");
}

TEST_CASE("the monitoring plan names every pollutant, with a method that can see the limit") {
    auto const limits = limit("化学需氧量", "50") + "," + limit("总磷", "1");
    auto const r = examined(application(
        limits,
        R"(, "monitoring": [{"outlet": "O1", "factor": "化学需氧量", "method": "某法", "detection_limit": "51 mg/L"}])"));
    CHECK(asked(r) ==
          std::vector<std::string>{
              "correct O1 化学需氧量 改用检出限不高于 50 mg/L 的监测方法（某法 51 mg/L 高于限值，未检出不能证明达标）",
              "correct 自行监测方案补充 O1 总磷"});
    CHECK(r.not_checked_zh.size() == 1); // frequencies
}

TEST_CASE("the monitoring plan: how often, as the rules ask of each line") {
    auto const plan = [&](std::string const& frequency, std::string const& more = R"(, "key_unit": true)") {
        return asked(examined(
            application(limit("化学需氧量", "50") + "," + limit("总磷", "1"),
                        R"(, "monitoring": [{"outlet": "O1", "factor": "化学需氧量"}, {"outlet": "O1", "factor": "w21011")" +
                            (frequency.empty() ? "" : R"(, "frequency": ")" + frequency + "\"") + "}]" + more)));
    };
    std::vector<std::string> const too_seldom{"correct 总磷每月一次：不符合（甲-2000 6），应补正"};
    for (auto const* enough : {"1次/月", "1次/周", "2次/日", "自动", "30次/2年", "6次/半年"}) {
        CAPTURE(enough);
        CHECK(plan(enough).empty());
    }
    for (auto const* seldom : {"1次/季", "1次/季度", "2次/年", "1次/2个月", "5次/半年", "23次/2年"}) {
        CAPTURE(seldom);
        CHECK(plan(seldom) == too_seldom);
    }
    auto const unknown = plan("");
    REQUIRE(unknown.size() == 1);
    CHECK(unknown[0].starts_with("supply 总磷每月一次：补充 "));
    CHECK(plan("1次/年", R"(, "key_unit": false)").empty());
    CHECK(plan("1次/年", "").size() == 1); // whether it is a key unit is not known
    for (auto const* wrong : {"每月一次", "0次/月", "1次/", "1次/世纪", "次/月", "1次/0年"}) {
        CAPTURE(wrong);
        auto const text =
            application(limit("化学需氧量", "50"),
                        std::string(R"(, "monitoring": [{"outlet": "O1", "factor": "总磷", "frequency": ")") + wrong + "\"}]");
        auto const read = review::read_applications(text, "a.json", book().rules);
        REQUIRE_FALSE(read);
        CHECK(read.error().what.find("/monitoring/0/frequency") != std::string::npos);
    }
}

TEST_CASE("records are judged by the rules that ask of them: a renewal that comes late") {
    auto text = application(limit("化学需氧量", "50") + "," + limit("总磷", "1"), R"(, "previous_valid_to": "2026-11-30")");
    text.replace(text.find("首次"), std::string("首次").size(), "延续");
    CHECK(asked(examined(text)).empty() == true); // 2026-10-01 is the sixtieth day before
    text.replace(text.find("2026-10-01"), 10, "2026-10-02");
    CHECK(asked(examined(text)) == std::vector<std::string>{"correct 按期申请：不符合（甲-2000 5），应补正"});
}

TEST_CASE("permits in force: what they lack, when they end, and a site whose permit is over") {
    auto const known = facts::read_facilities(R"([{"id": "E1", "permits": [
        {"number": "P", "version": "1", "valid_from": "2022-01-01", "valid_to": "2026-12-31",
         "limits": [{"outlet": "O1", "factor": "w01018", "statistic": "daily_mean", "max": "50", "unit": "mg/L"}]}],
      "outlets": [{"id": "O1", "medium": "water", "attributes": {"grade": "一级A"}}]},
      {"id": "E2", "permits": [{"number": "Q", "version": "1", "valid_from": "2020-01-01", "valid_to": "2024-12-31", "limits": []}],
       "outlets": []}])",
                                              "f", book().rules);
    REQUIRE(known);
    auto const all = review::examine_permits(*known, book().plan, book().rules, {day("2026-11-01"), false});
    REQUIRE(all.size() == 2);
    CHECK(asked(all[0]) ==
          std::vector<std::string>{"correct 补充 O1 总磷日均值许可限值 1 mg/L（甲-2000 表2）",
                                   "correct 有效期至 2026-12-31，还有 60 日；需要继续排污的，届满六十日前申请延续"});
    CHECK(asked(all[1]) == std::vector<std::string>{"correct 没有在 2026-11-01 有效的许可证"});
}

TEST_CASE("what is wrong in an application is named with its place, all of it at once") {
    auto const problem = [&](std::string const& text) {
        auto const read = review::read_applications(text, "a.json", book().rules);
        return read ? std::string() : read.error().what;
    };
    CHECK(problem(R"({"id": "A1", "valid_from": "2026-13-01", "facility": {"id": "E1"}})") ==
          "`a.json` /valid_from: `2026-13-01` is no date; write 2026-05-01\n`a.json` : no valid_to");
    CHECK(problem(R"([{"id": "A1", "valid_from": "2026-01-01", "valid_to": "2026-12-31"}])") ==
          "`a.json` /0: no `facility` object");
    CHECK(problem("{") == "`a.json` line 1 : no JSON");
    CHECK(problem("") == "`a.json`: no application in it");
}

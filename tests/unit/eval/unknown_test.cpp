// What is not known: undetermined and named, unless every admissible value gives the same verdict.
#include "situation.hpp"

#include <doctest/doctest.h>

#include <deque>

using namespace situation;

namespace {

rules const& table() {
    static rules const r(R"(limits 表1 of 甲 "日均值" {
  medium  water
  judge   daily_mean
  where   类别 = 城镇污水处理厂
  by 级别:              一级A   一级B   二级
  氨氮          <=          5       8      -   mg/L  when 水温 > 12 ℃
  氨氮          <=          8      15      -   mg/L  when 水温 <= 12 ℃
  化学需氧量    <=         50      60    100   mg/L
}
limits 表2 of 甲 "投产日期" {
  medium  water
  judge   daily_mean
  value:
  总磷          <=          1   mg/L  when 投产日期 < 2006-01-01
  总磷          <=        0.5   mg/L  when 投产日期 >= 2006-01-01
}
limits 表3 of 甲 "只管新建" {
  medium  water
  judge   daily_mean
  value:
  汞            <=      0.001   mg/L  when 投产日期 >= 2006-01-01
}
limits 表4 of 甲 "夜间" {
  medium  water
  judge   hourly_mean
  value:
  pH            in       6..8   when 时段 = 夜间
  pH            in       6..9   when 时段 = 昼间
}
)");
    return r;
}

std::string const plant = R"("kind": "城镇污水处理厂", "grade": "一级A")";

outcome ammonia(std::string const& value, fields const& more, std::string const& attributes = plant) {
    static std::deque<site> kept; // an outcome refers to the site that it was judged for
    kept.emplace_back(table(), outlet("water", attributes));
    return kept.back().row("氨氮", value, "mg/L", "2026-05-01", "day", more).judge();
}

} // namespace

TEST_CASE("the water temperature chooses the limit, 12.0 ℃ is not above 12") {
    CHECK(ammonia("6", {{"temperature", "12.0"}}).only() ==
          "compliant daily_mean 2026-05-01 6 of 甲.表1.氨氮.一级A[temperature <= 12 ℃]");
    CHECK(ammonia("6", {{"temperature", "12.1"}}).only() ==
          "violation daily_mean 2026-05-01 6 of 甲.表1.氨氮.一级A[temperature > 12 ℃]");
}

TEST_CASE("without it 6 mg/L is undetermined, and the band says where it would matter") {
    auto const o = ammonia("6", {});
    CHECK(o.only() == "undetermined daily_mean 2026-05-01 6 missing_datum");
    CHECK(o.missing() == "temperature: temperature > 12 ℃");
    auto const& j = o.judgement();
    REQUIRE(j.candidates.size() == 2); // the tightest first
    CHECK(o.bound->requirements[j.candidates[0]].max->text() == "5");
    CHECK(o.bound->requirements[j.candidates[1]].max->text() == "8");
    CHECK(j.decides == j.candidates[0]);
}

TEST_CASE("4 mg/L passes both limits and 9 mg/L breaks both, whatever the temperature is") {
    CHECK(ammonia("4", {}).only() == "compliant daily_mean 2026-05-01 4 of 甲.表1.氨氮.一级A[temperature <= 12 ℃]");
    CHECK(ammonia("5", {}).only() == "compliant daily_mean 2026-05-01 5 of 甲.表1.氨氮.一级A[temperature <= 12 ℃]");
    CHECK(ammonia("8", {}).only() == "undetermined daily_mean 2026-05-01 8 missing_datum");
    // The milder of the two is what is proved.
    CHECK(ammonia("9", {}).only() == "violation daily_mean 2026-05-01 9 of 甲.表1.氨氮.一级A[temperature <= 12 ℃]");
}

TEST_CASE("a missing attribute of the outlet is treated alike") {
    auto const cod = [](std::string const& value) {
        site s(table(), outlet("water", R"("kind": "城镇污水处理厂")"));
        auto const o = s.row("化学需氧量", value, "mg/L", "2026-05-01", "day").judge();
        return o.only() + (o.judgement().missing.empty() ? "" : " | " + o.missing());
    };
    CHECK(cod("50") == "compliant daily_mean 2026-05-01 50 of 甲.表1.化学需氧量.二级");
    CHECK(cod("55") == "undetermined daily_mean 2026-05-01 55 missing_attribute | grade: grade = 一级A");
    CHECK(cod("61") == "undetermined daily_mean 2026-05-01 61 missing_attribute | grade: grade = 一级A or grade = 一级B");
    CHECK(cod("101") == "violation daily_mean 2026-05-01 101 of 甲.表1.化学需氧量.二级");
}

TEST_CASE("a missing date is named with the band of dates that matters") {
    auto const phosphorus = [](std::string const& value, std::string const& attributes) {
        site s(table(), outlet("water", attributes));
        auto const o = s.row("总磷", value, "mg/L", "2026-05-01", "day").judge();
        return o.only() + (o.judgement().missing.empty() ? "" : " | " + o.missing());
    };
    CHECK(phosphorus("0.6", "") == "undetermined daily_mean 2026-05-01 3/5 missing_attribute | commissioned: commissioned = "
                                   "2006-01-01 or commissioned > 2006-01-01");
    CHECK(phosphorus("0.5", "") == "compliant daily_mean 2026-05-01 1/2 of 甲.表2.总磷[commissioned < 2006-01-01]");
    CHECK(phosphorus("0.6", R"("commissioned": "2005-12-31")") ==
          "compliant daily_mean 2026-05-01 3/5 of 甲.表2.总磷[commissioned < 2006-01-01]");
    CHECK(phosphorus("0.6", R"("commissioned": "2006-01-01")") ==
          "violation daily_mean 2026-05-01 3/5 of 甲.表2.总磷[commissioned >= 2006-01-01]");
}

TEST_CASE("where the unknown may bring no limit at all, a breach is not proved but a pass stands") {
    auto const mercury = [](std::string const& value) {
        site s(table(), outlet("water"));
        return s.row("汞", value, "mg/L", "2026-05-01", "day").judge().only();
    };
    CHECK(mercury("0.002") == "undetermined daily_mean 2026-05-01 1/500 missing_attribute");
    CHECK(mercury("0.001") == "compliant daily_mean 2026-05-01 1/1000 of 甲.表3.汞[commissioned >= 2006-01-01]");
}

TEST_CASE("several things unknown at once: all combinations are tried") {
    auto const both = [](std::string const& value) {
        site s(table(), outlet("water", R"("kind": "城镇污水处理厂")"));
        auto const o = s.row("氨氮", value, "mg/L", "2026-05-01", "day").judge();
        return o.only() + (o.judgement().missing.empty() ? "" : " | " + o.missing());
    };
    CHECK(both("5") == "compliant daily_mean 2026-05-01 5 of 甲.表1.氨氮.一级B[temperature <= 12 ℃]");
    CHECK(both("9").starts_with("undetermined daily_mean 2026-05-01 9 missing_datum")); // grade 二级 has no limit
    CHECK(both("9").find("grade: grade = 一级A or grade = 一级B") != std::string::npos);
    CHECK(both("20").starts_with("undetermined"));
}

TEST_CASE("a breach of a limit that certainly applies stays a breach, whatever else is unknown") {
    std::string const permit =
        R"([{"number": "P", "version": "1", "valid_from": "2020-01-01", "valid_to": "2030-12-31", "limits": [
      {"outlet": "O1", "factor": "w21003", "statistic": "daily_mean", "max": "5.5", "unit": "mg/L"}]}])";
    site s(table(), outlet("water", plant), permit);
    CHECK(s.row("氨氮", "6", "mg/L", "2026-05-01", "day").judge().only() ==
          "violation daily_mean 2026-05-01 6 of permit:P/1/O1/w21003/daily_mean");
    site passes(table(), outlet("water", plant), permit);
    CHECK(passes.row("氨氮", "5.2", "mg/L", "2026-05-01", "day").judge().only() ==
          "undetermined daily_mean 2026-05-01 26/5 missing_datum");
}

TEST_CASE("a kind that does not fit rules the table out, an outlet that does not say its kind leaves it open") {
    CHECK(site(table(), outlet("water", R"("kind": "锅炉", "grade": "一级A")"))
              .row("化学需氧量", "200", "mg/L", "2026-05-01", "day")
              .judge()
              .said()
              .empty());
    site s(table(), outlet("water", R"("grade": "一级A")"));
    CHECK(s.row("化学需氧量", "200", "mg/L", "2026-05-01", "day").judge().only() ==
          "undetermined daily_mean 2026-05-01 200 missing_attribute");
}

TEST_CASE("a derived field is worked out from the clock where the data do not give it") {
    auto const ph = [](std::string const& time, fields const& more) {
        site s(table(), outlet("water"));
        return s.row("pH", "8.5", "", "2026-05-01 " + time, "hour", more).judge().only().substr(0, 9);
    };
    CHECK(ph("05:00", {}) == "violation");
    CHECK(ph("06:00", {}) == "compliant");
    CHECK(ph("22:00", {}) == "violation");
    CHECK(ph("05:00", {{"day_part", "昼间"}}) == "compliant"); // what the data say goes first
}

TEST_CASE("in a day a field lies between the least and the greatest of its hours") {
    auto const day = [](int warm_hours, std::string const& value) {
        site s(table(), outlet("water", plant));
        for (int hour = 0; hour < 24; ++hour)
            s.row("氨氮", value, "mg/L", "2026-05-01 " + std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00",
                  "hour", {{"temperature", hour < warm_hours ? "13" : "11"}});
        return s.judge().only();
    };
    CHECK(day(0, "6") == "compliant daily_mean 2026-05-01 6 of 甲.表1.氨氮.一级A[temperature <= 12 ℃]");
    CHECK(day(24, "6") == "violation daily_mean 2026-05-01 6 of 甲.表1.氨氮.一级A[temperature > 12 ℃]");
    CHECK(day(12, "6") == "undetermined daily_mean 2026-05-01 6 missing_datum");
    CHECK(day(12, "4").starts_with("compliant"));
    CHECK(day(12, "9").starts_with("violation"));
}

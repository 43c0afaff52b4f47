// From hours to days: exact means, validity, flow, windows that have not ended, warnings.
#include "situation.hpp"

#include "eval/series.hpp"

#include <doctest/doctest.h>

using namespace situation;

namespace {

rules const& daily() {
    static rules const r(R"(limits 水 of 甲 "日均值" {
  medium  water
  judge   daily_mean
  value:
  化学需氧量   <=   50   mg/L
}
limits 气 of 甲 "日均值" {
  medium  air
  judge   daily_mean
  value:
  二氧化硫     <=  200   mg/m³
}
)");
    return r;
}

std::string clock(int hour) {
    return "2026-05-01 " + std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00";
}

// Hours of 1 May from midnight on; "" is a gap.
site water(texts const& values, texts const& flows = {}) {
    site s(daily(), outlet("water"));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].empty()) continue;
        fields more;
        if (i < flows.size() && !flows[i].empty()) more["flow"] = flows[i];
        s.row("化学需氧量", values[i], "mg/L", clock(static_cast<int>(i)), "hour", more);
    }
    return s;
}
// The day has ended: a row of the next day says so.
site& ended(site& s) {
    return s.row("水温", "10", "℃", "2026-05-02 00:00", "hour");
}

texts times(std::size_t n, std::string const& value) {
    return texts(n, value);
}
texts operator+(texts a, texts const& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

std::string day_of(site s) {
    return ended(s).judge().only();
}

} // namespace

TEST_CASE("a mean is compared exactly: the sum against the limit times the count") {
    // 12 × 49.9 + 12 × 50.1 = 24 × 50
    CHECK(day_of(water(times(12, "49.9") + times(12, "50.1"))) == "compliant daily_mean 2026-05-01 50 of 甲.水.化学需氧量");
    CHECK(day_of(water(times(12, "49.9") + times(11, "50.1") + texts{"50.2"})) ==
          "violation daily_mean 2026-05-01 12001/240 of 甲.水.化学需氧量");
    // A third cannot be written down in decimals: 18 hours with the sum 900.000001.
    CHECK(day_of(water(times(17, "50") + texts{"50.000001"})) ==
          "violation daily_mean 2026-05-01 900000001/18000000 of 甲.水.化学需氧量");
}

TEST_CASE("water needs 75 % of the hours: 18 are enough, 17 are not, one more changes nothing") {
    CHECK(day_of(water(times(17, "60"))) == "undetermined daily_mean 2026-05-01 60 too_few_valid_values");
    CHECK(day_of(water(times(18, "60"))) == "violation daily_mean 2026-05-01 60 of 甲.水.化学需氧量");
    CHECK(day_of(water(times(19, "60"))) == "violation daily_mean 2026-05-01 60 of 甲.水.化学需氧量");
    site s = water(times(17, "60"));
    auto const o = ended(s).judge();
    CHECK(o.judgement().valid == 17);
    CHECK(o.judgement().need == 18);
}

TEST_CASE("air needs 20 hours, and its means are plain whatever the flow is") {
    auto const air = [](int hours) {
        site s(daily(), outlet("air"));
        for (int h = 0; h < hours; ++h)
            s.row("二氧化硫", h == 0 ? "240" : "200", "mg/m³", clock(h), "hour", {{"flow", h == 0 ? "1" : "1000"}});
        return s.row("颗粒物", "1", "mg/m³", "2026-05-02 00:00", "hour").judge().only();
    };
    CHECK(air(19) == "undetermined daily_mean 2026-05-01 3840/19 too_few_valid_values");
    CHECK(air(20) == "violation daily_mean 2026-05-01 202 of 甲.气.二氧化硫");
    CHECK(air(24) == "violation daily_mean 2026-05-01 605/3 of 甲.气.二氧化硫");
}

TEST_CASE("hours flagged out do not count, neither for the mean nor for its validity") {
    site s = water(times(18, "50"));
    for (int h = 18; h < 24; ++h) s.row("化学需氧量", "900", "mg/L", clock(h), "hour", {{"flag", "D"}});
    auto const o = ended(s).judge();
    CHECK(o.only() == "compliant daily_mean 2026-05-01 50 of 甲.水.化学需氧量");
    CHECK(o.accounting() == "judged 18, flagged_out 6, unmatched 1, duplicates 0");
    site few = water(times(17, "50"));
    for (int h = 17; h < 24; ++h) few.row("化学需氧量", "50", "mg/L", clock(h), "hour", {{"flag", "D"}});
    CHECK(ended(few).judge().only() == "undetermined daily_mean 2026-05-01 50 too_few_valid_values");
}

TEST_CASE("a flow-weighted mean is not a plain mean: it can break a limit that the plain one meets, and the other way round") {
    // 23 hours of 40 mg/L with 1 m³ and one of 100 mg/L with 23 m³: 140/46 × 23 = 70 weighted, 42.5 plain.
    auto const broken = water(times(23, "40") + texts{"100"}, times(23, "1") + texts{"23"});
    CHECK(day_of(broken) == "violation daily_mean 2026-05-01 70 of 甲.水.化学需氧量");
    CHECK(day_of(water(times(23, "40") + texts{"100"})) == "compliant daily_mean 2026-05-01 85/2 of 甲.水.化学需氧量");
    // 12 × 49 with 2 m³ and 12 × 52 with 1 m³: 50 weighted, 50.5 plain.
    CHECK(day_of(water(times(12, "49") + times(12, "52"), times(12, "2") + times(12, "1"))) ==
          "compliant daily_mean 2026-05-01 50 of 甲.水.化学需氧量");
    CHECK(day_of(water(times(12, "49") + times(12, "52"))) == "violation daily_mean 2026-05-01 101/2 of 甲.水.化学需氧量");
}

TEST_CASE("a plain mean of water says so") {
    site s = water(times(24, "40"));
    CHECK(ended(s).judge().judgement().note == "plain_mean");
    site w = water(times(24, "40"), times(24, "1"));
    CHECK(ended(w).judge().judgement().note == "");
}

TEST_CASE("one valid hour without flow among hours with flow: undetermined, the flow is missing") {
    auto mixed = water(times(24, "40"), times(23, "1"));
    auto const o = ended(mixed).judge();
    CHECK(o.only() == "undetermined daily_mean 2026-05-01 missing_datum");
    CHECK(o.missing() == "flow");
}

TEST_CASE("how one day is averaged hangs on its own hours: a day without any flow is plain beside a day with flow") {
    site s(daily(), outlet("water"));
    s.day("化学需氧量", "40", "mg/L", "2026-05-01", {{"flow", "10"}}).day("化学需氧量", "60", "mg/L", "2026-05-02");
    s.row("水温", "10", "℃", "2026-05-03 00:00", "hour");
    auto const o = s.judge();
    CHECK(o.said() == texts{"compliant daily_mean 2026-05-01 40 of 甲.水.化学需氧量",
                            "violation daily_mean 2026-05-02 60 of 甲.水.化学需氧量"});
    site alone(daily(), outlet("water"));
    alone.day("化学需氧量", "60", "mg/L", "2026-05-02").row("水温", "10", "℃", "2026-05-03 00:00", "hour");
    CHECK(alone.judge().said() == texts{"violation daily_mean 2026-05-02 60 of 甲.水.化学需氧量"});
}

TEST_CASE("a day in which nothing flowed has no weighted mean") {
    CHECK(day_of(water(times(24, "40"), times(24, "0"))) == "undetermined daily_mean 2026-05-01 no_flow");
    CHECK(day_of(water(times(23, "40") + texts{"900"}, times(23, "1") + texts{"0"})) ==
          "compliant daily_mean 2026-05-01 40 of 甲.水.化学需氧量");
}

TEST_CASE("below detection goes through a mean by its bounds") {
    // 20 × 50 and 4 × <10: between 1000/24 and 1040/24.
    CHECK(day_of(water(times(20, "50") + times(4, "<10"))) ==
          "compliant daily_mean 2026-05-01 125/3..130/3 of 甲.水.化学需氧量");
    CHECK(day_of(water(times(20, "55") + times(4, "<30"))) ==
          "undetermined daily_mean 2026-05-01 275/6..305/6 detection_limit_above_limit");
    CHECK(day_of(water(times(20, "61") + times(4, "<30"))) ==
          "violation daily_mean 2026-05-01 305/6..335/6 of 甲.水.化学需氧量");
}

TEST_CASE("a delivered day is judged as delivered, and is marginal where the hours say otherwise") {
    site s = water(times(24, "51"));
    auto const o = s.row("化学需氧量", "49", "mg/L", "2026-05-01", "day").judge();
    CHECK(o.only() == "compliant daily_mean 2026-05-01 49 of 甲.水.化学需氧量 marginal");
    site t = water(times(24, "49"));
    CHECK(t.row("化学需氧量", "51", "mg/L", "2026-05-01", "day").judge().only() ==
          "violation daily_mean 2026-05-01 51 of 甲.水.化学需氧量 marginal");
    site same = water(times(24, "52"));
    CHECK(same.row("化学需氧量", "51", "mg/L", "2026-05-01", "day").judge().only() ==
          "violation daily_mean 2026-05-01 51 of 甲.水.化学需氧量");
    site sparse = water(times(3, "49"));
    CHECK(sparse.row("化学需氧量", "51", "mg/L", "2026-05-01", "day").judge().only() ==
          "violation daily_mean 2026-05-01 51 of 甲.水.化学需氧量");
}

TEST_CASE("a window that has not ended makes no judgement and is counted, its rows are used") {
    site s = water(times(18, "60"));
    auto const open = s.judge();
    CHECK(open.said().empty());
    CHECK(open.results.open_windows == 1);
    CHECK(open.accounting() == "judged 18, flagged_out 0, unmatched 0, duplicates 0");
    auto const closed = ended(s).judge();
    CHECK(closed.results.open_windows == 0);
    CHECK(closed.said().size() == 1);
    auto options = everything();
    options.data_end = base::moment::parse("2026-05-01 23:59"); // what was known then
    CHECK(s.judge(options).results.open_windows == 1);
    options.data_end = base::moment::parse("2026-05-02 00:00");
    CHECK(s.judge(options).results.open_windows == 0);
}

TEST_CASE("an hour above the number of a daily limit is a warning, no finding") {
    site s = water(times(23, "30") + texts{"51"});
    auto const o = ended(s).judge();
    CHECK(o.said() == texts{"compliant daily_mean 2026-05-01 247/8 of 甲.水.化学需氧量"}); // (23 × 30 + 51) / 24 = 30.875
    REQUIRE(o.results.warnings.size() == 1);
    CHECK(o.results.warnings[0].period.from.text() == "2026-05-01T23:00:00+08:00");
    CHECK(daily().rules.statistics[o.results.warnings[0].statistic].json == "hourly_mean");
    site equal = water(times(23, "30") + texts{"50"});
    CHECK(ended(equal).judge().results.warnings.empty());
}

TEST_CASE("no warning where the hour is judged by the same limit itself") {
    rules const r("limits 表 of 甲 {\n medium water\n judge hourly_mean, daily_mean\n value:\n 化学需氧量 <= 50 mg/L\n}\n");
    site s(r, outlet("water"));
    s.day("化学需氧量", "51", "mg/L", "2026-05-01").row("水温", "10", "℃", "2026-05-02 00:00", "hour");
    auto const o = s.judge();
    CHECK(o.results.warnings.empty());
    CHECK(o.said().size() == 25);
}

TEST_CASE("the hours of a day make its mean only where a rule derives it: pH has no mean") {
    rules const r("limits 表 of 甲 {\n medium water\n judge hourly_mean, daily_mean\n value:\n pH in 6..9\n}\n");
    site s(r, outlet("water"));
    s.day("pH", "9.5", "", "2026-05-01")
        .row("水温", "10", "℃", "2026-05-02 00:00", "hour")
        .row("pH", "8", "", "2026-05-01", "day");
    auto const o = s.judge();
    CHECK(o.said().size() == 25);
    CHECK(o.said().back() == "compliant daily_mean 2026-05-01 8 of 甲.表.pH");
}

TEST_CASE("means of corrected hours: an hour without oxygen is no valid hour") {
    rules const r(R"(limits 表 of 甲 {
  medium  air
  judge   daily_mean
  correct 氧折算
  value:
  reference 基准氧含量 = 9 %
  二氧化硫 <= 200 mg/m³
}
)");
    auto const with = [&](int hours_with_oxygen) {
        site s(r, outlet("air"));
        for (int h = 0; h < 24; ++h)
            s.row("二氧化硫", "150", "mg/m³", clock(h), "hour", h < hours_with_oxygen ? fields{{"o2", "13"}} : fields{});
        return s.row("颗粒物", "1", "mg/m³", "2026-05-02 00:00", "hour").judge().only();
    };
    CHECK(with(24) == "violation daily_mean 2026-05-01 225 of 甲.表.二氧化硫"); // 150 × 12 / 8
    CHECK(with(20) == "violation daily_mean 2026-05-01 225 of 甲.表.二氧化硫");
    CHECK(with(19) == "undetermined daily_mean 2026-05-01 225 too_few_valid_values");
}

TEST_CASE("windows are natural: the hours of another day do not help") {
    site s(daily(), outlet("water"));
    for (int h = 6; h < 24; ++h) s.row("化学需氧量", "60", "mg/L", clock(h), "hour");
    for (int h = 0; h < 6; ++h) s.row("化学需氧量", "60", "mg/L", "2026-05-02 0" + std::to_string(h) + ":00", "hour");
    s.row("水温", "10", "℃", "2026-05-03 00:00", "hour");
    CHECK(s.judge().said() == texts{"violation daily_mean 2026-05-01 60 of 甲.水.化学需氧量",
                                    "undetermined daily_mean 2026-05-02 60 too_few_valid_values"});
}

TEST_CASE("the window in which a moment lies") {
    auto const of = [](model::interval window, char const* at) {
        auto const p = eval::window_of(window, *base::moment::parse(at));
        return p.from.text().substr(0, 16) + " " + p.to.text().substr(0, 16);
    };
    CHECK(of(model::interval::hour, "2026-05-01 08:59:59") == "2026-05-01T08:00 2026-05-01T09:00");
    CHECK(of(model::interval::day, "2026-05-01 23:59") == "2026-05-01T00:00 2026-05-02T00:00");
    CHECK(of(model::interval::month, "2024-02-29") == "2024-02-01T00:00 2024-03-01T00:00");
    CHECK(of(model::interval::month, "2026-12-31 23:00") == "2026-12-01T00:00 2027-01-01T00:00");
    CHECK(of(model::interval::quarter, "2026-06-30") == "2026-04-01T00:00 2026-07-01T00:00");
    CHECK(of(model::interval::quarter, "2026-12-31 23:00") == "2026-10-01T00:00 2027-01-01T00:00");
    CHECK(of(model::interval::year, "2024-12-31") == "2024-01-01T00:00 2025-01-01T00:00");
    CHECK(of(model::interval::five_minutes, "2026-05-01 08:04:59") == "2026-05-01T08:00 2026-05-01T08:05");
}

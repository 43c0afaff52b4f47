// Rows to data: equal rows, corrections, conflicts, sources, samples, what the data can prove, and the account of every row.
#include "situation.hpp"

#include <doctest/doctest.h>

using namespace situation;

namespace {

rules const& table() {
    static rules const r(R"(limits 表1 of 甲 "小时" {
  medium  air
  judge   hourly_mean
  value:
  二氧化硫     <=  300   mg/m³
}
limits 表2 of 甲 "日" {
  medium  water
  judge   daily_mean
  value:
  化学需氧量   <=   50   mg/L
  氨氮         <=    5   mg/L  when 水温 > 12 ℃
}
limits 表3 of 甲 "瞬时" {
  medium  water
  judge   instantaneous
  value:
  总磷         <=    1   mg/L
}
)");
    return r;
}

site air() {
    return site(table(), outlet("air"));
}
site water() {
    return site(table(), outlet("water"));
}
site& hour(site& s, std::string const& value, fields const& more = {}) {
    return s.row("二氧化硫", value, "mg/m³", "2026-05-01 08:00", "hour", more);
}

} // namespace

TEST_CASE("equal rows are one datum, the rest are counted as duplicates") {
    auto s = air();
    hour(hour(hour(s, "200"), "200"), "200.0");
    auto const o = s.judge();
    CHECK(o.only() == "compliant hourly_mean 2026-05-01 08:00 200 of 甲.表1.二氧化硫");
    CHECK(o.accounting() == "judged 3, flagged_out 0, unmatched 0, duplicates 2");
}

TEST_CASE("of different values the one received later wins, and the row it replaces is no duplicate") {
    auto s = air();
    hour(hour(s, "480", {{"received", "2026-05-01 09:05"}}), "148", {{"received", "2026-05-02 09:10"}});
    auto const o = s.judge();
    CHECK(o.only() == "compliant hourly_mean 2026-05-01 08:00 148 of 甲.表1.二氧化硫");
    CHECK(o.accounting() == "judged 2, flagged_out 0, unmatched 0, duplicates 0");
    auto t = air();
    hour(hour(t, "480", {{"received", "2026-05-02 09:10"}}), "148", {{"received", "2026-05-01 09:05"}});
    CHECK(t.judge().only() == "violation hourly_mean 2026-05-01 08:00 480 of 甲.表1.二氧化硫");
}

TEST_CASE("without a time of receipt, or received at once, different values conflict: undetermined") {
    auto s = air();
    hour(hour(s, "220"), "310");
    auto const o = s.judge();
    CHECK(o.only() == "undetermined hourly_mean 2026-05-01 08:00 220..310 conflicting_rows");
    CHECK(o.accounting() == "judged 2, flagged_out 0, unmatched 0, duplicates 0");
    auto one_dated = air();
    hour(hour(one_dated, "220", {{"received", "2026-05-01 09:05"}}), "310");
    CHECK(one_dated.judge().only() == "undetermined hourly_mean 2026-05-01 08:00 220..310 conflicting_rows");
    auto at_once = air();
    hour(hour(at_once, "220", {{"received", "2026-05-01 09:05"}}), "310", {{"received", "2026-05-01 09:05"}});
    CHECK(at_once.judge().only() == "undetermined hourly_mean 2026-05-01 08:00 220..310 conflicting_rows");
}

TEST_CASE("a conflicting hour makes its day undetermined") {
    auto s = water();
    s.day("化学需氧量", "40", "mg/L", "2026-05-01").row("化学需氧量", "41", "mg/L", "2026-05-01 07:00", "hour");
    s.row("水温", "10", "℃", "2026-05-02 00:00", "hour");
    CHECK(s.judge().only() == "undetermined daily_mean 2026-05-01 conflicting_rows");
}

TEST_CASE("an equal row may say what the other one does not, in whatever order they come") {
    for (bool const first : {true, false}) {
        auto s = water();
        s.row("氨氮", "6", "mg/L", "2026-05-01", "day", first ? fields{{"temperature", "13"}} : fields{});
        s.row("氨氮", "6", "mg/L", "2026-05-01", "day", first ? fields{} : fields{{"temperature", "13"}});
        auto const o = s.judge();
        CHECK(o.only() == "violation daily_mean 2026-05-01 6 of 甲.表2.氨氮[temperature > 12 ℃]");
        CHECK(o.results.duplicates == 1);
    }
}

TEST_CASE("equal rows that say different things beside their value give one result in any order") {
    auto const in_order = [](char const* first, char const* second) {
        auto s = water();
        s.row("氨氮", "6", "mg/L", "2026-05-01", "day", {{"temperature", first}})
            .row("氨氮", "6", "mg/L", "2026-05-01", "day", {{"temperature", second}});
        return s.judge().said();
    };
    CHECK(in_order("11", "13") == in_order("13", "11"));
}

TEST_CASE("sources are never averaged together") {
    auto s = water();
    for (int h = 0; h < 24; ++h)
        s.row("化学需氧量", "60", "mg/L", "2026-05-01 " + std::string(h < 10 ? "0" : "") + std::to_string(h) + ":00", "hour",
              {{"source", h % 2 ? "auto" : "platform"}});
    s.row("水温", "10", "℃", "2026-05-02 00:00", "hour");
    CHECK(s.judge().said() == texts{"undetermined daily_mean 2026-05-01 60 too_few_valid_values",
                                    "undetermined daily_mean 2026-05-01 60 too_few_valid_values"});
}

TEST_CASE("automatic and manual data of one day are two judgements") {
    auto s = water();
    s.row("化学需氧量", "40", "mg/L", "2026-05-01", "day")
        .row("化学需氧量", "51", "mg/L", "2026-05-01", "day", {{"source", "enforcement"}});
    CHECK(s.judge().said() == texts{"compliant daily_mean 2026-05-01 40 of 甲.表2.化学需氧量",
                                    "violation daily_mean 2026-05-01 51 of 甲.表2.化学需氧量"});
}

TEST_CASE("what enforcement found decides how the day stands") {
    auto s = water();
    s.row("化学需氧量", "40", "mg/L", "2026-05-01", "day")
        .row("化学需氧量", "51", "mg/L", "2026-05-01", "day", {{"source", "enforcement"}});
    s.row("化学需氧量", "51", "mg/L", "2026-05-02", "day");
    auto const days = s.judge().results.days;
    REQUIRE(days.size() == 2);
    CHECK(days[0].state == eval::day_state::violation);
    CHECK(days[0].enforcement);
    CHECK(days[1].state == eval::day_state::violation);
    CHECK_FALSE(days[1].enforcement);
}

TEST_CASE("a day is compliant only if nothing about it is undetermined") {
    auto s = air();
    hour(s, "200")
        .row("二氧化硫", "200", "mg/m³", "2026-05-01 09:00", "hour", {{"flag", "T"}})
        .row("二氧化硫", "200", "mg/m³", "2026-05-02 09:00", "hour");
    auto const days = s.judge().results.days;
    REQUIRE(days.size() == 2);
    CHECK(days[0].state == eval::day_state::undecided);
    CHECK(days[1].state == eval::day_state::compliant);
}

TEST_CASE("a sample stands for a mean only where a rule accepts it") {
    auto const sample = [](std::string const& factor, std::string const& value, fields const& more) {
        auto s = water();
        fields all = {{"source", "enforcement"}};
        all.insert(more.begin(), more.end());
        return s.row(factor, value, "mg/L", "2026-05-01 10:30", "sample", all).judge().only();
    };
    CHECK(sample("化学需氧量", "60", {{"sample_kind", "瞬时样"}}) ==
          "undetermined instantaneous 2026-05-01 10:30 60 sample_not_accepted");
    CHECK(sample("化学需氧量", "10", {}) == "undetermined instantaneous 2026-05-01 10:30 10 sample_not_accepted");
    CHECK(sample("化学需氧量", "60", {{"sample_kind", "24h混合样"}}) ==
          "violation daily_mean 2026-05-01 10:30 60 of 甲.表2.化学需氧量");
    CHECK(sample("总磷", "1.1", {}) == "violation instantaneous 2026-05-01 10:30 11/10 of 甲.表3.总磷");
}

TEST_CASE("samples of one moment are told apart by their id") {
    auto s = water();
    s.row("总磷", "0.9", "mg/L", "2026-05-01 10:30", "sample", {{"sample_id", "B"}})
        .row("总磷", "1.1", "mg/L", "2026-05-01 10:30", "sample", {{"sample_id", "A"}});
    auto const o = s.judge();
    CHECK(o.said() == texts{"violation instantaneous 2026-05-01 10:30 11/10 of 甲.表3.总磷",
                            "compliant instantaneous 2026-05-01 10:30 9/10 of 甲.表3.总磷"});
    CHECK(o.results.duplicates == 0);
}

TEST_CASE("what the data can prove: the first rule that holds, and never more than a lead from an unknown source") {
    auto const standing = [](fields const& more) {
        auto s = air();
        auto const o = hour(s, "301", more).judge();
        auto const& j = o.judgement();
        std::string said(model::text(j.standing));
        for (auto const& l : j.lacks) said += " lacks " + l;
        return said + (j.standing_says.clause.empty() ? "" : " by " + j.standing_says.clause);
    };
    CHECK(standing({{"source", "enforcement"}, {"report_no", "1号"}}) == "proof by 7");
    CHECK(standing({{"source", "enforcement"}}) == "supporting lacks 报告编号");
    CHECK(standing({{"source", "auto"}}) == "supporting");
    CHECK(standing({{"source", "platform"}}) == "lead");
    CHECK(standing({{"source", ""}}) == "lead");
}

TEST_CASE("every row is accounted for once") {
    auto s = air();
    hour(s, "200");                                                                     // judged
    hour(s, "200");                                                                     // judged, a duplicate
    s.row("二氧化硫", "900", "mg/m³", "2026-05-01 09:00", "hour", {{"flag", "D"}});     // flagged out
    s.row("颗粒物", "1", "mg/m³", "2026-05-01 08:00", "hour");                          // no provision asks for it
    s.row("a19001", "6", "%", "2026-05-01 08:00", "hour");                              // nothing is corrected here
    s.row("二氧化硫", "1", "mg/m³", "2026-05-01 08:00", "hour", {{"outlet_id", "O9"}}); // nobody knows the outlet
    s.row("二氧化硫", "1", "mg/m³", "2026-05-01 08:00", "hour", {{"outlet_id", "O9"}, {"flag", "D"}});
    s.row("二氧化硫", "1", "mg/m³", "2026-05-01", "day"); // no daily limit
    auto const o = s.judge();
    CHECK(o.accounting() == "judged 2, flagged_out 2, unmatched 4, duplicates 1");
    CHECK(o.results.judged_rows + o.results.flagged_out + o.results.unmatched == s.lines.size());
}

TEST_CASE(
    "a row whose conditions no limit meets is judged not applicable, and the account is the same with and without --all") {
    auto s = water();
    s.row("氨氮", "6", "mg/L", "2026-05-01", "day", {{"temperature", "10"}});
    auto const o = s.judge();
    CHECK(o.only() == "not_applicable daily_mean 2026-05-01 6");
    auto options = everything();
    options.keep_all = false;
    auto const brief = s.judge(options);
    CHECK(brief.said().empty());
    CHECK(brief.accounting() == o.accounting());
    CHECK(brief.accounting() == "judged 1, flagged_out 0, unmatched 0, duplicates 0");
    CHECK(brief.results.verdicts == o.results.verdicts);
}

TEST_CASE("without --all compliant judgements are counted and not kept, unless somebody watches their day") {
    auto s = air();
    hour(s, "200").row("二氧化硫", "200", "mg/m³", "2026-05-02 09:00", "hour");
    eval::run_options options;
    CHECK(s.judge(options).said().empty());
    CHECK(s.judge(options).results.verdicts[0] == 2);
    options.watched = [](std::uint32_t, std::uint16_t, base::date day) { return day.text() == "2026-05-02"; };
    CHECK(s.judge(options).only() == "compliant hourly_mean 2026-05-02 09:00 200 of 甲.表1.二氧化硫");
}

TEST_CASE("the evidence of a day names its hours with their rows, and what was left out and why") {
    auto s = water();
    s.day("化学需氧量", "60", "mg/L", "2026-05-01").row("水温", "10", "℃", "2026-05-02 00:00", "hour");
    s.lines.erase(s.lines.begin() + 5);
    s.row("化学需氧量", "999", "mg/L", "2026-05-01 05:00", "hour", {{"flag", "D"}});
    auto const o = s.judge();
    auto const& all = o.judgement().contributions;
    REQUIRE(all.size() == 24);
    CHECK(all[4].left_out == "");
    CHECK(all[4].written == "60 mg/L");
    CHECK(all[4].rows == std::vector<eval::row_ref>{{0, 5}});
    CHECK(all[5].left_out == "flagged_out");
    CHECK(all[5].written == "999 mg/L");
    CHECK(all[5].rows == std::vector<eval::row_ref>{{0, 25}});
    CHECK(o.judgement().valid == 23);
}

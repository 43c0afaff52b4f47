// Several rows of one moment: what they agree on is known, what they contradict each other in is not.
#include "situation.hpp"

#include <doctest/doctest.h>

using namespace situation;

namespace {

rules const& limits() {
    static rules const r(R"(limits 表1 of 甲 "小时" {
  medium  water
  judge   hourly_mean
  value:
  化学需氧量  <=  50  mg/L  when 水温 > 12 ℃
  氨氮        <=   5  mg/L
}
limits 表2 of 甲 "瞬时" {
  medium  water
  judge   instantaneous
  value:
  总磷  <=  1  mg/L  when 水温 > 12 ℃
}
)");
    return r;
}
site water() {
    return site(limits(), outlet("water"));
}
fields with(fields more, std::string const& name, std::string const& text) {
    more[name] = text;
    return more;
}

} // namespace

TEST_CASE("a row without a flag and an equal one flagged N are one datum: N is assumed") {
    auto s = water();
    s.row("氨氮", "4", "mg/L", "2026-05-01 08:00", "hour").row("氨氮", "4", "mg/L", "2026-05-01 08:00", "hour", {{"flag", ""}});
    auto const o = s.judge();
    CHECK(o.only() == "compliant hourly_mean 2026-05-01 08:00 4 of 甲.表1.氨氮");
    CHECK(o.results.duplicates == 1);
}

TEST_CASE("a reading that is flagged out beside one that is not: in doubt, whichever of them has a time of receipt") {
    for (auto const* dated : {"N", "D"}) {
        auto s = water();
        for (auto const* flag : {"N", "D"}) {
            fields more = {{"flag", flag}};
            s.row("氨氮", "4", "mg/L", "2026-05-01 08:00", "hour",
                  std::string(flag) == dated ? with(more, "received", "2026-05-01 10:00") : more);
        }
        CHECK(s.judge().only() == "undetermined hourly_mean 2026-05-01 08:00 4 conflicting_rows");
    }
}

TEST_CASE("a conflict with a reading over range has no upper end") {
    auto s = water();
    s.row("氨氮", "4", "mg/L", "2026-05-01 08:00", "hour")
        .row("氨氮", "9", "mg/L", "2026-05-01 08:00", "hour", {{"flag", "T"}});
    CHECK(s.judge().only() == "undetermined hourly_mean 2026-05-01 08:00 4.. conflicting_rows");
}

TEST_CASE("equal rows that contradict each other in a field leave it unknown, what was received later holds") {
    auto const judged = [](fields const& first, fields const& second) {
        auto s = water();
        s.row("化学需氧量", "60", "mg/L", "2026-05-01 08:00", "hour", first);
        return s.row("化学需氧量", "60", "mg/L", "2026-05-01 08:00", "hour", second).judge().only();
    };
    fields const warm = {{"temperature", "13"}}, cold = {{"temperature", "11"}};
    CHECK(judged(warm, cold).starts_with("undetermined hourly_mean 2026-05-01 08:00 60 missing_datum"));
    CHECK(judged(cold, warm).starts_with("undetermined hourly_mean 2026-05-01 08:00 60 missing_datum"));
    CHECK(judged(with(warm, "received", "2026-05-01 10:00"), with(cold, "received", "2026-05-01 11:00")) ==
          "not_applicable hourly_mean 2026-05-01 08:00 60");
    CHECK(judged(with(warm, "received", "2026-05-01 12:00"), with(cold, "received", "2026-05-01 11:00")) ==
          "violation hourly_mean 2026-05-01 08:00 60 of 甲.表1.化学需氧量[temperature > 12 ℃]");
}

TEST_CASE("of several samples of one moment, each has the temperature measured in it") {
    auto s = water();
    for (auto const& [id, heat] : {std::pair{"S1", "11"}, {"S2", "13"}}) {
        s.row("总磷", "2", "mg/L", "2026-05-01 08:00", "sample", {{"sample_id", id}});
        s.row("水温", heat, "℃", "2026-05-01 08:00", "sample", {{"sample_id", id}});
    }
    CHECK(s.judge().said() == texts{"not_applicable instantaneous 2026-05-01 08:00 2",
                                    "violation instantaneous 2026-05-01 08:00 2 of 甲.表2.总磷[temperature > 12 ℃]"});
}

TEST_CASE("a value that cannot be judged, and of which nothing is asked, is not undetermined") {
    auto s = water();
    s.row("化学需氧量", "40", "mg/L", "2026-05-01 08:00", "hour", {{"temperature", "11"}});
    s.row("化学需氧量", "60", "mg/L", "2026-05-01 08:00", "hour", {{"temperature", "11"}});
    CHECK(s.judge().only() == "not_applicable hourly_mean 2026-05-01 08:00 40..60");
}

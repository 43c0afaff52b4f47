// Which limits apply, which displace others, and which of those that hold decides.
#include "situation.hpp"

#include <doctest/doctest.h>

using namespace situation;

namespace {

std::string permit(std::string const& max, std::string const& from = "2020-01-01", std::string const& to = "2030-12-31",
                   std::string const& version = "1") {
    return R"({"number": "P", "version": ")" + version + R"(", "valid_from": ")" + from + R"(", "valid_to": ")" + to +
           R"(", "limits": [{"outlet": "O1", "factor": "w01018", "statistic": "daily_mean", "max": ")" + max +
           R"(", "unit": "mg/L"}]})";
}

rules const& national() {
    static rules const r(R"(limits 表1 of 甲 "国家" {
  medium     water
  judge      daily_mean
  violation  exceed_discharge_standard
  value:
  化学需氧量  <=  50  mg/L
}
)");
    return r;
}

outcome judged(site& s, std::string const& value, std::string const& day = "2026-05-01") {
    return s.row("化学需氧量", value, "mg/L", day, "day").judge();
}
texts also(outcome const& o) {
    texts ids;
    for (auto const r : o.judgement().also_breached) ids.push_back(o.bound->requirements[r].id);
    return ids;
}

} // namespace

TEST_CASE("permit beside standard: all must hold and the tightest decides") {
    site tight(national(), outlet("water"), "[" + permit("45") + "]");
    auto const o = judged(tight, "47");
    CHECK(o.only() == "violation daily_mean 2026-05-01 47 of permit:P/1/O1/w01018/daily_mean");
    CHECK(also(o) == texts{});
    CHECK(o.bound->requirements[*o.judgement().decides].violation_types == texts{"exceed_permit_concentration"});
    site loose(national(), outlet("water"), "[" + permit("60") + "]");
    CHECK(judged(loose, "55").only() == "violation daily_mean 2026-05-01 55 of 甲.表1.化学需氧量");
}

TEST_CASE("where both are breached the tighter decides and the other is breached too") {
    site s(national(), outlet("water"), "[" + permit("45") + "]");
    auto const o = judged(s, "51");
    CHECK(o.only() == "violation daily_mean 2026-05-01 51 of permit:P/1/O1/w01018/daily_mean");
    CHECK(also(o) == texts{"甲.表1.化学需氧量"});
}

TEST_CASE("of equal bounds the national one decides") {
    site s(national(), outlet("water"), "[" + permit("50.0") + "]");
    auto const o = judged(s, "51");
    CHECK(o.only() == "violation daily_mean 2026-05-01 51 of 甲.表1.化学需氧量");
    CHECK(also(o) == texts{"permit:P/1/O1/w01018/daily_mean"});
}

TEST_CASE("equal bounds: national, provincial, eia, permit, order") {
    std::string text;
    for (auto const& [id, level] :
         {std::pair{"乙", "order"}, {"丙", "permit"}, {"丁", "eia"}, {"戊", "provincial"}, {"己", "national"}})
        text += std::string("standard ") + id + " { \n number \"" + id + "\"\n level " + level +
                "\n effective from 2020-01-01\n}\nlimits 表 of " + id +
                " {\n medium water\n judge daily_mean\n value:\n 化学需氧量 <= 50 mg/L\n}\n";
    rules const r(text);
    site s(r, outlet("water"));
    auto const o = judged(s, "51");
    CHECK(o.only() == "violation daily_mean 2026-05-01 51 of 己.表.化学需氧量");
    CHECK(also(o) == texts{"戊.表.化学需氧量", "丁.表.化学需氧量", "丙.表.化学需氧量", "乙.表.化学需氧量"});
}

TEST_CASE("tighter() is one order for bounds of any kind") {
    auto const of = [](std::optional<int> min, std::optional<int> max, bool strict = false, char const* id = "b") {
        eval::requirement r;
        r.id = id;
        if (min) r.min = base::decimal{*min, 0}, r.coherent_min = base::rational(*min);
        if (max) r.max = base::decimal{*max, 0}, r.coherent_max = base::rational(*max), r.max_strict = strict;
        return r;
    };
    CHECK(tighter(of({}, 5), of({}, 8)));
    CHECK(tighter(of({}, 5, true), of({}, 5)));
    CHECK(tighter(of(7, 9), of(6, 9)));
    CHECK(tighter(of(3, {}), of(2, {})));
    CHECK(tighter(of(6, 9), of({}, 9)));
    // An upper and a lower bound cannot be ranked by number: the upper ones go first, whatever their ids are.
    auto const a = of({}, 5, false, "a"), b = of(3, {}, false, "b"), c = of({}, 4, false, "c");
    CHECK(tighter(c, a));
    CHECK(tighter(a, b));
    CHECK(tighter(c, b));
    CHECK_FALSE(tighter(a, a));
}

TEST_CASE("the version of the permit that is in force on the day applies, both printed days included") {
    std::string const permits =
        "[" + permit("50", "2021-05-15", "2026-05-14", "1") + ", " + permit("45", "2026-05-15", "2031-05-14", "2") + "]";
    rules const none("limits 表 of 甲 {\n medium water\n judge daily_mean\n value:\n 氨氮 <= 5 mg/L\n}\n");
    auto const on = [&](char const* day) {
        site s(none, outlet("water"), permits);
        auto const o = judged(s, "47", day);
        return o.said().empty() ? "" : o.only();
    };
    CHECK(on("2026-05-14") == "compliant daily_mean 2026-05-14 47 of permit:P/1/O1/w01018/daily_mean");
    CHECK(on("2026-05-15") == "violation daily_mean 2026-05-15 47 of permit:P/2/O1/w01018/daily_mean");
    CHECK(on("2031-05-14") == "violation daily_mean 2031-05-14 47 of permit:P/2/O1/w01018/daily_mean");
    CHECK(on("2031-05-15") == "");
    CHECK(on("2021-05-14") == "");
}

TEST_CASE("a policy's figure is not met, no violation, beside a breached standard it is listed with it") {
    rules const r(R"(standard 超低 { 
  number "超低"
  level policy
  effective from 2020-01-01
}
limits 表 of 超低 {
  medium water
  judge daily_mean
  value:
  化学需氧量 <= 30 mg/L
}
limits 表1 of 甲 {
  medium water
  judge daily_mean
  value:
  化学需氧量 <= 50 mg/L
}
)");
    site below(r, outlet("water"));
    CHECK(judged(below, "40").only() == "not_met daily_mean 2026-05-01 40 of 超低.表.化学需氧量");
    site above(r, outlet("water"));
    auto const o = judged(above, "51");
    CHECK(o.only() == "violation daily_mean 2026-05-01 51 of 甲.表1.化学需氧量");
    CHECK(also(o) == texts{"超低.表.化学需氧量"});
}

namespace {

rules const& displacing() {
    static rules const r(R"(limits 一般 of 甲 "一般" {
  medium water
  judge  daily_mean
  value:
  化学需氧量  <=  40  mg/L
}
limits 特别 of 甲 "特别" {
  medium     water
  judge      daily_mean
  where      重点地区 = yes
  displaces  一般
  effective  before 2026-07-01
  value:
  化学需氧量  <=  60  mg/L
}
standard 行业 {
  number "行业-2020"
  level national
  effective from 2020-01-01
}
limits 表1 of 行业 "行业" {
  medium water
  judge  daily_mean
  where  类别 = 造纸
  value:
  化学需氧量  <=  80  mg/L
}
displacement 行业优先 of 行业 {
  clause     "1"
  displaces  甲
  where      类别 = 造纸
}
)");
    return r;
}

} // namespace

TEST_CASE("a table stands back where the one that displaces it applies, even for a milder limit, and is never breached there") {
    auto const in = [](std::string const& attributes, std::string const& value, std::string const& day = "2026-05-01") {
        site s(displacing(), outlet("water", R"("kind": "其他", )" + attributes));
        auto const o = judged(s, value, day);
        CHECK(also(o) == texts{});
        return o.only();
    };
    CHECK(in(R"("key_region": "no")", "50") == "violation daily_mean 2026-05-01 50 of 甲.一般.化学需氧量");
    CHECK(in(R"("key_region": "yes")", "50") == "compliant daily_mean 2026-05-01 50 of 甲.特别.化学需氧量");
    CHECK(in(R"("key_region": "yes")", "61") == "violation daily_mean 2026-05-01 61 of 甲.特别.化学需氧量");
    // The displacing table ends: from that day the displaced one is back.
    CHECK(in(R"("key_region": "yes")", "50", "2026-06-30") == "compliant daily_mean 2026-06-30 50 of 甲.特别.化学需氧量");
    CHECK(in(R"("key_region": "yes")", "50", "2026-07-01") == "violation daily_mean 2026-07-01 50 of 甲.一般.化学需氧量");
}

TEST_CASE("a whole standard stands back for another") {
    site s(displacing(), outlet("water", R"("kind": "造纸", "key_region": "no")"));
    CHECK(judged(s, "70").only() == "compliant daily_mean 2026-05-01 70 of 行业.表1.化学需氧量");
}

TEST_CASE("whether a table is displaced may be unknown: undetermined unless both ways agree") {
    auto const in = [](std::string const& value) {
        site s(displacing(), outlet("water", R"("kind": "其他")"));
        auto const o = judged(s, value);
        return o.only() + (o.judgement().missing.empty() ? "" : " | " + o.missing());
    };
    CHECK(in("40") == "compliant daily_mean 2026-05-01 40 of 甲.特别.化学需氧量");
    CHECK(in("50") == "undetermined daily_mean 2026-05-01 50 missing_attribute | key_region: key_region = no");
    CHECK(in("61") == "violation daily_mean 2026-05-01 61 of 甲.特别.化学需氧量");
}

TEST_CASE("a table that is suspended, or that nobody has reviewed, displaces nothing") {
    auto const beside = [](std::string const& property) {
        rules const r("limits 一般 of 甲 {\n medium water\n judge daily_mean\n value:\n 化学需氧量 <= 40 mg/L\n}\n"
                      "limits 特别 of 甲 {\n medium water\n judge daily_mean\n displaces 一般\n " +
                      property + "\n value:\n 化学需氧量 <= 60 mg/L\n}\n");
        auto const judge = [&](bool unreviewed) {
            site s(r, outlet("water"));
            return s.row("化学需氧量", "50", "mg/L", "2026-05-01", "day")
                .judge(everything(), {std::nullopt, unreviewed})
                .only()
                .substr(0, 9);
        };
        return judge(false) + "/" + judge(true);
    };
    CHECK(beside("status in_force") == "compliant/compliant");
    CHECK(beside("status suspended") == "violation/violation");
    CHECK(beside("confidence low") == "violation/compliant"); // unreviewed limits take part where the user lets them
}

TEST_CASE("spans in force are half-open: the first day is in, `before` is out") {
    rules const r(R"(limits 表1 of 甲 {
  medium water
  judge daily_mean
  value:
  化学需氧量 <= 60 mg/L effective before 2026-03-01
  化学需氧量 <= 50 mg/L effective from 2026-03-01
}
)");
    auto const on = [&](char const* day, eval::bind_options const& options = {}) {
        site s(r, outlet("water"));
        return s.row("化学需氧量", "55", "mg/L", day, "day").judge(everything(), options).only();
    };
    CHECK(on("2026-02-28") == "compliant daily_mean 2026-02-28 55 of 甲.表1.化学需氧量[before 2026-03-01]");
    CHECK(on("2026-03-01") == "violation daily_mean 2026-03-01 55 of 甲.表1.化学需氧量[from 2026-03-01]");
    auto const march = base::date::from_ymd(2026, 3, 1);
    CHECK(on("2026-02-28", {march, false}) == "violation daily_mean 2026-02-28 55 of 甲.表1.化学需氧量[from 2026-03-01]");
    CHECK(on("2026-03-01", {*march + -1, false}) ==
          "compliant daily_mean 2026-03-01 55 of 甲.表1.化学需氧量[before 2026-03-01]");
}

TEST_CASE("judged by the rules of another day, displacement is of that day too") {
    auto const at = [](char const* law, std::string const& attributes) {
        site s(displacing(), outlet("water", attributes));
        auto const o =
            s.row("化学需氧量", "50", "mg/L", "2026-05-01", "day").judge(everything(), {base::date::parse(law), false});
        return o.only();
    };
    std::string const sure = R"("kind": "其他", "key_region": "yes")", unsure = R"("kind": "其他")";
    CHECK(at("2026-06-30", sure) == "compliant daily_mean 2026-05-01 50 of 甲.特别.化学需氧量");
    CHECK(at("2026-07-01", sure) == "violation daily_mean 2026-05-01 50 of 甲.一般.化学需氧量");
    CHECK(at("2026-06-30", unsure) == "undetermined daily_mean 2026-05-01 50 missing_attribute");
    CHECK(at("2026-07-01", unsure) == "violation daily_mean 2026-05-01 50 of 甲.一般.化学需氧量");
}

TEST_CASE("limits that are suspended, advisory, optional or unreviewed do not judge") {
    for (auto const* property : {"status suspended", "status advisory", "status optional", "confidence low"}) {
        rules const r(std::string("limits 表1 of 甲 {\n medium water\n judge daily_mean\n ") + property +
                      "\n value:\n 化学需氧量 <= 40 mg/L\n}\n");
        site s(r, outlet("water"));
        CHECK(judged(s, "50").said().empty());
    }
}

TEST_CASE("a limit on an hour and a limit on a day are two judgements, however tight the one is") {
    rules const r(R"(limits 表1 of 甲 {
  medium water
  judge daily_mean, hourly_mean
  value:
  化学需氧量 <= 50 mg/L
}
limits 表2 of 甲 {
  medium water
  judge hourly_mean
  value:
  化学需氧量 <= 100 mg/L
}
)");
    site s(r, outlet("water"));
    s.row("化学需氧量", "60", "mg/L", "2026-05-01", "day").row("化学需氧量", "101", "mg/L", "2026-05-01 08:00", "hour");
    auto const o = s.judge();
    CHECK(o.said() == texts{"violation hourly_mean 2026-05-01 08:00 101 of 甲.表1.化学需氧量",
                            "violation daily_mean 2026-05-01 60 of 甲.表1.化学需氧量"});
}

TEST_CASE("which limits apply to an outlet on a date, and why not the others") {
    site s(displacing(), outlet("water", R"("kind": "其他", "key_region": "yes")"));
    auto const bound = eval::bind(displacing().plan, displacing().rules, s.known, {});
    auto const a = eval::find_applicable(bound, 0, *base::date::parse("2026-05-01"), std::nullopt, true);
    REQUIRE(a.candidates.size() == 1);
    CHECK(bound.requirements[a.candidates[0].second->requirement].id == "甲.特别.化学需氧量");
    CHECK(bound.requirements[a.candidates[0].second->requirement].because == texts{"key_region = yes"});
    texts why;
    for (auto const& r : a.rejected)
        why.push_back(displacing().rules.limits[r.limit].id + (r.displaced ? " displaced by " : " failed ") + r.failed);
    CHECK(why == texts{"甲.一般.化学需氧量 displaced by 甲.特别", "行业.表1.化学需氧量 failed kind = 造纸"});
    auto const later = eval::find_applicable(bound, 0, *base::date::parse("2026-07-01"), std::nullopt, true);
    REQUIRE(later.candidates.size() == 1);
    CHECK(bound.requirements[later.candidates[0].second->requirement].id == "甲.一般.化学需氧量");
}

// Rulebook to plan: what runs, as text and as programs.
#include "loaded_book.hpp"
#include "model/from_syntax.hpp"
#include "plan/plan.hpp"
#include "rule_library.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace huanchi;

namespace {

using compiled = loaded::book;

compiled small(std::string const& text) {
    compiled c;
    c.files.add("vocabulary.rules", loaded::vocabulary());
    c.files.add("case.rules",
                "standard 甲 { \n number \"甲\"\n level national\n effective from 2020-01-01 before 2030-01-01\n}\n" + text);
    c.load();
    return c;
}

compiled const& library() {
    static auto const all = [] {
        compiled c;
        for (auto const& f : huanchi::rules::library()) c.files.add(std::string(f.path), std::string(f.text));
        c.load();
        return c;
    }();
    return all;
}

bool has_line(std::string const& text, std::string const& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

compiled boiler() {
    return small(R"(limits 表1 of 甲 {
  medium   air
  judge    hourly_mean
  where    类别 = 锅炉
  correct  氧折算
  by 燃料:                   燃煤   燃气
  reference 基准氧含量  =       9    3.5   %
  二氧化硫            <=      300     50   mg/m³  when 时段 = 昼间
}
limits 表2 of 甲 {
  medium     air
  judge      hourly_mean, daily_mean
  where      重点地区 = yes
  effective  from 2026-01-01
  displaces  表1
  value:
  颗粒物       <       20   mg/m³
  氧含量       in   6..19   %
}
)");
}

} // namespace

TEST_CASE("the plan of a small table reads as scan, group, derive, select, judge") {
    auto const c = boiler();
    auto const text = print(c.plan, c.rules);
    for (auto const* line : {
             "statistic daily_mean",
             "  scan day filter always",
             "  scan sample filter sample_kind = 24h混合样",
             "  group hourly_mean by outlet, factor, source, day aggregate mean need 20 filter medium = air",
             "  group hourly_mean by outlet, factor, source, day aggregate flow_weighted_mean need 75 % filter medium = water "
             "and factor != pH",
             "derive oxygen_correction = value * (21 % - reference) / (21 % - o2) need o2 < 21 % doubt o2 >= 19 %",
             "judge concentration hourly_mean of a21026 <= 300 mg/m³ as 甲.表1.二氧化硫.燃煤[day_part = 昼间]",
             "  in force [2020-01-01, 2030-01-01) select outlets kind = 锅炉 and fuel = 燃煤",
             "  select data day_part = 昼间",
             "  derive oxygen_correction with oxygen = 3.5 %",
             "  unless displaced by 甲.表2 [2026-01-01, 2030-01-01) where key_region = yes",
             "judge concentration hourly_mean,daily_mean of a34013 < 20 mg/m³ as 甲.表2.颗粒物",
             "judge concentration hourly_mean,daily_mean of a19001 >= 6 <= 19 % as 甲.表2.氧含量",
         })
        CHECK_MESSAGE(has_line(text, line), line << "\nis no line of\n" << text);
}

TEST_CASE("a provision asked for shows its own steps only") {
    auto const c = boiler();
    auto const text = print(c.plan, c.rules, "甲.表2.颗粒物");
    CHECK(text == "judge concentration hourly_mean,daily_mean of a34013 < 20 mg/m³ as 甲.表2.颗粒物\n"
                  "  in force [2026-01-01, 2030-01-01) select outlets key_region = yes\n");
    CHECK(print(c.plan, c.rules, "没有这一条").empty());
}

TEST_CASE("terms about the outlet are told from terms about the datum, through derived fields too") {
    auto const c = small(R"(limits 表 of 甲 {
  medium  water
  judge   hourly_mean
  where   类别 = 厂 and 水温 > 12 ℃ and 时段 = 夜间 and 地区 within 22
  value:
  氨氮  <=  5  mg/L  when 时刻 < 06:00 or 级别 = 一级A
}
)");
    REQUIRE(c.plan.limits.size() == 1);
    auto const said = [&](std::vector<plan::program_id> const& ids) {
        std::vector<std::string> all;
        for (auto const id : ids) all.push_back(model::text(*c.plan.sources[id], c.rules));
        return all;
    };
    CHECK(said(c.plan.limits[0].of_subject) == std::vector<std::string>{"kind = 厂", "region within 22"});
    CHECK(said(c.plan.limits[0].of_datum) ==
          std::vector<std::string>{"temperature > 12 ℃", "day_part = 夜间", "clock < 06:00 or grade = 一级A"});
}

TEST_CASE("constants and fields are stored once, programs refer to them by index") {
    auto const c = boiler();
    for (auto const& p : c.plan.programs) {
        CHECK_FALSE(p.empty());
        for (auto const& i : p) {
            if (i.op == plan::opcode::constant || i.op == plan::opcode::within) CHECK(i.operand < c.plan.constants.size());
            if (i.op == plan::opcode::field || i.op == plan::opcode::known) CHECK(i.operand < c.plan.fields.size());
        }
    }
    auto fields = c.plan.fields;
    std::sort(fields.begin(), fields.end());
    CHECK(std::adjacent_find(fields.begin(), fields.end()) == fields.end());
    CHECK(c.plan.sources.size() == c.plan.programs.size());
}

TEST_CASE("every limit of the library stands in the plan exactly once, under its factor") {
    auto const& c = library();
    CHECK(c.plan.limits.size() == c.rules.limits.size());
    std::set<std::uint32_t> seen;
    std::size_t judged = 0;
    for (auto const& step : c.plan.limits) CHECK(seen.insert(step.limit).second);
    for (std::uint16_t f = 0; f < c.plan.limits_of_factor.size(); ++f)
        for (auto const i : c.plan.limits_of_factor[f]) {
            ++judged;
            CHECK(c.rules.limits[c.plan.limits[i].limit].factor == f);
        }
    CHECK(judged == c.rules.limits.size());
    auto const text = print(c.plan, c.rules);
    for (auto const& l : c.rules.limits) {
        auto const line = " as " + l.id + "\n";
        auto const at = text.find(line);
        CHECK_MESSAGE(at != std::string::npos, l.id);
        CHECK_MESSAGE(text.find(line, at + 1) == std::string::npos, l.id);
    }
}

TEST_CASE("no condition of a limit is lost on the way into the plan") {
    auto const& c = library();
    for (auto const& step : c.plan.limits)
        CHECK(step.of_subject.size() + step.of_datum.size() == c.rules.limits[step.limit].conditions.size());
}

TEST_CASE("the special limits of GB 13271-2014 displace tables 1 and 2 of the same standard in key regions") {
    auto const& c = library();
    std::set<std::string> by_table_3;
    for (std::uint32_t t = 0; t < c.rules.tables.size(); ++t)
        for (auto const& d : c.plan.displacers[t])
            if (d.by == "GB13271.表3") by_table_3.insert(c.rules.tables[t].id);
    CHECK(by_table_3 == std::set<std::string>{"GB13271.表1", "GB13271.表1先行", "GB13271.表2"});
}

TEST_CASE("the same rules give the same plan") {
    auto const& c = library();
    CHECK(print(plan::compile(c.rules), c.rules) == print(c.plan, c.rules));
}

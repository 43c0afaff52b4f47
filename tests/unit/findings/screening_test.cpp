// Catalogues and screening: who is listed on which day, by which document, and what an unknown leaves open.
#include "checking.hpp"

#include "findings/screening.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

using namespace checking;

namespace {

std::string const declared = R"(
record project {
  field 名称 name text_type
  field 日期 time date_type
  field 地区 region code_type region
  field 行业 sector one_of 钢铁, 建材, 食品
  field 综合利用 recycling yes_no_type
  field 两高 is_two_high yes_no_type
  field 削减方案 has_plan yes_no_type
}
standard 国 "国家" {
  number "国〔2021〕1号"
  level national
  effective from 2021-01-01
}
standard 省 "省" {
  number "省〔2023〕2号"
  level provincial
  effective from 2023-01-01 before 2025-01-01
}
catalogue 两高 of 国 "行业" {
  clause "一"
  scope project
  list "钢铁" 行业 = 钢铁
  list "建材" 行业 = 建材
}
catalogue 两高 of 省 "目录" {
  clause "附件"
  scope project
  where 地区 within 44
  displaces 国
  list "钢铁" 行业 = 钢铁
  except "综合利用" 综合利用 = yes
}
requirements 削减 of 国 "区域削减" {
  clause "二"
  scope project
  where 两高 = yes
  require "有削减方案" 削减方案 = yes
}
)";

findings::screening screened(std::string const& text, std::string const& projects, std::optional<base::date> at = {}) {
    ruleset const r(text);
    auto const path = (std::filesystem::temp_directory_path() /
                       ("huanchi-screening-" + std::to_string(std::hash<std::string>{}(projects)) + ".ndjson"))
                          .string();
    std::ofstream(path) << projects;
    auto read = findings::screen(r.rules, r.plan, {{path}, at, *base::date::parse("2026-11-22"), false});
    std::remove(path.c_str());
    REQUIRE(read);
    return std::move(*read);
}
findings::screened_project one(std::string const& project, std::string const& text = declared) {
    auto all = screened(text, project);
    REQUIRE(all.projects.size() == 1);
    return all.projects.front();
}

} // namespace

TEST_CASE("a listed project has to meet what is asked of listed projects") {
    auto const p =
        one(R"({"record":"project","id":"P","time":"2022-05-01","region":"440100","sector":"建材","has_plan":false})");
    CHECK(p.is_two_high == true);
    CHECK(p.overall == findings::screening_result::fail);
    REQUIRE(p.items.size() == 1);
    CHECK(p.items[0].provision.id == "国.削减.有削减方案");
    CHECK(p.items[0].verdict == eval::verdict::violation);
    CHECK(p.catalogues.at(0).provision->id == "国.两高.建材");
}

TEST_CASE("what the file says of membership does not change what a catalogue decides") {
    auto const p = one(
        R"({"record":"project","id":"P","time":"2022-05-01","region":"440100","sector":"建材","is_two_high":false,"has_plan":false})");
    CHECK(p.is_two_high == true);
    CHECK(p.overall == findings::screening_result::fail);
}

TEST_CASE("a provincial catalogue in force displaces the national one in its province alone") {
    auto const listed = [](std::string const& region, std::string const& date) {
        return one(R"({"record":"project","id":"P","sector":"建材","recycling":false,"region":")" + region + R"(","time":")" +
                   date + "\"}")
            .is_two_high;
    };
    CHECK(listed("440100", "2022-12-31") == true);
    CHECK(listed("440100", "2023-01-01") == false);
    CHECK(listed("440100", "2024-12-31") == false);
    CHECK(listed("440100", "2025-01-01") == true);
    CHECK(listed("350100", "2023-06-01") == true);
}

TEST_CASE("an exception takes a project out of its own catalogue") {
    CHECK(one(R"({"record":"project","id":"P","time":"2023-06-01","region":"440100","sector":"钢铁","recycling":true})")
              .is_two_high == false);
    CHECK(one(R"({"record":"project","id":"P","time":"2023-06-01","region":"440100","sector":"钢铁","recycling":false})")
              .is_two_high == true);
}

TEST_CASE("what is not known leaves membership open unless it cannot matter") {
    auto const p = one(R"({"record":"project","id":"P","time":"2023-06-01","region":"440100","sector":"钢铁"})");
    CHECK(p.is_two_high == std::nullopt);
    CHECK(p.overall == findings::screening_result::incomplete);
    CHECK(p.catalogues.at(0).reason->missing.at(0).name == "recycling");
    REQUIRE(p.items.size() == 1);
    CHECK(p.items[0].verdict == eval::verdict::undetermined);
    CHECK(p.items[0].needs.at(0).name == "has_plan");
    CHECK(p.items[0].needs.at(1).name == "recycling");
    // Food is listed nowhere, whatever the region and the rest.
    CHECK(one(R"({"record":"project","id":"P","time":"2023-06-01","sector":"食品"})").is_two_high == false);
    // Building materials hang on the region.
    auto const q = one(R"({"record":"project","id":"P","time":"2023-06-01","sector":"建材"})");
    CHECK(q.is_two_high == std::nullopt);
    CHECK(q.catalogues.at(0).reason->missing.at(0).name == "region");
}

TEST_CASE("before any catalogue is in force nobody knows, and no one passes") {
    auto const p =
        one(R"({"record":"project","id":"P","time":"2020-12-31","region":"440100","sector":"食品","has_plan":true})");
    CHECK(p.is_two_high == std::nullopt);
    CHECK(p.overall == findings::screening_result::incomplete);
}

TEST_CASE("a project without a date is screened by the law of today, or of the day asked for") {
    std::string const p = R"({"record":"project","id":"P","region":"440100","sector":"建材","has_plan":true})";
    CHECK(one(p).is_two_high == true); // 2026: the provincial catalogue has ended
    auto const then = screened(declared, p, base::date::parse("2024-03-01"));
    CHECK(then.projects.at(0).is_two_high == false);
    CHECK(then.projects.at(0).overall == findings::screening_result::incomplete); // nothing was asked, so nothing was met
}

TEST_CASE("an entry of low confidence that holds makes nobody certain") {
    auto text = declared;
    text.replace(text.find("行业 = 建材"), std::string("行业 = 建材").size(), "行业 = 建材 confidence low");
    auto const p =
        one(R"({"record":"project","id":"P","time":"2022-05-01","region":"350100","sector":"建材","has_plan":true})", text);
    CHECK(p.is_two_high == std::nullopt);
}

namespace {

// A ratio against a number, an amount against another field, a word and a yes.
std::string const thresholds = R"(
record project {
  field 名称 name text_type
  field 日期 time date_type
  field 两高 is_two_high yes_no_type
  field 置换比例 ratio number_type
  field 用煤量 coal measured_in "t"
  field 替代量 replaced measured_in "t"
  field 装备 equipment one_of 先进, 一般, 淘汰
  field 有方案 has_plan yes_no_type
}
standard 国 "国家" {
  number "国〔2021〕1号"
  level national
  effective from 2021-01-01
}
requirements 置换 of 国 "置换" {
  clause "一"
  scope project
  require "不低于1.5" 置换比例 >= 1.5
  require "等量替代" 替代量 >= 用煤量 * 1.2
  require "不是淘汰的" 装备 != 淘汰
  require "两样都要" 有方案 = yes and 置换比例 < 3
}
)";

findings::screening with(std::string const& project, std::vector<std::pair<std::string, std::string>> set = {}) {
    ruleset const r(thresholds);
    auto const path = (std::filesystem::temp_directory_path() / "huanchi-turning.ndjson").string();
    std::ofstream(path) << project;
    findings::screening_request request{{path}, {}, *base::date::parse("2026-11-22"), false, true, std::move(set)};
    auto read = findings::screen(r.rules, r.plan, request);
    std::remove(path.c_str());
    REQUIRE_MESSAGE(read, read.error().what);
    REQUIRE(read->projects.size() == 1);
    return std::move(*read);
}

std::vector<std::string> turns(findings::screened_item const& i) {
    std::vector<std::string> out;
    for (auto const& t : i.turns) out.push_back(t.now + " -> " + t.to);
    return out;
}

} // namespace

TEST_CASE("what would turn an item: the nearest values of one field, the others as they are") {
    auto const p = with(R"({"record":"project","id":"P","time":"2022-05-01","ratio":"1.25","coal":"100 t","replaced":"90 t","equipment":"淘汰","has_plan":false})")
                       .projects.front();
    REQUIRE(p.items.size() == 4);
    CHECK(turns(p.items[0]) == std::vector<std::string>{"1.25 -> ratio >= 1.5"});
    // 100 t × 1.2 = 120 t are to be replaced; how much coal 90 t would do for stands behind a factor and is not computed.
    CHECK(turns(p.items[1]) == std::vector<std::string>{"90 t -> replaced >= 120 t"});
    CHECK(turns(p.items[2]) == std::vector<std::string>{"淘汰 -> equipment = 先进 or equipment = 一般"});
    CHECK(turns(p.items[3]) == std::vector<std::string>{"no -> has_plan = yes"});
}

TEST_CASE("an item that two fields would have to turn says nothing, one that is open says what would do") {
    auto const p = with(R"({"record":"project","id":"P","time":"2022-05-01","ratio":"3","has_plan":false})").projects.front();
    REQUIRE(p.items.size() == 4);
    CHECK(p.items[0].turns.empty()); // met
    CHECK(p.items[3].verdict == eval::verdict::violation);
    CHECK(p.items[3].turns.empty());
    CHECK(turns(p.items[2]) == std::vector<std::string>{" -> equipment = 先进 or equipment = 一般"});
}

TEST_CASE("fields may be set, by either name, and what they were is kept beside") {
    std::string const project = R"({"record":"project","id":"P","time":"2022-05-01","ratio":"1.25","coal":"100 t","replaced":"90 t","equipment":"一般","has_plan":true})";
    auto const s = with(project, {{"置换比例", "1.5"}, {"replaced", "0.12 t"}});
    CHECK(s.before.front().items[0].verdict == eval::verdict::violation);
    CHECK(s.projects.front().items[0].verdict == eval::verdict::compliant);
    CHECK(s.projects.front().items[1].verdict == eval::verdict::violation);
    CHECK(with(project, {{"replaced", "120 t"}}).projects.front().items[1].verdict == eval::verdict::compliant);
    ruleset const r(thresholds);
    auto const wrong = [&](std::string const& field, std::string const& value) {
        findings::screening_request request{{}, {}, *base::date::parse("2026-11-22"), false, false, {{field, value}}};
        auto const read = findings::screen(r.rules, r.plan, request);
        return read ? "" : read.error().what;
    };
    CHECK(wrong("ratoi", "1.5") == "a project has no field `ratoi`; perhaps you meant ratio");
    CHECK(wrong("ratio", "viel") == "`viel` is no value of `ratio`");
}

// The arithmetic of discretion tables, by hand: the worked cases of the province's table on water, bands, unknown and several
// levels, both ways of turning a sum into an amount.
#include "loaded_book.hpp"

#include "findings/discretion.hpp"

#include <doctest/doctest.h>

#include <memory>

using namespace huanchi;
using findings::case_facts;
using findings::discretion_standing;
using findings::severity;

namespace {

std::string const document =
    "standard 表 \"裁量表\" {\n  number \"表-2022\"\n  level provincial\n  effective from 2022-01-01 before "
    "2027-01-01\n}\n";
std::string const water = document + R"(discretion "2.7.1" of 表 "超标排放水污染物" {
  medium water
  violation offence
  law "旧法" penalty "第83条"
  fine 100000..1000000 元
  weigh maximum up_to 100 %
  start 7 %
  status advisory effective from 2026-08-15 {
    law "新法" penalty "第1107条"
    fine 100000..1000000 元
  }
  item 排污情况 {
    columns 档次 百分值
    "B类" 0
    "A类" 10
    "有毒有害" 22
  }
  item 废水日排放量 measured_in "t/d" {
    columns 档次 百分值 起 止
    "50吨以下" 0 0 50
    "50吨以上200吨以下" 3 50 200
    "200吨以上" 10 200 -
  }
  item 超标情况 measured_in "倍" {
    columns 档次 百分值 起 止
    "仅pH值" 0 - -
    "3倍以下" 5 0 3
    "3倍以上8倍以下" 8 3 8
    "8倍以上" 80 8 -
  }
  item 次数 measured_in "次" {
    columns 档次 百分值 起 止
    "1次" 0 1 2
    "2次" 3 2 3
    "3次以上" 6 3 -
  }
}
)";
std::string const bands = document + R"(discretion "2.1" of 表 "阻挠检查" {
  violation offence
  fine 20000..200000 元
  confidence medium
  status suspended effective from 2026-08-15 {
    law "新法" penalty "第1229条"
    fine 50000..200000 元
  }
  case 后果 "造成重大影响的" fine 200000 元
  columns 违法程度 同类 最低 最高
  "拖延" "无" 20000 40000
  "拖延" "有" 40000 60000
  "弄虚作假" "无" 60000 80000
  "弄虚作假" "有" 80000 110000
  "暴力" - 200000 200000
}
)";

base::date day(char const* text) {
    return *base::date::parse(text);
}

findings::discretion_result put(std::string const& text, char const* on, case_facts const& facts,
                                severity how = severity::ordinary) {
    static std::unique_ptr<loaded::book> book; // the result points into it
    book = std::make_unique<loaded::book>(text);
    REQUIRE(book->rules.discretions.size() == 1);
    return findings::weigh(book->rules.discretions.front(), day(on), facts, how);
}

std::string money(std::optional<base::rational> const& amount) {
    return amount ? base::printed(*amount).value : "none";
}

} // namespace

TEST_CASE("a table for one province is not used in another, and unknown where the region is") {
    auto text = water;
    text.replace(text.find("  medium water"), 0, "  where region within 44\n");
    loaded::book const book(text), anywhere(water);
    auto const& t = book.rules.discretions.front();
    CHECK(findings::used_at(t, book.rules, "440703") == true);
    CHECK(findings::used_at(t, book.rules, "44") == true);
    CHECK(findings::used_at(t, book.rules, "220102") == false);
    CHECK(findings::used_at(t, book.rules, "") == std::nullopt);
    CHECK(findings::used_at(anywhere.rules.discretions.front(), anywhere.rules, "") == true);
}

TEST_CASE("heavier and lighter are said to be unused where percentages are summed or the amount is fixed") {
    case_facts const facts{{"排污情况", "B类"}, {"废水日排放量", "300"}, {"超标情况", "4"}, {"次数", "2"}};
    for (auto const how : {severity::heavier, severity::lighter}) {
        auto const r = put(water, "2026-05-01", facts, how);
        REQUIRE(r.steps.size() == 4);
        CHECK(r.steps[3].zh.starts_with("从重、从轻没有采用"));
        CHECK(money(r.amount) == "280000");
    }
    CHECK(put(water, "2026-05-01", facts).steps.size() == 3);
    auto const fixed = put(bands, "2026-05-01", {{"违法程度", "暴力"}}, severity::lighter);
    CHECK(money(fixed.amount) == "200000");
    CHECK(fixed.steps.back().zh == "从重、从轻没有采用：定额不分上下半幅");
    auto const by_case = put(bands, "2026-05-01", {{"后果", "造成重大影响的"}}, severity::heavier);
    CHECK(by_case.steps.back().zh == "从重、从轻没有采用：定额不分上下半幅");
}

TEST_CASE("one B-class factor 4 times over, 300 t/d, the second time: 28 % and 280,000") {
    auto const r = put(water, "2026-05-01", {{"排污情况", "B类"}, {"废水日排放量", "300"}, {"超标情况", "4"}, {"次数", "2"}});
    CHECK(r.standing == discretion_standing::proposed);
    REQUIRE(r.steps.size() == 3);
    CHECK(r.steps[0].zh == "7 + 0 + 10 + 8 + 3 = 28 %");
    CHECK(r.steps[1].zh == "28 % × 1000000 = 280000 元");
    CHECK(r.steps[2].zh == "夹取到 100000–1000000 元：280000 元");
    CHECK(r.steps[2].en == "clamped to 100000–1000000 元: 280000 元");
    CHECK(money(r.sum) == "28");
    CHECK(money(r.amount) == "280000");
    CHECK(r.items[1].level == "200吨以上");
    CHECK(r.items[1].from == findings::chosen_level::origin::number);
    CHECK(r.items[1].said == "300");
    CHECK(r.items[0].from == findings::chosen_level::origin::given);
}

TEST_CASE("only pH 4.5, 30 t/d, the first time: 7 % is less than the statutory least") {
    auto const r =
        put(water, "2026-05-01", {{"排污情况", "B类"}, {"废水日排放量", "30"}, {"超标情况", "仅pH值"}, {"次数", "1"}});
    CHECK(r.steps[1].zh == "7 % × 1000000 = 70000 元");
    CHECK(r.steps[2].zh == "夹取到 100000–1000000 元：100000 元");
    CHECK(money(r.amount) == "100000");
}

TEST_CASE("a level holds its first number and not the first of the next") {
    CHECK(put(water, "2026-05-01", {{"废水日排放量", "49.9"}}).items[1].level == "50吨以下");
    CHECK(put(water, "2026-05-01", {{"废水日排放量", "50"}}).items[1].level == "50吨以上200吨以下");
    CHECK(put(water, "2026-05-01", {{"废水日排放量", "199.99"}}).items[1].level == "50吨以上200吨以下");
    CHECK(put(water, "2026-05-01", {{"废水日排放量", "200"}}).items[1].level == "200吨以上");
}

TEST_CASE("what is not known counts with its lowest level and is named") {
    auto const r = put(water, "2026-05-01", {{"超标情况", "4"}});
    CHECK(money(r.sum) == "15");
    CHECK(r.items[0].from == findings::chosen_level::origin::unknown);
    CHECK(r.items[1].from == findings::chosen_level::origin::unknown);
    CHECK(r.items[2].from == findings::chosen_level::origin::number);
    CHECK(r.items[3].from == findings::chosen_level::origin::unknown);
}

TEST_CASE("of several levels the heaviest counts") {
    auto const r = put(water, "2026-05-01", {{"排污情况", "A类"}, {"排污情况", "B类"}});
    CHECK(r.items[0].level == "A类");
    CHECK(r.items[0].heaviest);
    CHECK(money(r.sum) == "17");
}

TEST_CASE("a sum beyond the whole counts as the whole") {
    auto const r = put(water, "2026-05-01", {{"超标情况", "8"}, {"排污情况", "有毒有害"}});
    CHECK(r.steps[1].zh == "109 % 超过 100 %，按 100 % 计");
    CHECK(money(r.amount) == "1000000");
}

TEST_CASE("after the law has changed with the same range the result is a reference only") {
    CHECK(put(water, "2026-08-14", {}).standing == discretion_standing::proposed);
    auto const r = put(water, "2026-08-15", {{"超标情况", "4"}});
    CHECK(r.standing == discretion_standing::reference);
    CHECK(money(r.amount) == "150000");
    REQUIRE(r.change);
    CHECK(r.change->laws.front().law == "新法");
}

TEST_CASE("after the range has changed there is no amount, no band and no step") {
    CHECK(put(bands, "2026-08-14", {}).standing == discretion_standing::proposed);
    auto const r = put(bands, "2026-08-15", {{"违法程度", "拖延"}});
    CHECK(r.standing == discretion_standing::suspended);
    CHECK_FALSE(r.amount);
    CHECK_FALSE(r.band);
    CHECK(r.steps.empty());
    CHECK(r.items.empty());
    CHECK(r.change->fines.front().min == "50000");
}

TEST_CASE("outside the span of the document nothing is computed") {
    for (auto const* on : {"2021-12-31", "2027-01-01"}) {
        auto const r = put(water, on, {});
        CHECK(r.standing == discretion_standing::not_in_force);
        CHECK_FALSE(r.amount);
    }
    CHECK(put(water, "2022-01-01", {}).standing == discretion_standing::proposed);
}

TEST_CASE("a band: the middle, not below it, below it") {
    case_facts const facts{{"违法程度", "弄虚作假"}, {"同类", "有"}};
    auto const ordinary = put(bands, "2026-05-01", facts);
    CHECK(money(ordinary.amount) == "95000");
    CHECK(money(ordinary.band->min) == "80000");
    CHECK(money(ordinary.band->max) == "110000");
    auto const heavier = put(bands, "2026-05-01", facts, severity::heavier);
    CHECK_FALSE(heavier.amount);
    CHECK(money(heavier.band->min) == "95000");
    CHECK(money(heavier.band->max) == "110000");
    auto const lighter = put(bands, "2026-05-01", facts, severity::lighter);
    CHECK_FALSE(lighter.amount);
    CHECK(money(lighter.band->min) == "80000");
    CHECK(money(lighter.band->max) == "95000");
}

TEST_CASE("a band with an unknown factor is the lowest that may be") {
    auto const r = put(bands, "2026-05-01", {{"同类", "有"}});
    CHECK(money(r.amount) == "50000");
    CHECK(r.items[0].level == "拖延");
    CHECK(r.items[0].from == findings::chosen_level::origin::unknown);
    CHECK(money(put(bands, "2026-05-01", {}).amount) == "30000");
}

TEST_CASE("a row that leaves a column open holds whatever stands there, and a case fixes the amount") {
    CHECK(money(put(bands, "2026-05-01", {{"违法程度", "暴力"}}).amount) == "200000");
    CHECK(money(put(bands, "2026-05-01", {{"违法程度", "暴力"}, {"同类", "有"}}).amount) == "200000");
    CHECK(money(put(bands, "2026-05-01", {{"违法程度", "拖延"}, {"后果", "造成重大影响的"}}).amount) == "200000");
    CHECK(money(put(bands, "2026-05-01", {{"违法程度", "拖延"}, {"后果", "无"}}).amount) == "30000");
    CHECK(money(put(bands, "2026-05-01", {{"违法程度", "拖延"}, {"违法程度", "弄虚作假"}}).amount) == "70000");
}

TEST_CASE("a share of an amount needs the amount, and a least amount stands in for a smaller one") {
    auto const text = document + R"(discretion "4.14" of 表 "倾倒" {
  violation offence
  fine 3..5 倍 of "处置费用" at_least 200000 元
  weigh maximum up_to 100 %
  start 60 %
  item 整改 {
    columns 档次 百分值
    "已改" 0
    "未改" 5
  }
}
)";
    auto const nothing = put(text, "2026-05-01", {});
    CHECK(nothing.standing == discretion_standing::lacking);
    REQUIRE(nothing.needs.size() == 1);
    CHECK(nothing.needs.front().name == "处置费用");
    CHECK(money(nothing.sum) == "60");
    CHECK_FALSE(nothing.amount);
    // 65 % of five times 200,000, for 100,000 counts as that.
    CHECK(money(put(text, "2026-05-01", {{"处置费用", "100000"}, {"整改", "未改"}}).amount) == "650000");
    CHECK(money(put(text, "2026-05-01", {{"处置费用", "333333.33"}}).amount) == "999999.99");
    CHECK(put(text, "2026-05-01", {{"处置费用", "很多"}}).mistakes.size() == 1);
}

TEST_CASE("several statutory fines are told apart by their case") {
    auto const text = document + R"(discretion "1.8" of 表 "未验收" {
  violation offence
  fine 200000..1000000 元 case "单位"
  fine 50000..200000 元 case "个人"
  weigh maximum at_least 20 % up_to 100 %
  start 20 % case "单位"
  start 5 % case "个人"
  item 整改 {
    columns 档次 百分值
    "已改" 0
    "未改" 35
  }
}
)";
    auto const open = put(text, "2026-05-01", {});
    CHECK(open.standing == discretion_standing::lacking);
    CHECK(open.needs.front().choices == std::vector<std::string>{"单位", "个人"});
    CHECK(money(put(text, "2026-05-01", {{"情形", "单位"}, {"整改", "未改"}}).amount) == "550000");
    // 5 % counts as 20 %: 40,000, which is below the statutory least.
    auto const person = put(text, "2026-05-01", {{"case", "个人"}});
    CHECK(person.steps[1].zh == "5 % 不足 20 %，按 20 % 计");
    CHECK(person.steps[2].zh == "20 % × 200000 = 40000 元");
    CHECK(money(person.amount) == "50000");
}

TEST_CASE("another province adds the share of the range to its least") {
    auto const text = document + R"(discretion "13" of 表 "超标" {
  violation offence
  fine 100000..1000000 元
  weigh range
  item 整改 {
    columns 档次 百分值
    "已改" 0
    "未改" 28
  }
}
)";
    auto const r = put(text, "2026-05-01", {{"整改", "未改"}});
    CHECK(r.steps[1].zh == "100000 + 28 % × (1000000 − 100000) = 352000 元");
    CHECK(money(r.amount) == "352000");
    CHECK(money(put(text, "2026-05-01", {}).amount) == "100000");
}

TEST_CASE("facts that the table does not have are mistakes, and then nothing is computed") {
    using kind = findings::discretion_mistake::kind;
    auto const factor = put(water, "2026-05-01", {{"颜色", "红"}});
    REQUIRE(factor.mistakes.size() == 1);
    CHECK(factor.mistakes.front().what == kind::no_such_factor);
    CHECK_FALSE(factor.amount);
    CHECK(put(water, "2026-05-01", {{"排污情况", "C类"}}).mistakes.front().what == kind::no_such_level);
    CHECK(put(water, "2026-05-01", {{"次数", "0"}}).mistakes.front().what == kind::outside_all_levels);
    CHECK(put(water, "2026-05-01", {{"超标情况", "倍"}}).mistakes.front().what == kind::no_such_level); // in several
    CHECK(put(water, "2026-05-01", {{"日排放量", "300"}}).mistakes.empty());                            // a part of one name
}

TEST_CASE("the tables for a type of violation on a medium, on a day") {
    loaded::book const book(water + bands.substr(document.size()));
    auto const count = [&](std::vector<std::string> const& types, char const* medium, char const* on) {
        return findings::discretions_for(book.rules, types, medium, day(on)).size();
    };
    CHECK(count({"offence"}, "water", "2026-05-01") == 2);
    CHECK(count({"offence"}, "air", "2026-05-01") == 1);
    CHECK(count({"offence"}, "", "2026-05-01") == 2);
    CHECK(count({"other"}, "water", "2026-05-01") == 0);
    CHECK(count({"offence"}, "water", "2027-01-01") == 0);
    CHECK(findings::find_discretion(book.rules, "表.2.1") == &book.rules.discretions[1]);
    CHECK(findings::find_discretion(book.rules, "2.7.1") == &book.rules.discretions[0]);
    CHECK_FALSE(findings::find_discretion(book.rules, "2.7"));
}

// Hover and definition: what a word stands for, and where that is declared.
#include "editor/hover.hpp"
#include "library_at_hand.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace huanchi;
using at_hand::with_bar;

namespace {

std::string hover(std::string_view text, source::language in = source::language::zh) {
    auto const m = with_bar(text);
    auto const h = editor::hover_at(m.book, m.file, m.offset, in);
    return h ? h->markdown : "";
}

// "core/records.rules: 水温" for every declaration of the word at the bar; the path of the text itself is left out.
std::string definition(std::string_view text) {
    auto const m = with_bar(text);
    auto const named = editor::use_at(m.book, m.file, m.offset);
    if (!named) return "";
    std::string all;
    for (auto const& s : editor::declarations_of(m.book, named->target))
        all += (all.empty() ? "" : ", ") + (s.file == m.file ? "" : m.book.files[s.file].name + ": ") +
               std::string(m.book.files.text(s));
    return all;
}

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string table(std::string_view lines) {
    return "limits 表1 of T1 {\n  medium water\n  judge daily_mean\n  violation exceed_discharge_standard\n" +
           std::string(lines) + "\n}\n";
}

} // namespace

TEST_CASE("a name in a condition is a field, wherever its record stands") {
    CHECK(definition(table("  where 级|别 = 一级A\n  value:\n  氨氮 <= 5 mg/L")) == "core/records.rules: 级别");
    CHECK(definition(table("  where gr|ade = 一级A\n  value:\n  氨氮 <= 5 mg/L")) == "core/records.rules: 级别");
    CHECK(definition(table("  where 级别 = 一级|A\n  value:\n  氨氮 <= 5 mg/L")) == "core/records.rules: 级别");
    CHECK(definition(table("  where 地|区 within 22\n  value:\n  氨氮 <= 5 mg/L")) == "core/records.rules: 地区");
    CHECK(definition(table("  value:\n  氨氮 <= 5 mg/L when 水|温 > 12 ℃")) == "core/records.rules: 水温");
    CHECK(definition(table("  by 级|别: 一级A\n  氨氮 <= 5 mg/L")) == "core/records.rules: 级别");
}

TEST_CASE("the label of a row is a factor of the table's medium, by any of its names") {
    CHECK(definition(table("  value:\n  氨|氮 <= 5 mg/L")) == "core/factors.rules: w21003");
    CHECK(definition(table("  value:\n  悬浮物（S|S） <= 5 mg/L")) == "core/factors.rules: w01012");
    auto const text = hover(table("  value:\n  氨|氮 <= 5 mg/L"));
    CHECK(has(text, "**氨氮** `w21003`"));
    CHECK(has(text, "缺省单位：mg/L"));
    CHECK(has(text, "≤ 5 mg/L"));
}

TEST_CASE("statistics, documents, tables, formulas, records and units are found by name") {
    CHECK(definition(table("  value:\n  氨氮 <= 5 mg/|L")) == "core/units.rules: mg/L");
    CHECK(definition("limits 表1 of T|1 {\n  judge daily_mean\n  value:\n  氨氮 <= 5 mg/L\n}\n") == "T1");
    CHECK(definition("limits 表1 of T1 {\n  judge 日均|值\n  value:\n  氨氮 <= 5 mg/L\n}\n") ==
          "core/statistics.rules: 日均值");
    CHECK(definition(table("  displaces GB18918.表|1\n  value:\n  氨氮 <= 5 mg/L")) ==
          "national/water/GB18918-2002.rules: 表1");
    CHECK(definition(table("  displaces GB189|18\n  value:\n  氨氮 <= 5 mg/L")) ==
          "national/water/GB18918-2002.rules: GB18918");
    CHECK(definition("exemption 启停 of T1 {\n  exempts GB18918.表|1\n  where 水温 > 12 ℃\n}\n") ==
          "national/water/GB18918-2002.rules: 表1");
    CHECK(definition(table("  correct oxygen_corr|ection\n  value:\n  氨氮 <= 5 mg/L")) ==
          "national/air/GB13271-2014.rules: 基准氧含量折算");
    CHECK(definition("grades 表1 of T1 {\n  scope river|_section\n  by c: Ⅰ\n  pH in 6..9\n}\n") ==
          "core/records.rules: river_section, national/quality/GB3838-2002.rules: river_section"); // which adds a field
    CHECK(definition("grades 表1 of T1 {\n  scope river_section\n  by c: Ⅰ\n  溶|解氧 >= 6 mg/L\n}\n") ==
          "core/records.rules: 溶解氧");
    CHECK(has(definition(table("  value:\n  violation exceed_dis|charge_standard")),
              "law/consequences.rules: exceed_discharge_standard"));
}

TEST_CASE("a test names records, fields, statistics, factors and provisions") {
    auto const given = [](std::string_view lines) { return "test \"试\" {\n" + std::string(lines) + "\n}\n"; };
    // Standards add fields of their own to it; where it begins comes first.
    CHECK(definition(given("  given out|let {\n    medium = water\n  }")).starts_with("core/records.rules: outlet"));
    CHECK(definition(given("  given outlet {\n    gra|de = 一级A\n  }")) == "core/records.rules: 级别");
    CHECK(definition(given("  given daily|_mean of 氨氮 = 5 mg/L on 2026-01-01")) == "core/statistics.rules: 日均值");
    CHECK(definition(
              given("  given outlet {\n    medium = air\n  }\n  given hourly_mean of 二氧|化硫 = 5 mg/m³ on 2026-01-01")) ==
          "core/factors.rules: a21026");
    CHECK(definition(given("  given daily_mean of 氨氮 = 5 mg/L on 2026-01-01 with 水|温 = 13 ℃")) ==
          "core/records.rules: 水温");
    CHECK(definition(given("  expect violation of GB18918.表|1.氨氮")) == "national/water/GB18918-2002.rules: 表1");
}

TEST_CASE("a discretion table is found by its number and shown with what it is about") {
    std::string const asked =
        "test \"试\" {\n  discretion \"2.7|.1\" of 粤裁量2021 on 2026-05-01 {\n    超标因子数目 = 1\n  }\n"
        "  expect proposed\n}\n";
    CHECK(definition(asked) == "local/guangdong/discretion_water.rules: \"2.7.1\"");
    auto const shown = hover(asked);
    CHECK(has(shown, "粤环发〔2021〕7号附件1 2.7.1"));
    CHECK(has(shown, "罚款 100000–1000000 元"));
    CHECK(has(shown, "裁量因素：超标因子数目、排污情况"));
    CHECK(has(shown, "指导：2026-08-15 起"));
}

TEST_CASE("a reference is the formula's parameter") {
    CHECK(definition("limits 表1 of T1 {\n  medium air\n  judge hourly_mean\n  correct 基准氧含量折算\n  value:\n  reference "
                     "基准氧|含量 = 9 %\n"
                     "  颗粒物 <= 5 mg/m³\n}\n") == "national/air/GB13271-2014.rules: 基准氧含量");
}

TEST_CASE("over a cell stands its own provision with clause and dates") {
    auto const text = hover(
        "limits 表1 of T1 {\n  clause \"4.2\"\n  medium water\n  judge daily_mean\n  violation exceed_discharge_standard\n"
        "  by 级别: 一级A 一级B\n  氨氮 <= 5 |8 mg/L effective before 2030-01-01\n}\n",
        source::language::en);
    CHECK(has(text, "≤ 8 mg/L"));
    CHECK_FALSE(has(text, "≤ 5 mg/L"));
    CHECK(has(text, "- clause: T 1-2020 4.2"));
    CHECK(has(text, "- in force: from 2020-01-01 before 2030-01-01"));
    CHECK(has(text, "- confidence: high"));
    CHECK(has(text, "`grade = 一级B`"));
}

TEST_CASE("a quota and a derived statistic are shown") {
    auto const quota = hover(table("  value:\n  氨氮 <= |5 mg/L allow 5 over day"));
    CHECK(has(quota, "- 允许：5 / 日"));
    CHECK(has(hover(table("  judge rolling_24h|_mean\n  value:\n  氨氮 <= 5 mg/L")),
              "- 推算：由小时均值，每 24 小时算术平均，至少 20"));
}

TEST_CASE("nothing stands for a number in a condition or a word in a comment") {
    CHECK(hover("// 氨|氮\n") == "");
    CHECK(definition(table("  where 投产日期 < 2006-01-|01\n  value:\n  氨氮 <= 5 mg/L")) == "");
}

TEST_CASE("most names of the library's files are understood") {
    auto const b = editor::load_book(at_hand::library(), {});
    for (source::file_id id = 0; id < b.files.size(); ++id) {
        CAPTURE(b.files[id].name);
        auto const uses = editor::uses_in(b, id);
        // Every field, factor row, statistic, table and so on declares itself: no file is blind. A calendar is dates alone.
        auto const& items = b.trees[id].items;
        auto const names = std::count_if(items.begin(), items.end(), [](syntax::item const& i) {
            return i.segments.front().key != syntax::keyword::calendar;
        });
        CHECK(uses.size() >= static_cast<std::size_t>(names));
    }
}

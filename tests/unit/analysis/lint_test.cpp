// What the analysis proves of small tables, and what it leaves alone. Expectations follow from the texts of the tables.
#include "book.hpp"

#include "eval/run.hpp"
#include "facts/measurements.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace analysed;

namespace {

std::string found(std::string const& text) {
    return book(text).found();
}
bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("ammonia above and below 12 ℃ leaves out exactly 12 ℃") {
    book const b(
        table("氨氮 <= 5 8 25 mg/L when 水温 > 12 ℃\n氨氮 <= 8 15 30 mg/L when 水温 < 12 ℃", "  by 级别: 一级A 一级B 二级\n"));
    CHECK(b.found() == "L201 temperature = 12 ℃");
    auto const f = b.lint().findings.at(0);
    REQUIRE(f.witness);
    CHECK(has(f.witness->outlet, R"("grade": "一级A")"));
    CHECK(has(f.witness->row, R"("temperature": "12")"));
    CHECK(f.witness->verdict == eval::verdict::not_applicable);
    CHECK(f.provisions.size() == 6);
    CHECK(b.files.place_of(f.what.where.file, f.what.where.begin).line == 10); // its first row
    CHECK(has(source::message(f.what, source::language::zh), "temperature = 12 ℃ 时，“氨氮” 没有一行适用"));
    CHECK_FALSE(b.lint().none());
}

TEST_CASE("conditions that divide all cases leave nothing out") {
    CHECK(found(table("氨氮 <= 5 mg/L when 水温 > 12 ℃\n氨氮 <= 8 mg/L when 水温 <= 12 ℃")) == "");
    CHECK(found(table("氨氮 <= 5 8 25 mg/L", "  by 级别: 一级A 一级B 二级\n")) == "");
    CHECK(found(table("总磷 <= 1 mg/L when 环评批复日期 < 2006-01-01\n总磷 <= 0.5 mg/L when 环评批复日期 >= 2006-01-01")) ==
          "");
    CHECK(found(table("氨氮 <= 5 mg/L\n化学需氧量 <= 50 mg/L")) == "");
}

TEST_CASE("a boundary of dates is left out as one of numbers is") {
    CHECK(found(table("总磷 <= 1 mg/L when 环评批复日期 < 2006-01-01\n总磷 <= 0.5 mg/L when 环评批复日期 > 2006-01-01")) ==
          "L201 eia_approved = 2006-01-01");
}

TEST_CASE("a column that is missing is a gap, a cell with - is none") {
    CHECK(found(table("氨氮 <= 5 8 mg/L", "  by 级别: 一级A 一级B\n")) == "L201 grade = 二级");
    CHECK(found(table("氨氮 <= 5 8 - mg/L", "  by 级别: 一级A 一级B 二级\n")) == "");
    CHECK(found(table("氨氮 <= 5 8 mg/L", "  where 级别 in (一级A, 一级B)\n  by 级别: 一级A 一级B\n")) == "");
    // One row with one condition says what it is about; nothing is divided.
    CHECK(found(table("氨氮 <= 5 mg/L when 级别 = 一级A")) == "");
}

TEST_CASE("factors that leave out the same are one finding, at the table") {
    book const b(table("氨氮 <= 5 8 mg/L\n化学需氧量 <= 50 60 mg/L", "  by 级别: 一级A 一级B\n"));
    CHECK(b.found() == "L201 grade = 二级");
    auto const f = b.lint().findings.at(0);
    CHECK(b.files.place_of(f.what.where.file, f.what.where.begin).line == 6);
    CHECK(f.what.parameters.at(0) == "氨氮、化学需氧量");
}

TEST_CASE("days between two spans are left out, days before the first and after the last are not") {
    CHECK(found(table("氨氮 <= 8 mg/L effective before 2028-01-01\n氨氮 <= 5 mg/L effective from 2028-02-01")) ==
          "L201 date from 2028-01-01 before 2028-02-01");
    CHECK(found(table("氨氮 <= 8 mg/L effective before 2028-01-01\n氨氮 <= 5 mg/L effective from 2028-01-01")) == "");
    CHECK(found(table("氨氮 <= 8 mg/L effective from 2010-01-01")) == "");
}

TEST_CASE("what another table of the document covers is not left out") {
    CHECK(found(table("氨氮 <= 5 8 mg/L", "  by 级别: 一级A 一级B\n") +
                table("氨氮 <= 25 mg/L", "  where 级别 = 二级\n", "表2")) == "");
}

TEST_CASE("a day between two tables of a document is left out, words that neither names are not") {
    auto const two = [](std::string const& first, std::string const& second) {
        return table("总磷 <= 1 mg/L", "  where " + first + "\n") +
               table("总磷 <= 0.5 mg/L", "  where " + second + "\n", "表2");
    };
    book const b(two("环评批复日期 < 2006-01-01", "环评批复日期 > 2006-01-01"));
    CHECK(b.found() == "L201 eia_approved = 2006-01-01");
    CHECK(has(b.lint().findings.at(0).witness->outlet, R"("eia_approved": "2006-01-01")"));
    CHECK(found(two("环评批复日期 < 2006-01-01", "环评批复日期 >= 2006-01-01")) == "");
    CHECK(found(two("环评批复日期 < 2006-01-01 or known 投产日期 and 投产日期 < 2006-01-01",
                    "环评批复日期 >= 2006-01-01 and not (known 投产日期 and 投产日期 < 2006-01-01)")) == "");
    CHECK(found(two("类别 = 甲", "类别 = 乙")) == "");
    CHECK(found(two("单台出力 <= 10 t/h", "单台出力 >= 20 t/h")) == "L201 10 t/h < capacity < 20 t/h");
}

TEST_CASE("two rows that say the same: a warning where one is not needed, a note where each is needed somewhere") {
    CHECK(found(table("氨氮 <= 5 mg/L\n氨氮 <= 5 mg/L when 水温 > 12 ℃")) == "L202 氨氮");
    CHECK(found(table("氨氮 <= 5 mg/L when 水温 >= 12 ℃\n氨氮 <= 5 mg/L when 水温 <= 12 ℃")) == "L202 氨氮 (note)");
    CHECK(found(table("氨氮 <= 5 mg/L when 水温 > 12 ℃\n氨氮 <= 5 mg/L when 水温 <= 12 ℃")) == "");
}

TEST_CASE("tables of one document that meet with different limits are noted, unless one displaces the other") {
    auto const two = [](std::string const& more) {
        return table("氨氮 <= 5 mg/L", "  where 级别 = 一级A\n") +
               table("氨氮 <= 3 mg/L", "  where 重点地区 = yes\n" + more, "表2");
    };
    CHECK(found(two("")) == "L203 甲.表2 (note)");
    CHECK(found(two("  displaces 表1\n")) == "");
    CHECK(book(two("")).lint().none());
}

TEST_CASE("a row that is displaced in every case never judges") {
    auto const two = [](std::string const& where) {
        return table("氨氮 <= 5 mg/L", "  where 级别 = 一级A\n") + table("氨氮 <= 3 mg/L", where + "  displaces 表1\n", "表2");
    };
    CHECK(found(two("  where 级别 in (一级A, 一级B)\n")) == "L204 甲.表2");
    CHECK(found(two("  where 重点地区 = yes\n")) == "");
    CHECK(found(two("  where 级别 in (一级A, 一级B)\n  effective from 2020-01-01\n")) == "");
}

TEST_CASE("a row that always stands beside a tighter one never decides") {
    auto const two = [](std::string const& of_second) {
        return table("氨氮 <= 5 mg/L", "  where 级别 = 一级A\n") +
               "standard 乙 \"试例\" {\n  number \"乙-2000\"\n  level national\n  effective from 2000-01-01\n}\n" +
               "limits 表1 of 乙 \"表\" {\n  medium water\n  judge daily_mean\n" + of_second +
               "  value:\n  氨氮 <= 3 mg/L\n}\n";
    };
    CHECK(found(two("")) == "L205 乙.表1.氨氮");
    CHECK(found(two("  where 重点地区 = yes\n")) == "");
    CHECK(found(two("  effective from 2010-01-01\n")) == "");
}

TEST_CASE("what has lapsed is a note, and says what was its last day") {
    book const b(table("氨氮 <= 5 mg/L", "  effective before 2020-01-01\n"));
    CHECK(b.found() == "L207 2019-12-31 (note)");
    CHECK(b.lint().none());
    CHECK(found(table("氨氮 <= 8 mg/L effective before 2020-01-01\n氨氮 <= 5 mg/L effective from 2020-01-01")) ==
          "L207 2019-12-31 (note)");
    CHECK(found(table("氨氮 <= 5 mg/L effective before 2026-06-02")) == "");
}

TEST_CASE("two editions of which one replaces the other meet on one day") {
    auto const editions = [](std::string const& end) {
        return "standard 旧 \"试例\" {\n  number \"旧\"\n  level national\n  effective from 2005-01-01 before " + end +
               "\n}\nlimits 表1 of 旧 {\n  medium water\n  judge daily_mean\n  value:\n  氨氮 <= 8 mg/L\n}\n" +
               "standard 新 \"试例\" {\n  number \"新\"\n  level national\n  effective from 2035-07-01\n}\n" +
               "limits 表1 of 新 {\n  medium water\n  judge daily_mean\n  displaces 旧\n  value:\n  氨氮 <= 5 mg/L\n}\n";
    };
    CHECK(found(editions("2035-07-01")) == "");
    CHECK(found(editions("2035-01-01")) == "L208 2035-07-01");
    CHECK(found(editions("2036-01-01")) == "L209 2036-01-01 (note)");
}

TEST_CASE("a displacement outside the dates of its standard is never in force") {
    auto const text = [](std::string const& from) {
        return table("氨氮 <= 5 mg/L") +
               "standard 乙 \"试例\" {\n  number \"乙\"\n  level national\n  effective from 2005-01-01 "
               "before 2015-01-01\n}\ndisplacement 前言 of 乙 {\n  clause \"前言\"\n  displaces 甲\n  "
               "effective from " +
               from + "\n}\n";
    };
    book const b(text("2025-01-01"));
    CHECK(b.found() == "L206 2015-01-01");
    CHECK_FALSE(b.lint().findings.at(0).witness);
    CHECK(found(text("2006-01-01")) == "");
}

TEST_CASE("limits that are not judged are counted, and found fault with only when they take part") {
    book const b(
        table("氨氮 <= 5 mg/L confidence low\n氨氮 <= 5 mg/L when 水温 > 12 ℃ confidence low\n汞 <= 1 mg/L status suspended"));
    CHECK(b.found() == "");
    CHECK(b.lint().unreviewed.size() == 2);
    REQUIRE(b.lint().not_in_force.size() == 1);
    CHECK(b.lint().not_in_force[0].second == model::status::suspended);
    CHECK(b.lint(true).findings.size() == 1);
}

TEST_CASE("the case that is shown says the same when it is judged once more") {
    book const b(table("氨氮 <= 5 mg/L when 水温 > 12 ℃\n氨氮 <= 8 mg/L when 水温 < 12 ℃"));
    auto const w = *b.lint().findings.at(0).witness;
    auto const known = facts::read_description(w.outlet, b.rules);
    REQUIRE(known);
    auto const bound = eval::bind(b.plan, b.rules, *known, {});
    eval::row_store rows;
    auto const read = facts::read_measurements_text(
        w.row + "\n", 0, "row", b.rules, *known, {}, [&](facts::batch const& batch) { rows.add(batch); },
        [](facts::rejected_row const& r) { FAIL(r.reason); });
    REQUIRE(read);
    eval::run_options all;
    all.keep_all = true;
    for (auto const& j : eval::run(bound, rows, all).judgements) CHECK(j.verdict == eval::verdict::not_applicable);
}

namespace {

std::string offence(char const* law, char const* span, char const* fine, char const* where = "") {
    return std::string("consequence offence \"违法\" {\n  effective ") + span + "\n" + where + "  law \"" + law +
           "\"\n  penalty \"第一条\"\n  fine " + fine + " 元\n}\n";
}

} // namespace

TEST_CASE("a day without consequence between two laws is a gap, and the case is that day") {
    auto const old = offence("旧法", "from 2010-01-01 before 2020-01-01", "100..200");
    CHECK(found(old + offence("新法", "from 2020-01-01", "100..300")) == "");
    book const b(old + offence("新法", "from 2020-01-03", "100..300"));
    CHECK(b.found() == "L210 2020-01-03");
    auto const w = b.lint().findings.at(0).witness;
    REQUIRE(w);
    CHECK(w->on.text() == "2020-01-01");
    CHECK(w->applied.empty());
    CHECK(has(w->act, R"("type": "offence")"));
    // Only on water: for air the old law has no successor.
    CHECK(found(old + offence("新法", "from 2020-01-01", "100..300", "  where 介质 = water\n")) == "L212 2020-01-01");
}

TEST_CASE("two laws of one day are a note where they say different things") {
    auto const first = offence("甲法", "from 2010-01-01", "100..200");
    CHECK(found(first + offence("乙法", "from 2020-01-01", "100..200")) == "");
    book const b(first + offence("乙法", "from 2020-01-01", "100..300"));
    CHECK(b.found() == "L211 乙法 第一条 (note)");
    CHECK(b.lint().findings.at(0).witness->applied == std::vector<std::string>{"甲法 第一条", "乙法 第一条"});
    CHECK(found(offence("甲法", "from 2010-01-01", "100..200", "  where 介质 = water\n") +
                offence("乙法", "from 2020-01-01", "100..300", "  where 介质 = air\n")) == "");
}

TEST_CASE("a law that ended has no successor, once it has ended") {
    CHECK(found(offence("旧法", "from 2010-01-01 before 2020-01-01", "100..200")) == "L212 2020-01-01");
    CHECK(found(offence("旧法", "from 2010-01-01 before 2030-01-01", "100..200")) == "");
}

TEST_CASE("a requirement that has lapsed is a note, with a record that it judged") {
    book const b("record 例 {\n  field 数 number_of number_type\n}\nrequirements 要求 of 甲 {\n  scope 例\n  require "
                 "\"至少三个\" 数 >= 3 "
                 "effective from 2010-01-01 before 2020-01-01\n}\n");
    CHECK(b.found() == "L207 2019-12-31 (note)");
    CHECK(has(b.lint().findings.at(0).witness->record, R"("record": "例")"));
}

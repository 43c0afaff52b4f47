// Limit tables as their authors wrote them, and what becomes of them.
#include "loading.hpp"

#include <doctest/doctest.h>

using namespace huanchi;

namespace {

std::string const standard = R"(standard 甲 "试例" {
  number     "甲-2020"
  level      provincial
  effective  from 2020-01-01 before 2030-01-01
  confidence medium
}
)";

loading::outcome sound(std::string const& text) {
    auto o = loading::load(standard + text);
    for (auto const& d : o.loaded.report.sorted()) FAIL(source::render(d, o.files, source::language::en, false));
    return o;
}

std::vector<std::string> ids(model::rulebook const& rules) {
    std::vector<std::string> all;
    for (auto const& l : rules.limits) all.push_back(l.id);
    return all;
}

std::vector<std::string> conditions(model::limit const& l, model::rulebook const& rules) {
    std::vector<std::string> all;
    for (auto const& x : l.conditions) all.push_back(text(*x, rules));
    return all;
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("a cell is a limit of its own, named by standard, table, row, column and the row's own conditions") {
    auto const o = sound(R"(limits 表1 of 甲 "表" {
  medium  water
  judge   daily_mean
  where   类别 = 污水处理厂 and 介质 = water
  by 级别:             一级A   一级B    二级
  化学需氧量   <=         50    60.0       -   mg/L
  氨氮         <=          5       -       -   mg/L  when 水温 > 12 ℃
  氨氮         <=          8       -       -   mg/L  when 水温 <= 12 ℃  effective from 2025-01-01  clause "表1注2"
  pH           in       6..9    6..9    6..9
  汞           not_detected            mg/L
}
)");
    CHECK(ids(o.rules()) == texts{"甲.表1.化学需氧量.一级A", "甲.表1.化学需氧量.一级B", "甲.表1.氨氮.一级A[temperature > 12 ℃]",
                                  "甲.表1.氨氮.一级A[temperature <= 12 ℃; from 2025-01-01]", "甲.表1.pH.一级A",
                                  "甲.表1.pH.一级B", "甲.表1.pH.二级", "甲.表1.汞.一级A", "甲.表1.汞.一级B", "甲.表1.汞.二级"});
    auto const& cod = loading::limit(o.rules(), "甲.表1.化学需氧量.一级B");
    CHECK(cod.max->written.text() == "60.0"); // the written scale is kept
    CHECK(cod.level == model::level::provincial);
    CHECK(cod.confidence == model::confidence::medium);
    CHECK(cod.effective.before->text() == "2030-01-01");
    CHECK(conditions(cod, o.rules()) == texts{"kind = 污水处理厂", "medium = water", "grade = 一级B"});
    auto const& cold = loading::limit(o.rules(), "甲.表1.氨氮.一级A[temperature <= 12 ℃; from 2025-01-01]");
    CHECK(cold.effective.from->text() == "2025-01-01");
    CHECK(cold.clause == "表1注2");
    auto const& ph = loading::limit(o.rules(), "甲.表1.pH.二级");
    CHECK(ph.min->written.text() == "6");
    CHECK(ph.max->written.text() == "9");
    CHECK(loading::limit(o.rules(), "甲.表1.汞.二级").not_detected);
}

TEST_CASE("the cells of header lines below one another hold together") {
    auto const o = sound(R"(limits 表2 of 甲 "两层表头" {
  medium  air
  judge   hourly_mean
  by 燃料:            燃煤       燃煤          燃气
  by 单台出力:   <= 20 t/h   > 20 t/h   10..20 t/h
  颗粒物      <=       80         50           20   mg/m³
}
)");
    CHECK(ids(o.rules()) ==
          texts{"甲.表2.颗粒物.燃煤·<= 20 t/h", "甲.表2.颗粒物.燃煤·> 20 t/h", "甲.表2.颗粒物.燃气·10..20 t/h"});
    CHECK(conditions(o.rules().limits[1], o.rules()) == texts{"fuel = 燃煤", "capacity > 20 t/h"});
    CHECK(conditions(o.rules().limits[2], o.rules()) == texts{"fuel = 燃气", "capacity in 10 t/h..20 t/h"});
}

TEST_CASE("the reference of a correction is bound column by column, a dash there means judged as measured") {
    auto const o = sound(R"(limits 表3 of 甲 "折算" {
  medium   air
  judge    hourly_mean
  correct  氧折算
  by 燃料:                   燃煤   燃气
  reference 基准氧含量  =       9      -   %
  颗粒物              <=       80     20   mg/m³
  二氧化硫            <=      300      -   mg/m³  as_measured
}
)");
    CHECK(loading::limit(o.rules(), "甲.表3.颗粒物.燃煤").formula == 0);
    CHECK(loading::limit(o.rules(), "甲.表3.颗粒物.燃煤").reference.text() == "9");
    CHECK(loading::limit(o.rules(), "甲.表3.颗粒物.燃气").formula == std::nullopt);
    CHECK(loading::limit(o.rules(), "甲.表3.二氧化硫.燃煤").formula == std::nullopt);
}

TEST_CASE("a table is in force where its standard is") {
    auto const o = sound(R"(limits 表4 of 甲 "施行" {
  medium     water
  judge      daily_mean
  effective  from 2015-01-01 before 2025-01-01
  value:
  氨氮  <=  5  mg/L  effective from 2022-01-01
}
)");
    auto const& l = o.rules().limits.at(0);
    CHECK(l.effective.from->text() == "2022-01-01");
    CHECK(l.effective.before->text() == "2025-01-01");
    CHECK(o.rules().tables.at(0).effective.from->text() == "2020-01-01");
}

TEST_CASE("rows that no datum meets both of may have different limits, rows that some datum meets both of may not") {
    auto const table = [](std::string const& first, std::string const& second) {
        return standard + "limits 表 of 甲 \"两行\" {\n  judge daily_mean\n  medium water\n  value:\n  氨氮 <= 5 mg/L " +
               first + "\n  氨氮 <= 8 mg/L " + second + "\n}\n";
    };
    CHECK(loading::mistakes(table("when 水温 > 12 ℃", "when 水温 <= 12 ℃")) == "");
    CHECK(loading::mistakes(table("when 水温 >= 12 ℃", "when 水温 <= 12 ℃")) == "M021 12:3");
    CHECK(loading::mistakes(table("when 投产日期 < 2006-01-01", "when 投产日期 >= 2006-01-01")) == "");
    CHECK(loading::mistakes(table("when 投产日期 <= 2006-01-01", "when 投产日期 >= 2006-01-01")) == "M021 12:3");
    CHECK(loading::mistakes(table("when 地区 within 22", "when not (地区 within 22)")) == "");
    CHECK(loading::mistakes(table("when 地区 within 22", "when 地区 within 2201")) == "M021 12:3");
    CHECK(loading::mistakes(table("when 地区 within 22 and 地区 != 220102", "when 地区 = 220102")) == "");
    CHECK(loading::mistakes(table("effective before 2022-01-01", "effective from 2022-01-01")) == "");
    CHECK(loading::mistakes(table("effective before 2022-01-02", "effective from 2022-01-01")) == "M021 12:3");
    CHECK(loading::mistakes(table("when 重点地区 = yes", "when 重点地区 = no")) == "");
}

TEST_CASE("a row is dead only if its conditions contradict each other") {
    auto const row = [](std::string const& when) {
        return loading::mistakes(
            standard + "limits 表 of 甲 \"一行\" {\n  judge daily_mean\n  medium water\n  value:\n  氨氮 <= 5 mg/L when " +
            when + "\n}\n");
    };
    CHECK(row("水温 > 12 ℃ and 水温 < 13 ℃") == "");
    CHECK(row("水温 > 12 ℃ and 水温 < 12 ℃") == "M013 11:3");
    CHECK(row("投产日期 > 2006-01-01 and 投产日期 < 2006-01-02") == "M013 11:3"); // no day between neighbours
    CHECK(row("投产日期 > 2006-01-01 and 投产日期 < 2006-01-03") == "");
    CHECK(row("级别 = 一级A or 级别 = 二级") == "");
    CHECK(row("级别 in (一级A, 一级B) and 级别 != 一级A and 级别 != 一级B") == "M013 11:3");
    CHECK(row("地区 within 22 and 地区 != 22") == ""); // any code below it
    CHECK(row("类别 = 锅炉 and 类别 = 窑炉") == "M013 11:3");
    CHECK(row("not known 水温 and 水温 > 12 ℃") == ""); // open where it is unknown
    CHECK(row("known 水温 and 水温 > 12 ℃") == "");
    CHECK(row("known 水温 and 水温 > 12 ℃ and 水温 < 12 ℃") == "M013 11:3");
    CHECK(row("known 水温 and not known 水温") == "M013 11:3");
}

TEST_CASE("a displaced table is named with or without its standard, or the whole standard is") {
    auto const o = sound(R"(limits 表1 of 甲 "一般" {
  medium  water
  judge   daily_mean
  value:
  氨氮  <=  5  mg/L
}
limits 表2 of 甲 "特别" {
  medium     water
  judge      daily_mean
  displaces  表1, 甲.表1, 通则
  value:
  氨氮  <=  3  mg/L
}
)");
    auto const& t = o.rules().tables.at(1);
    CHECK(t.displaced_tables == std::vector<std::uint32_t>{0, 0});
    REQUIRE(t.displaced_documents.size() == 1);
    CHECK(o.rules().documents[t.displaced_documents[0]].id == "通则");
}

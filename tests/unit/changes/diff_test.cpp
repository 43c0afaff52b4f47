// What counts as a change of a limit, and in which direction.
#include "comparing.hpp"

#include <doctest/doctest.h>

using namespace comparing;

namespace {

std::string change(std::string const& before, std::string const& after) {
    return compared(table(before), table(after)).said();
}

} // namespace

TEST_CASE("a lower upper bound is tighter, a higher one looser") {
    CHECK(change("氨氮 <= 8 mg/L", "氨氮 <= 5 mg/L") == "tighter 甲.表1.氨氮 bound");
    CHECK(change("氨氮 <= 5 mg/L", "氨氮 <= 8 mg/L") == "looser 甲.表1.氨氮 bound");
    CHECK(change("氨氮 <= 5 mg/L", "氨氮 < 5 mg/L") == "tighter 甲.表1.氨氮 bound");
}

TEST_CASE("a higher lower bound is tighter, a range that moves is neither") {
    CHECK(change("pH in 6..9", "pH in 6.5..9") == "tighter 甲.表1.pH bound");
    CHECK(change("pH in 6..9", "pH in 6..9.5") == "looser 甲.表1.pH bound");
    CHECK(change("pH in 6..9", "pH in 5..10") == "looser 甲.表1.pH bound");
    CHECK(change("pH in 6..9", "pH in 6.5..9.5") == "changed 甲.表1.pH bound");
}

TEST_CASE("nothing detectable is tighter than any number, nothing at all tighter still") {
    CHECK(change("汞 <= 0.001 mg/L", "汞 not_detected mg/L") == "tighter 甲.表1.汞 bound");
    CHECK(change("汞 not_detected mg/L", "汞 prohibited mg/L") == "tighter 甲.表1.汞 bound");
    CHECK(change("汞 prohibited mg/L", "汞 <= 0.001 mg/L") == "looser 甲.表1.汞 bound");
}

TEST_CASE("50 mg/L and 50000 μg/L are one bound, and so are 50 and 50.0") {
    compared const c(table("化学需氧量 <= 50 mg/L"), table("化学需氧量 <= 50000 μg/L"));
    CHECK(c.said() == "");
    CHECK(c.diff.empty());
    CHECK(c.diff.unchanged == 1);
    CHECK(change("化学需氧量 <= 50 mg/L", "化学需氧量 <= 50.0 mg/L") == "");
    CHECK(change("化学需氧量 <= 50 mg/L", "化学需氧量 <= 49999 μg/L") == "tighter 甲.表1.化学需氧量 bound");
}

TEST_CASE("what is in one rulebook only is new or dropped") {
    CHECK(change("氨氮 <= 5 mg/L", "氨氮 <= 5 mg/L\n 总磷 <= 1 mg/L") == "new 甲.表1.总磷");
    CHECK(change("氨氮 <= 5 mg/L\n 总磷 <= 1 mg/L", "氨氮 <= 5 mg/L") == "dropped 甲.表1.总磷");
}

TEST_CASE("a limit is the same one when its conditions are written in another way, or its dates have moved") {
    CHECK(change("氨氮 <= 5 mg/L when 水温 > 12 ℃ and 级别 = 一级A", "氨氮 <= 5 mg/L when 级别 = 一级A and 水温 > 12.0 ℃") ==
          "");
    CHECK(change("氨氮 <= 5 mg/L when 水温 > 12 ℃", "氨氮 <= 5 mg/L when 12 ℃ < 水温") == "");
    CHECK(change("氨氮 <= 5 mg/L", "氨氮 <= 5 mg/L effective from 2027-01-01") ==
          "changed 甲.表1.氨氮[from 2027-01-01] effective");
    CHECK(change("氨氮 <= 5 mg/L when 水温 > 12 ℃", "氨氮 <= 5 mg/L when 水温 > 10 ℃") ==
          "changed 甲.表1.氨氮[temperature > 10 ℃] conditions");
}

TEST_CASE("everything that a limit says beside its bound is compared") {
    CHECK(change("氨氮 <= 5 mg/L", "氨氮 <= 5 mg/L clause \"表1 续\"") == "changed 甲.表1.氨氮 clause");
    CHECK(change("氨氮 <= 5 mg/L", "氨氮 <= 5 mg/L status suspended") == "changed 甲.表1.氨氮 status");
    CHECK(change("氨氮 <= 5 mg/L", "氨氮 <= 5 mg/L confidence low") == "changed 甲.表1.氨氮 confidence");
    CHECK(change("氨氮 <= 5 mg/L", "氨氮 <= 4 mg/L note \"收紧\"") == "tighter 甲.表1.氨氮 bound note");
    auto const row = "氨氮 <= 5 mg/L";
    CHECK(compared(table(row), table(row, "  violation exceed\n")).said() == "changed 甲.表1.氨氮 violations");
    CHECK(compared(table(row), table(row, "  where 级别 = 一级A\n")).said() == "changed 甲.表1.氨氮 conditions");
}

TEST_CASE("other declarations are listed with what changed in them") {
    auto const grades = [](std::string const& number) {
        return "grades 类 of 甲 \"类别\" {\n  scope section\n  by 类: Ⅰ Ⅱ\n  otherwise 劣Ⅱ\n  worst\n  target 目标\n  氨氮 <= "
               "0.15 " +
               number + " mg/L\n}\n";
    };
    CHECK(compared(grades("0.5"), grades("0.50")).said() == "");
    CHECK(compared(grades("0.5"), grades("0.6")).said() == "changed grades 甲.类 氨氮 Ⅱ");
    auto const statistic = [](std::string const& need) {
        return "statistic 周均值 weekly_mean {\n  derive mean of daily_mean over month need " + need + "\n}\n";
    };
    CHECK(compared(statistic("5"), statistic("6")).said() == "changed statistic weekly_mean derive 1 need");
    auto const fine = [](std::string const& most) {
        return "consequence exceed \"超标\" {\n  effective from 2018-01-01\n  law \"某法\"\n  fine 100.." + most + " 元\n}\n";
    };
    CHECK(compared(fine("200"), fine("300")).said() == "changed consequence exceed 某法 from 2018-01-01 fine");
    CHECK(compared(fine("200"), "").said() == "dropped consequence exceed 某法 from 2018-01-01");
    auto const displacement = "displacement 让位 of 甲 {\n  clause \"前言\"\n  displaces 通则\n}\n";
    CHECK(compared("", displacement).said() == "new displacement 甲.让位");
    auto const substitute = [](std::string const& more) {
        return "statistic 月量 monthly_mass {\n  derive sum of daily_mean over month\n" + more + "}\n";
    };
    CHECK(compared(substitute(""), substitute("  substitute max of 30\n")).said() ==
          "changed statistic monthly_mass substitute 1 substitute 1 confidence");
    CHECK(
        compared(substitute("  roll_up N need 75 % otherwise D\n"), substitute("  roll_up N need 80 % otherwise D\n")).said() ==
        "changed statistic monthly_mass roll up");
    auto const exemption = [](std::string const& allowed) {
        return "exemption 启停 of 甲 {\n  exempts 甲\n  where 水温 > 12 ℃\n  allow " + allowed + " over year\n}\n";
    };
    CHECK(compared(exemption("60 h"), exemption("60.0 h")).said() == "");
    CHECK(compared(exemption("60 h"), exemption("48 h")).said() == "changed exemption 甲.启停 allow");
    auto const quality = [](std::string const& lasting) {
        return "quality 恒值 of 甲 {\n  watch hour of 氨氮\n  lasting " + lasting + " equal\n}\n";
    };
    CHECK(compared(quality("4 h"), quality("4.0 h")).said() == "");
    CHECK(compared(quality("4 h"), quality("5 h")).said() == "changed quality 甲.恒值 lasting");
    auto const discretion = [](std::string const& percent, std::string const& standing) {
        return "discretion \"1\" of 甲 \"违法\" {\n  violation exceed\n  fine 100..200 元\n  weigh maximum\n  start 10 %\n  "
               "status " +
               standing + " effective from 2026-08-15 {\n    law \"新法\" penalty \"第九条\"\n  }\n  item 整改 {\n" +
               "    columns 档次 百分值\n    \"已改\" 0\n    \"未改\" " + percent + "\n  }\n}\n";
    };
    CHECK(compared(discretion("5", "advisory"), discretion("5", "指导")).said() == "");
    CHECK(compared(discretion("5", "advisory"), discretion("6", "advisory")).said() ==
          "changed discretion 甲.1 item 整改: 未改");
    CHECK(compared(discretion("5", "advisory"), discretion("5", "suspended")).said() ==
          "changed discretion 甲.1 status from 2026-08-15");
    CHECK(compared("", discretion("5", "advisory")).said() == "new discretion 甲.1");
    auto const marking = [](std::string const& until) { return "marking 标 of 甲 {\n  up_to " + until + "\n}\n"; };
    CHECK(compared(marking("1 d at 12:00"), marking("2 d at 12:00")).said() == "changed marking 甲.标 up_to");
}

TEST_CASE("comments, layout and the language of keywords leave no trace in the meaning") {
    book const en(table("氨氮 <= 5 mg/L when 水温 > 12 ℃", "  where 级别 in (一级A, 一级B)\n  violation exceed\n"));
    book const zh("// 说明\n限值表 表1 出自 甲 \"表\" {\n 环境介质 water\n 判定 daily_mean\n 适用 级别 介于 (一级B, 一级A)\n "
                  "违法类型 exceed\n"
                  " 数值：\n 氨氮 ≤ 5 mg/L 当 水温 ＞ 12 ℃ // 注②\n}\n");
    CHECK(changes::meaning_digest(en.rules) == changes::meaning_digest(zh.rules));
    CHECK(changes::compare(en.rules, zh.rules).empty());
    CHECK(en.rules.digest != zh.rules.digest);
    book const other(table("氨氮 <= 5 mg/L when 水温 >= 12 ℃", "  where 级别 in (一级A, 一级B)\n  violation exceed\n"));
    CHECK(changes::meaning_digest(en.rules) != changes::meaning_digest(other.rules));
}

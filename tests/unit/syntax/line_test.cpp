// Items, headers of tables and rows.
#include "parsing.hpp"
#include "syntax/lexer.hpp"

#include <doctest/doctest.h>

#include <string>

using parsing::mistakes;
using parsing::tree;

namespace {

// The entries of a block.
std::string within(std::string const& text) {
    std::string const head = "(limits x) {";
    std::string const whole = tree("limits x {\n" + text + "\n}");
    REQUIRE(whole.substr(0, head.size()) == head);
    return whole.substr(head.size(), whole.size() - head.size() - 1);
}

std::string mistakes_within(std::string const& text) {
    return mistakes("limits x {\n" + text + "\n}");
}

} // namespace

TEST_CASE("an item is a line of segments, each a keyword with its arguments") {
    CHECK(tree("limits 表1 of GB18918 \"限值\"") == "(limits 表1) (of GB18918 \"限值\")");
    CHECK(tree("clause \"4.1\"   effective from 2026-03-01   confidence medium") ==
          "(clause \"4.1\") (effective) (from date:2026-03-01) (confidence medium)");
}

TEST_CASE("arguments stand between commas or merely blanks") {
    CHECK(tree("judge a, b") == "(judge a b)");
    CHECK(tree("judge a b") == "(judge a b)");
    CHECK(tree("判定  小时均值、瞬时值") == "(judge 小时均值 瞬时值)");
    CHECK(tree("standard GB18918 “标题”") == "(standard GB18918 \"标题\")");
}

TEST_CASE("the first argument is an expression, even if its first word is a keyword") {
    CHECK(tree("where medium = water") == "(where (= medium water))");
    CHECK(tree("where a = level") == "(where (= a level))");
    CHECK(tree("judge level, number") == "(judge level number)");
    CHECK(tree("where (level, number)") == "(where [level number])");
}

TEST_CASE("a further argument that is a keyword begins the next segment") {
    CHECK(tree("accept sample where a clause \"x\"") == "(accept sample) (where a) (clause \"x\")");
    CHECK(tree("judge a level b") == "(judge a) (level b)");
}

TEST_CASE("a dotted name that begins with a keyword is a name") {
    CHECK(tree("judge a level.b") == "(judge a level.b)");
}

TEST_CASE("the second name of a field may be a keyword if it would lack its argument") {
    CHECK(tree("field 介质 medium one_of water, air") == "(field 介质 medium) (one_of water air)");
    CHECK(tree("field 级别 level text_type") == "(field 级别 level) (text_type)");
    CHECK(tree("field 介质 one_of water, air") == "(field 介质) (one_of water air)");
    CHECK(tree("field 日期 text_type") == "(field 日期) (text_type)");
    CHECK(tree("statistic 限值 limit {\n}") == "(statistic 限值 limit) {}");
}

TEST_CASE("some keywords need no argument") {
    CHECK(tree("dimension mass base") == "(dimension mass) (base)");
    CHECK(tree("displacement of GB13271") == "(displacement) (of GB13271)");
    CHECK(tree("otherwise 劣Ⅴ") == "(otherwise 劣Ⅴ)");
    CHECK(mistakes("effective 2026-01-01") == "S013 1:11");
    CHECK(mistakes("judge") == "S011 1:6");
    CHECK(mistakes("judge\nwhere a") == "S011 1:6");
}

TEST_CASE("an item ends with its line, with a semicolon or before a closing brace") {
    CHECK(tree("judge a; where b；clause \"c\"") == "(judge a)\n(where b)\n(clause \"c\")");
    CHECK(tree("limits x { judge a }") == "(limits x) {(judge a);}");
    CHECK(tree("limits x\n{\n judge a\n}\njudge b") == "(limits x) {(judge a);}\n(judge b)");
    CHECK(tree("limits x ｛ judge a ｝") == "(limits x) {(judge a);}");
}

TEST_CASE("blanks are spaces, tabs, carriage returns and ideographic spaces, the byte order mark is skipped") {
    CHECK(tree("\xef\xbb\xbfjudge\t a\r\n　where　b\r\n") == "(judge a)\n(where b)");
}

TEST_CASE("comments are kept with their places and are no part of the tree") {
    CHECK(tree("// 一\njudge a // 二\n// 三") == "(judge a)");
    huanchi::source::source_set files;
    huanchi::source::diagnostics report;
    auto const id = files.add("x", "judge a // 二 \r\n//三\nnote \"//\"");
    auto const file = huanchi::syntax::parse(files, id, report);
    REQUIRE(file.comments.size() == 2);
    CHECK(file.comments[0].text == "// 二");
    CHECK(file.comments[0].where.begin == 8);
    CHECK(file.comments[1].text == "//三");
}

TEST_CASE("places reach from the first keyword to the end of the line or the closing brace") {
    huanchi::source::source_set files;
    huanchi::source::diagnostics report;
    auto const id = files.add("x", "judge a, b  // c\nlimits x {\n  值 <= 5 mg/L  \n}\n");
    auto const file = huanchi::syntax::parse(files, id, report);
    REQUIRE(file.items.size() == 2);
    CHECK(files.text(file.items[0].where) == "judge a, b");
    CHECK(files.text(file.items[0].segments[0].where) == "judge");
    CHECK(files.text(file.items[1].where) == "limits x {\n  值 <= 5 mg/L  \n}");
    REQUIRE(file.items[1].body);
    CHECK(files.text(file.items[1].body->where) == "{\n  值 <= 5 mg/L  \n}");
    auto const& row = std::get<huanchi::syntax::table_row>(file.items[1].body->entries[0]);
    CHECK(files.text(row.where) == "值 <= 5 mg/L");
    CHECK(files.text(row.label_where) == "值");
    CHECK(files.text(row.unit_where) == "mg/L");
    CHECK(files.text(row.cells[0].where) == "5");
}

TEST_CASE("a header has a subject and cells, which may carry operators, ranges and units") {
    CHECK(within("by 级别: 一级A 一级B") == "(by 级别 : 一级A 一级B);");
    CHECK(within("按 燃料： 燃煤 燃油") == "(by 燃料 : 燃煤 燃油);");
    CHECK(within("by 出力: <= 20 t/h  20..65 t/h  > 65 t/h") ==
          "(by 出力 : (bound <= 20[t/h]) (.. 20 65[t/h]) (bound > 65[t/h]));");
    CHECK(within("by 水温: > -5 ℃  \"其他\" yes  22:00..6:00") ==
          "(by 水温 : (bound > (neg 5[℃])) \"其他\" <yes> (.. clock:1320 clock:360));");
    CHECK(within("by 批复: < 2006-01-01  >= 2006-01-01") ==
          "(by 批复 : (bound < date:2006-01-01) (bound >= date:2006-01-01));");
    CHECK(within("by 级别: a,\n b") == "(by 级别 : a b);");
    CHECK(within("value:") == "(value :);");
    CHECK(within("数值：") == "(value :);");
}

TEST_CASE("behind the subject of `rows` another item may stand") {
    CHECK(within("rows 声环境功能区类别  factor 等效声级") == "(rows 声环境功能区类别 :);(factor 等效声级);");
}

TEST_CASE("a header needs its colon and its cells, and a block around it") {
    CHECK(mistakes_within("by 级别 一级A") == "S020 2:9");
    CHECK(mistakes_within("by 级别:") == "S021 2:9");
    CHECK(mistakes_within("value") == "S020 2:6");
    CHECK(mistakes_within("columns") == "S023 2:8");
    CHECK(mistakes("by 级别: 一级A") == "S022 1:1");
}

TEST_CASE("a row has a label, an operator, cells and a unit") {
    CHECK(within("化学需氧量  <=  50  60  100 mg/L") == "(\"化学需氧量\" <= 50 60 100 |mg/L|);");
    CHECK(within("氨氮 ≤ 5 8 - — mg/L") == "(\"氨氮\" <= 5 8 - - |mg/L|);");
    CHECK(within("pH in 6..9 6～9") == "(\"pH\" in (.. 6 9) (.. 6 9));");
    CHECK(within("pH 介于 6..9") == "(\"pH\" in (.. 6 9));");
    CHECK(within("林格曼黑度 < 1 级") == "(\"林格曼黑度\" < 1 |级|);");
    CHECK(within("溶解氧 >= 7.5 mg/L") == "(\"溶解氧\" >= 7.5 |mg/L|);");
    CHECK(within("温度 > -5 ℃") == "(\"温度\" > (neg 5) |℃|);");
    CHECK(within("噪声 <= 50 40 dB(A)") == "(\"噪声\" <= 50 40 |dB(A)|);");
}

TEST_CASE("a label is the whole text before the operator") {
    CHECK(within("1,2-二氯乙烷 <= 1 mg/L") == "(\"1,2-二氯乙烷\" <= 1 |mg/L|);");
    CHECK(within("苯并[a]芘 <= 0.00003 mg/L") == "(\"苯并[a]芘\" <= 0.00003 |mg/L|);");
    CHECK(within("铬(六价) <= 0.05 mg/L") == "(\"铬(六价)\" <= 0.05 |mg/L|);");
    CHECK(within("间二甲苯+对二甲苯 <= 0.4 mg/L") == "(\"间二甲苯+对二甲苯\" <= 0.4 |mg/L|);");
    CHECK(within("总磷（以P计） <= 1 mg/L") == "(\"总磷（以P计）\" <= 1 |mg/L|);");
    CHECK(within("总 磷 <= 1 mg/L") == "(\"总 磷\" <= 1 |mg/L|);");
    CHECK(within("0 <= 50") == "(\"0\" <= 50);");
    CHECK(within("4a <= 50") == "(\"4a\" <= 50);");
    CHECK(within("烟气（<100℃时） <= 50") == "(\"烟气（<100℃时）\" <= 50);");
    CHECK(within("\"a <= b\" <= 50") == "(\"a <= b\" <= 50);");
    CHECK(within("“judge x” = 1") == "(\"judge x\" = 1);");
    CHECK(within("化学需氧量≤50") == "(\"化学需氧量\" <= 50);");
}

TEST_CASE("cells that say it themselves need no operator") {
    CHECK(within("烷基汞   not_detected") == "(\"烷基汞\" none <not_detected>);");
    CHECK(within("烷基汞   不得检出 禁止排放") == "(\"烷基汞\" none <not_detected> <prohibited>);");
}

TEST_CASE("rows that give a value to a field") {
    CHECK(within("kind = 城镇污水处理厂") == "(\"kind\" = 城镇污水处理厂);");
    CHECK(within("capacity = 10 t/h") == "(\"capacity\" = 10 |t/h|);");
    CHECK(within("eia_approved = 2010-01-01") == "(\"eia_approved\" = date:2010-01-01);");
    CHECK(within("start = 22:00") == "(\"start\" = clock:1320);");
    CHECK(within("key_region = 是") == "(\"key_region\" = <yes>);");
    CHECK(within("name = \"甲 厂\"") == "(\"name\" = \"甲 厂\");");
    CHECK(within("uses = 甲, 乙") == "(\"uses\" = 甲 乙);");
}

TEST_CASE("a field that is called like a keyword needs no quotation marks before an operator sign") {
    CHECK(within("medium = water") == "(\"medium\" = water);");
    CHECK(within("\"medium\" = water") == "(\"medium\" = water);");
    CHECK(within("source = level") == "(\"source\" = level);");
}

TEST_CASE("the last word after values is their unit, other words are cells") {
    CHECK(within("x = 120 吨") == "(\"x\" = 120 |吨|);");
    CHECK(within("x = - - 级") == "(\"x\" = - - |级|);");
    CHECK(within("x = 一级A 二级") == "(\"x\" = 一级A 二级);");
    CHECK(within("x = 5 无 7") == "(\"x\" = 5 无 7);");
}

TEST_CASE("behind the unit stand segments") {
    CHECK(within("氨氮 <= 5 8 mg/L when 水温 > 12 ℃  effective before 2028-01-01  note \"注\"") ==
          "(\"氨氮\" <= 5 8 |mg/L| (when (> 水温 12[℃])) (effective) (before date:2028-01-01) (note \"注\"));");
    CHECK(within("林格曼黑度 <= 1 按实测") == "(\"林格曼黑度\" <= 1 (as_measured));");
}

TEST_CASE("`reference` before a row") {
    CHECK(within("reference 基准氧含量 = 9 3.5 % clause \"表6\"") ==
          "(reference \"基准氧含量\" = 9 3.5 |%| (clause \"表6\"));");
    CHECK(within("基准 基准氧含量 = 9 %") == "(reference \"基准氧含量\" = 9 |%|);");
    CHECK(within("reference oxygen") == "(reference oxygen);");
}

TEST_CASE("mistakes in rows") {
    CHECK(mistakes_within("氨氮 <= 10(15) mg/L") == "S026 2:9");
    CHECK(mistakes_within("氨氮 <= 10mg/L") == "S026 2:9");
    CHECK(mistakes_within("氨氮 <=") == "S025 2:8");
    CHECK(mistakes_within("value:\n氨氮 50 mg/L") == "S024 3:1");
    CHECK(mistakes_within("氨氮 != 5") == "S028 2:6");
    CHECK(mistakes_within("氨氮 <= 5 mg/L 高 3") == "S027 2:16");
    CHECK(mistakes_within("氨氮 <= 5 mg/L note \"x\" }") == "S005 3:1");
    CHECK(mistakes_within("wher kind = 5") == "S029 2:1");
    CHECK(mistakes_within("\"wher kind\" = 5").empty());
}

TEST_CASE("below `columns` a line is split into words at blanks") {
    CHECK(within("columns code name unit also\n w01018 化学需氧量 mg/L \"COD\", \"CODcr\"\n w22999 1,2-二氯乙烷 dB(A) -") ==
          "(columns : code name unit also);(\"\" none \"w01018\" \"化学需氧量\" \"mg/L\" \"COD\" \"CODcr\");"
          "(\"\" none \"w22999\" \"1,2-二氯乙烷\" \"dB(A)\" -);");
    CHECK(within("columns a b\n ≤5 — // c\n \"x y\" \"-\"") ==
          "(columns : a b);(\"\" none \"≤5\" -);(\"\" none \"x y\" \"-\");");
    CHECK(within("列 factor also\n x y") == "(columns : factor also);(\"\" none \"x\" \"y\");");
    CHECK(within("columns a b\n x \"1\",\n \"2\"\n y z") ==
          "(columns : a b);(\"\" none \"x\" \"1\" \"2\");(\"\" none \"y\" \"z\");");
}

TEST_CASE("a comma below `columns` ends a word only before a blank, and cannot begin a line") {
    CHECK(within("columns a b\n 1,2-二氯乙烷 x,, y,") == "(columns : a b);(\"\" none \"1,2-二氯乙烷\" \"x\" \"y\");");
    CHECK(mistakes_within("columns a b\n , x") == "S013 3:2");
}

TEST_CASE("a keyword ends the rows below `columns` only where it begins a line, another header changes their kind") {
    CHECK(within("columns a b\n x note\n note \"n\"\n y z") ==
          "(columns : a b);(\"\" none \"x\" \"note\");(note \"n\");(\"\" none \"y\" \"z\");");
    CHECK(within("columns a b\n x y\n value:\n z <= 5") == "(columns : a b);(\"\" none \"x\" \"y\");(value :);(\"z\" <= 5);");
}

TEST_CASE("a block of its own has no header of the block around it") {
    CHECK(within("columns a b\n given x { c = 5 }\n d e") ==
          "(columns : a b);(given x) {(\"c\" = 5);};(\"\" none \"d\" \"e\");");
}

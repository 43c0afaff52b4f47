// The printer: canonical text that keeps the tree and every comment. `formatted` checks on the way that formatting twice
// changes nothing and that the tree is the same.
#include "parsing.hpp"

#include <doctest/doctest.h>

using huanchi::syntax::spelling;
using parsing::formatted;

TEST_CASE("one item a line, two blanks a block, one blank between words") {
    CHECK(formatted("limits   x   of  GB1  { judge a;where   b\n test \"t\" {given c}\n}") == "limits x of GB1 {\n"
                                                                                              "  judge a\n"
                                                                                              "  where b\n"
                                                                                              "  test \"t\" {\n"
                                                                                              "    given c\n"
                                                                                              "  }\n"
                                                                                              "}\n");
}

TEST_CASE("full-width signs become ASCII outside of texts, labels and units") {
    CHECK(formatted("判定　小时均值、瞬时值；适用 a≥1 且 b≠2 且 c 介于 6～9") ==
          "判定 小时均值, 瞬时值\n适用 a >= 1 且 b != 2 且 c 介于 6..9\n");
    CHECK(formatted("note “a：b（c）”") == "note \"a：b（c）\"\n");
    CHECK(formatted("note 「a \"b\"」") == "note \"a \\\"b\\\"\"\n");
    CHECK(formatted("where a ＝ 5 ％ 或 b ＜ 5 dB（A）") == "where a = 5 ％ 或 b < 5 dB（A）\n");
    CHECK(formatted("limits x ｛\n总磷（以P计）≤1 mg/L\n｝") == "limits x {\n  总磷（以P计） <= 1 mg/L\n}\n");
}

TEST_CASE("only the brackets that are needed stay") {
    CHECK(formatted("where ((a)) + (b * c)") == "where a + b * c\n");
    CHECK(formatted("where (a + b) * c") == "where (a + b) * c\n");
    CHECK(formatted("where a - (b - c) - d") == "where a - (b - c) - d\n");
    CHECK(formatted("where not (a and (b or c))") == "where not (a and (b or c))\n");
    CHECK(formatted("where (a < b) = (c < d)") == "where (a < b) = (c < d)\n");
    CHECK(formatted("where -(a + b) / (-c)") == "where -(a + b) / -c\n");
    CHECK(formatted("where known (a)") == "where known a\n");
    CHECK(formatted("where known (a + b) and known (known c)") == "where known (a + b) and known known c\n");
    CHECK(formatted("where a in ((b, c), d)") == "where a in ((b, c), d)\n");
    CHECK(formatted("where (a..b) = c and (not d) = e") == "where a..b = c and (not d) = e\n");
}

TEST_CASE("brackets between arguments leave a comma where a blank would change the meaning") {
    CHECK(formatted("judge a (-b)") == "judge a, -b\n");
    CHECK(formatted("judge a (level)") == "judge a, level\n");
    CHECK(formatted("judge (5) x") == "judge 5, x\n");
    CHECK(formatted("otherwise (level)") == "otherwise (level)\n");
    CHECK(formatted("judge a b, c") == "judge a b, c\n");
}

TEST_CASE("a unit stays where it was put, next to the number or apart") {
    CHECK(formatted("where a = 24h混合样 and b = 50  mg/L") == "where a = 24h混合样 and b = 50 mg/L\n");
}

TEST_CASE("numbers, dates and clocks keep their digits") {
    CHECK(formatted("where a = 50.00 and b = 2026-05-01 and c = 06:05") == "where a = 50.00 and b = 2026-05-01 and c = 6:05\n");
}

TEST_CASE("cells are right-aligned under their headers, labels, units and the rest left-aligned") {
    CHECK(
        formatted(
            "limits x {\nby 级别: 一级A 一级B 三级\n化学需氧量 <= 50 60 120 mg/L\n氨氮（以N计）<= 5 8.5 - mg/L when 水温>12 ℃\n"
            "pH in 6..9 6..9 6..9\n烷基汞 not_detected\n}") ==
        "limits x {\n"
        "  by 级别:                  一级A  一级B  三级\n"
        "  化学需氧量     <=            50     60   120  mg/L\n"
        "  氨氮（以N计）  <=             5    8.5     -  mg/L  when 水温 > 12 ℃\n"
        "  pH             in          6..9   6..9  6..9\n"
        "  烷基汞             not_detected\n"
        "}\n");
}

TEST_CASE("several headers stand over one table") {
    CHECK(formatted("limits x {\nby a: 甲 乙\nby b: > 20 t/h  <= 20 t/h\nx <= 5 10\n}") == "limits x {\n"
                                                                                           "  by a:        甲         乙\n"
                                                                                           "  by b:  > 20 t/h  <= 20 t/h\n"
                                                                                           "  x  <=         5         10\n"
                                                                                           "}\n");
}

TEST_CASE("items between a header and its rows do not break the table") {
    CHECK(formatted("limits x {\nby a: 甲 乙\notherwise 丙\nx <= 5 10\n}") == "limits x {\n"
                                                                              "  by a:  甲  乙\n"
                                                                              "  otherwise 丙\n"
                                                                              "  x  <=   5  10\n"
                                                                              "}\n");
}

TEST_CASE("a new header begins a new table") {
    CHECK(formatted("limits x {\nvalue:\na <= 100 mg/L\nvalue:\nlonger <= 1 mg/L\n}") == "limits x {\n"
                                                                                         "  value:\n"
                                                                                         "  a  <=  100  mg/L\n"
                                                                                         "  value:\n"
                                                                                         "  longer  <=  1  mg/L\n"
                                                                                         "}\n");
}

TEST_CASE("rows without a header are not aligned") {
    CHECK(formatted("given outlet { kind=锅炉; capacity   =  10 t/h }") ==
          "given outlet {\n  kind = 锅炉\n  capacity = 10 t/h\n}\n");
}

TEST_CASE("words below `columns` are left-aligned, numbers right-aligned, further words stand between commas") {
    CHECK(formatted("units x {\ncolumns unit factor also\nmg/L 0.001 \"㎎/L\"  \"毫克/升\"\nkg/m³ 1 -\n}") ==
          "units x {\n"
          "  columns  unit   factor  also\n"
          "           mg/L    0.001  \"㎎/L\", \"毫克/升\"\n"
          "           kg/m³       1  -\n"
          "}\n");
}

TEST_CASE("a label is quoted only where it must be") {
    CHECK(formatted("given x {\n\"kind\" = 5\n\"a <= b\" = 5\n\"wher kind\" = 5\n\"note\" = 5\n\"note\" in 5..6\n\"\" = "
                    "5\n\"a//b\" = 1\n\" b\" = 1\n}") ==
          "given x {\n  kind = 5\n  \"a <= b\" = 5\n  \"wher kind\" = 5\n  note = 5\n  \"note\" in 5..6\n  \"\" = 5\n  "
          "\"a//b\" = 1\n  \" b\" = 1\n}\n");
}

TEST_CASE("a cell after which a blank would change the meaning keeps its comma") {
    CHECK(formatted("limits x {\nby a: 5, 时\nx <= 1 2\n}") == "limits x {\n  by a:  5,  时\n  x  <=   1   2\n}\n");
    CHECK(formatted("given x {\nuses = 甲, level\n}") == "given x {\n  uses = 甲, level\n}\n");
}

TEST_CASE("empty lines are kept, never more than one, none at the edges of a block") {
    CHECK(formatted("\n\ndimension a base\ndimension b base\n\n\n\ndimension c base\n\n") ==
          "dimension a base\ndimension b base\n\ndimension c base\n");
    CHECK(formatted("limits x {\n\n\njudge a\n\n\nwhere b\n\n}\n") == "limits x {\n  judge a\n\n  where b\n}\n");
}

TEST_CASE("between declarations with a block stands an empty line") {
    CHECK(formatted("test \"a\" {}\ntest \"b\" {}\ndimension c base") ==
          "test \"a\" {}\n\ntest \"b\" {}\n\ndimension c base\n");
}

TEST_CASE("comments stay on their line or before the next") {
    CHECK(formatted("//  first\njudge a   // behind\n\n// before\nlimits x { // head\n// in\njudge b// b\n// last\n} // "
                    "foot\n// end") == "//  first\n"
                                       "judge a  // behind\n"
                                       "\n"
                                       "// before\n"
                                       "limits x {  // head\n"
                                       "  // in\n"
                                       "  judge b  // b\n"
                                       "  // last\n"
                                       "}  // foot\n"
                                       "\n"
                                       "// end\n");
}

TEST_CASE("a comment on a line of several items belongs to the last") {
    CHECK(formatted("judge a; where b; // both\nnote \"c\"") == "judge a\nwhere b  // both\nnote \"c\"\n");
}

TEST_CASE("comments in a table and behind headers") {
    CHECK(formatted("limits x {\nby a: 甲 乙 // h\n// r\nx <= 5 10 // t\n}") == "limits x {\n"
                                                                                "  by a:  甲  乙  // h\n"
                                                                                "  // r\n"
                                                                                "  x  <=   5  10  // t\n"
                                                                                "}\n");
}

TEST_CASE("arguments that stand on lines of their own stay there, with their comments") {
    CHECK(formatted("field x one_of a, // 甲\n   b, c,\n // 丁\n   d // end\n") == "field x one_of a,  // 甲\n"
                                                                                   "    b, c,\n"
                                                                                   "    // 丁\n"
                                                                                   "    d  // end\n");
}

TEST_CASE("a comment within an expression moves before its line") {
    CHECK(formatted("where a and // why\n b") == "// why\nwhere a and b\n");
    CHECK(formatted("limits x {\n where f( // one\n a // two\n )\n}") == "limits x {\n  // one\n  // two\n  where f(a)\n}\n");
    CHECK(formatted("limits x // c\n{\njudge a\n}") == "// c\nlimits x {\n  judge a\n}\n");
}

TEST_CASE("a file without items") {
    CHECK(formatted("") == "");
    CHECK(formatted("\n\n") == "");
    CHECK(formatted("// a\n\n\n// b") == "// a\n\n// b\n");
    CHECK(formatted("\xef\xbb\xbf// a\r\n") == "// a\n");
    CHECK(formatted("limits x {\n// only\n}") == "limits x {\n  // only\n}\n");
}

TEST_CASE("all keywords go into one column on demand, names and labels do not") {
    CHECK(formatted("limits 表1 of GB1 {\n where 介质 = medium and not known 水温\n value:\n level <= 5 mg/L when a in 6..9\n"
                    "烷基汞 not_detected\nreference 氧 = 9 %\n}",
                    spelling::zh) == "限值表 表1 出自 GB1 {\n"
                                     "  适用 介质 = medium 且 非 已知道 水温\n"
                                     "  数值:\n"
                                     "  level    <=         5  mg/L  当 a 介于 6..9\n"
                                     "  烷基汞       不得检出\n"
                                     "  基准 氧  =          9  %\n"
                                     "}\n");
    CHECK(formatted("限值表 表1 出自 GB1 {\n 适用 a 隶属 b 或 是\n 按 甲: > 1、乙\n x 介于 6..9\n}", spelling::en) ==
          "limits 表1 of GB1 {\n  where a within b or yes\n  by 甲:  > 1,  乙\n  x  in   6..9\n}\n");
}

TEST_CASE("without that each keyword keeps the column in which it was written") {
    CHECK(formatted("limits x 出自 y\nwhere a 且 b and 非 c") == "limits x 出自 y\nwhere a 且 b and 非 c\n");
}

// What expressions mean; all as the argument of `where`.
#include "parsing.hpp"

#include <doctest/doctest.h>

#include <string>

using parsing::mistakes;
using parsing::tree;

namespace {

std::string where(std::string const& text) {
    std::string const whole = tree("where " + text);
    REQUIRE(whole.substr(0, 7) == "(where ");
    return whole.substr(7, whole.size() - 8);
}

} // namespace

TEST_CASE("a name is letters, ideographs, digits and underscores, in dotted parts") {
    CHECK(where("eia_approved") == "eia_approved");
    CHECK(where("化学需氧量") == "化学需氧量");
    CHECK(where("劣Ⅴ") == "劣Ⅴ");
    CHECK(where("GB18918.表1.化学需氧量") == "GB18918.表1.化学需氧量");
    CHECK(where("GB12348.表1.0.昼间") == "GB12348.表1.0.昼间");
}

TEST_CASE("a name is normalised to NFC") {
    // e + combining acute accent becomes é.
    CHECK(where("e\xcc\x81tat") == "\xc3\xa9tat");
}

TEST_CASE("digits are kept as they were written") {
    CHECK(where("50") == "50");
    CHECK(where("50.0") == "50.0");
    CHECK(where("0.050") == "0.050");
}

TEST_CASE("a number takes the unit behind it, directly or after blanks") {
    CHECK(where("a = 50 mg/L") == "(= a 50[mg/L])");
    CHECK(where("a = 50mg/L") == "(= a 50[mg/L])");
    CHECK(where("a = 75 %") == "(= a 75[%])");
    CHECK(where("a = 75 ％") == "(= a 75[％])");
    CHECK(where("a = 12 ℃") == "(= a 12[℃])");
    CHECK(where("a = 50 μg/m³") == "(= a 50[μg/m³])");
    CHECK(where("a = 50 dB(A)") == "(= a 50[dB(A)])");
    CHECK(where("a = 50 dB（A）") == "(= a 50[dB（A）])");
    CHECK(where("a = 5 m3/(百头·d)") == "(= a 5[m3/(百头·d)])");
    CHECK(where("a = 5 kg/m²·h") == "(= a 5[kg/m²·h])");
    CHECK(where("a = 5 m^3") == "(= a 5[m^3])");
    CHECK(where("a = 5 ㎎/L") == "(= a 5[㎎/L])");
    CHECK(where("a = 100000 元") == "(= a 100000[元])");
    CHECK(where("a = 24h混合样") == "(= a 24[h混合样])");
}

TEST_CASE("a keyword of either column is no unit, an operator neither") {
    CHECK(tree("where a = 5 when b") == "(where (= a 5)) (when b)");
    CHECK(tree("where a = 5 当 b") == "(where (= a 5)) (when b)");
    CHECK(where("5 and b") == "(and 5 b)");
    CHECK(where("5 且 b") == "(and 5 b)");
    CHECK(where("5 in b") == "(in 5 b)");
}

TEST_CASE("minus and times are never part of a unit") {
    CHECK(where("21 % - o2") == "(- 21[%] o2)");
    CHECK(where("21%-o2") == "(- 21[%] o2)");
    CHECK(where("2 t*x") == "(* 2[t] x)");
    CHECK(where("2 t / x") == "(/ 2[t] x)");
}

TEST_CASE("a bracket in a unit must close") {
    CHECK(where("(5 m)") == "5[m]");
    CHECK(where("max(5 m, 3 m)") == "(call max 5[m] 3[m])");
}

TEST_CASE("dates and clocks are read before numbers") {
    CHECK(where("a >= 2014-07-01") == "(>= a date:2014-07-01)");
    CHECK(where("a = 22:00") == "(= a clock:1320)");
    CHECK(where("a = 6：30") == "(= a clock:390)");
    CHECK(where("a = 24:00") == "(= a clock:1440)");
    CHECK(where("a - 5 - 3") == "(- (- a 5) 3)");
}

TEST_CASE("a date or clock that there is not is a mistake") {
    CHECK(mistakes("where a = 2026-02-30") == "S016 1:11");
    CHECK(mistakes("where a = 2026-2-3") == "S016 1:11");
    CHECK(mistakes("where a = 25:00") == "S017 1:11");
    CHECK(mistakes("where a = 24:01") == "S017 1:11");
}

TEST_CASE("a number of more than eighteen digits is a mistake") {
    CHECK(where("123456789012345678") == "123456789012345678");
    CHECK(mistakes("where 12345678901234567890") == "S015 1:7");
}

TEST_CASE("texts stand in straight, curved or corner quotation marks") {
    CHECK(where("\"a b\"") == "\"a b\"");
    CHECK(where("“a b”") == "\"a b\"");
    CHECK(where("「a b」") == "\"a b\"");
    CHECK(where("\"关于“十四五”的规划\"") == "\"关于“十四五”的规划\"");
    CHECK(where(R"("a \"b\" \\ \n")") == R"x("a "b" \ \n")x");
    CHECK(where("\"// 不是注释\"") == "\"// 不是注释\"");
    CHECK(where("\"；，（）：\"") == "\"；，（）：\"");
    CHECK(mistakes("where \"a\nwhere b") == "S003 1:7");
}

TEST_CASE("words for constants") {
    CHECK(where("yes") == "<yes>");
    CHECK(where("否") == "<no>");
    CHECK(where("not_detected") == "<not_detected>");
    CHECK(where("禁止排放") == "<prohibited>");
    CHECK(where("known 水温") == "(call known 水温)");
    CHECK(where("known(水温)") == "(call known 水温)");
    CHECK(where("not known 水温 and a") == "(and (not (call known 水温)) a)");
}

TEST_CASE("or binds less than and, and less than not, not less than a comparison") {
    CHECK(where("a or b and c") == "(or a (and b c))");
    CHECK(where("a and b or c") == "(or (and a b) c)");
    CHECK(where("not a and b") == "(and (not a) b)");
    CHECK(where("not a = b") == "(not (= a b))");
    CHECK(where("not not a") == "(not (not a))");
}

TEST_CASE("operators of one level lean to the left") {
    CHECK(where("a - b + c") == "(+ (- a b) c)");
    CHECK(where("a / b * c") == "(* (/ a b) c)");
    CHECK(where("a or b or c") == "(or (or a b) c)");
}

TEST_CASE("arithmetic binds more than a comparison, brackets most") {
    CHECK(where("a + b * c > d") == "(> (+ a (* b c)) d)");
    CHECK(where("(a + b) * c") == "(* (+ a b) c)");
    CHECK(where("-a * b") == "(* (neg a) b)");
    CHECK(where("- -5") == "(neg (neg 5))");
    CHECK(where("a - -5") == "(- a (neg 5))");
}

TEST_CASE("a range binds between a sum and a comparison") {
    CHECK(where("a in 6..9") == "(in a (.. 6 9))");
    CHECK(where("a in 6 .. 9 mg/L") == "(in a (.. 6 9[mg/L]))");
    CHECK(where("a in b + 1..c") == "(in a (.. (+ b 1) c))");
    CHECK(where("a in 6～9") == "(in a (.. 6 9))");
    CHECK(where("a in 6~9") == "(in a (.. 6 9))");
    CHECK(where("100000..1000000 元") == "(.. 100000 1000000[元])");
    CHECK(where("a..b") == "(.. a b)");
}

TEST_CASE("comparisons cannot be chained") {
    CHECK(mistakes("where a < b < c") == "S014 1:13");
    CHECK(mistakes("where a in b in c") == "S014 1:14");
    CHECK(where("(a < b) = c") == "(= (< a b) c)");
}

TEST_CASE("lists have at least one comma, one element in brackets is itself") {
    CHECK(where("a in (b, c)") == "(in a [b c])");
    CHECK(where("a in (b)") == "(in a b)");
    CHECK(where("((a, b), c)") == "[[a b] c]");
    CHECK(mistakes("where ()") == "S012 1:8");
    CHECK(mistakes("where (a,)") == "S012 1:10");
}

TEST_CASE("a bracket that touches a name makes a call") {
    CHECK(where("max(a, b + 1)") == "(call max a (+ b 1))");
    CHECK(where("now()") == "(call now)");
    CHECK(tree("where max (a)") == "(where max a)");
    CHECK(where("f(g(h(a)))") == "(call f (call g (call h a)))");
}

TEST_CASE("the Chinese operators mean the same") {
    CHECK(where("类别 = 锅炉 且 环评批复日期 >= 2014-07-01 或 非 甲") ==
          "(or (and (= 类别 锅炉) (>= 环评批复日期 date:2014-07-01)) (not 甲))");
    CHECK(where("行业 隶属 C26") == "(within 行业 C26)");
    CHECK(where("行业 介于 (甲、乙)") == "(in 行业 [甲 乙])");
}

TEST_CASE("full-width signs are their ASCII twins") {
    CHECK(where("（a，b）") == "[a b]");
    CHECK(where("a ＜ b") == "(< a b)");
    CHECK(where("a ＞＝ b") == "(>= a b)");
    CHECK(where("a ＝ b") == "(= a b)");
    CHECK(where("a ≤ 1 and b ≥ 2 and c ≠ 3") == "(and (and (<= a 1) (>= b 2)) (!= c 3))");
    CHECK(where("max（a、b）") == "(call max a b)");
}

TEST_CASE("a line goes on after an operator, a comma or an opening bracket, and before a closing one") {
    CHECK(where("a and\n b") == "(and a b)");
    CHECK(where("a = // why\n\n b") == "(= a b)");
    CHECK(where("(\n a,\n b\n)") == "[a b]");
    CHECK(where("f(\n a\n)") == "(call f a)");
    CHECK(tree("one_of a,\n b") == "(one_of a b)");
}

TEST_CASE("an operator at the end of a line does not swallow a next line that begins with a keyword") {
    CHECK(mistakes("where a and\njudge b") == "S012 1:12");
    CHECK(mistakes("where a =\n}") == "S005 2:1, S012 2:1");
}

TEST_CASE("what an operator lacks is a mistake at the next token or behind the last") {
    CHECK(mistakes("where a > and 3") == "S012 1:11");
    CHECK(mistakes("where a > ") == "S012 1:10");
    CHECK(mistakes("where 氨氮 >") == "S012 1:13");
    CHECK(mistakes("where (a b") == "S006 1:10");
    CHECK(mistakes("where f(a") == "S006 1:10");
    CHECK(mistakes("where 10(15)") == "S026 1:7");
    CHECK(mistakes("where a @ b") == "S013 1:9");
    CHECK(mistakes("where and") == "S011 1:7");
}

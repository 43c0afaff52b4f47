// Lines on a terminal: wrapping and alignment by display columns.
#include "report/layout.hpp"

#include "base/utf8.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using namespace huanchi::report;

TEST_CASE("Chinese text wraps between characters, never before a closing mark") {
    CHECK(wrapped("限值五十，超标。", 10) == std::vector<std::string>{"限值五十，", "超标。"});
    CHECK(wrapped("限值五十，超标。", 8) == std::vector<std::string>{"限值五", "十，超", "标。"});
    CHECK(wrapped("限值五十超，标", 10) == std::vector<std::string>{"限值五十", "超，标"});
}

TEST_CASE("a number is never split, and a word longer than the line stands alone") {
    CHECK(wrapped("a 58.333333 mg/m³ b", 12) == std::vector<std::string>{"a 58.333333", "mg/m³ b"});
    CHECK(wrapped("ab 0123456789012345 c", 10) == std::vector<std::string>{"ab", "0123456789012345", "c"});
}

TEST_CASE("an opening mark stays with what follows") {
    CHECK(wrapped("二氧化硫（新建）", 10) == std::vector<std::string>{"二氧化硫", "（新建）"});
}

TEST_CASE("without a width nothing is wrapped and blanks are kept") {
    CHECK(wrapped("a  b", 0) == std::vector<std::string>{"a  b"});
}

TEST_CASE("later lines of a paragraph begin where its text began") {
    CHECK(laid_out({2, "超标", ink::red, "化学需氧量日均值超过限值一二三四"}, 27, false) ==
          "  超标 化学需氧量日均值超过\n       限值一二三四\n");
}

TEST_CASE("colour surrounds the lead and changes no width") {
    CHECK(laid_out({0, "超标", ink::red, "x"}, 40, true) == "\x1b[1;31m超标\x1b[0m x\n");
}

TEST_CASE("columns align under Chinese text, numbers to the right") {
    text_table t;
    t.columns = {{"因子"}, {"限值", true}, {"单位"}};
    t.rows = {{"化学需氧量", "50", "mg/L"}, {"pH", "6–9", ""}};
    CHECK(laid_out(t, 0, false) == "因子        限值  单位\n"
                                   "化学需氧量    50  mg/L\n"
                                   "pH           6–9\n");
}

TEST_CASE("the last column wraps under itself") {
    text_table t;
    t.columns = {{"a"}, {"b"}};
    t.rows = {{"x", "one two three four five six"}};
    CHECK(laid_out(t, 23, false) == "a  b\nx  one two three four\n   five six\n");
}

TEST_CASE("control characters and turns of direction from a file do not reach the terminal") {
    CHECK(printable("a\x1b[2Jb\tc") == "a\xEF\xBF\xBD[2Jb c");
    CHECK(printable("a\xE2\x80\xAE"
                    "b") == "a\xEF\xBF\xBD"
                            "b");
}

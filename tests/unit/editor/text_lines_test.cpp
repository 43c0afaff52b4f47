#include "editor/text_lines.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace huanchi::editor;

TEST_CASE("a Chinese character is one unit of UTF-16, one outside the basic plane two") {
    std::string const text = "水温\n𠮷a𠮷";
    text_lines const lines(text);
    CHECK(lines.position_at(text, 0) == position{0, 0});
    CHECK(lines.position_at(text, 3) == position{0, 1}); // behind 水, three bytes
    CHECK(lines.position_at(text, 6) == position{0, 2});
    CHECK(lines.position_at(text, 7) == position{1, 0});
    CHECK(lines.position_at(text, 11) == position{1, 2}); // behind 𠮷, four bytes
    CHECK(lines.position_at(text, 12) == position{1, 3});
    CHECK(lines.position_at(text, 16) == position{1, 5});
    CHECK(lines.offset_at(text, {1, 2}) == 11);
    CHECK(lines.offset_at(text, {1, 5}) == 16);
}

TEST_CASE("every boundary of a character is found again from its place") {
    std::string const text = "a水𠮷\r\n\n 氨氮 ≤ 5\r𠮷\xff"
                             "b\n";
    text_lines const lines(text);
    for (std::size_t const at : {0, 1, 4, 8, 10, 11, 12, 15, 18, 19, 22, 23, 24, 25, 29, 30, 31, 32})
        CHECK(lines.offset_at(text, lines.position_at(text, at)) == at);
}

TEST_CASE("a place inside a surrogate pair is the character's beginning, and an offset inside it the place before") {
    std::string const text = "𠮷";
    text_lines const lines(text);
    CHECK(lines.offset_at(text, {0, 1}) == 0);
    CHECK(lines.position_at(text, 2) == position{0, 0});
}

TEST_CASE("a place behind a line is its end, one behind the text the end of the text") {
    std::string const text = "ab\r\ncd";
    text_lines const lines(text);
    CHECK(lines.offset_at(text, {0, 99}) == 2);
    CHECK(lines.offset_at(text, {1, 99}) == 6);
    CHECK(lines.offset_at(text, {7, 0}) == 6);
    CHECK(lines.position_at(text, 99) == position{1, 2});
}

TEST_CASE("lines end with any of the three ends of lines") {
    std::string const text = "a\nb\rc\r\nd";
    text_lines const lines(text);
    CHECK(lines.position_at(text, 2) == position{1, 0});
    CHECK(lines.position_at(text, 4) == position{2, 0});
    CHECK(lines.position_at(text, 7) == position{3, 0});
}

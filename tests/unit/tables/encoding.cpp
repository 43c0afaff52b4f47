#include "tables/encoding.hpp"

#include <doctest/doctest.h>

using namespace huanchi::tables;

// 监测时间 in GB18030.
constexpr char const* monitored = "\xBC\xE0\xB2\xE2\xCA\xB1\xBC\xE4";

TEST_CASE("valid UTF-8 wins, then GB18030") {
    CHECK(encoding_of("time,value\n1,2\n") == encoding::utf8);
    CHECK(encoding_of("监测时间,值\n") == encoding::utf8);
    CHECK(encoding_of(std::string(monitored) + ",x\n") == encoding::gb18030);
}

TEST_CASE("a broken byte in one line does not turn a text of other lines around") {
    CHECK(encoding_of("监测时间,值\n一,\xFF\n二,2\n") == encoding::utf8);
    CHECK(encoding_of("a,\xFF\n") == encoding::utf8);
    CHECK(encoding_of(std::string(monitored) + "\n\xFF\n" + monitored + "\n") == encoding::gb18030);
}

TEST_CASE("GB18030 is decoded, with characters of one, two and four bytes") {
    gb18030_decoder decode;
    std::string out;
    CHECK_FALSE(decode.append(monitored, out));
    CHECK(out == "监测时间");
    out = "x";
    CHECK_FALSE(decode.append("m\xA9O", out)); // ㎏ and letters
    out.clear();
    CHECK_FALSE(decode.append("\x81\x30\x84\x36", out)); // a character of four bytes: U+00A5, ¥
    CHECK(out == "¥");
}

TEST_CASE("the place of a byte that is no GB18030 is told") {
    gb18030_decoder decode;
    std::string out;
    CHECK(decode.append(std::string(monitored) + "\xFF", out) == 8);
    CHECK(decode.append("ab\x80", out) == 2);
    out.clear();
    CHECK_FALSE(decode.append(monitored, out)); // and the next text is not touched by it
    CHECK(out == "监测时间");
}

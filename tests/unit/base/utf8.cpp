#include "base/utf8.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace huanchi::base;

TEST_CASE("valid text has no invalid byte") {
    CHECK_FALSE(first_invalid_utf8(""));
    CHECK_FALSE(first_invalid_utf8("COD ≤ 50 mg/L"));
    CHECK_FALSE(first_invalid_utf8("化学需氧量"));
    CHECK_FALSE(first_invalid_utf8("\xF0\xA0\x80\x80")); // U+20000
    CHECK_FALSE(first_invalid_utf8(std::string_view("a\0b", 3)));
}

TEST_CASE("the first invalid byte is found") {
    CHECK(first_invalid_utf8("\xFF") == 0u);
    CHECK(first_invalid_utf8("水\x80") == 3u);
    CHECK(first_invalid_utf8("ab\xC0\xAF") == 2u);       // overlong slash
    CHECK(first_invalid_utf8("ab\xE0\x80\xAF") == 2u);   // overlong, three bytes
    CHECK(first_invalid_utf8("\xED\xA0\x80") == 0u);     // surrogate
    CHECK(first_invalid_utf8("\xF4\x90\x80\x80") == 0u); // beyond U+10FFFF
    CHECK(first_invalid_utf8("水\xE6\xB0") == 3u);       // cut off
    CHECK(first_invalid_utf8("\xD6\xD0") == 0u);         // 中 in GB 18030
}

TEST_CASE("code points are read one by one") {
    std::string_view const text = "a水\xFFz";
    CHECK(decode(text, 0).value == U'a');
    CHECK(decode(text, 0).length == 1);
    CHECK(decode(text, 1).value == U'水');
    CHECK(decode(text, 1).length == 3);
    CHECK(decode(text, 4).value == 0xFFFD);
    CHECK(decode(text, 4).length == 1);
    CHECK(decode(text, 5).value == U'z');
    CHECK(decode("水", 1).value == 0xFFFD);
}

TEST_CASE("code points are written in as many bytes as they need") {
    std::string out;
    for (char32_t const c : {U'a', U'µ', U'水', char32_t{0x20000}}) append(out, c);
    CHECK(out == "a\xC2\xB5\xE6\xB0\xB4\xF0\xA0\x80\x80");
    std::string bad;
    append(bad, 0xD800);
    append(bad, 0x110000);
    CHECK(bad == "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("normal forms fold what Unicode calls the same") {
    CHECK(nfc("e\xCC\x81") == "\xC3\xA9");
    CHECK(nfc("m³") == "m³");
    CHECK(nfc("；") == "；");
    CHECK(nfkc("ｍｇ／Ｌ") == "mg/L");
    CHECK(nfkc("㎎/m³") == "mg/m3");
    CHECK(nfkc("µ") == "μ");
    CHECK(nfkc("℃") == "°C");
    CHECK(nfkc("plain") == "plain");
    CHECK(nfkc("a\xFF") == "a\xEF\xBF\xBD");
    CHECK(nfkc("") == "");
    CHECK(nfc(std::string("水\0z", 5)) == std::string("水\0z", 5));
    CHECK(nfkc_casefold("ＭＧ／l") == "mg/l");
}

TEST_CASE("Chinese takes two columns, ASCII one, combining marks none") {
    CHECK(display_width("") == 0);
    CHECK(display_width("mg/L") == 4);
    CHECK(display_width("化学需氧量") == 10);
    CHECK(display_width("水温≤12℃") == 4 + 1 + 2 + 1);
    CHECK(display_width("、。《》「」【】〔〕") == 20);
    CHECK(display_width("；，（）：＜＝％") == 16);
    CHECK(display_width("\xE3\x80\x80") == 2); // U+3000
    CHECK(display_width("e\xCC\x81") == 1);
    CHECK(display_width("a\tb") == 3);
    CHECK(display_width("Ⅲ类") == 3);
    CHECK(display_width("\xF0\xA0\x80\x80") == 2);
    CHECK(display_width("\xE2\x80\x8B") == 0); // U+200B
    CHECK(display_width("\r\n") == 0);
}

TEST_CASE("names are made of letters, ideographs, digits, _ and Roman numerals") {
    for (char32_t const c : {U'a', U'Z', U'_', U'水', U'μ', U'Ⅰ', U'Ⅻ', U'ⅲ', U'〇', U'々', char32_t{0x20000}}) {
        CAPTURE(static_cast<unsigned>(c));
        CHECK(is_name_start(c));
        CHECK(is_name_part(c));
    }
    for (char32_t const c : {U'0', U'9', U'０'}) {
        CAPTURE(static_cast<unsigned>(c));
        CHECK_FALSE(is_name_start(c));
        CHECK(is_name_part(c));
    }
    for (char32_t const c : {U' ', U'-', U'≤', U'℃', U'%', U'，', U'（', U'③', U'～', U'\u3000', char32_t{0xFFFD},
                             char32_t{0x110000}, char32_t{0}}) {
        CAPTURE(static_cast<unsigned>(c));
        CHECK_FALSE(is_name_start(c));
        CHECK_FALSE(is_name_part(c));
    }
}

TEST_CASE("the edit distance counts characters, not bytes") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("", "水温") == 2);
    CHECK(edit_distance("化学需氧量", "化学需氧量") == 0);
    CHECK(edit_distance("化学需痒量", "化学需氧量") == 1);
    CHECK(edit_distance("化学氧需量", "化学需氧量") == 1); // neighbours swapped
    CHECK(edit_distance("化学需量", "化学需氧量") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("daily_mean", "dialy_maen") == 2);
    CHECK(edit_distance("ab", "ba") == 1);
    CHECK(edit_distance("ca", "abc") == 3); // a swapped pair is not edited again
}

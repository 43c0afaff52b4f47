#include "base/decimal.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

using huanchi::base::decimal;

namespace {

decimal number(std::string_view text) {
    auto const parsed = decimal::parse(text);
    REQUIRE_MESSAGE(parsed, "not a number: " << text);
    return *parsed;
}

void check_parts(std::string_view text, std::int64_t coefficient, int scale) {
    CAPTURE(text);
    decimal const d = number(text);
    CHECK(d.coefficient == coefficient);
    CHECK(int{d.scale} == scale);
}

} // namespace

TEST_CASE("a decimal keeps its digits and the written scale") {
    check_parts("50", 50, 0);
    check_parts("50.0", 500, 1);
    check_parts("0.000010", 10, 6);
    check_parts("-0.0365", -365, 4);
    check_parts("+7.2", 72, 1);
    check_parts(".5", 5, 1);
    check_parts("5.", 5, 0);
    check_parts("007", 7, 0);
    check_parts("0", 0, 0);
    check_parts("-0.00", 0, 2);
}

TEST_CASE("an exponent moves the point") {
    check_parts("1e3", 1000, 0);
    check_parts("5E-3", 5, 3);
    check_parts("1.50e1", 150, 1);
    check_parts("1.5e+3", 1500, 0);
    check_parts("-2.5e-1", -25, 2);
    check_parts("0e99", 0, 0);
    check_parts("100000000000000000e-18", 100000000000000000, 18);
}

TEST_CASE("eighteen significant digits fit, leading zeros do not count") {
    check_parts("999999999999999999", 999999999999999999, 0);
    check_parts("-0.999999999999999999", -999999999999999999, 18);
    check_parts("0000000000000000000000000123", 123, 0);
    check_parts("0.000000000000000001", 1, 18);
    check_parts("1e17", 100000000000000000, 0);
}

TEST_CASE("what does not fit is no decimal") {
    for (std::string_view const text : {"1000000000000000000", "0.1234567890123456789", "0.0000000000000000001", "1e18",
                                        "12e17", "1e-19", "0e-19", "1e999999999999999999999", "1e-999999999999999999999"}) {
        CAPTURE(text);
        CHECK_FALSE(decimal::parse(text));
    }
}

TEST_CASE("what is no number is no decimal") {
    for (std::string_view const text :
         {"",   "-",     "+",    ".",   "-.",  "e5",   ".e5", "1e",  "1e+", "1e1.5", "1.2.3", " 1",
          "1 ", "1,000", "１２", "--1", "+-1", "0x10", "nan", "inf", "1f",  "<0.5",  "1e5e5", "12mg"}) {
        CAPTURE(text);
        CHECK_FALSE(decimal::parse(text));
    }
    CHECK_FALSE(decimal::parse(std::string_view("1\0", 2)));
}

TEST_CASE("the text has the written scale and never an exponent") {
    CHECK(decimal{500, 1}.text() == "50.0");
    CHECK(decimal{5, 0}.text() == "5");
    CHECK(decimal{-5, 2}.text() == "-0.05");
    CHECK(decimal{0, 3}.text() == "0.000");
    CHECK(decimal{123, 3}.text() == "0.123");
    CHECK(decimal{1, 18}.text() == "0.000000000000000001");
    CHECK(number("1.5e-7").text() == "0.00000015");
    CHECK(number("12e3").text() == "12000");
    CHECK(decimal{std::numeric_limits<std::int64_t>::min(), 0}.text() == "-9223372036854775808");
    CHECK(decimal{std::numeric_limits<std::int64_t>::min(), 18}.text() == "-9.223372036854775808");
}

TEST_CASE("decimals compare by value across scales") {
    CHECK(number("50") == number("50.0"));
    CHECK(number("50") == number("50.000000000000000"));
    CHECK(number("0") == number("-0.00"));
    CHECK(number("50.1") > number("50"));
    CHECK(number("49.99") < number("50"));
    CHECK(number("-1") < number("0.5"));
    CHECK(number("-0.51") < number("-0.5"));
    CHECK(number("999999999999999999") > number("0.000000000000000001"));
    CHECK(number("-999999999999999999") < number("0.000000000000000001"));
    CHECK(number("0.1") != number("0.10000000000000001"));
}

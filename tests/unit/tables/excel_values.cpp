#include "tables/excel_values.hpp"

#include <doctest/doctest.h>

using namespace huanchi::tables;

TEST_CASE("a serial number is the day that a spreadsheet shows for it") {
    // 46143 is 2026-05-01 in Excel; 44927 is 2023-01-01, 25569 is 1970-01-01.
    CHECK(*date_of_serial("46143", date_system::from_1900) == "2026-05-01");
    CHECK(*date_of_serial("44927", date_system::from_1900) == "2023-01-01");
    CHECK(*date_of_serial("25569", date_system::from_1900) == "1970-01-01");
    CHECK(*date_of_serial("46143", date_system::from_1900, true) == "2026-05-01 00:00:00");
    // In workbooks that count from 1904 the numbers are smaller by 1462.
    CHECK(*date_of_serial("44681", date_system::from_1904) == "2026-05-01");
}

TEST_CASE("hours are thirds of days, which no number holds: they are read to the second") {
    CHECK(*date_of_serial("46143.333333333336", date_system::from_1900) == "2026-05-01 08:00:00");
    CHECK(*date_of_serial("46143.33333", date_system::from_1900) == "2026-05-01 08:00:00");
    CHECK(*date_of_serial("46143.999999999993", date_system::from_1900) == "2026-05-02");
    CHECK(*date_of_serial("46143.041666666664", date_system::from_1900) == "2026-05-01 01:00:00");
    CHECK(*date_of_serial("46143.708344907405", date_system::from_1900) == "2026-05-01 17:00:01");
    CHECK(*date_of_serial("0.33333333333333331", date_system::from_1900) == "08:00:00");
    CHECK_FALSE(date_of_serial("-1", date_system::from_1900));
    CHECK_FALSE(date_of_serial("day", date_system::from_1900));
    CHECK_FALSE(date_of_serial("99999999999", date_system::from_1900));
}

TEST_CASE("only a number of five digits within this century is taken for a date") {
    CHECK(looks_like_serial("46143", date_system::from_1900));
    CHECK(looks_like_serial("46143.25", date_system::from_1900));
    for (auto const* other : {"2026", "20260501", "123456", "35000", "99999", "46143.2.5", "", "4614a"})
        CHECK_FALSE(looks_like_serial(other, date_system::from_1900));
}

TEST_CASE("a stored number is given as it was entered") {
    CHECK(shortest_number("0.10000000000000001") == "0.1");
    CHECK(shortest_number("9.6999999999999993") == "9.7");
    CHECK(shortest_number("33.299999999999997") == "33.3");
    CHECK(shortest_number("1.0000000000000001E-2") == "0.01");
    // The sum of 0.1 and 0.2 is another number than 0.3.
    CHECK(shortest_number("0.30000000000000004") == "0.30000000000000004");
    // What has fewer digits was written so, scale and all.
    for (auto const* as_written : {"50.0", "12", "0.050", "1E-3", "999999999999999"})
        CHECK(shortest_number(as_written) == as_written);
    CHECK(shortest_number("2026050100000000017") == "2026050100000000017"); // the number of a sample
    CHECK(shortest_number("x1234567890123456789") == "x1234567890123456789");
}

TEST_CASE("a number format shows dates where it has parts of dates outside of quotes and brackets") {
    for (auto const* format : {"yyyy/m/d", "yyyy\"年\"m\"月\"d\"日\"", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "mm-dd-yy"})
        CHECK(shown_by(format) == shown_as::date);
    for (auto const* format : {"yyyy\\-mm\\-dd\\ hh:mm;@", "m/d/yy h:mm", "h:mm:ss"})
        CHECK(shown_by(format) == shown_as::date_and_time);
    for (auto const* format : {"General", "0.00", "#,##0.00_ ", "0.00\"mg/m\"", "[h]:mm", "@", "[Red]0.0;[Red]-0.0", "\"y"})
        CHECK(shown_by(format) == shown_as::number);
    CHECK(shown_by_built_in(14) == shown_as::date);
    CHECK(shown_by_built_in(22) == shown_as::date_and_time);
    CHECK(shown_by_built_in(0) == shown_as::number);
    CHECK(shown_by_built_in(2) == shown_as::number);
}

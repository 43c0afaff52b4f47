#include "base/date.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string_view>

using huanchi::base::date;
using huanchi::base::days_in_month;
using huanchi::base::intersection;
using huanchi::base::moment;
using huanchi::base::span_of_dates;

namespace {

date day(std::string_view text) {
    auto const parsed = date::parse(text);
    REQUIRE_MESSAGE(parsed, "not a date: " << text);
    return *parsed;
}

std::optional<std::int64_t> ms(std::string_view text) {
    auto const parsed = moment::parse(text);
    if (!parsed) return std::nullopt;
    return parsed->ms;
}

constexpr std::int64_t eight_o_clock = 1777622400000; // 2026-05-01T08:00:00+08:00, counted from 1970-01-01T00:00:00+08:00

} // namespace

TEST_CASE("dates count days from 1970-01-01") {
    CHECK(day("1970-01-01").days == 0);
    CHECK(day("2026-05-01").days == 20574);
    CHECK(day("2000-02-29").days == 11016);
    CHECK(day("1969-12-31").days == -1);
    CHECK(day("1900-03-01").days == -25508);
    CHECK(day("0001-01-01").days == -719162);
    CHECK(day("9999-12-31").days == 2932896);
}

TEST_CASE("a date knows its parts and prints as it was written") {
    for (std::string_view const text : {"1970-01-01", "2026-05-01", "2024-02-29", "1969-12-31", "0001-01-01", "9999-12-31"}) {
        CHECK(day(text).text() == text);
    }
    CHECK(day("2026-05-31").year() == 2026);
    CHECK(day("2026-05-31").month() == 5);
    CHECK(day("2026-05-31").day() == 31);
}

TEST_CASE("every day of four centuries follows the one before") {
    int year = 1700;
    int month = 1;
    int day_of_month = 1;
    date d = *date::from_ymd(year, month, day_of_month);
    for (; year < 2100; d = d + 1) {
        REQUIRE(date::from_ymd(year, month, day_of_month) == d);
        REQUIRE(d.day() == day_of_month);
        if (++day_of_month > days_in_month(year, month)) {
            day_of_month = 1;
            if (++month > 12) {
                month = 1;
                ++year;
            }
        }
    }
    CHECK(d - day("1700-01-01") == 146097);
}

TEST_CASE("days that no calendar has are no dates") {
    for (std::string_view const text :
         {"2026-02-30", "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01"}) {
        CAPTURE(text);
        CHECK_FALSE(date::parse(text));
    }
    CHECK_FALSE(date::from_ymd(2026, 2, 30));
    CHECK_FALSE(date::from_ymd(10000, 1, 1));
    CHECK(days_in_month(2024, 2) == 29);
    CHECK(days_in_month(2100, 2) == 28);
    CHECK(days_in_month(2000, 2) == 29);
    CHECK(days_in_month(2026, 13) == 0);
}

TEST_CASE("a date is written with ten characters and nothing else") {
    for (std::string_view const text :
         {"", "2026-5-1", "2026/05/01", "20260501", "2026-05-01 ", " 2026-05-01", "2026-05-0a", "+026-05-01", "2026-05-011"}) {
        CAPTURE(text);
        CHECK_FALSE(date::parse(text));
    }
}

TEST_CASE("a moment is read in the forms of ISO 8601") {
    for (std::string_view const text :
         {"2026-05-01T08:00:00+08:00", "2026-05-01T08:00:00", "2026-05-01 08:00:00", "2026-05-01 08:00:00+08:00",
          "2026-05-01T08:00", "2026-05-01T08:00+0800", "2026-05-01T00:00:00Z", "2026-05-01T00:00:00.000Z",
          "2026-04-30T19:00:00-05:00", "2026-05-01T05:45+05:45", "2026-05-01T00:00:00-00:00",
          "2026-05-01T08:00:00.0000009+08:00"}) {
        CAPTURE(text);
        CHECK(ms(text) == eight_o_clock);
    }
    CHECK(ms("2026-05-01T08:00:00.123+08:00") == eight_o_clock + 123);
    CHECK(ms("2026-05-01T08:00:00.5") == eight_o_clock + 500);
    CHECK(ms("2026-05-01T08:00:00.12Z") == eight_o_clock + 8 * 3600000 + 120);
    CHECK(ms("2026-04-30T23:30:00-05:00") == 1777638600000);
    CHECK(ms("2026-05-01T23:59:59") == eight_o_clock + (15 * 3600 + 59 * 60 + 59) * 1000);
    CHECK(ms("1969-12-31T23:59:59.999") == -1);
}

TEST_CASE("a moment is read as spreadsheets print it") {
    for (std::string_view const text :
         {"2026/5/1 8:00", "2026/05/01 08:00", "2026/5/1 8:00:00", "2026-05-01 8:00", "2026-5-1 8:00"}) {
        CAPTURE(text);
        CHECK(ms(text) == eight_o_clock);
    }
    CHECK(ms("2026/12/31 23:59") == moment::at(*date::from_ymd(2026, 12, 31), 23, 59).ms);
}

TEST_CASE("a moment is read as HJ 212 sends it") {
    CHECK(ms("20260501080000") == eight_o_clock);
    CHECK(ms("20260501080000123") == eight_o_clock + 123);
    CHECK_FALSE(ms("20260501250000"));
    CHECK_FALSE(ms("20260230080000"));
    CHECK_FALSE(ms("2026050108000"));
    CHECK_FALSE(ms("202605010800001"));
    CHECK_FALSE(ms("2026050108000x"));
}

TEST_CASE("a date alone is its midnight") {
    CHECK(ms("2026-05-01") == eight_o_clock - 8 * 3600000);
    CHECK(ms("2026/5/1") == eight_o_clock - 8 * 3600000);
}

TEST_CASE("what is no moment is rejected") {
    for (std::string_view const text : {"",
                                        "T",
                                        "2026",
                                        "2026-05",
                                        "2026-02-30T08:00:00",
                                        "2026-02-30 08:00:00+08:00",
                                        "2026-05-01T25:00:00",
                                        "2026-05-01T24:00:00",
                                        "2026-05-01 24:00",
                                        "2026-05-01T08:60:00",
                                        "2026-05-01T08:00:60",
                                        "2026-05-01T08:00:00 ",
                                        " 2026-05-01T08:00:00",
                                        "2026-05-01T08:00:00x",
                                        "2026-05-01T08:00:00+08:00x",
                                        "2026-05-01T08:00:00+08",
                                        "2026-05-01T08:00:00+8:00",
                                        "2026-05-01T08:00:00+24:00",
                                        "2026-05-01T08:00:00+08:60",
                                        "2026-05-01T08:00:00+08:0",
                                        "2026-05-01T08:00:00ZZ",
                                        "2026-05-01T08:00:00.",
                                        "2026-05-01T08:00.5",
                                        "2026-05-01T08",
                                        "2026-05-01T",
                                        "2026-05-01 ",
                                        "2026-05-01T8:00",
                                        "2026-5-1T08:00",
                                        "2026/05/01T08:00",
                                        "2026/5-1 8:00",
                                        "2026-5/1 8:00",
                                        "2026/5/1  8:00",
                                        "2026/5/1 8:0",
                                        "2026/5/1 8",
                                        "2026/005/1 8:00",
                                        "26/5/1 8:00",
                                        "2026-05-01t08:00:00",
                                        "2026-05-01T08:00:00z",
                                        "２０２６-05-01",
                                        "2026-05-01T-8:00:00",
                                        "2026-05-01T+8:00:00",
                                        "-2026-05-01"}) {
        CAPTURE(text);
        CHECK_FALSE(ms(text));
    }
}

TEST_CASE("a zone does not lead out of the years 1 to 9999") {
    CHECK(moment::parse("9999-12-31T15:59:59Z")->text() == "9999-12-31T23:59:59+08:00");
    CHECK_FALSE(ms("9999-12-31T16:00:00Z"));
    CHECK(moment::parse("0001-01-01T00:00:00+08:00")->text() == "0001-01-01T00:00:00+08:00");
    CHECK_FALSE(ms("0001-01-01T00:00:00+09:00"));
}

TEST_CASE("a moment knows its day and prints in Beijing time") {
    moment const m{eight_o_clock};
    CHECK(m.date() == day("2026-05-01"));
    CHECK(m.ms_of_day() == 8 * 3600000);
    CHECK(m.text() == "2026-05-01T08:00:00+08:00");
    CHECK(moment{eight_o_clock + 123}.text() == "2026-05-01T08:00:00.123+08:00");
    CHECK(moment{eight_o_clock + 7}.text() == "2026-05-01T08:00:00.007+08:00");
    CHECK(moment{eight_o_clock + 45'296'000}.text() == "2026-05-01T20:34:56+08:00");
    CHECK(moment{-1}.text() == "1969-12-31T23:59:59.999+08:00");
    CHECK(moment{-1}.date() == day("1969-12-31"));
    CHECK(moment::at(day("2026-05-01"), 8) == m);
    CHECK(moment::at(day("2026-05-01"), 24) == moment::at(day("2026-05-02")));
}

TEST_CASE("a span of dates holds its first day and not its end") {
    span_of_dates const span{day("2014-07-01"), day("2016-07-01")};
    CHECK(span.contains(day("2014-07-01")));
    CHECK(span.contains(day("2016-06-30")));
    CHECK_FALSE(span.contains(day("2016-07-01")));
    CHECK_FALSE(span.contains(day("2014-06-30")));
    CHECK(span_of_dates{}.contains(day("0001-01-01")));
    CHECK(span_of_dates{day("2016-07-01"), day("2016-07-01")}.empty());
    CHECK_FALSE(span.empty());
}

TEST_CASE("the intersection of spans is the days in both") {
    span_of_dates const early{std::nullopt, day("2016-07-01")};
    span_of_dates const late{day("2014-07-01"), std::nullopt};
    CHECK(intersection(early, late) == span_of_dates{day("2014-07-01"), day("2016-07-01")});
    CHECK(intersection(late, early) == span_of_dates{day("2014-07-01"), day("2016-07-01")});
    CHECK(intersection(early, {}) == early);
    CHECK(intersection({day("2020-01-01"), std::nullopt}, early).empty());
    CHECK(intersection({day("2010-01-01"), day("2015-01-01")}, {day("2014-07-01"), day("2016-07-01")}) ==
          span_of_dates{day("2014-07-01"), day("2015-01-01")});
}

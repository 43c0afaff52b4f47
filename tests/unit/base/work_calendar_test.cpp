// Working days, counted by hand from the notice of the holidays of 2026.
#include "base/work_calendar.hpp"

#include <doctest/doctest.h>

using namespace huanchi::base;

namespace {

date day(char const* text) {
    return date::parse(text).value();
}

work_calendar spring_of_2026() {
    work_calendar c;
    std::vector<date> holidays;
    for (auto d = day("2026-02-15"); d <= day("2026-02-23"); d = d + 1) holidays.push_back(d);
    c.add(day("2026-02-01"), day("2026-03-01"), holidays, {day("2026-02-14"), day("2026-02-28")});
    return c;
}

std::string moved(char const* from, int n) {
    auto const d = spring_of_2026().moved(day(from), n);
    return d ? d->text() : "unknown";
}

} // namespace

TEST_CASE("a week has five working days, a holiday has none, a weekend may be worked") {
    auto const c = spring_of_2026();
    CHECK(c.is_worked(day("2026-02-06")) == true);  // Friday
    CHECK(c.is_worked(day("2026-02-07")) == false); // Saturday
    CHECK(c.is_worked(day("2026-02-14")) == true);  // Saturday, worked
    CHECK(c.is_worked(day("2026-02-16")) == false); // Monday, holiday
    CHECK(c.is_worked(day("2026-03-02")) == std::nullopt);
}

TEST_CASE("the day itself is not counted, before or after") {
    CHECK(moved("2026-02-12", 1) == "2026-02-13");
    CHECK(moved("2026-02-12", 2) == "2026-02-14");
    CHECK(moved("2026-02-12", 5) == "2026-02-26");
    CHECK(moved("2026-02-26", -5) == "2026-02-12");
    CHECK(moved("2026-02-18", 1) == "2026-02-24");
    CHECK(moved("2026-02-18", 0) == "2026-02-18");
}

TEST_CASE("outside its spans a calendar says nothing, and spans that touch are one") {
    CHECK(moved("2026-02-27", 2) == "unknown");
    CHECK(moved("2026-02-02", -1) == "unknown");
    auto c = spring_of_2026();
    c.add(day("2026-03-01"), day("2026-04-01"), {}, {});
    CHECK(c.spans() == "2026-02-01..2026-03-31");
    CHECK(c.moved(day("2026-02-27"), 2) == day("2026-03-02"));
    c.add(day("2026-05-01"), day("2026-06-01"), {}, {});
    CHECK(c.spans() == "2026-02-01..2026-03-31, 2026-05-01..2026-05-31");
}

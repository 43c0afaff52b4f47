#include "small_rules.hpp"

using namespace huanchi;
using small::code_of;
using small::read_row;

namespace {

std::string span_of(std::string const& said, bool label_is_end = false) {
    facts::reading_options options;
    options.time_label_end = label_is_end;
    auto const o = read_row(said, options);
    if (!o.rejected.empty()) return o.rejected.front().code;
    return base::moment{o.rows.time.at(0)}.text().substr(0, 16) + " " +
           base::moment{o.rows.period_end.at(0)}.text().substr(0, 16);
}

} // namespace

TEST_CASE("time names the start of the interval, and the end where the user says so") {
    CHECK(span_of(R"("time": "2026-05-01 08:00")") == "2026-05-01T08:00 2026-05-01T09:00");
    CHECK(span_of(R"("time": "2026-05-01T08:00:00+08:00")") == "2026-05-01T08:00 2026-05-01T09:00");
    CHECK(span_of(R"("time": "2026-05-01T00:00:00Z")") == "2026-05-01T08:00 2026-05-01T09:00");
    CHECK(span_of(R"("time": "2026/5/1 8:00")") == "2026-05-01T08:00 2026-05-01T09:00");
    CHECK(span_of(R"("time": "2026-05-01 08:00")", true) == "2026-05-01T07:00 2026-05-01T08:00");
    CHECK(span_of(R"("time": "2026-03-01 00:00", "interval": "month")", true) == "2026-02-01T00:00 2026-03-01T00:00");
    CHECK(span_of(R"("time": "2026-01-01 00:00", "interval": "year")", true) == "2025-01-01T00:00 2026-01-01T00:00");
}

TEST_CASE("24:00 is an end, and only read as one") {
    CHECK(span_of(R"("time": "2026-04-30 24:00")") == "bad_time");
    CHECK(read_row(R"("time": "2026-04-30 24:00")").rejected.at(0).reason ==
          "\"2026-04-30 24:00\" is the end of a day; if the times name the ends of intervals, say --time-label end");
    CHECK(span_of(R"("time": "2026-04-30 24:00")", true) == "2026-04-30T23:00 2026-05-01T00:00");
    CHECK(span_of(R"("time": "2026-04-30T24:00:00+08:00", "interval": "day")", true) == "2026-04-30T00:00 2026-05-01T00:00");
    CHECK(span_of(R"("time": "2026-04-30 24:01")", true) == "bad_time");
    CHECK(span_of(R"("time": "2026-04-30 24:00:01")", true) == "bad_time");
}

TEST_CASE("each interval has its words and its boundary") {
    CHECK(span_of(R"("time": "2026-05-01 08:05", "interval": "5min")") == "2026-05-01T08:05 2026-05-01T08:10");
    CHECK(span_of(R"("time": "2026-05-01 08:05", "interval": "5分钟")") == "2026-05-01T08:05 2026-05-01T08:10");
    CHECK(span_of(R"("time": "2026-05-01 08:04", "interval": "5min")") == "off_boundary");
    CHECK(span_of(R"("time": "2026-05-01 08:04", "interval": "minute")") == "2026-05-01T08:04 2026-05-01T08:05");
    CHECK(span_of(R"("time": "2026-05-01 08:04:30", "interval": "分钟")") == "off_boundary");
    CHECK(span_of(R"("time": "2026-05-01 08:00", "interval": "日")") == "off_boundary");
    CHECK(span_of(R"("time": "2026-05-01 00:00", "interval": "day")") == "2026-05-01T00:00 2026-05-02T00:00");
    CHECK(span_of(R"("time": "2026-05-02 00:00", "interval": "month")") == "off_boundary");
    CHECK(span_of(R"("time": "2026-02-01 00:00", "interval": "月")") == "2026-02-01T00:00 2026-03-01T00:00");
    CHECK(span_of(R"("time": "2026-01-01 00:00", "interval": "年")") == "2026-01-01T00:00 2027-01-01T00:00");
    CHECK(span_of(R"("time": "2026-02-01 00:00", "interval": "year")") == "off_boundary");
    CHECK(span_of(R"("time": "2026-05-01 08:04:30", "interval": "sample")") == "2026-05-01T08:04 2026-05-01T08:04");
    CHECK(span_of(R"("time": "2026-05-01 08:04:30", "interval": "瞬时")") == "2026-05-01T08:04 2026-05-01T08:04");
}

TEST_CASE("a date alone names its day, a month its month, a year its year") {
    CHECK(span_of(R"("time": "2026-05-01", "interval": "day")") == "2026-05-01T00:00 2026-05-02T00:00");
    CHECK(span_of(R"("time": "2026-05-01", "interval": "day")", true) == "2026-05-01T00:00 2026-05-02T00:00");
    CHECK(span_of(R"("time": "2026-12", "interval": "month")") == "2026-12-01T00:00 2027-01-01T00:00");
    CHECK(span_of(R"("time": "2026", "interval": "year")", true) == "2026-01-01T00:00 2027-01-01T00:00");
    CHECK(span_of(R"("time": "2026-05-15", "interval": "month")") == "off_boundary");
}

TEST_CASE("period_end is taken as given where it is later than the start") {
    CHECK(span_of(R"("time": "2026-05-01 08:00", "interval": "sample", "period_end": "2026-05-02 08:00")") ==
          "2026-05-01T08:00 2026-05-02T08:00");
    CHECK(span_of(R"("time": "2026-05-01 23:00", "period_end": "2026-05-01 24:00")") == "2026-05-01T23:00 2026-05-02T00:00");
    CHECK(span_of(R"("time": "2026-05-01 08:00", "period_end": "2026-05-01 07:00")") == "bad_time");
}

TEST_CASE("received is kept, or is known to be absent") {
    CHECK(read_row("").rows.received.at(0) == facts::not_received);
    CHECK(base::moment{read_row(R"("received": "2026-05-03 10:00:05")").rows.received.at(0)}.text() ==
          "2026-05-03T10:00:05+08:00");
}

#include "held/condensed.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace huanchi;

TEST_CASE("a row is its shape and its values, times of the day are short, both together are the row again") {
    std::string const line =
        R"({"enterprise_id":"E1","outlet_id":"DW001","time":"2026-05-01T08:00:00+08:00","interval":"hour",)"
        R"("factor":"w01018","value":"66.0","unit":"mg/L","received":"2026-05-02T09:10:00.250+08:00",)"
        R"("flag":"N","o2":"9.5","note":"a \"b\" \\ c"})";
    auto const parts = held::condense(line + "\n", "2026-05-01");
    CHECK(parts.values == "@08~\t66.0\t2026-05-02T09:10:00.250+08:00\t9.5\ta \\\"b\\\" \\\\ c");
    std::string again;
    held::expand(again, parts.shape, parts.values, "2026-05-01");
    CHECK(again == line + "\n");
}

TEST_CASE("rows that differ in value and time only have one shape") {
    auto const a = held::condense(R"({"time":"2026-05-01T08:00:00+08:00","factor":"w01018","value":"1"})", "2026-05-01");
    auto const b = held::condense(R"({"time":"2026-05-01T23:00:00+08:00","factor":"w01018","value":"<0.5"})", "2026-05-01");
    CHECK(a.shape == b.shape);
    CHECK(b.values == "@23~\t<0.5");
}

TEST_CASE("an empty value and a midnight of another day stand as they are") {
    std::string const line = R"({"time":"2026-05-01T00:00:00+08:00","period_end":"2026-05-02T00:00:00+08:00","dl":""})";
    auto const parts = held::condense(line, "2026-05-01");
    CHECK(parts.values == "@00~\t2026-05-02T00~\t");
    std::string again;
    held::expand(again, parts.shape, parts.values, "2026-05-01");
    CHECK(again == line + "\n");
}

#include "evidence/row_block.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace huanchi;

namespace {

std::string const first =
    R"({"enterprise_id":"E1","outlet_id":"DA001","time":"2026-05-01T08:00:00+08:00","interval":"hour","factor":"a21026","value":"58.30","unit":"mg/m³","flag":"N","o2":"9.5"})";
std::string const second =
    R"({"enterprise_id":"E1","outlet_id":"DA001","time":"2026-05-01T09:00:00+08:00","interval":"hour","factor":"a21026","value":"61","unit":"mg/m³","flag":"N","o2":"9.4"})";

} // namespace

TEST_CASE("rows come out of a block as they went in, with the file and line that they are from") {
    evidence::row_block block(base::date::parse("2026-05-01").value());
    block.add(first + "\n", "d.csv", 2);
    block.add(second + "\n", "d \"x\".csv", 7);
    CHECK(block.rows() == 2);
    std::string out;
    evidence::append_rows(out, block.text());
    auto const with = [](std::string line, std::string const& from) { return line.erase(line.size() - 1) + from + "}\n"; };
    CHECK(out == with(first, R"(,"source_file":"d.csv","source_line":2)") +
                     with(second, R"(,"source_file":"d \"x\".csv","source_line":7)"));
}

TEST_CASE("equal rows give equal blocks, and what they share stands there once") {
    evidence::row_block a(base::date::parse("2026-05-01").value()), b(base::date::parse("2026-05-01").value());
    for (auto* block : {&a, &b}) {
        block->add(first, "d.csv", 2);
        block->add(second, "d.csv", 3);
    }
    CHECK(a.text() == b.text());
    CHECK(a.text().size() < first.size() + 120);
}

TEST_CASE("what is no block is refused") {
    std::string out;
    CHECK_THROWS_AS(evidence::append_rows(out, "2026-05-01\nR0\t0\t1\tx\n"), std::out_of_range);
    CHECK_THROWS_AS(evidence::append_rows(out, "2026-05-01\nQ\n"), std::runtime_error);
    CHECK_THROWS_AS(evidence::append_rows(out, "2026-05-01\nRx\t0\t1\tx\n"), std::runtime_error);
}

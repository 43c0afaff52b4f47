#include "small_rules.hpp"

using namespace huanchi;

namespace {

std::string row(std::string const& hour, std::string const& value) {
    return R"({"enterprise_id":"E1","outlet_id":"DW001","time":"2026-05-01T)" + hour +
           R"(:00:00+08:00","factor":"w01018","value":)" + value + R"(,"unit":"mg/L"})";
}

} // namespace

TEST_CASE("NDJSON keeps the digits of numbers, and a broken line spoils itself only") {
    std::string const text = row("08", "50.10") + "\r\n" + row("09", "1e-5") + "\n\n" + row("10", "\"50.10\"") +
                             "\n{\"enterprise_id\": \n" + row("11", "[1]") + "\n" + row("12", "1").substr(1) + "\n[1, 2]\n" +
                             row("13", "7") + " x\n" + row("14", "-0.50");
    auto const o = small::read(text);
    CHECK(o.values() == std::vector<std::string>{"50.10", "0.00001", "50.10", "-0.50"});
    CHECK(o.rows.line == std::vector<std::uint32_t>{1, 2, 4, 10});
    CHECK(o.count.rows == 9);
    REQUIRE(o.rejected.size() == 5);
    CHECK(o.rejected[0].line == 5);
    CHECK(o.rejected[0].code == "bad_json");
    CHECK(o.rejected[1].code == "bad_value");
    CHECK(o.rejected[1].column == "value");
    CHECK(o.rejected[2].code == "bad_json");
    CHECK(o.rejected[3].reason == "the row is no object");
    CHECK(o.rejected[4].line == 9);
    CHECK(o.rejected[4].reason.starts_with("the row is no valid JSON: "));
    auto const two = small::read(row("08", "1") + row("09", "2"));
    CHECK(two.rejected.at(0).reason == "text follows the end of the object");
}

TEST_CASE("a UTF-8 error rejects its line and says at which byte") {
    std::string bad = row("08", "1");
    bad.insert(2, "\xFF");
    auto const o = small::read(bad + "\n" + row("09", "2") + "\n");
    CHECK(o.values() == std::vector<std::string>{"2"});
    CHECK(o.rejected.at(0).code == "bad_utf8");
    CHECK(o.rejected.at(0).reason == "byte 3 of the row is not UTF-8");
}

TEST_CASE("an array of rows is read by elements, with their indices from 1") {
    std::string const text = "\xEF\xBB\xBF [" + row("08", "1") + ",\n" + row("09", "2.50") + ", 7, " + row("10", "x") +
                             ",{\"note\":\"} ] , \\\"\"}, " + row("11", "4") + "\n]\n";
    for (std::size_t chunk : {0, 1, 5, 4096}) {
        CAPTURE(chunk);
        auto const o = small::read(text, {}, chunk);
        CHECK(o.values() == std::vector<std::string>{"1", "2.50", "4"});
        CHECK(o.rows.line == std::vector<std::uint32_t>{1, 2, 6});
        REQUIRE(o.rejected.size() == 3);
        CHECK(o.rejected[0].reason == "the element is no object");
        CHECK(o.rejected[0].line == 3);
        CHECK(o.rejected[1].code == "bad_json");
        CHECK(o.rejected[2].code == "missing_column_value");
    }
}

TEST_CASE("an array that is cut off is not taken for whole") {
    auto const between = small::read("[" + row("08", "1") + ",");
    CHECK(between.values() == std::vector<std::string>{"1"});
    CHECK(between.rejected.at(0).reason == "the array is not closed: the file seems to be cut off");
    auto const within = small::read("[" + row("08", "1") + "," + row("09", "1").substr(0, 40));
    CHECK(within.rejected.at(0).reason == "the object is not closed: the file seems to be cut off");
    CHECK(small::read("[" + row("08", "1") + "] x").rejected.at(0).reason == "text follows the end of the array");
    CHECK(small::read("[]").count.rows == 0);
    // An element for each line: a quote that is missing spoils its line only.
    auto const quote = small::read("[" + row("08", "\"1") + ",\n" + row("09", "2") + ",\n" + row("10", "3") + "]");
    CHECK(quote.values() == std::vector<std::string>{"2", "3"});
    CHECK(quote.rejected.at(0).reason == "a string is not closed");
    // Rows behind the end of the array are not passed over.
    auto const behind = small::read("[" + row("08", "1") + "]" + row("09", "2"));
    CHECK(behind.values() == std::vector<std::string>{"1", "2"});
    CHECK(behind.rejected.at(0).reason == "text follows the end of the array");
}

TEST_CASE("lines arrive whole whatever the pieces") {
    std::string text;
    for (int i = 10; i < 24; ++i) text += row(std::to_string(i), std::to_string(i) + ".0") + (i % 2 ? "\n" : "\r\n\r\n");
    auto const whole = small::read(text);
    REQUIRE(whole.rows.size() == 14);
    for (std::size_t chunk : {1, 3, 100, 5000}) {
        auto const pieces = small::read(text, {}, chunk);
        CHECK(pieces.values() == whole.values());
        CHECK(pieces.rows.line == whole.rows.line);
        CHECK(pieces.rejected.empty());
    }
}

TEST_CASE("a line longer than 1 MiB is rejected and the next one read") {
    std::string const text = "{\"a\":\"" + std::string(3 << 20, 'x') + "\"}\n" + row("08", "1") + "\n";
    for (std::size_t chunk : {std::size_t{0}, std::size_t{1} << 18}) {
        auto const o = small::read(text, {}, chunk);
        CHECK(o.values() == std::vector<std::string>{"1"});
        CHECK(o.rows.line == std::vector<std::uint32_t>{2});
        CHECK(o.rejected.at(0).reason == "the line is longer than 1 MiB");
    }
}

TEST_CASE("the format may be said, and must then be one that there is") {
    facts::reading_options options;
    options.format = "ndjson";
    CHECK(small::read("", options).failure == "");
    options.format = "xml";
    CHECK(small::read("", options).failure == "unknown input format 'xml'");
    options.format = "csv";
    CHECK(small::read("{\"a\": 1}", options).failure.starts_with("'d.csv': no column for enterprise_id, outlet_id"));
}

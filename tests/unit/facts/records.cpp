#include "small_rules.hpp"

#include "facts/records.hpp"

using namespace huanchi;

namespace {

struct outcome {
    std::vector<facts::record> records;
    std::vector<facts::rejected_row> rejected;
};
outcome read(std::string_view text, std::string const& assumed = "") {
    outcome out;
    auto in = facts::input::over(text);
    auto records = facts::read_records_from(in, 3, "r.ndjson", small::rules(), assumed,
                                            [&](facts::rejected_row r) { out.rejected.push_back(std::move(r)); });
    REQUIRE(records);
    out.records = std::move(*records);
    return out;
}
base::rational number(model::value const& v) {
    return std::get<base::rational>(v);
}

} // namespace

TEST_CASE("records of a declared type have typed fields by any of their names") {
    auto const o = read("{\"record\": \"section\", \"id\": \"S1\", \"断面名称\": \"临江\", \"COD(mg/L)\": \"3.02\", \"ph\": "
                        "8.10, \"date\": \"2026-02-04\", "
                        "\"lat\": 31.4, \"enterprise_id\": \"E1\"}\n"
                        "{\"record\": \"section\", \"化学需氧量\": \"20 μg/L\", \"pH\": \"--\", \"lat\": null}\n");
    CHECK(o.rejected.empty());
    REQUIRE(o.records.size() == 2);
    auto const& first = o.records[0];
    CHECK(first.type == 3);
    CHECK(first.id == "S1");
    CHECK(first.file == 3);
    CHECK(first.enterprise_id == "E1");
    CHECK(first.has_time);
    CHECK(first.time.text() == "2026-02-04T00:00:00+08:00");
    CHECK(number(first.fields[2]) == base::rational(302, 100000)); // 3.02 mg/L in kg/m³
    CHECK(first.written[3] == "8.10");
    auto const& second = o.records[1];
    CHECK(second.id == "line 2");
    CHECK_FALSE(second.has_time);
    CHECK(number(second.fields[2]) == base::rational(20, 1000000));
    CHECK_FALSE(model::known(second.fields[3]));
}

TEST_CASE("the type may be assumed, and an unknown one is rejected with the nearest") {
    CHECK(read("{\"id\": \"S1\"}", "section").records.size() == 1);
    auto const o = read("{\"record\": \"sections\", \"id\": 1}\n{\"id\": 2}\n{\"record\": \"outlet\"}\n{\"record\": "
                        "\"section\", \"ph\": \"<5\"}\n[]\n{\n");
    CHECK(o.records.empty());
    REQUIRE(o.rejected.size() == 6);
    CHECK(o.rejected[0].reason == "unknown record type \"sections\"; perhaps you meant section");
    CHECK(o.rejected[1].code == "missing_column_value");
    CHECK(o.rejected[2].code == "unknown_record");
    CHECK(o.rejected[3].code == "bad_value");
    CHECK(o.rejected[3].column == "ph");
    CHECK(o.rejected[3].line == 4);
    CHECK(o.rejected[4].reason == "the record is no object");
    CHECK(o.rejected[5].code == "bad_json");
}

TEST_CASE("an array of records counts its elements") {
    auto const o = read("[{\"record\": \"section\"}, {\"record\": \"section\", \"id\": \"B\"}]");
    REQUIRE(o.records.size() == 2);
    CHECK(o.records[0].id == "element 1");
    CHECK(o.records[1].id == "B");
}

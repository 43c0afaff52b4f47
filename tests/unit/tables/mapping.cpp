#include "tables/mapping.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace huanchi;

namespace {

tables::mapping read(std::string const& text) {
    auto m = tables::read_mapping(text, "m.json");
    REQUIRE_MESSAGE(static_cast<bool>(m), (m ? "" : m.error().what));
    return *m;
}
std::string problem(std::string const& text) {
    auto const m = tables::read_mapping(text, "m.json");
    return m ? "" : m.error().what;
}
std::string const time_column = R"("columns": [{"column": "监测时间", "as": "time"}])";

} // namespace

TEST_CASE("a mapping is read as it is written") {
    auto const m =
        read(R"({"encoding": "GB18030", "separator": "tab", "sheets": ["小时"], "header_rows": [3, 4], "first_row": 6,
        "time": {"label": "end", "format": "yyyyMMdd HH", "date_system": "1904"},
        "constants": {"enterprise_id": "E1", "report_no": {"cell": "B2", "after": "报告编号："}},
        "columns": [{"column": ["化学需氧量", "实测"], "as": "value", "factor": "w01018", "unit": "mg/L", "with": {"sample_id": 7}, "why": "…"},
                    {"letter": "AB", "as": "time", "fill_down": true}],
        "values": {"flag": {"正常": "N"}}, "not_data": ["平均值"]})");
    CHECK(m.encoding == "GB18030");
    CHECK(m.separator == '\t');
    CHECK(m.sheets == std::vector<std::string>{"小时"});
    CHECK(m.header_first == 3);
    CHECK(m.header_last == 4);
    CHECK(m.first_row == 6);
    CHECK(m.time.label_is_end == true);
    CHECK(m.time.dates == tables::date_system::from_1904);
    REQUIRE(m.constants.size() == 2);
    CHECK(m.constants[1].value.cell == tables::cell_place{1, 1});
    CHECK(m.constants[1].value.after == "报告编号：");
    REQUIRE(m.columns.size() == 2);
    CHECK(m.columns[0].header == std::vector<std::string>{"化学需氧量", "实测"});
    REQUIRE(m.columns[0].with.size() == 2);
    CHECK(m.columns[0].with[0].name == "factor");
    CHECK(m.columns[0].with[1].value.text == "7");
    CHECK(m.columns[1].column == 27);
    CHECK(m.columns[1].fill_down);
    CHECK(m.values.at("flag").at("正常") == "N");
}

TEST_CASE("a mapping that is written out reads back") {
    auto m = read(R"({"header_rows": [3, 4], "time": {"label": "end"}, "constants": {"source": "auto", "lab": {"cell": "C1"}},
        "columns": [{"column": ["a", "b"], "as": "value", "factor": "pH", "with": {"time": "2026-05-01 08:00"}}, {"letter": "C", "as": "time"}],
        "values": {"flag": {"正常": "N"}}, "not_data": ["注"], "separator": ";"})");
    m.columns[0].why = "因为";
    m.questions = {"对吗"};
    auto const again = read(tables::mapping_json(m));
    m.columns[0].why.clear();
    m.questions.clear();
    CHECK(tables::mapping_json(again) == tables::mapping_json(m));
    CHECK(again.header_last == 4);
    CHECK(again.columns[0].with[1].value.text == "2026-05-01 08:00");
    CHECK(again.constants[1].value.cell == tables::cell_place{0, 2});
}

TEST_CASE("a mistake is told with its place in the file") {
    CHECK(problem("{").find("is no JSON") != std::string::npos);
    CHECK(problem("[]") == "the mapping 'm.json', /: is no object");
    CHECK(problem("{}") == "the mapping 'm.json', /columns: is missing or empty");
    CHECK(problem("{" + time_column + R"(, "colums": 1})").find("/colums: is no key") != std::string::npos);
    CHECK(problem("{" + time_column + R"(, "encoding": "GBK"})").find("/encoding: is \"GBK\"") != std::string::npos);
    CHECK(problem("{" + time_column + R"(, "header_rows": [4, 3]})").find("/header_rows/1") != std::string::npos);
    CHECK(problem("{" + time_column + R"(, "header_rows": []})").find("/header_rows") != std::string::npos);
    CHECK(problem("{" + time_column + R"(, "header_rows": [3], "first_row": 3})").find("/first_row") != std::string::npos);
    CHECK(problem("{" + time_column + R"(, "constants": {"o2": 9.5}})").find("/constants/o2: is a number with decimals") !=
          std::string::npos);
    CHECK(problem("{" + time_column + R"(, "constants": {"o2": {"cell": "12"}}})").find("/constants/o2/cell") !=
          std::string::npos);
    CHECK(problem("{" + time_column + R"(, "not_data": [""]})").find("/not_data/0") != std::string::npos);
    CHECK(problem("{" + time_column + R"(, "values": {"flag": {"正常": 1}}})").find("/values/flag/正常") != std::string::npos);
    CHECK(problem(R"({"columns": [{"as": "time"}]})").find("/columns/0: says of no column") != std::string::npos);
    CHECK(problem(R"({"columns": [{"column": "a"}]})").find("/columns/0/as") != std::string::npos);
    CHECK(problem(R"({"columns": [{"letter": "XFE", "as": "time"}]})").find("/columns/0/letter") != std::string::npos);
    CHECK(problem(R"({"columns": [{"column": "a", "as": "time"}, {"column": "b", "as": "value", "unt": "mg/L"}]})")
              .find("/columns/1/unt") != std::string::npos);
}

TEST_CASE("patterns say for which files a mapping is meant") {
    auto const m = read("{" + time_column + R"(, "files": ["water*.csv"]})");
    CHECK(m.is_for("data/water_05.csv"));
    CHECK_FALSE(m.is_for("data/air.csv"));
    CHECK(read("{" + time_column + "}").is_for("anything"));
}

TEST_CASE("the examples of the schema are read, or refused, as their folders say") {
    auto const folder = std::filesystem::path(HUANCHI_SOURCE_DIR) / "schemas/examples/mapping";
    for (std::string const kind : {"valid", "invalid"})
        for (auto const& entry : std::filesystem::directory_iterator(folder / kind)) {
            CAPTURE(entry.path().string());
            std::ifstream in(entry.path());
            std::stringstream text;
            text << in.rdbuf();
            CHECK(problem(text.str()).empty() == (kind == "valid"));
        }
}

TEST_CASE("cells have the names that spreadsheets give them") {
    CHECK(tables::read_place("B2") == tables::cell_place{1, 1});
    CHECK(tables::read_place("XFD1048576") == tables::cell_place{1048575, 16383});
    for (auto const* none : {"", "2", "B", "B0", "XFE1", "A1048577", "A1B", "ABCD1", "A99999999"})
        CHECK_FALSE(tables::read_place(none));
    CHECK(tables::column_letters(0) == "A");
    CHECK(tables::column_letters(26) == "AA");
    CHECK(tables::column_letters(16383) == "XFD");
}

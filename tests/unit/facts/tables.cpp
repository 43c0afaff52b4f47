#include "small_rules.hpp"

#include "facts/table_feed.hpp"
#include "facts/table_headings.hpp"
#include "facts/written_times.hpp"
#include "tables/mapping.hpp"

#include <doctest/doctest.h>

using namespace huanchi;

namespace {

small::outcome read_with(std::string const& mapping, std::string const& text) {
    auto m = tables::read_mapping(mapping, "m.json");
    REQUIRE_MESSAGE(static_cast<bool>(m), (m ? "" : m.error().what));
    facts::reading_options options;
    options.mappings.push_back(std::make_shared<tables::mapping const>(*m));
    return small::read(text, options);
}

std::vector<std::string> times(small::outcome const& o) {
    std::vector<std::string> out;
    for (auto const ms : o.rows.time) out.push_back(base::moment{ms}.text().substr(0, 16));
    return out;
}

// 化学需氧量 is the factor 0 of the small rules, pH 1, 二氧化硫 2.
std::vector<int> factors(small::outcome const& o) {
    return {o.rows.factor.begin(), o.rows.factor.end()};
}

std::string const site = "E1,DW001,";

} // namespace

TEST_CASE("each value of a wide table is a row") {
    auto const o = small::read("某厂小时数据,,,,\n企业编号,排放口编号,监测时间,化学需氧量(mg/L),pH值（无量纲）\n" + site +
                               "2026-05-01 08:00,50,7.1\n" + site + "2026-05-01 09:00,,7.2\n");
    REQUIRE(o.failure == "");
    CHECK(o.values() == std::vector<std::string>{"50", "7.1", "7.2"});
    CHECK(factors(o) == std::vector<int>{0, 1, 1});
    CHECK(times(o) == std::vector<std::string>{"2026-05-01T08:00", "2026-05-01T08:00", "2026-05-01T09:00"});
    CHECK(o.rows.line == std::vector<std::uint32_t>{3, 3, 4});
    CHECK(o.count.rows == 3);
    CHECK(o.count.blank_cells == 1);
    CHECK(o.count.flag_assumed);
}

TEST_CASE("a header of two lines has the factor above and what is told of it below") {
    auto const o = small::read(
        "企业编号,排放口编号,监测时间,二氧化硫,,,氧\n,,,实测(mg/m³),折算(mg/m³),标记,\nE1,DA001,2026-05-01 08:00,50,60.5,N,9\n"
        "E1,DA001,2026-05-01 09:00,51,,D,9\n");
    REQUIRE(o.failure == "");
    CHECK(o.values() == std::vector<std::string>{"50", "51"});
    CHECK(factors(o) == std::vector<int>{2, 2});
    CHECK(o.rows.flag == std::vector<char>{'N', 'D'});
    CHECK(o.rows.usability[1] == facts::usability::out);
    REQUIRE(o.extra(0, "o2") != nullptr);
    CHECK(o.extra(0, "o2")->number.text() == "9");
    CHECK(o.extra(1, "corrected") == nullptr);
}

TEST_CASE("flags that come again behind each factor belong to the factor before them") {
    auto const o =
        small::read("企业编号;排放口编号;监测时间;化学需氧量(mg/L);标记;pH;标记\nE1;DW001;2026-05-01 08:00;50;D;7;N\n");
    REQUIRE(o.failure == "");
    CHECK(o.rows.flag == std::vector<char>{'D', 'N'});
    auto const one = small::read("企业编号;排放口编号;监测时间;化学需氧量(mg/L);pH;标记\nE1;DW001;2026-05-01 08:00;50;7;D\n");
    CHECK(one.rows.flag == std::vector<char>{'D', 'D'});
}

TEST_CASE("a blank cell is a row only where a mark says why it is blank") {
    auto const o =
        small::read("企业编号\t排放口编号\t监测时间\t化学需氧量(mg/L)\tpH\t标记\nE1\tDW001\t2026-05-01 08:00\t--\t7\tN\n"
                    "E1\tDW001\t2026-05-01 09:00\t\t\tD\nE1\tDW001\t2026-05-01 10:00\t/\t-\tN\n");
    REQUIRE(o.failure == "");
    CHECK(factors(o) == std::vector<int>{1, 0, 1});
    CHECK(o.rows.usability[1] == facts::usability::out);
    REQUIRE(o.rejected.size() == 1);
    CHECK(o.rejected[0].line == 4);
    CHECK(o.rejected[0].code == "blank_value");
    CHECK(o.count.rows == 4);
}

TEST_CASE("lines that are no measurements are told") {
    auto const o = small::read("企业编号,排放口编号,监测时间,化学需氧量(mg/L)\n" + site + "2026-05-01 08:00,50\n" +
                               "企业编号,排放口编号,监测时间,化学需氧量(mg/L)\n平均值,,,50\n,,合计：,50\n制表人：某某,,,\n" +
                               site + "2026-05-01 09:00,50,1\n" + site + "2026-05-01 10:00\n");
    REQUIRE(o.rejected.size() == 6);
    CHECK(o.rejected[0].reason == "the header comes again");
    CHECK(o.rejected[1].code == "summary_row");
    CHECK(o.rejected[2].code == "summary_row");
    CHECK(o.rejected[3].code == "blank_value");
    CHECK(o.rejected[4].reason == "5 fields where the header has 4");
    CHECK(o.rejected[5].reason == "3 fields where the header has 4");
    CHECK(o.rejected[5].line == 8);
    CHECK(o.values() == std::vector<std::string>{"50"});
}

TEST_CASE("thousands separators are taken out where they separate thousands") {
    std::string scratch;
    auto const without = [&](char const* text) { return std::string(facts::without_thousands(text, scratch)); };
    CHECK(without("1,234.5") == "1234.5");
    CHECK(without("12,345,678") == "12345678");
    CHECK(without("-1,234") == "-1234");
    for (auto const* other : {"1,23", "1234,567", ",123", "1,2345", "1,234,56", "12", "1.234,5", "<1,234", "a,bcd"})
        CHECK(without(other) == other);
}

TEST_CASE("a column of numbers in a unit that names no factor is rejected, not passed over") {
    auto const o = small::read("企业编号,排放口编号,监测时间,化学需氧量(mg/L),某物(mg/L)\n" + site + "2026-05-01 08:00,50,3\n");
    REQUIRE(o.rejected.size() == 1);
    CHECK(o.rejected[0].code == "unknown_factor");
    CHECK(o.rejected[0].column == "某物(mg/L)");
    CHECK(o.count.rows == 2);
}

TEST_CASE("two columns that mean the same are refused") {
    auto const o =
        small::read("标题\n企业编号,排放口编号,监测时间,化学需氧量(mg/L),COD(mg/L),pH\n" + site + "2026-05-01 08:00,50,51,7\n");
    CHECK(o.failure.find("mean the same") != std::string::npos);
}

TEST_CASE("a header of the contract is read as it always was") {
    CHECK(small::read("enterprise_id,outlet_id,time,factor,value\n").failure.find("no column for unit") != std::string::npos);
    auto const o =
        small::read("enterprise_id,outlet_id,time,factor,value,unit\nE1,DW001,2026-05-01 08:00,COD,50,mg/L\n平均值,,,,,\n");
    CHECK(o.values() == std::vector<std::string>{"50"});
    CHECK(o.rejected[0].code == "missing_column_value");
    CHECK(o.count.assumed.empty());
}

TEST_CASE("a long table in GB18030 needs nothing said of it") {
    // enterprise_id,outlet_id,time,factor,value,unit with 化学需氧量 in GB18030
    auto const o = small::read("enterprise_id,outlet_id,time,factor,value,unit\nE1,DW001,2026-05-01 "
                               "08:00,\xBB\xAF\xD1\xA7\xD0\xE8\xD1\xF5\xC1\xBF,50,mg/L\n");
    CHECK(o.values() == std::vector<std::string>{"50"});
    CHECK(o.count.assumed == std::vector<std::string>{"encoding=GB18030"});
}

TEST_CASE("times are read as platforms write them") {
    using facts::usual_time;
    CHECK(usual_time("2026年5月1日 8时") == "2026-05-01 08:00:00");
    CHECK(usual_time("2026年05月01日08时30分") == "2026-05-01 08:30:00");
    CHECK(usual_time("2026年5月1日") == "2026-05-01");
    CHECK(usual_time("2026年5月") == "2026-05");
    CHECK(usual_time("2026-05-01 08") == "2026-05-01 08:00:00");
    CHECK(usual_time("2026/5/1 8:00") == "2026-05-01 08:00:00");
    CHECK(usual_time("2026.5.1 8:00:00") == "2026-05-01 08:00:00");
    CHECK(usual_time("２０２６－０５－０１ ０８：００") == "2026-05-01 08:00:00");
    CHECK(usual_time("2026-05-01 24:00") == "2026-05-01 24:00:00");
    CHECK(usual_time("46143.333333333336") == "2026-05-01 08:00:00");
    for (auto const* none : {"2026-13-01", "2026-02-30 08:00", "2026-05-01 25:00", "2026-05-01 24:01", "5/1/2026",
                             "2026-05-01x", "8:00", "", "20260501"})
        CHECK_FALSE(usual_time(none));
    CHECK(facts::usual_clock("8时") == "08:00:00");
    CHECK(facts::usual_clock("23:30") == "23:30:00");
    CHECK_FALSE(facts::usual_clock("25时"));
    CHECK(facts::time_by_format("20260501 08", "yyyyMMdd HH") == "2026-05-01 08:00:00");
    CHECK(facts::time_by_format("01/05/26 8h30", "dd/MM/yy Hhmm") == "2026-05-01 08:30:00");
    CHECK(facts::time_by_format("1.5.2026 8:30", "d.M.yyyy H:mm") == "2026-05-01 08:30:00");
    CHECK_FALSE(facts::time_by_format("20260501", "yyyyMMdd HH"));
}

TEST_CASE("such times are read in every format of rows") {
    CHECK(times(small::read_row(R"("time": "2026年5月1日 8时")")) == std::vector<std::string>{"2026-05-01T08:00"});
    CHECK(times(small::read_row(R"("time": "46143")")) == std::vector<std::string>{"2026-05-01T00:00"});
    CHECK(times(small::read_row(R"("time": "2026年5月1日", "interval": "day")")) ==
          std::vector<std::string>{"2026-05-01T00:00"});
    CHECK(times(small::read_row(R"("time": "2026年5月", "interval": "month")")) ==
          std::vector<std::string>{"2026-05-01T00:00"});
    CHECK(small::code_of(small::read_row(R"("time": "2026年5月1日")")) == "bad_time");
    facts::reading_options end;
    end.time_label_end = true;
    CHECK(times(small::read_row(R"("time": "2026年5月1日24时")", end)) == std::vector<std::string>{"2026-05-01T23:00"});
    CHECK(small::code_of(small::read_row(R"("time": "2026年5月1日24时")")) == "bad_time");
    // A date alone names its day, whatever the labels of times are.
    CHECK(times(small::read_row(R"("time": "2026/5/1", "interval": "day")", end)) ==
          std::vector<std::string>{"2026-05-01T00:00"});
}

TEST_CASE("a mapping says what the columns are, and what no column holds") {
    auto const o = read_with(
        R"({"header_rows": [2], "time": {"label": "end", "format": "yyyyMMddHH"}, "constants": {"enterprise_id": "E1", "source": "auto",
        "outlet_id": {"cell": "A1", "after": "排口："}}, "columns": [{"column": "T", "as": "time"}, {"column": "x", "as": "value", "factor": "COD", "unit": "mg/L"},
        {"column": "f", "as": "flag", "factor": "COD"}, {"column": "w", "as": "temperature"}], "values": {"flag": {"正常": "N"}}, "not_data": ["均"]})",
        "排口：DW001  2026年\nT,x,f,w,rest\n2026050108,\"1,050\",正常,20,a\n均值,1,,,\n");
    REQUIRE(o.failure == "");
    CHECK(o.values() == std::vector<std::string>{"1050"});
    CHECK(times(o) == std::vector<std::string>{"2026-05-01T07:00"});
    CHECK(o.rows.flag == std::vector<char>{'N'});
    CHECK(o.rows.source[0] == facts::data_source::automatic);
    CHECK(o.rows.outlet[0] == 0);
    CHECK(o.rejected.empty());
    CHECK(o.count.set_aside == 1);
}

TEST_CASE("dates and hours may stand in two columns, names of sites above and below") {
    auto const o = read_with(
        R"({"header_rows": [1], "constants": {"outlet_id": "DW001"}, "columns": [{"column": "企业", "as": "enterprise_id", "fill_down": true},
        {"column": "日期", "as": "date", "fill_down": true}, {"column": "时", "as": "clock"}, {"column": "COD", "as": "value", "factor": "COD", "unit": "mg/L"}]})",
        "企业,日期,时,COD\nE1,2026/5/1,0,50\n,,1,51\n,2026年5月2日,0:00,52\n");
    REQUIRE(o.failure == "");
    CHECK(times(o) == std::vector<std::string>{"2026-05-01T00:00", "2026-05-01T01:00", "2026-05-02T00:00"});
    CHECK(o.rows.outlet == std::vector<std::uint32_t>{0, 0, 0});
}

TEST_CASE("samples across are values of their own times") {
    auto const o = read_with(
        R"({"header_rows": [1], "constants": {"enterprise_id": "E1", "outlet_id": "DW001", "interval": "sample"}, "columns": [{"column": "项目", "as": "factor"},
        {"column": "单位", "as": "unit"}, {"column": "第一次", "as": "value", "with": {"time": "2026-05-13 09:10"}}, {"column": "第二次", "as": "value", "with": {"time": "2026年5月13日11时"}},
        {"column": "检出限", "as": "dl"}]})",
        "项目,单位,第一次,第二次,检出限\n化学需氧量,mg/L,4L,未检出,5\npH,,7.0,7.1,\n");
    REQUIRE(o.failure == "");
    CHECK(o.values() == std::vector<std::string>{"4", "5", "7.0", "7.1"});
    CHECK(o.rows.below_detection == std::vector<std::uint8_t>{1, 1, 0, 0});
    CHECK(times(o) == std::vector<std::string>{"2026-05-13T09:10", "2026-05-13T11:00", "2026-05-13T09:10", "2026-05-13T11:00"});
}

TEST_CASE("what a mapping says wrong of a table is told with its place") {
    std::string const table = "时间,COD,COD\n2026-05-01 08:00,1,2\n";
    auto const problem = [&](std::string const& columns) {
        return read_with(R"({"header_rows": [1], "constants": {"enterprise_id": "E1", "outlet_id": "DW001"}, "columns": [)" +
                             columns + "]}",
                         table)
            .failure;
    };
    std::string const time = R"({"column": "时间", "as": "time"}, )";
    CHECK(problem(time + R"({"column": "COD", "as": "value", "factor": "COD"})") ==
          "the mapping 'm.json', /columns/1: \"COD\" is the header of the columns B, C");
    CHECK(problem(time + R"({"letter": "B", "column": "pH", "as": "value", "factor": "pH"})")
              .find("/columns/1: the header of column B is \"COD\", not \"pH\"") != std::string::npos);
    CHECK(problem(time + R"({"letter": "B", "as": "value"})").find("nothing says of which factor \"COD\" is") !=
          std::string::npos);
    CHECK(problem(time + R"({"letter": "B", "as": "value", "factor": "COD"}, {"letter": "B", "as": "flag"})")
              .find("/columns/2: column B is named twice") != std::string::npos);
    CHECK(problem(time + R"({"letter": "B", "as": "colour"})").find("/columns/1/as") != std::string::npos);
    CHECK(problem(time + R"({"letter": "B", "as": "value", "with": {"colour": "red"}})")
              .find("/columns/1/with/colour: is nothing that a measurement has") != std::string::npos);
    CHECK(problem(R"({"letter": "B", "as": "value", "factor": "COD"})").find("nothing says when they were measured") !=
          std::string::npos);
    CHECK(problem(time + R"({"letter": "B", "as": "unit"})").find("nothing says which column holds values") !=
          std::string::npos);
}

TEST_CASE("headers are understood with their units and what is told of a factor") {
    facts::heading_reader const read(small::rules());
    auto const cod = read.read("化学需氧量（毫克/升）");
    CHECK(cod.factor == "化学需氧量");
    CHECK(cod.unit == "mg/L");
    auto const corrected = read.read("二氧化硫折算浓度（mg/m³）");
    CHECK(corrected.factor == "二氧化硫");
    CHECK(corrected.as == "corrected");
    CHECK(corrected.unit == "mg/m³");
    CHECK(read.read("SO2(mg/m3)实测").as == "value");
    CHECK(read.read("SO2(mg/m3)实测").unit == "mg/m³");
    CHECK(read.read("实测 二氧化硫").factor == "二氧化硫");
    CHECK(read.read("w01018-Avg").factor == "w01018");
    CHECK(read.read("二氧化硫排放量(kg)").as == "attribute");
    CHECK(read.read("累计流量(m³)").as == "flow");
    CHECK(read.read("累计流量(m³)").unit == "m³");
    CHECK(read.read("第三次").sample);
    CHECK_FALSE(read.read("备注").understood());
    CHECK(facts::is_summary_word("平均值："));
    CHECK_FALSE(facts::is_summary_word("2026-05-01"));
}

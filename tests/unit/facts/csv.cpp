#include "small_rules.hpp"

#include "facts/csv.hpp"

using namespace huanchi;

namespace {

std::string const header = "enterprise_id,outlet_id,time,factor,value,unit\n";

} // namespace

TEST_CASE("a CSV with a byte order mark, CRLF, a quoted comma, a short row and a UTF-8 error is accounted for row by row") {
    std::string const text = "\xEF\xBB\xBF"
                             "enterprise_id,outlet_id,time,factor,value,unit,sample_kind\r\n"
                             "E1,DW001,2026-05-01 08:00,w01018,50,mg/L,\"瞬时, 手工\"\r\n"
                             "E1,DW001,2026-05-01 09:00,w01018,50\r\n"
                             "\r\n"
                             "E1,DW001,2026-05-01 10:00,w01018,51.0,mg/L,a\xB0\r\n"
                             "E1,DW001,2026-05-01 11:00,w01018,52,mg/L,\"两\r\n行\"\r\n"
                             "E1,DW001,2026-05-01 12:00,w01018,53,mg/L,\"他说\"\"好\"\"\"\r\n";
    auto const o = small::read(text);
    CHECK(o.failure == "");
    CHECK(o.count.rows == 5);
    CHECK(o.count.rejected == 2);
    CHECK(o.values() == std::vector<std::string>{"50", "52", "53"});
    CHECK(o.rows.line == std::vector<std::uint32_t>{2, 6, 8});
    CHECK(o.rows.texts == std::vector<std::string>{"瞬时, 手工", "两\r\n行", "他说\"好\""});

    REQUIRE(o.rejected.size() == 2);
    CHECK(o.rejected[0].line == 3);
    CHECK(o.rejected[0].code == "bad_row");
    CHECK(o.rejected[0].reason == "5 fields where the header has 7");
    CHECK(o.rejected[0].raw == "E1,DW001,2026-05-01 09:00,w01018,50");
    CHECK(o.rejected[1].line == 5);
    CHECK(o.rejected[1].code == "bad_utf8");
    CHECK(o.rejected[1].column == "sample_kind");
    CHECK(o.rejected[1].reason == "byte 2 of the field, 0xB0, is not UTF-8");
}

TEST_CASE("the same rows come out whatever the pieces in which the text arrives") {
    std::string text = header;
    for (int i = 0; i < 24; ++i)
        text += "E1,\"DW001\",2026-05-01 " + std::string(i < 10 ? "0" : "") + std::to_string(i) + ":00,w01018,4" +
                std::to_string(i) + ",mg/L\r\n";
    text += "E1,DW001,2026-05-02 00:00,w01018,\"1\n\",mg/L\nE1,DW001,x,w01018,1,mg/L";
    auto const whole = small::read(text);
    REQUIRE(whole.rows.size() == 25);
    REQUIRE(whole.rejected.size() == 1);
    CHECK(whole.rejected[0].line == 28);
    for (std::size_t chunk : {1, 2, 3, 7, 64, 1000}) {
        facts::reading_options options;
        options.batch_rows = 5;
        auto const pieces = small::read(text, options, chunk);
        CHECK(pieces.values() == whole.values());
        CHECK(pieces.rows.line == whole.rows.line);
        CHECK(pieces.rows.time == whole.rows.time);
        CHECK(pieces.count.rows == whole.count.rows);
        REQUIRE(pieces.rejected.size() == 1);
        CHECK(pieces.rejected[0].line == 28);
        CHECK(pieces.rejected[0].raw == whole.rejected[0].raw);
    }
}

TEST_CASE("headers of platform exports in Chinese are understood") {
    auto const o = small::read(
        "企业编号,排口编号,监测时间,监测因子,实测值,计量单位,氧含量,流量,流量单位,折算浓度,数据标记,工况,审核,来源,备注\n"
        "E1,DA001,2026-05-01 08:00,二氧化硫,30.0,mg/m3,9.10,1200,L,31.5,N,正常,有效,自动,随便\n");
    REQUIRE(o.failure == "");
    REQUIRE(o.rows.size() == 1);
    CHECK(o.rows.factor[0] == 2);
    CHECK(o.rows.value[0].text() == "30.0");
    CHECK(o.rows.source[0] == facts::data_source::automatic);
    CHECK(o.rows.flag[0] == 'N');
    REQUIRE(o.extra(0, "o2"));
    CHECK(o.extra(0, "o2")->number.text() == "9.10");
    CHECK(o.extra(0, "flow")->number == base::decimal{12, 1}); // 1200 L = 1.2 m³
    CHECK(o.extra(0, "corrected")->number.text() == "31.5");
    CHECK(o.rows.texts[o.extra(0, "source")->text] == "auto");
}

TEST_CASE("a spelling that the rules declare is a header, and pollutant stands for factor") {
    auto const o = small::read(
        "Enterprise_ID,outlet_id,time,pollutant,value,unit,流量累计,测点位置\nE1,DW001,2026-05-01 08:00,COD,50,mg/L,7,厂界\n");
    REQUIRE(o.rows.size() == 1);
    CHECK(o.extra(0, "flow")->number.text() == "7");
    CHECK(o.rows.texts[o.extra(0, "position")->text] == "厂界");
}

TEST_CASE("a header without a required column names what is there and what was expected") {
    auto const o = small::read("enterprise_id,outlet_id,time,factor,value\nE1,DW001,2026-05-01 08:00,w01018,1\n");
    CHECK(o.failure == "'d.csv': no column for unit; the columns are enterprise_id, outlet_id, time, factor, value");
    CHECK(small::read("").failure == "'d.csv' is empty: no header");
    CHECK(small::read("\n \n").failure == "'d.csv' is empty: no header");
}

TEST_CASE("a name that is there twice, or two names of one meaning, is a failure") {
    CHECK(small::read("enterprise_id,outlet_id,time,factor,value,unit,unit\n").failure.find("\"unit\" is there twice") !=
          std::string::npos);
    CHECK(small::read("enterprise_id,outlet_id,time,factor,污染物,value,unit\n")
              .failure.find("\"factor\" and \"污染物\" mean the same") != std::string::npos);
}

TEST_CASE("files that are no UTF-8 text are named for what they are") {
    CHECK(small::read("\xFF\xFE"
                      "e\0n\0")
              .failure == "'d.csv' is UTF-16");
    CHECK(small::read("PK\x03\x04....").failure == "'d.csv' is a damaged ZIP archive or XLSX workbook");
    CHECK(small::read("\xC6\xF3\xD2\xB5,b\n").failure == "'d.csv': no line is a header of measurements");
}

TEST_CASE("a quote that is never closed breaks its own line only") {
    auto const o =
        small::read(header + "E1,DW001,2026-05-01 08:00,w01018,\"50,mg/L\nE1,DW001,2026-05-01 09:00,w01018,51,mg/L\n");
    CHECK(o.values() == std::vector<std::string>{"51"});
    REQUIRE(o.rejected.size() == 1);
    CHECK(o.rejected[0].code == "bad_row");
    CHECK(o.rejected[0].reason == "a quote is opened and not closed");
    CHECK(o.rejected[0].raw == "E1,DW001,2026-05-01 08:00,w01018,\"50,mg/L");

    auto const behind =
        small::read(header + "E1,DW001,2026-05-01 08:00,w01018,\"50\" x,mg/L\nE1,DW001,2026-05-01 09:00,w01018,51,mg/L\n");
    CHECK(behind.values() == std::vector<std::string>{"51"});
    CHECK(behind.rejected.at(0).reason == "text stands between a closing quote and the next separator");
}

TEST_CASE("a row longer than 64 KiB is rejected and the next one read, also in pieces") {
    std::string const text = header + "E1,DW001,2026-05-01 08:00,w01018,5," + std::string(300000, 'x') +
                             "\nE1,DW001,2026-05-01 09:00,w01018,51,mg/L\n";
    for (std::size_t chunk : {std::size_t{0}, std::size_t{1000}, std::size_t{1} << 20}) {
        auto const o = small::read(text, {}, chunk);
        CHECK(o.values() == std::vector<std::string>{"51"});
        CHECK(o.rows.line == std::vector<std::uint32_t>{3});
        REQUIRE(o.rejected.size() == 1);
        CHECK(o.rejected[0].reason == "the row is longer than 64 KiB");
    }
}

TEST_CASE("a row of commas is a row, and is rejected for what it lacks") {
    auto const o = small::read(header + ",,,,,\n");
    CHECK(o.count.rows == 1);
    CHECK(small::code_of(o) == "missing_column_value");
}

TEST_CASE("without a flag column N is assumed, and said") {
    CHECK(small::read(header + "E1,DW001,2026-05-01 08:00,w01018,50,mg/L\n").count.flag_assumed);
    auto const o =
        small::read("enterprise_id,outlet_id,time,factor,value,unit,flag\nE1,DW001,2026-05-01 08:00,w01018,50,mg/L,N\n");
    CHECK_FALSE(o.count.flag_assumed);
}

TEST_CASE("a file that is not there is a failure that names it") {
    auto const read = facts::read_measurements("/nonexistent/d.csv", 0, small::rules(), small::known(), {}, {}, {});
    REQUIRE_FALSE(read);
    CHECK(read.error().what == "cannot read '/nonexistent/d.csv': No such file or directory");
    auto const folder = facts::read_measurements("/", 0, small::rules(), small::known(), {}, {}, {});
    REQUIRE_FALSE(folder);
    CHECK(folder.error().remedy == "name a file, not a folder");
}

#include "small_rules.hpp"

using namespace huanchi;
using small::code_of;
using small::read_row;

TEST_CASE("each thing that is wrong with a row has its code and its column") {
    struct wrong {
        char const* said;
        char const* code;
        char const* column;
    };
    for (auto const& w : {
             wrong{R"("factor": "w01O18")", "unknown_factor", "factor"},
             wrong{R"("污染物": "w99999", "factor": null)", "unknown_factor", "污染物"},
             wrong{R"("time": "昨天")", "bad_time", "time"},
             wrong{R"("time": "2026-02-30 08:00")", "bad_time", "time"},
             wrong{R"("time": "2026-05-01")", "bad_time", "time"},
             wrong{R"("time": "2026-05-01 08:30")", "off_boundary", "time"},
             wrong{R"("value": "5,0")", "bad_value", "value"},
             wrong{R"("value": "1234567890123456789")", "bad_value", "value"},
             wrong{R"("value": "")", "blank_value", "value"},
             wrong{R"("value": null)", "blank_value", "value"},
             wrong{R"("value": "--")", "blank_value", "value"},
             wrong{R"("unit": "mg/X")", "bad_unit", "unit"},
             wrong{R"("unit": "℃")", "bad_unit", "unit"},
             wrong{R"("unit": "")", "bad_unit", "unit"},
             wrong{R"("flag": "X")", "unknown_flag", "flag"},
             wrong{R"("标记": "n")", "unknown_flag", "标记"},
             wrong{R"("review": "待定")", "unknown_flag", "review"},
             wrong{R"("interval": "2h")", "bad_interval", "interval"},
             wrong{R"("source": "hearsay")", "bad_source", "source"},
             wrong{R"("o2": "高")", "bad_value", "o2"},
             wrong{R"("temperature": "12 mg/L")", "bad_unit", "temperature"},
             wrong{R"("corrected": "1 2")", "bad_value", "corrected"},
             wrong{R"("测点位置": "屋顶")", "bad_value", "测点位置"},
             wrong{R"("received": "soon")", "bad_time", "received"},
             wrong{R"("period_end": "2026-05-01 08:00")", "bad_time", "period_end"},
             wrong{R"("factor": "")", "missing_column_value", "factor"},
             wrong{R"("factor": "汞", "outlet_id": "DW009")", "bad_json", "outlet_id"},
         }) {
        CAPTURE(std::string(w.said));
        auto const o = read_row(w.said);
        REQUIRE(o.rejected.size() == 1);
        CHECK(o.rejected[0].code == w.code);
        CHECK(o.rejected[0].column == w.column);
        CHECK(o.rows.size() == 0);
        CHECK(o.rows.extras.empty());
        CHECK(o.count.rows == 1);
    }
}

TEST_CASE("reasons quote the text and say what would do") {
    CHECK(read_row(R"("factor": "w01O18")").rejected.at(0).reason == "unknown factor \"w01O18\"; perhaps you meant w01018");
    CHECK(read_row(R"("factor": "化学需氧")").rejected.at(0).reason ==
          "unknown factor \"化学需氧\"; perhaps you meant 化学需氧量");
    CHECK(read_row(R"("time": "2026-05-01 08:30")").rejected.at(0).reason ==
          "\"2026-05-01 08:30\" is no boundary of the interval hour: expected a whole hour; if the times name the ends of "
          "intervals, say "
          "--time-label end");
    CHECK(read_row(R"("flag": "X")").rejected.at(0).reason == "unknown flag \"X\": expected N, D, T");
    CHECK(read_row(R"("unit": "℃")").rejected.at(0).reason == "\"℃\" cannot be converted to mg/L, the unit of 化学需氧量");
    CHECK(read_row(R"("value": "ND")").rejected.at(0).reason ==
          "\"ND\" without a detection limit: give it in the column dl, or as <0.5");
    CHECK(read_row(R"("测点位置": "屋顶")").rejected.at(0).reason == "\"屋顶\" is none of 厂界, 室内");
}

TEST_CASE("a name that two media share is decided by the outlet's medium") {
    CHECK(read_row(R"("factor": "汞")").rows.factor.at(0) == 3);
    auto const air = small::read(
        R"({"enterprise_id":"E1","outlet_id":"DA001","time":"2026-05-01 08:00","factor":"汞","value":1,"unit":"mg/m3"})");
    CHECK(air.rows.factor.at(0) == 4);
    auto const nowhere = small::read(
        R"({"enterprise_id":"E1","outlet_id":"DX","time":"2026-05-01 08:00","factor":"汞","value":1,"unit":"mg/L"})");
    CHECK(nowhere.rejected.at(0).reason == "\"汞\" names factors of several media: use the code");
}

TEST_CASE("a row of an outlet that is not on file is kept without outlet") {
    auto const o = small::read(
        R"({"enterprise_id":"E9","outlet_id":"DW001","time":"2026-05-01 08:00","factor":"COD","value":1,"unit":"mg/L"})");
    REQUIRE(o.rows.size() == 1);
    CHECK(o.rows.outlet[0] == facts::no_outlet);
    CHECK(o.rejected.empty());
}

TEST_CASE("values below detection stand for the limit that they name") {
    for (auto const* said :
         {R"("value": "<0.5")", R"("value": "＜0.5")", R"("value": "< 0.5")", R"("value": "0.5L")",
          R"("value": "ND", "dl": "0.5")", R"("value": "未检出", "dl": 0.5)", R"("value": "<0.5", "dl": 0.3)"}) {
        CAPTURE(std::string(said));
        auto const o = read_row(said);
        REQUIRE(o.rows.size() == 1);
        CHECK(o.rows.below_detection[0] == 1);
        CHECK(o.rows.value[0].text() == "0.5");
    }
    for (auto const* said : {R"("value": "ND")", R"("value": "<0")", R"("value": "<-1")", R"("value": "<")", R"("value": "L")",
                             R"("value": "ND", "dl": "低")"})
        CHECK(code_of(read_row(said)) == "bad_value");
    auto const plain = read_row(R"("value": "0.2", "dl": "0.5")");
    CHECK(plain.rows.below_detection.at(0) == 0);
}

TEST_CASE("negative values are read, and written digits are kept") {
    CHECK(read_row(R"("value": "-1.50")").rows.value.at(0).text() == "-1.50");
    CHECK(read_row(R"("value": 50.10)").rows.value.at(0).text() == "50.10");
    CHECK(read_row(R"("value": 1e-5)").rows.value.at(0).text() == "0.00001");
    CHECK(read_row(R"("value": 0.30000000000000004)").rows.value.at(0).text() == "0.30000000000000004");
}

TEST_CASE("a unit may be blank only where the factor has no dimension") {
    for (auto const* unit : {"", "-", "无量纲"}) {
        auto const o = read_row(R"("factor": "pH", "value": 7.0, "unit": ")" + std::string(unit) + "\"");
        REQUIRE(o.rows.size() == 1);
        CHECK(o.rows.unit[0] == base::no_unit);
    }
    CHECK(code_of(read_row(R"("factor": "pH", "unit": "mg/L")")) == "bad_unit");
    auto const micrograms = read_row(R"("value": "1000", "unit": "ug/L")");
    CHECK(small::rules().units[micrograms.rows.unit.at(0)].symbol == "μg/L");
    CHECK(micrograms.rows.value[0].text() == "1000");
}

TEST_CASE("review rules over condition and mark, and these over the flag") {
    using facts::usability;
    auto const of = [](char const* said) { return read_row(said).rows.usability.at(0); };
    CHECK(of("") == usability::valid);
    CHECK(of(R"("flag": "N")") == usability::valid);
    CHECK(of(R"("flag": "D")") == usability::out);
    CHECK(of(R"("flag": "T")") == usability::over_range);
    CHECK(of(R"("flag": "N", "mark": "M")") == usability::out);
    CHECK(of(R"("flag": "N", "condition": "停运")") == usability::out);
    CHECK(of(R"("mark": "N", "condition": "停运")") == usability::out);
    CHECK(of(R"("mark": "M", "condition": "正常")") == usability::out);
    CHECK(of(R"("flag": "D", "mark": "N")") == usability::valid);
    CHECK(of(R"("flag": "D", "review": "有效")") == usability::valid);
    CHECK(of(R"("flag": "N", "mark": "M", "review": "有效")") == usability::valid);
    CHECK(of(R"("flag": "N", "review": "无效")") == usability::out);
    CHECK(code_of(read_row(R"("flag": "X", "review": "有效")")) == "unknown_flag");
}

TEST_CASE("a blank value is a row where a mark takes it out anyway") {
    auto const o = read_row(R"("value": "", "unit": "", "flag": "D")");
    REQUIRE(o.rows.size() == 1);
    CHECK(o.rows.usability[0] == facts::usability::out);
    CHECK(o.rows.value[0] == base::decimal{0, 0});
    CHECK(o.rows.flag[0] == 'D');
    CHECK(code_of(read_row(R"("value": "", "flag": "D", "review": "有效")")) == "blank_value");
}

TEST_CASE("sources are the words of the contract or their Chinese, and absent is unknown") {
    using facts::data_source;
    auto const of = [](char const* said) { return read_row(said).rows.source.at(0); };
    CHECK(of("") == data_source::unknown);
    CHECK(of(R"("source": "")") == data_source::unknown);
    CHECK(of(R"("source": "enforcement")") == data_source::enforcement);
    CHECK(of(R"("来源": "执法")") == data_source::enforcement);
    CHECK(of(R"("来源": "委托")") == data_source::commissioned);
    CHECK(facts::text(data_source::automatic) == "auto");
}

TEST_CASE("flow is a volume, in its own unit, in that of flow_unit, or a rate over the interval") {
    auto const flow = [](char const* said) { return read_row(said).extra(0, "flow")->number.text(); };
    CHECK(flow(R"("flow": 120.50)") == "120.50");
    CHECK(flow(R"("flow": "1500 L")") == "1.500");
    CHECK(flow(R"("flow": 1500, "flow_unit": "L")") == "1.500");
    CHECK(flow(R"("flow": 120, "flow_unit": "m3/h")") == "120");
    CHECK(flow(R"("flow": 10, "flow_unit": "L/s")") == "36.0"); // 10 L/s over an hour: 36 m³
    CHECK(code_of(read_row(R"("flow": 10, "flow_unit": "℃")")) == "bad_unit");
    CHECK(code_of(read_row(R"("flow": 10, "flow_unit": "L/s", "interval": "instant")")) == "bad_unit");
    CHECK(read_row(R"("flow": "--", "o2": null, "temperature": "")").rows.extras.empty());
    CHECK(read_row(R"("temperature": "12.3 ℃")").extra(0, "temperature")->number.text() == "12.3");
}

// Rules, mistakes in them and their tests as documents.
#include "report/rules_document.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using report::language;

namespace {

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

model::rulebook small_rules() {
    model::rulebook r;
    r.digest = "sha256:0";
    r.units.add({"mg/m³", {{"mass", 1}}, 1}, {"mg/m³"});
    r.units.add({"%", {}, base::rational(1, 100)}, {"%"});
    model::document d;
    d.id = "GB13271", d.number = "GB 13271-2014", d.title = "锅炉大气污染物排放标准";
    d.effective.from = base::date::parse("2014-07-01");
    d.origin = "正文";
    r.documents = {d};
    model::factor so2;
    so2.code = "a21026", so2.name = "二氧化硫";
    r.factors = {so2};
    model::statistic hourly;
    hourly.name = "小时均值", hourly.json = "hourly_mean";
    r.statistics = {hourly};
    model::table t;
    t.id = "GB13271.表2";
    r.tables = {t};
    model::limit l;
    l.id = "GB13271.表2/二氧化硫/燃气", l.clause = "表2", l.printed_name = "二氧化硫";
    l.statistics = {0};
    l.max = model::bound{*base::decimal::parse("50"), false};
    l.unit = *r.units.find("mg/m³");
    l.effective = d.effective;
    l.violation_types = {"exceed_discharge_standard"};
    auto other = l;
    other.id = "GB13271.表2/二氧化硫/燃煤";
    other.max = model::bound{*base::decimal::parse("300"), true};
    r.limits = {l, other};
    model::record outlet;
    outlet.name = "outlet";
    model::field fuel;
    fuel.name = "燃料", fuel.json = "fuel", fuel.type = model::field_type::choice, fuel.choices = {"燃煤", "燃气"};
    outlet.fields = {fuel};
    r.records = {outlet};
    return r;
}

report::text_options const plain{language::zh, false, 0};

} // namespace

TEST_CASE("the list names documents and counts their provisions") {
    CHECK(report::rules_list_text(small_rules(), false, plain) ==
          "编号     文号           层级      条  施行           名称\n"
          "GB13271  GB 13271-2014  国家标准   2  2014-07-01 起  锅炉大气污染物排放标准\n"
          "1 个文件，2 条规定，sha256:0\n");
    auto const json = report::rules_list_json(small_rules());
    CHECK(
        has(json, "\"provisions\": [\n        \"GB13271.表2/二氧化硫/燃气\",\n        \"GB13271.表2/二氧化硫/燃煤\"\n      ]"));
    CHECK(has(json, "\"in_force\": {\n        \"from\": \"2014-07-01\",\n        \"before\": null\n      }"));
}

TEST_CASE("an exemption is shown with what it is about and its allowance") {
    auto r = small_rules();
    r.records.resize(3);
    r.records[2].name = "measurement";
    model::exemption x;
    x.id = "GB13271.启停", x.title = "启停", x.clause = "7.2", x.tables = {0};
    x.quota = model::exemption::time_quota{base::rational(216000), model::interval::year, "60 h"};
    r.exemptions = {x};
    CHECK(report::rules_show_text(r, "GB13271.启停", plain) == "GB13271.启停 启停\n"
                                                               "  规定         GB 13271-2014 7.2\n"
                                                               "  对象         measurement\n"
                                                               "  施行         未载明\n"
                                                               "  免于         GB13271.表2\n"
                                                               "  额度         60 h／year\n"
                                                               "  可信度       已核对原文\n");
    auto const json = report::rules_show_json(r, "GB13271.启停");
    CHECK(has(json, "\"exempts\": [\n        \"GB13271.表2\"\n      ]"));
    CHECK(has(json, "\"allowance\": {\n        \"time\": \"60 h\",\n        \"over\": \"year\"\n      }"));
}

TEST_CASE("attributes are listed with their names in data and their values") {
    CHECK(report::rules_list_text(small_rules(), true, plain) == "outlet\n"
                                                                 "名称  数据文件里  也叫  取值\n"
                                                                 "燃料  fuel              燃煤、燃气\n");
}

TEST_CASE("one provision is shown with everything in it") {
    CHECK(report::rules_show_text(small_rules(), "GB13271.表2/二氧化硫/燃气", plain) ==
          "GB13271.表2/二氧化硫/燃气\n"
          "  规定         GB 13271-2014 表2  锅炉大气污染物排放标准\n"
          "  层级         国家标准，已核对原文，现行\n"
          "  因子         二氧化硫  a21026  浓度\n"
          "  限值         ≤ 50 mg/m³\n"
          "  统计值       小时均值\n"
          "  施行         2014-07-01 起\n"
          "  违法类型     exceed_discharge_standard\n");
    auto const json = report::rules_show_json(small_rules(), "GB13271.表2/二氧化硫/燃煤");
    CHECK(has(json, "\"max\": \"300\""));
    CHECK(has(json, "\"max_strict\": true"));
    CHECK(has(json, "\"correction\": null"));
}

TEST_CASE("the beginning of ids shows all of them, a document shows itself with its provisions, an unknown id nothing") {
    auto const table = report::rules_show_text(small_rules(), "GB13271.表2", plain);
    CHECK(has(table, "GB13271.表2/二氧化硫/燃气   ≤ 50  mg/m³  小时均值  2014-07-01 起\n"));
    CHECK(has(table, "GB13271.表2/二氧化硫/燃煤  < 300  mg/m³"));
    CHECK(has(report::rules_show_text(small_rules(), "GB 13271-2014", plain), "GB 13271-2014 锅炉大气污染物排放标准\n"));
    CHECK(report::rules_show_text(small_rules(), "GB99999", plain).empty());
    CHECK(report::rules_show_json(small_rules(), "").empty());
}

TEST_CASE("a mistake has code, severity, file, line, display column, message and help") {
    source::source_set files;
    auto const file = files.add("my.rules", "standard\n水温 xyz\n");
    source::diagnostics all;
    all.report("M004", {file, 16, 19}, {"xyz"}, "水温");
    auto const json = report::diagnostics_json(all.sorted(), files, language::zh);
    CHECK(json.starts_with("{\n  \"diagnostics\": [\n    {\n      \"code\": \"M004\",\n      \"severity\": \"error\",\n      "
                           "\"file\": \"my.rules\",\n      \"line\": 2,\n      \"column\": 6,\n"
                           "      \"message\": "));
    CHECK(report::errors_json(all.sorted(), files, language::en).starts_with("{\n  \"errors\": [\n"));
}

TEST_CASE("a failure of the environment has no place") {
    CHECK(report::errors_json(base::failure{"`a.csv` cannot be read", ""}, "E001") ==
          "{\n  \"errors\": [\n    {\n      \"code\": \"E001\",\n      \"severity\": \"error\",\n"
          "      \"file\": null,\n      \"line\": null,\n      \"column\": null,\n"
          "      \"message\": \"`a.csv` cannot be read\",\n      \"help\": null\n    }\n  ]\n}");
}

TEST_CASE("failed tests are listed with expected and found, passed ones are counted") {
    source::source_set files;
    auto const file = files.add("a.test.rules", "test\n");
    findings::test_report r;
    r.outcomes = {{"COD 51", {file, 0, 4}, false, {"verdict: expected violation, found compliant"}, {}},
                  {"COD 50", {file, 0, 4}, true, {}, {}}};
    r.passed = 1;
    r.provisions = 3;
    r.uncovered = {"A", "B"};
    CHECK(report::rule_tests_text(r, files, false, plain) == "失败 COD 51  a.test.rules:1\n"
                                                             "    verdict: expected violation, found compliant\n"
                                                             "测试 2 个：通过 1，失败 1\n"
                                                             "覆盖 1 / 3 条规定有测试\n"
                                                             "没有测试 A、B\n");
    CHECK(has(report::rule_tests_text(r, files, true, plain), "通过 COD 50"));
    auto const json = report::rule_tests_json(r, files);
    CHECK(has(json, "\"summary\": {\n    \"tests\": 2,\n    \"passed\": 1,\n    \"failed\": 1,\n    \"provisions\": 3,\n    "
                    "\"uncovered\": 2\n  }"));
    CHECK(has(json, "\"file\": \"a.test.rules\",\n      \"line\": 1,\n      \"passed\": false"));
}

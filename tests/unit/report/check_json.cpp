// `check` as JSON, NDJSON and CSV, held against the text of the contract §4.1.
#include "made.hpp"
#include "report/check_document.hpp"

#include <doctest/doctest.h>

using namespace huanchi;

namespace {

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

findings::check_result one(findings::finding f) {
    auto r = made::result();
    r.findings = {std::move(f)};
    return r;
}

} // namespace

TEST_CASE("a finding has the contract's keys in the contract's order") {
    CHECK(
        report::findings_ndjson(one(made::sulphur_dioxide()), report::language::zh) ==
        R"({"id":"f-0123456789abcdef","verdict":"violation","nature":"lead",)"
        R"("enterprise_id":"S-1","outlet_id":"DA001","factor":"a21026","factor_name":"二氧化硫","quantity":"concentration","statistic":"hourly_mean",)"
        R"("period":{"from":"2026-05-01T08:00:00+08:00","to":"2026-05-01T09:00:00+08:00"},)"
        R"("measured":{"value":"58.333333","exact":"175/3","unit":"mg/m³"},)"
        R"("limit":{"min":null,"max":"50","unit":"mg/m³","reference":{"oxygen":"3.5 %"}},)"
        R"("exceedance":"0.17","ratio":"1.166667","marginal":false,)"
        R"("provision":{"id":"GB13271.表2/二氧化硫/燃气","standard":"GB 13271-2014","clause":"表2","level":"national","confidence":"high"},)"
        R"("also_breached":["permit:1/2/DA001/a21026/hourly_mean"],"violation_types":["exceed_discharge_standard"],)"
        R"("evidence":{"source":"auto","standing":"supporting","lacks":["自动监测数据的最终审核"]},)"
        R"("reason":null,"finality":null})"
        "\n");
}

TEST_CASE("an undetermined finding has its reason in the language asked for, and the other candidates") {
    auto const zh = report::findings_ndjson(one(made::ammonia()), report::language::zh);
    CHECK(has(
        zh,
        R"("reason":{"code":"missing_datum","text":"缺少判定所需的同期数据","missing":[{"name":"temperature","band":"temperature > 12 ℃"}]},)"
        R"("candidates":[{"id":"GB18918.表1/氨氮/一级A/2","standard":"GB 18918-2002","clause":"表1","level":"national","confidence":"high"}],"finality":null})"));
    CHECK(has(report::findings_ndjson(one(made::ammonia()), report::language::en),
              R"("text":"a datum that the rule asks for is missing")"));
}

TEST_CASE("what does not apply to a record is null, and the period never is") {
    auto const text = report::findings_ndjson(one(made::river_section()), report::language::zh);
    CHECK(has(text, R"("outlet_id":null,"factor":null,"factor_name":"类","quantity":"grade")"));
    CHECK(has(text, R"("period":{"from":"2026-02-04T00:00:00+08:00","to":"2026-02-04T00:00:00+08:00"})"));
    CHECK(has(
        text,
        R"("measured":{"value":"Ⅳ","exact":null,"unit":""},"limit":{"min":null,"max":"Ⅲ","unit":"","reference":null},"exceedance":null,"ratio":null)"));
}

TEST_CASE("a value within bounds shows them, over range there is no upper one") {
    auto f = made::sulphur_dioxide();
    f.measured = findings::measured_value{"<0.5", {}, "mg/m³", "0", "0.5"};
    CHECK(has(report::findings_ndjson(one(f), report::language::zh),
              R"("measured":{"value":"<0.5","exact":null,"unit":"mg/m³","low":"0","high":"0.5"})"));
    f.measured = findings::measured_value{"500", {}, "mg/m³", "500", {}};
    CHECK(has(report::findings_ndjson(one(f), report::language::zh),
              R"("measured":{"value":"500","exact":null,"unit":"mg/m³","low":"500"})"));
}

TEST_CASE("a measured value that could not be computed and a prohibition are said as such") {
    auto f = made::sulphur_dioxide();
    f.measured.reset();
    f.limit = findings::limit_value{{}, {}, false, true, "", {}};
    CHECK(has(report::findings_ndjson(one(f), report::language::zh),
              R"("measured":null,"limit":{"min":null,"max":null,"unit":"","reference":null,"prohibited":true})"));
}

TEST_CASE("the summary alone holds the rules and the account") {
    auto r = made::result();
    r.warning_count = 2; // counted, but not listed
    CHECK(report::check_json(r, {}, {true, false, report::language::zh}) ==
          "{\n"
          "  \"schema\": \"huanchi.check/1\",\n"
          "  \"rules\": {\n"
          "    \"digest\": \"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\n"
          "    \"documents\": 31,\n"
          "    \"provisions\": 842\n"
          "  },\n"
          "  \"summary\": {\n"
          "    \"read\": 10,\n"
          "    \"judged\": 8,\n"
          "    \"flagged_out\": 1,\n"
          "    \"unmatched\": 0,\n"
          "    \"rejected\": 1,\n"
          "    \"duplicates\": 0,\n"
          "    \"assumed\": [],\n"
          "    \"open_windows\": 0,\n"
          "    \"warnings\": 2,\n"
          "    \"leads\": 0,\n"
          "    \"judgements\": {\n"
          "      \"compliant\": 5,\n"
          "      \"violation\": 2,\n"
          "      \"not_met\": 0,\n"
          "      \"undetermined\": 1,\n"
          "      \"exempt\": 0,\n"
          "      \"not_applicable\": 0\n"
          "    }\n"
          "  }\n"
          "}");
}

TEST_CASE("tickets and rejected rows stand behind the findings, a row rejected as a whole has no column") {
    auto r = made::result();
    r.rejects.push_back({0, 9, "", "bad_row", "3 cells, 6 expected", "x"});
    auto const text = report::check_json(r, {{"t-1", tickets::action::opened}, {"t-2", tickets::action::unchanged}}, {});
    CHECK(has(text, "  \"findings\": [],\n"
                    "  \"tickets\": [\n"
                    "    {\n      \"id\": \"t-1\",\n      \"action\": \"opened\"\n    },\n"
                    "    {\n      \"id\": \"t-2\",\n      \"action\": \"unchanged\"\n    }\n"
                    "  ],\n"
                    "  \"rejected\": [\n"
                    "    {\n      \"file\": \"d.csv\",\n      \"line\": 7,\n      \"column\": \"value\",\n      \"reason\": "
                    "\"'abc' is no number\"\n    },\n"
                    "    {\n      \"file\": \"d.csv\",\n      \"line\": 9,\n      \"column\": null,\n      \"reason\": \"3 "
                    "cells, 6 expected\"\n    }\n"
                    "  ]\n}"));
    CHECK_FALSE(has(text, "\"warnings\": ["));
}

TEST_CASE("warnings are listed where asked for") {
    auto r = made::result();
    r.warnings = {made::warning()};
    auto const text = report::check_json(r, {}, {false, true, report::language::zh});
    CHECK(has(text, "\"warnings\": [\n    {\n      \"enterprise_id\": \"S-2\",\n      \"outlet_id\": \"DW001\",\n      "
                    "\"factor\": \"w01018\""));
}

TEST_CASE("bytes that are no UTF-8 come out as U+FFFD and not as an error") {
    auto r = made::result();
    r.rejects = {{0, 3, "", "bad_utf8", "byte \xff", "x"}};
    CHECK(has(report::check_json(r, {}, {}), "byte \xEF\xBF\xBD"));
}

TEST_CASE("CSV has a header, CRLF and one line a finding, with quotes where they are needed") {
    auto f = made::sulphur_dioxide();
    f.enterprise_name = "甲,乙 \"丙\"";
    auto const csv = report::findings_csv(one(f), report::language::zh, false);
    CHECK(csv == "id,verdict,nature,enterprise_id,enterprise_name,outlet_id,factor,factor_name,quantity,statistic,from,to,"
                 "measured,measured_exact,unit,"
                 "limit_min,limit_max,limit_unit,reference,exceedance,ratio,marginal,provision_id,standard,clause,level,"
                 "confidence,also_breached,"
                 "violation_types,source,standing,lacks,reason,reason_text,missing,finality\r\n"
                 "f-0123456789abcdef,violation,lead,S-1,\"甲,乙 "
                 "\"\"丙\"\"\",DA001,a21026,二氧化硫,concentration,hourly_mean,2026-05-01T08:00:00+08:00,"
                 "2026-05-01T09:00:00+08:00,58.333333,175/3,mg/m³,,50,mg/m³,oxygen=3.5 "
                 "%,0.17,1.166667,false,GB13271.表2/二氧化硫/燃气,GB 13271-2014,表2,"
                 "national,high,permit:1/2/DA001/a21026/"
                 "hourly_mean,exceed_discharge_standard,auto,supporting,自动监测数据的最终审核,,,,\r\n");
    CHECK(report::findings_csv(made::result(), report::language::zh, true).starts_with("\xEF\xBB\xBFid,"));
}

TEST_CASE("a name that a spreadsheet would run as a formula is disarmed, a negative number is left alone") {
    auto f = made::sulphur_dioxide();
    f.enterprise_name = "=1+2";
    f.measured->value = "-3.5";
    auto const csv = report::findings_csv(one(f), report::language::zh, false);
    CHECK(has(csv, ",'=1+2,"));
    CHECK(has(csv, ",-3.5,"));
}

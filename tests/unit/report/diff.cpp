// Rulebooks compared, as documents.
#include "compared.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using report::language;

namespace {

report::text_options const plain{language::zh, false, 0}, english{language::en, false, 0};

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a tighter limit is shown with both bounds and a case") {
    compared::books const b("氨氮 <= 8 mg/L", "氨氮 <= 5 mg/L");
    CHECK(report::diff_text(b.diff_document(), plain) ==
          "甲-2000\n"
          "  变严 甲.表1.氨氮\n"
          "        限值 <= 8 mg/L → <= 5 mg/L\n"
          "        例子 2026-06-01 日均值 6.5 mg/L：旧 达标，新 超标\n"
          "          排放口 {\"medium\": \"water\"}\n"
          "          数据 {\"enterprise_id\": \"described\", \"outlet_id\": \"described\", \"time\": \"2026-06-01\", "
          "\"interval\": "
          "\"day\", \"factor\": \"w21003\", \"value\": \"6.5\", \"unit\": \"mg/L\", \"flag\": \"N\", \"source\": \"auto\"}\n"
          "限值 变严 1，变松 0，新增 0，删去 0，改动 0，未变 0\n");
}

TEST_CASE("bounds in different units are shown in one, in which they are compared") {
    compared::books const b("化学需氧量 <= 50 mg/L", "化学需氧量 <= 40000 μg/L");
    CHECK(has(report::diff_text(b.diff_document(), plain), "同一单位 50000 μg/L → 40000 μg/L"));
    auto const json = report::diff_json(b.diff_document());
    CHECK(has(json, "\"max\": \"50000\""));
    CHECK(has(json, "\"written\": \"<= 50 mg/L\""));
}

TEST_CASE("no difference is said") {
    compared::books const b("氨氮 <= 5 mg/L", "氨氮 <= 5.0 mg/L // 照表");
    CHECK(has(report::diff_text(b.diff_document(), plain), "没有差别 1 条限值含义相同"));
    CHECK(has(report::diff_text(b.diff_document(), english), "no difference 1 limits mean the same"));
    CHECK(has(report::diff_json(b.diff_document()), "\"difference\": false"));
    CHECK(report::diff_ndjson(b.diff_document()) == "");
}

TEST_CASE("where there is no case, why is said") {
    compared::books const b("氨氮 <= 5 mg/L", "氨氮 <= 5 mg/L clause \"续\"");
    CHECK(has(report::diff_text(b.diff_document(), plain), "例子 无：改动不影响结论"));
    CHECK(has(report::diff_json(b.diff_document()), "\"no_witness\": \"wording\""));
}

TEST_CASE("a line of CSV a change") {
    compared::books const b("氨氮 <= 8 mg/L", "氨氮 <= 5 mg/L");
    auto const csv = report::diff_csv(b.diff_document());
    CHECK(has(csv, "limit,tighter,甲.表1.氨氮,,甲-2000,表1,w21003,氨氮,concentration,daily_mean,mg/L,,8,"));
    CHECK(has(csv, ",compliant,violation,\r\n"));
}

TEST_CASE("what data make of it is listed and counted") {
    compared::books const b("氨氮 <= 8 mg/L", "氨氮 <= 5 mg/L");
    auto const text = report::impact_text(b.impact_document(), plain);
    CHECK(has(text, "达标（80 mg/m³"));
    CHECK(has(text, "达标 → 超标 1\n"));
    CHECK(has(text, "结论改变 1\n"));
    CHECK_FALSE(has(report::impact_text(b.impact_document(true), plain), "80 mg/m³"));
    CHECK(has(report::impact_json(b.impact_document(), language::zh), "\"to\": \"violation\""));
    CHECK(has(report::impact_csv(b.impact_document()), ",compliant,violation,"));
}

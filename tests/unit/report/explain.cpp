// A finding step by step.
#include "made.hpp"
#include "report/derivation_steps.hpp"
#include "report/explain_document.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using report::depth;
using report::language;

namespace {

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// 58 mg/m³ at 9.5 % oxygen, corrected to 3.5 %: 58 × 17.5 / 11.5 = 1015/11.5 = 2030/23 = 88.260869565…
findings::finding corrected() {
    auto f = made::sulphur_dioxide();
    f.measured = findings::measured_value{"88.260870", "2030/23", "mg/m³", {}, {}};
    f.exceedance = "0.77";
    f.ratio = "1.765217";
    auto t = std::make_shared<findings::trace>();
    t->delivered = true;
    t->formula = "oxygen_correction";
    t->formula_clause = "GB 13271-2014 5.2 公式(1)";
    t->formula_text = "value * (21 % - reference) / (21 % - o2)";
    t->because = {"fuel = 燃气", "eia_approved >= 2014-07-01"};
    t->standing_says = {"国务院令第736号", "第二十九条", model::confidence::high};
    t->values = {{f.period, "58 mg/m³", "88.260870", "9.5 %", {}, "", {{0, 2}}}};
    f.trace = std::move(t);
    return f;
}

// Three hours whose mean is 175/3, one more taken out by its flag.
findings::finding averaged() {
    auto f = made::sulphur_dioxide();
    f.statistic = "daily_mean";
    f.statistic_name = "日均值";
    f.period = made::day("2026-05-01");
    auto t = std::make_shared<findings::trace>();
    t->valid = 3;
    t->need = 3;
    t->method = "mean";
    t->method_says = {"HJ 212-2017", "附录D D2.2", model::confidence::high};
    int h = 0;
    for (auto const* v : {"55", "60", "60"})
        t->values.push_back({made::hour("2026-05-01", h++), std::string(v) + " mg/m³", v, {}, {}, "", {{0, 2}}});
    t->values.push_back({made::hour("2026-05-01", h), "999 mg/m³", "", {}, {}, "flagged_out", {{0, 5}}});
    f.trace = std::move(t);
    return f;
}

std::vector<std::string> const files = {"d.csv"};
std::vector<tickets::basis> const law = {
    {"大气污染防治法", "第十八条", "第九十九条第二项", "100000", "1000000", "元", {"责令改正"}, "high"}};

std::string text_of(findings::finding const& f, depth how, language in = language::zh) {
    return report::explain_text({f, files, law}, how, {in, false, 0});
}

} // namespace

TEST_CASE("one sentence says all, and that it is a lead") {
    CHECK(report::explain_sentence(made::sulphur_dioxide(), language::zh) ==
          "某供热有限公司 DA001 2026-05-01 08:00–09:00 二氧化硫 小时均值 为 58.333333 mg/m³，超过 GB 13271-2014 表2 的限值 50 "
          "mg/m³（基准 oxygen 3.5 %），超标 0.17 倍"
          "（疑似线索，须经核查，不作为处罚决定）。");
    CHECK(report::explain_sentence(made::ammonia(), language::zh) ==
          "某污水处理有限公司 DW001 2026-05-02 氨氮 日均值 为 6 mg/L，无法判定：缺少判定所需的同期数据（缺 "
          "temperature）（疑似线索，须经核查，不作为处罚决定）。");
    CHECK(report::explain_sentence(made::river_section(), language::zh) ==
          "S0001 2026-02-04 类 为 Ⅳ，不符合 GB 3838-2002 表1、5.1 的目标 Ⅲ（疑似线索，须经核查，不作为处罚决定）。");
    CHECK(text_of(corrected(), depth::sentence) == report::explain_sentence(corrected(), language::zh) + "\n");
}

TEST_CASE("numbers stand in the formula where its names stood") {
    auto const f = corrected();
    CHECK(report::formula_with_numbers(*f.trace, f.trace->values.front(), "3.5 %") ==
          "58 mg/m³ * (21 % - 3.5 %) / (21 % - 9.5 %)");
}

TEST_CASE("names that a formula has more of than inputs are known are left standing") {
    findings::trace t;
    t.formula_text = "value * 流量 / 产量";
    CHECK(report::formula_with_numbers(t, {{}, "58", "", "9", {}, "", {}}, "") == "58 * 流量 / 产量");
}

TEST_CASE("a plain mean shows its exact sum and count") {
    auto const f = averaged();
    CHECK(report::mean_with_numbers(*f.trace, *f.measured) == "175 / 3 = 58.333333");
}

TEST_CASE("flows by which a mean is weighted are summed exactly") {
    findings::trace t;
    t.values = {
        {{}, "", "", {}, "100.5 m³", "", {}}, {{}, "", "", {}, "99.5 m³", "", {}}, {{}, "", "", {}, {}, "flagged_out", {}}};
    CHECK(report::sum_of_flows(t) == "200 m³");
}

TEST_CASE("in full: rows, validity, correction with numbers, comparison, limit and why, law, evidence") {
    CHECK(text_of(corrected(), depth::full) ==
          report::explain_sentence(corrected(), language::zh) +
              "\n"
              "f-0123456789abcdef\n"
              "1 原始数据\n"
              "    时段                        读数  辅助值  流量  出处\n"
              "    2026-05-01 08:00–09:00  58 mg/m³   9.5 %        d.csv:2\n"
              "2 有效性 采用 1 个，不用 0 个\n"
              "3 折算 GB 13271-2014 5.2 公式(1)\n"
              "    value * (21 % - reference) / (21 % - o2)\n"
              "    2026-05-01 08:00–09:00  58 mg/m³ * (21 % - 3.5 %) / (21 % - 9.5 %) = 88.260870 mg/m³\n"
              "4 统计值 小时均值，直接给出，未经计算\n"
              "5 判定 超标：88.260870 mg/m³ 对照 50 mg/m³（基准 oxygen 3.5 %），超标倍数 (实测 − 限值) / 限值 = 0.77，为限值的 "
              "1.765217 倍\n"
              "6 限值 GB 13271-2014 表2：50 mg/m³（基准 oxygen 3.5 %）\n"
              "    GB13271.表2/二氧化硫/燃气 国家标准，已核对原文\n"
              "    适用，因为 fuel = 燃气；eia_approved >= 2014-07-01\n"
              "    同时不符合 排污许可证 1 版本 2，排污许可\n"
              "7 违法类型 exceed_discharge_standard\n"
              "    大气污染防治法 违反 第十八条，依据 第九十九条第二项，罚款 100000–1000000 元\n"
              "    措施：责令改正\n"
              "8 证明力 自动监测，可佐证（国务院令第736号 第二十九条）\n"
              "    还缺：自动监测数据的最终审核\n");
}

TEST_CASE("a mean shows method and clause, what was left out and the exact value") {
    auto const text = text_of(averaged(), depth::full);
    CHECK(has(text, "2 有效性 采用 3 个，不用 1 个；有效 3，至少须 3\n    2026-05-01 03:00–04:00  999 mg/m³：按标记剔除\n"));
    CHECK(has(text, "3 统计值 日均值 = 算术平均（HJ 212-2017 附录D D2.2）\n    175 / 3 = 58.333333 mg/m³\n    精确值 175/3\n"));
}

TEST_CASE("legal depth leaves the arithmetic out and keeps clause, law and evidence") {
    auto const text = text_of(corrected(), depth::legal);
    CHECK_FALSE(has(text, "原始数据"));
    CHECK(has(text, "1 判定 超标"));
    CHECK(has(text, "2 限值 GB 13271-2014 表2"));
    CHECK(has(text, "3 违法类型"));
    CHECK(has(text, "4 证明力"));
}

TEST_CASE("an undetermined finding says what is missing and what else may apply") {
    auto const text = text_of(made::ammonia(), depth::legal);
    CHECK(has(text, "1 判定 无法判定：缺少判定所需的同期数据\n    缺 temperature，影响结论的范围：temperature > 12 ℃\n"));
    CHECK(has(text, "    也可能适用 GB 18918-2002 表1  GB18918.表1/氨氮/一级A/2\n"));
}

TEST_CASE("a section shows the class of each factor") {
    auto const text = text_of(made::river_section(), depth::full);
    CHECK(has(text, "3 各因子类别\n    0.21 总磷 Ⅳ\n    最差的因子决定：总磷\n"));
}

TEST_CASE("JSON holds the finding, the law and the trace with file and line") {
    auto const json = report::explain_json({corrected(), files, law}, language::zh);
    CHECK(json.starts_with("{\n  \"schema\": \"huanchi.explain/1\",\n  \"sentence\": \"某供热有限公司 DA001"));
    CHECK(
        has(json, "\"formula\": {\n      \"name\": \"oxygen_correction\",\n      \"clause\": \"GB 13271-2014 5.2 公式(1)\","));
    CHECK(has(json,
              "\"rows\": [\n          {\n            \"file\": \"d.csv\",\n            \"line\": 2\n          }\n        ]"));
}

TEST_CASE("a ticket is explained finding by finding, from what it remembers") {
    auto const t = made::ticket();
    CHECK(report::explain_ticket_text(t, depth::sentence, {language::zh, false, 0}) ==
          "某污水处理有限公司 DW001 2025-04-01 化学需氧量 日均值 为 62 mg/L，超过 GB 18918-2002 表1 的限值 50 mg/L，超标 0.24 "
          "倍（疑似线索，须经核查，不作为处罚决定）。\n"
          "某污水处理有限公司 DW001 2025-04-02 化学需氧量 日均值 为 80 mg/L，超过 GB 18918-2002 表1 的限值 50 mg/L，超标 0.60 "
          "倍（疑似线索，须经核查，不作为处罚决定）。\n");
    CHECK(has(report::explain_ticket_json(t, language::zh), "\"ticket\": \"t-0123456789abcdef\""));
}

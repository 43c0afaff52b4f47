// Every document is held against its schema: the examples under schemas/ as their folders say, and what the functions of this
// stage really write.
#include "compared.hpp"
#include "loaded_book.hpp"
#include "made.hpp"
#include "report/case_document.hpp"
#include "report/check_document.hpp"
#include "report/comparison_document.hpp"
#include "report/discretion_document.hpp"
#include "report/limits_document.hpp"
#include "report/lint_document.hpp"
#include "report/moves_document.hpp"
#include "report/rules_document.hpp"
#include "report/screening_document.hpp"
#include "report/ticket_document.hpp"
#include "schema_check.hpp"

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

using namespace huanchi;

namespace {

std::filesystem::path const folder = std::filesystem::path(HUANCHI_SOURCE_DIR) / "schemas";

nlohmann::json read(std::filesystem::path const& path) {
    std::ifstream in(path);
    REQUIRE_MESSAGE(in, path.string());
    return nlohmann::json::parse(in);
}

std::string problem(std::string const& name, nlohmann::json const& document) {
    return test::against_schema(name, document.dump());
}
std::string problem_of_text(std::string const& name, std::string const& text) {
    return problem(name, nlohmann::json::parse(text));
}

std::vector<std::filesystem::path> examples(std::string const& name, std::string const& kind) {
    std::vector<std::filesystem::path> paths;
    for (auto const& entry : std::filesystem::directory_iterator(folder / "examples" / name / kind))
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

findings::check_result everything() {
    auto r = made::result();
    auto below = made::sulphur_dioxide();
    below.measured = findings::measured_value{"<0.5", {}, "mg/m³", "0", "0.5"};
    auto prohibited = made::sulphur_dioxide();
    prohibited.measured.reset();
    prohibited.limit = findings::limit_value{{}, {}, false, true, "", {}};
    prohibited.exceedance.reset();
    prohibited.ratio.reset();
    auto compliant = made::sulphur_dioxide();
    compliant.verdict = eval::verdict::compliant;
    auto uncomputed = made::ammonia();
    uncomputed.measured.reset();
    uncomputed.limit.reset();
    uncomputed.provision.reset();
    r.findings = {made::sulphur_dioxide(), made::ammonia(), made::river_section(), below, prohibited, compliant, uncomputed};
    r.warnings = {made::warning()};
    return r;
}

} // namespace

TEST_CASE("examples of every document are valid or invalid as their folder says") {
    for (auto const& name : test::schema_names()) {
        CAPTURE(name);
        auto const valid = examples(name, "valid"), invalid = examples(name, "invalid");
        CHECK(valid.size() >= 3);
        CHECK(invalid.size() >= 4);
        for (auto const& path : valid) CHECK_MESSAGE(problem(name, read(path)) == "", path.filename().string());
        for (auto const& path : invalid) CHECK_MESSAGE(problem(name, read(path)) != "", path.filename().string());
    }
}

TEST_CASE("what is said of documents is valid") {
    model::rulebook rules;
    rules.digest = "sha256:" + std::string(64, '0');
    auto& d = rules.documents.emplace_back();
    d.id = "甲", d.number = "甲-2020", d.title = "某标准";
    CHECK(problem_of_text("documents", report::rules_documents_json(rules, {})) == "");
    d.effective = {base::date::parse("2020-01-01"), base::date::parse("2021-01-01")};
    d.not_encoded = {"表2"};
    d.origin = "读过";
    CHECK(problem_of_text("documents", report::rules_documents_json(rules, {})) == "");
}

TEST_CASE("what check writes is valid") {
    auto const r = everything();
    CHECK(problem_of_text(
              "check", report::check_json(r, {{"t-1", tickets::action::opened}, {"t-2", tickets::action::rebound}}, {})) == "");
    CHECK(problem_of_text("check", report::check_json(r, {}, {false, true, report::language::en})) == "");
    CHECK(problem_of_text("check", report::check_json(r, {}, {true, false, report::language::zh})) == "");
    CHECK(problem_of_text("check", report::check_json({}, {}, {false, true, report::language::zh})) !=
          ""); // a result without rules has no digest
}

TEST_CASE("what limits writes is valid") {
    review::outlet_limits d;
    d.at = *base::date::parse("2026-06-01");
    review::limit_row row;
    row.factor = "w01018";
    row.quantity = "concentration";
    row.statistic = "daily_mean";
    row.limit = {{}, "50", false, false, "mg/L", {}};
    row.decides = true;
    row.provision = {"GB18918.表1/化学需氧量/一级A", "GB 18918-2002", "表1", "national", "high"};
    row.because = {"grade = 一级A"};
    auto warm = row;
    warm.condition = "temperature > 12 ℃";
    warm.limit.reference = {{"oxygen", "3.5 %"}};
    auto none = row;
    none.limit = {{}, {}, true, false, "mg/L", {}};
    d.limits = {row, warm, none};
    d.unknown = {{"commissioned", {"GB18918.表1/总磷/一级A"}}};
    CHECK(problem_of_text("limits", report::limits_json(d)) == "");
    d.rejected = {{"w01018", "化学需氧量", {"daily_mean"}, row.limit, row.provision, "grade = 一级B", {}},
                  {"w01018", "化学需氧量", {}, row.limit, row.provision, {}, "GB18918"}};
    CHECK(problem_of_text("limits", report::limits_json(d)) == "");
}

TEST_CASE("what rules diff and rules impact write is valid") {
    for (auto const& [before, after] : {std::pair<std::string, std::string>{"氨氮 <= 8 mg/L", "氨氮 <= 5000 μg/L"},
                                        {"氨氮 <= 8 mg/L\n pH in 6..9", "氨氮 <= 8 mg/L status suspended"},
                                        {"氨氮 <= 8 mg/L", "氨氮 <= 8 mg/L\n 汞 not_detected mg/L"},
                                        {"氨氮 <= 8 mg/L", "氨氮 <= 8.0 mg/L"}}) {
        compared::books const b(before, after);
        CAPTURE(after);
        CHECK(problem_of_text("diff", report::diff_json(b.diff_document())) == "");
        CHECK(problem_of_text("impact", report::impact_json(b.impact_document(), report::language::zh)) == "");
        CHECK(problem_of_text("impact", report::impact_json(b.impact_document(true), report::language::en)) == "");
    }
}

TEST_CASE("what rules lint and rules test --boundaries write is valid") {
    analysis::lint_report lint;
    lint.findings.push_back(
        {{"L201", source::severity::warning, {}, {"氨氮", "temperature = 12 ℃"}, {}, {}},
         {"甲.表1.氨氮"},
         analysis::lint_witness{R"({"medium": "water"})",
                                R"({"time": "2026-06-01", "factor": "w21003", "value": "6", "unit": "mg/L"})",
                                *base::date::parse("2026-06-01"),
                                eval::verdict::not_applicable,
                                "",
                                {}}});
    lint.findings.push_back({{"L206", source::severity::warning, {}, {"甲", "", ""}, {}, {}}, {"甲"}, {}});
    analysis::lint_witness of_law{R"({"medium": "water"})",    "", *base::date::parse("2020-01-01"),
                                  eval::verdict::undetermined, "", {}};
    of_law.act = R"({"type": "offence", "date": "2020-01-01"})";
    lint.findings.push_back(
        {{"L212", source::severity::warning, {}, {"offence", "water", "2020-01-01"}, {}, {}}, {"offence"}, of_law});
    lint.unreviewed = {"甲.表1.汞"};
    lint.not_in_force = {{"甲.表3.总镍", model::status::optional}};
    source::source_set files;
    files.add("own.rules", "limits\n");
    for (auto const in : {report::language::zh, report::language::en})
        CHECK(problem_of_text("lint", report::lint_json(lint, *base::date::parse("2026-06-01"), files, in)) == "");
    analysis::boundary_report tried;
    tried.cases = 2;
    tried.by_kind[analysis::boundary_kind::bound] = 2;
    tried.disagreements.push_back(
        {"甲.表1.氨氮", "等于限值", analysis::boundary_kind::bound, "compliant", "violation", "test \"…\" {\n}\n"});
    tried.without = {{"甲.表1.汞", "not_in_force"}};
    CHECK(problem_of_text("boundaries", report::boundaries_json(tried)) == "");
}

TEST_CASE("what screen writes is valid") {
    findings::screening s;
    s.files = {"p.ndjson"};
    CHECK(problem_of_text("screen", report::screening_json(s)) == "");
    findings::provision const code{"法典.总量", "生态环境法典", "第一百五十八条", "national", "high"};
    findings::screened_item const met{code, "不在暂停审批之列", eval::verdict::compliant, {"area_over_quota = no"}, {}};
    findings::screened_item const open{
        code, "不在暂停审批之列", eval::verdict::undetermined, {}, {{"area_over_quota", "", "区域超总量"}}};
    findings::finding listed, unknown;
    listed.factor_name = unknown.factor_name = "两高";
    listed.measured = findings::measured_value{"yes", {}, "", {}, {}};
    listed.provision = code;
    unknown.reason = findings::reason{"missing_attribute", "", "", {{"sector", "", "行业类别"}}};
    s.projects = {{"P1", "甲", true, findings::screening_result::pass, {met}, {listed}, {}},
                  {"P2", "", std::nullopt, findings::screening_result::incomplete, {met, open}, {unknown}, {"令"}}};
    s.rejects.push_back({0, 3, "time", "bad_value", "no date", ""});
    CHECK(problem_of_text("screen", report::screening_json(s)) == "");
    auto const json = nlohmann::json::parse(report::screening_json(s));
    CHECK(json["results"][0]["is_two_high"] == true);
    CHECK(json["results"][1]["is_two_high"].is_null());
    CHECK(json["results"][1]["overall"] == "incomplete");
    CHECK(json["results"][1]["items"][1]["needs"] == nlohmann::json{"area_over_quota"});
}

TEST_CASE("what is written of a law that has changed is valid") {
    loaded::book const book(
        "consequence offence \"违法\" {\n  effective before 2020-01-01\n  law \"旧法\"\n  fine 1..3 倍 of \"费用\"\n}\n"
        "consequence offence \"违法\" {\n  effective from 2020-01-01\n  law \"新法\"\n  fine 1..2 倍 of \"费用\"\n"
        "  may \"停产\"\n}\ntransition 从旧 {\n  law \"新法\"\n  clause \"第九条\"\n}\n");
    report::decision const decision{*base::date::parse("2020-01-01"), &book.rules};
    auto t = made::ticket();
    t.violation_types = {"offence"};
    t.first_day = t.last_day = *base::date::parse("2019-12-31");
    auto const written = report::ticket_json(t, {decision, {}});
    CHECK(problem_of_text("ticket", written) == "");
    auto const between = nlohmann::json::parse(written)["transition"]["comparisons"][0];
    CHECK(between["parts"][0]["result"] == "lighter");
    CHECK(between["parts"][1]["at_act"].is_null());
    CHECK(between["reason"] == "mixed");
    CHECK(between["applies"].is_null());
    auto r = everything();
    auto f = made::sulphur_dioxide();
    f.violation_types = {"offence"};
    f.period = {base::moment::at(t.first_day), base::moment::at(t.first_day, 1)};
    r.findings = {f};
    report::check_options options;
    options.decision = decision;
    auto const checked = report::check_json(r, {}, options);
    CHECK(checked.find("\"transition\"") != std::string::npos);
    CHECK(problem_of_text("check", checked) == "");
}

TEST_CASE("what is said of runs is valid") {
    tickets::run_line first{1, "2026-02-01T09:00:00+08:00", "huanchi", "0.1.0", "sha256:00", "", {}};
    auto second = first;
    second.key = 2;
    second.as_of = "2026-01-31T00:00:00+08:00";
    second.counts = {1, 2, 3, 4};
    CHECK(problem_of_text("runs", report::runs_json({})) == "");
    CHECK(problem_of_text("runs", report::runs_json({first, second})) == "");
    tickets::compared_ticket t{"t-1", "absent", {"A", "", "", ""}, "", "", {}, {}, {"correct"}, {}};
    tickets::cause const data{"data", {{{{0}, {3600000}}, "80 mg/L", ""}}, "", ""};
    t.reasons = {{data, 1}, {{"rules", {}, "甲 ≤ 50", ""}, 2}};
    CHECK(problem_of_text("comparison", report::comparison_json({second, first, {t}})) == "");
    CHECK(problem_of_text("comparison", report::comparison_json({first, {}, {}})) == "");
    auto const said = report::comparison_text({second, first, {t}}, {report::language::en, false, 0});
    CHECK(said.find("absent") != std::string::npos);
    CHECK(said.find("data corrected (1 finding)") != std::string::npos);
    CHECK(said.find("rules changed: 甲 ≤ 50 → not judged any more (2 findings)") != std::string::npos);
    CHECK(report::comparison_text({first, {}, {}}, {report::language::en, false, 0}).find("before comparisons were kept") !=
          std::string::npos);
}

TEST_CASE("what is said of moves, cases and clocks is valid") {
    CHECK(problem_of_text("moves", report::moves_json({{"t-1", "confirm", tickets::state::open, tickets::state::confirmed,
                                                        "none", "none", 2, std::string(64, '0')}})) == "");
    auto const day = [](char const* text) { return *base::date::parse(text); };
    auto t = made::ticket();
    auto& c = t.course;
    c.orders.push_back({day("2026-09-01"), "责改1", day("2026-09-01"), ""});
    c.inspections.push_back({day("2026-09-20"), "not_corrected", 3});
    CHECK(problem_of_text("daily_fines", report::daily_fines_json(t.id, tickets::daily_fines_of(c))) == "");
    c.decision = tickets::paper{day("2026-09-02"), "罚1", day("2026-09-03"), "200000"};
    CHECK(problem_of_text("daily_fines", report::daily_fines_json(t.id, tickets::daily_fines_of(c))) == "");
    c.rectification = {"某公司", "", "", "", day("2026-09-15")};
    c.waivers = {{"王五", "等待技改", day("2026-09-01"), day("2026-12-31")}};
    c.attachments = {{"照片.jpg", "sha256:" + std::string(64, '0'), 5, true, "王五", "", {}}};
    t.history.front().facts = {{"doc_no", "责改1"}};
    tickets::running_deadline d;
    d.id = "rectification", d.event = "ordered", d.from = day("2026-09-01"), d.due = day("2026-09-15");
    CHECK(problem_of_text("ticket", report::ticket_json(t, {{}, {d}})) == "");
    auto const sheet = tickets::sheet_of("案1", {t}, {});
    CHECK(problem_of_text("case", report::case_json(sheet, {{{d}}})) == "");
    CHECK(problem_of_text("cases", report::cases_json({{made::summary(), made::summary()}})) == "");
}

TEST_CASE("what is said of minor violations is valid, and decides nothing") {
    loaded::book const book(
        "record 违法情节 {\n  field 地区 region code_type region\n  field 违法行为类型 violation_type text_type\n"
        "  field 首次违法 first yes_no_type\n  field 敏感区 sensitive yes_no_type\n"
        "  field 不予处罚情形 no_penalty yes_no_type\n}\n"
        "catalogue 不予处罚情形 of 甲 \"轻微\" {\n  clause \"目录\"\n  scope 违法情节\n"
        "  list \"初次\" 首次违法 = yes note \"注\"\n  list \"存疑\" 敏感区 = no confidence low\n"
        "  except \"敏感区内\" 敏感区 = yes\n}\n");
    auto t = made::ticket();
    auto const sheet = tickets::sheet_of("案1", {t}, {});
    facts::record r;
    r.type = *book.rules.find_record("违法情节");
    r.id = "R1";
    r.fields.resize(book.rules.records[r.type].fields.size());
    auto const said = [&](char const* field, bool value) { r.fields[*book.rules.find_field(r.type, field)] = value; };
    for (int i = 0; i < 3; ++i) {
        report::case_asides const asides{{}, tickets::examine_minor(sheet, book.rules, book.plan, {r}, "440703"), &book.rules};
        REQUIRE(asides.minor);
        for (auto const in : {report::language::zh, report::language::en})
            CHECK(problem_of_text("case", report::case_json(sheet, asides, in)) == "");
        auto const text = report::case_text(sheet, asides, {});
        CHECK(text.find("先查追究时效和下列情形，再看罚款幅度") != std::string::npos);
        CHECK((text.find("可不予处罚，由机关决定") != std::string::npos) == (i == 2));
        CHECK((text.find("不知道：首次违法") != std::string::npos) == (i == 0));
        said(i == 0 ? "sensitive" : "first", i == 1);
        if (i == 0) said("first", false);
    }
    CHECK(report::case_text(sheet, {}, {}).find("没有审查") != std::string::npos);
}

TEST_CASE("what tickets discretion writes is valid") {
    loaded::book const book("discretion \"1\" of 甲 \"违法\" {\n  violation offence\n  fine 10000..100000 元\n"
                            "  status suspended effective from 2026-08-15 {\n    law \"新法\" penalty \"第九条\"\n  }\n"
                            "  case 后果 \"严重的\" fine 100000 元\n  columns 整改 最低 最高\n  \"已改\" 10000 20000\n"
                            "  \"未改\" 20000 100000\n}\n");
    auto const& table = book.rules.discretions.front();
    for (auto const* on : {"1999-12-31", "2026-08-14", "2026-08-15"})
        for (auto const how : {findings::severity::lighter, findings::severity::ordinary})
            for (auto const in : {report::language::zh, report::language::en}) {
                auto const act = *base::date::parse(on);
                report::discretion_document d{&book.rules, act, "t-1", {&table}, findings::weigh(table, act, {}, how)};
                CHECK(problem_of_text("discretion", report::discretion_json(d, in)) == "");
                CHECK(report::discretion_text(d, {}).find("裁量结果仅供参考，由机关决定") != std::string::npos);
                d.result.reset();
                CHECK(problem_of_text("discretion", report::discretion_json(d, in)) == "");
                d.tables.clear();
                d.elsewhere = {&table};
            }
}

TEST_CASE("what tickets writes is valid") {
    auto t = made::ticket();
    CHECK(problem_of_text("ticket", report::ticket_json(t)) == "");
    t.proposal = "withdraw";
    t.merged_into = "t-1";
    t.series.factor = t.series.outlet_id = "";
    t.bases.front().fine_min = t.bases.front().fine_max = t.bases.front().fine_unit = std::nullopt;
    for (auto& e : t.findings) e.verdict = "compliant"; // nothing stands any more
    CHECK(problem_of_text("ticket", report::ticket_json(t)) == "");
    auto s = made::summary();
    CHECK(problem_of_text("tickets", report::tickets_json({s})) == "");
    s.measured = s.limit_max = s.exceedance = "";
    s.proposal = "merge";
    CHECK(problem_of_text("tickets", report::tickets_json({s, made::summary()})) == "");
    CHECK(problem_of_text("tickets", report::tickets_json({})) == "");
}

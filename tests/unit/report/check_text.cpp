// What an inspector reads in a terminal.
#include "base/utf8.hpp"
#include "made.hpp"
#include "report/check_document.hpp"
#include "report/folding.hpp"
#include "report/phrases.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace huanchi;
using report::language;

namespace {

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string text_of(findings::check_result const& r, language in = language::zh,
                    std::vector<tickets::ticket_action> const& actions = {}) {
    return report::check_text(r, actions, {{in, false, 0}, false, false});
}

findings::check_result of(std::vector<findings::finding> findings) {
    auto r = made::result();
    r.findings = std::move(findings);
    return r;
}

} // namespace

TEST_CASE("a violation says what, when, how much, under which clause, and what the data can prove") {
    CHECK(text_of(of({made::sulphur_dioxide()}))
              .starts_with("某供热有限公司 S-1\n"
                           "  DA001\n"
                           "    超标 二氧化硫 小时均值  2026-05-01 08:00–09:00\n"
                           "         58.333333 mg/m³，限值 50 mg/m³（基准 oxygen 3.5 %），超标 0.17 倍\n"
                           "         GB 13271-2014 表2，国家标准；同时不符合 排污许可证 1 版本 2\n"
                           "         自动监测，可佐证；还缺：自动监测数据的最终审核  f-0123456789abcdef\n"));
}

TEST_CASE("hours that follow one another are one block with the worst of them") {
    auto const text = text_of(of({made::sulphur_dioxide(8, "60", "0.20", base::rational(1, 5), "f-1"),
                                  made::sulphur_dioxide(9, "90", "0.80", base::rational(4, 5), "f-2"),
                                  made::sulphur_dioxide(10, "55", "0.10", base::rational(1, 10), "f-3"),
                                  made::sulphur_dioxide(14, "51", "0.02", base::rational(1, 50), "f-4")}));
    CHECK(has(text, "2026-05-01 08:00–11:00，连续 3 个，最甚 2026-05-01 09:00–10:00\n         90 mg/m³"));
    CHECK(has(text, "2026-05-01 14:00–15:00\n         51 mg/m³"));
    CHECK_FALSE(has(text, "60 mg/m³"));
}

TEST_CASE("what a block says once must be the same for all of it") {
    auto const first = made::sulphur_dioxide(8, "60", "0.20", base::rational(1, 5), "f-1");
    auto second = made::sulphur_dioxide(9, "60", "0.20", base::rational(1, 5), "f-2");
    second.limit->max = "30";
    CHECK(report::folded({&first, &second}).size() == 2);
    second.limit->max = "50";
    CHECK(report::folded({&first, &second}).size() == 1);
    second.source = "enforcement";
    CHECK(report::folded({&first, &second}).size() == 2);
}

TEST_CASE("automatic and manual values of the same hours fold beside one another") {
    std::vector<findings::finding> all;
    for (int h : {8, 9})
        for (auto const* source : {"auto", "self_manual"}) {
            all.push_back(made::sulphur_dioxide(h, "60", "0.20", base::rational(1, 5), "f"));
            all.back().source = source;
        }
    auto const blocks = report::folded({&all[0], &all[1], &all[2], &all[3]});
    REQUIRE(blocks.size() == 2);
    CHECK(blocks[0].findings.size() == 2);
    CHECK(blocks[1].findings.size() == 2);
}

TEST_CASE("below a lower bound the smallest value is the worst") {
    auto first = made::sulphur_dioxide(8, "1.8", "", {}, "f-1"), second = made::sulphur_dioxide(9, "1.2", "", {}, "f-2");
    for (auto* f : {&first, &second}) {
        f->exceedance.reset();
        f->limit = findings::limit_value{"2", {}, false, false, "mg/L", {}};
    }
    CHECK(report::folded({&first, &second}).front().worst->id == "f-2");
}

TEST_CASE("undetermined judgements are grouped by reason, with what is missing") {
    auto second = made::ammonia();
    second.period = made::day("2026-05-03");
    auto third = made::ammonia();
    third.reason =
        findings::reason{"too_few_valid_values", "有效数据不足：12 个，至少 18 个", "too few valid values: 12, need 18", {}};
    CHECK(text_of(of({made::ammonia(), second, third}))
              .starts_with("某污水处理有限公司 S-2\n"
                           "  DW001\n"
                           "    无法判定 缺少判定所需的同期数据\n"
                           "             缺 temperature（影响结论的范围：temperature > 12 ℃）\n"
                           "             氨氮 日均值 2 个：2026-05-02 至 2026-05-03（GB 18918-2002 表1）\n"
                           "    无法判定 有效数据不足：12 个，至少 18 个\n"
                           "             氨氮 日均值 1 个：2026-05-02（GB 18918-2002 表1）\n"));
}

TEST_CASE("commitments that are not met stand apart and are called no offence") {
    auto f = made::sulphur_dioxide();
    f.verdict = eval::verdict::not_met;
    f.provision->level = "policy";
    auto const text = text_of(of({f}));
    CHECK(has(text, "    未达承诺（政策要求，不构成违法）：\n    未达承诺 二氧化硫 小时均值"));
    CHECK(has(text, "GB 13271-2014 表2，政策要求"));
}

TEST_CASE("a section shows its class, its target and the factor that decides") {
    CHECK(text_of(of({made::river_section()}))
              .starts_with("S0001\n"
                           "  超标 类  2026-02-04\n"
                           "       评为 Ⅳ，目标 Ⅲ，由 总磷 决定\n"));
}

TEST_CASE("the account of rows and judgements ends the text, and findings are called leads") {
    CHECK(text_of(of({made::sulphur_dioxide(), made::ammonia()}))
              .ends_with("拒收 1 行：\n"
                         "  d.csv:7 value：'abc' is no number\n"
                         "读入 10 行 = 用于判定 8 + 按标记剔除 1 + 无规定可用 0 + 拒收 1；重复 0 行\n"
                         "判定 8 次：达标 5，超标 2，未达承诺 0，无法判定 1，豁免 0，不适用 0\n"
                         "结论 发现超标 2 项；无法判定 1 项：缺少判定所需的同期数据 1\n"
                         "本结果为疑似线索，须经核查，不作为处罚决定。\n"));
}

TEST_CASE("nothing found is never said while judgements are undetermined") {
    auto r = of({made::ammonia()});
    r.verdicts = {5, 0, 0, 1, 0, 0};
    CHECK(has(text_of(r), "结论 已判定的没有超标，但不能据此认为达标；无法判定 1 项：缺少判定所需的同期数据 1\n"));
    CHECK(has(text_of(r, language::en), "result no violation in what could be judged, which does not prove compliance; "
                                        "undetermined: 1: a datum that the rule asks for is missing 1\n"));
    r = of({});
    r.verdicts = {5, 0, 0, 0, 0, 0};
    CHECK(has(text_of(r), "结论 没有发现超标\n"));
    r.verdicts = {};
    CHECK(has(text_of(r), "结论 没有任何数据得到判定\n"));
    CHECK(has(text_of(r), "疑似线索，须经核查，不作为处罚决定"));
}

TEST_CASE("what was assumed, left open or only a warning is said") {
    auto r = of({});
    r.assumed = {"flag=N"};
    r.open_windows = 3;
    r.warning_count = 1;
    r.warnings = {made::warning()};
    auto const text = text_of(r);
    CHECK(has(text, "数据没有标记列，按 N（正常）处理，证明力因此降低\n"));
    CHECK(has(text, "3 个统计时段尚未结束，没有判定\n"));
    CHECK(has(text, "预警 1 条（--warnings 列出）\n"));
    auto const listed = report::check_text(r, {}, {{language::zh, false, 0}, false, true});
    CHECK(
        has(listed, "  S-2 DW001 化学需氧量 hourly_mean 2026-05-01 08:00–09:00：63 mg/L，对照 50 mg/L（GB 18918-2002 表1）\n"));
}

TEST_CASE("tickets name what is new, what is unchanged is only counted") {
    CHECK(
        has(text_of(of({}), language::zh,
                    {{"t-1", tickets::action::opened}, {"t-2", tickets::action::unchanged}, {"t-3", tickets::action::updated}}),
            "工单 新开 1（t-1）；更新 1（t-3）；未变 1\n"));
}

TEST_CASE("rejected rows beyond those kept are counted") {
    auto r = of({});
    r.rejected = 12;
    CHECK(has(text_of(r), "拒收 12 行：\n  d.csv:7 value：'abc' is no number\n  另有 11 行\n"));
}

TEST_CASE("the summary alone lists no finding") {
    auto const text = report::check_text(of({made::sulphur_dioxide()}), {}, {{language::zh, false, 0}, true, false});
    CHECK(text.starts_with("读入 10 行"));
}

TEST_CASE("in English the same is said") {
    CHECK(
        text_of(of({made::sulphur_dioxide()}), language::en)
            .starts_with(
                "某供热有限公司 S-1\n"
                "  DA001\n"
                "    violation 二氧化硫 hourly_mean  2026-05-01 08:00–09:00\n"
                "              58.333333 mg/m³, limit 50 mg/m³ (reference oxygen 3.5 %), exceeded by 0.17 times the limit\n"));
}

TEST_CASE("no line is wider than the terminal") {
    auto f = made::sulphur_dioxide();
    f.lacks = {"自动监测数据的最终审核", "自动监测设备的法制和技术审核（行政处罚法第四十一条）", "数据标记", "监测报告编号"};
    auto const text = report::check_text(of({f}), {}, {{language::zh, false, 60}, false, false});
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) CHECK_MESSAGE(base::display_width(line) <= 60, line);
    CHECK(has(text, "\n         自动监测，可佐证；还缺：自动监测数据的最终审核、自\n         动监测设备"));
}

TEST_CASE("periods are named as people name them") {
    auto const name = [](std::string_view from, std::string_view to) {
        return report::period_phrase({made::at(from), made::at(to)}, language::zh);
    };
    CHECK(name("2026-05-01T08:00", "2026-05-01T09:00") == "2026-05-01 08:00–09:00");
    CHECK(name("2026-05-01T23:00", "2026-05-02T00:00") == "2026-05-01 23:00–24:00");
    CHECK(name("2026-05-01T22:00", "2026-05-02T06:00") == "2026-05-01 22:00 至 2026-05-02 06:00");
    CHECK(name("2026-05-01", "2026-05-02") == "2026-05-01");
    CHECK(name("2026-05-01", "2026-05-04") == "2026-05-01 至 2026-05-03");
    CHECK(name("2026-02-01", "2026-03-01") == "2026-02");
    CHECK(name("2025-01-01", "2026-01-01") == "2025");
    CHECK(name("2025-04-01", "2026-04-01") == "2025-04-01 至 2026-03-31");
    CHECK(name("2026-05-01T08:30", "2026-05-01T08:30") == "2026-05-01 08:30");
    CHECK(name("2026-05-01T08:30:15", "2026-05-01T08:30:15") == "2026-05-01 08:30:15");
}

TEST_CASE("limits and values are named as people name them") {
    CHECK(report::limit_phrase({"6", "9", false, false, "", {}}, language::zh) == "6–9");
    CHECK(report::limit_phrase({"5", {}, false, false, "mg/L", {}}, language::zh) == "不低于 5 mg/L");
    CHECK(report::limit_phrase({{}, {}, true, false, "mg/L", {}}, language::zh) == "不得检出");
    CHECK(report::limit_phrase({{}, {}, false, true, "", {}}, language::en) == "prohibited");
    CHECK(report::measured_phrase({"<0.5", {}, "mg/L", "0", "0.5"}, language::zh) == "<0.5 mg/L");
    CHECK(report::measured_phrase({"500", {}, "mg/m³", "500", {}}, language::zh) == "不低于 500 mg/m³");
    CHECK(report::measured_phrase({"2.1", {}, "mg/L", "2.1", "2.3"}, language::zh) == "2.1–2.3 mg/L");
}

#include "editor/closed_words.hpp"
#include "editor/completion.hpp"
#include "editor/known_lines.hpp"
#include "library_at_hand.hpp"
#include "model/from_syntax.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace huanchi;
using at_hand::with_bar;

namespace {

std::set<std::string> offered(std::string_view text) {
    auto const m = with_bar(text);
    std::set<std::string> labels;
    for (auto const& p : editor::complete(m.book, m.file, m.offset, source::language::zh).all) labels.insert(p.label);
    return labels;
}

// Whether all of the words are offered, and none of the others.
void check(std::string_view text, std::vector<std::string> const& there, std::vector<std::string> const& not_there) {
    CAPTURE(text);
    auto const labels = offered(text);
    for (auto const& x : there) CHECK_MESSAGE(labels.contains(x), x);
    for (auto const& x : not_there) CHECK_MESSAGE(!labels.contains(x), x);
}

} // namespace

TEST_CASE("declarations at the start of a line outside of blocks") {
    check("lim|", {"limits", "限值表", "test", "测试", "standard"}, {"where", "氨氮", "of"});
}

TEST_CASE("lines of the block, and labels of rows") {
    check("limits 表1 of T1 {\n  medium water\n  |", {"judge", "判定", "where", "by", "氨氮", "悬浮物（SS）"},
          {"limits", "derive", "二氧化硫"});
    check("record outlet {\n  |", {"field", "字段"}, {"judge", "氨氮"});
    check("grades 表1 of T1 {\n  scope river_section\n  |", {"worst", "溶解氧", "dissolved_oxygen"}, {"judge"});
    check("test \"a\" {\n  given outlet {\n    |", {"级别", "grade"}, {"水温", "expect"});
    check("test \"a\" {\n  given outlet {\n    grade = 一级A\n  }\n  |", {"expect", "given"}, {"grade"});
}

TEST_CASE("fields in a condition, values behind a comparison") {
    check("limits 表1 of T1 {\n  where |", {"级别", "grade", "水温", "known"}, {"氨氮", "日均值", "一级A"});
    check("limits 表1 of T1 {\n  where 级别 = |", {"一级A", "一级B", "二级", "三级"}, {"水温", "and"});
    check("limits 表1 of T1 {\n  where 级别 in (一级A, |", {"一级A", "二级"}, {"水温"});
    check("limits 表1 of T1 {\n  where 级别 = 一级A and |", {"水温", "not"}, {"一级A"});
    check("limits 表1 of T1 {\n  where 级别 = 一级A |", {"and", "且", "or"}, {"一级A"});
    check("limits 表1 of T1 {\n  where 重点地区 = |", {"yes", "是", "no"}, {"水温"});
    check("limits 表1 of T1 {\n  by 级别: 一级A |", {"一级B", "三级"}, {"水温"});
    check("test \"a\" {\n  given outlet {\n    medium = |", {"water", "air"}, {"一级A"});
    check("grades 表1 of T1 {\n  scope river_section\n  where |", {"水体类型", "water_body"}, {"级别"});
}

TEST_CASE("names of the kind that the keyword wants") {
    check("limits 表1 of |", {"T1", "GB18918"}, {"日均值", "氨氮"});
    check("limits 表1 of T1 {\n  judge |", {"日均值", "daily_mean"}, {"氨氮", "T1"});
    check("limits 表1 of T1 {\n  judge 日均值, |", {"小时均值"}, {"氨氮"});
    check("limits 表1 of T1 {\n  correct |", {"oxygen_correction", "基准氧含量折算"}, {"氨氮"});
    check("limits 表1 of T1 {\n  displaces |", {"GB18918.表1", "GB18918"}, {"氨氮"});
    check("exemption 启停 of T1 {\n  exempts |", {"GB18918.表1", "GB18918"}, {"氨氮"});
    check("quality 恒值 of T1 {\n  watch hour of 氨氮\n  |", {"lasting", "report"}, {"judge"});
    check("quality 恒值 of T1 {\n  report |", {"river_section"}, {"氨氮"});
    check("limits 表1 of T1 {\n  violation |", {"exceed_discharge_standard"}, {"氨氮"});
    check("limits 表1 of T1 {\n  scope |", {"river_section"}, {"氨氮"});
    check("limits 表1 of T1 {\n  medium |", {"water", "air"}, {"氨氮"});
    check("standard T2 \"b\" {\n  level |", {"national", "国家"}, {"high"});
    check("standard T2 \"b\" {\n  confidence |", {"high", "高"}, {"national"});
    check("standard T2 \"b\" {\n  effective |", {"from", "自", "before"}, {"of"});
    check("test \"a\" {\n  given daily_mean of |", {"氨氮", "二氧化硫"}, {"T1", "日均值"});
    check("test \"a\" {\n  expect |", {"violation", "超标", "undetermined"}, {"of"});
    check("statistic 日值 x {\n  derive mean of |", {"hourly_mean"}, {"T1"});
    check("statistic 日值 x {\n  derive mean of hourly_mean over |", {"day", "日"}, {"instant"});
    check("statistic 日值 x {\n  derive mean of hourly_mean over day need 20 clause \"1\" of |", {"T1"}, {"hourly_mean"});
}

TEST_CASE("units behind a number are those of the dimension") {
    check("limits 表1 of T1 {\n  medium water\n  value:\n  氨氮 <= 5 |", {"mg/L", "g/L", "when", "clause"},
          {"dB(A)", "℃", "t/h"});
    check("limits 表1 of T1 {\n  medium water\n  value:\n  悬浮物（SS） <= 5 mg/|", {"mg/L"}, {"℃"});
    check("limits 表1 of T1 {\n  where 水温 > 12 |", {"℃"}, {"mg/L"});
}

TEST_CASE("nothing in comments and texts") {
    CHECK(offered("// lim|").empty());
    CHECK(offered("limits 表1 of T1 {\n  clause \"a|").empty());
    CHECK_FALSE(offered("limits 表1 \"a\" |").empty());
}

TEST_CASE("the word being typed is what is replaced, brackets and all in the label of a row") {
    auto const m = with_bar("limits 表1 of T1 {\n  悬浮物（S|\n}\n");
    auto const p = editor::complete(m.book, m.file, m.offset, source::language::zh);
    CHECK(p.where == editor::text_range{{6, 2}, {6, 7}});
    auto const n = with_bar("limits 表1 of T1 {\n  judge 𠮷日|\n}\n");
    CHECK(editor::complete(n.book, n.file, n.offset, source::language::zh).where == editor::text_range{{6, 8}, {6, 11}});
}

TEST_CASE("keywords of the file's own language come first") {
    auto const first = [](std::string_view text) {
        auto const m = with_bar(text);
        for (auto const& p : editor::complete(m.book, m.file, m.offset, source::language::zh).all)
            if (p.preferred) return p.label;
        return std::string();
    };
    CHECK(first("|") == "standard");
    CHECK(
        first("限值表 表1 出自 T1 {\n  判定 日均值\n  适用 级别 = 一级A\n}\n公式 A 出自 T1 {\n  条款 \"1\"\n  注 \"\"\n}\n|") ==
        "标准");
}

TEST_CASE("what the library writes in a block is offered there") {
    auto const b = editor::load_book(at_hand::library(), {});
    auto const has = [](std::vector<syntax::keyword> const& all, syntax::keyword k) {
        return std::find(all.begin(), all.end(), k) != all.end();
    };
    for (auto const& tree : b.trees)
        for (auto const& i : tree.items) {
            CHECK(has(editor::declarations(b), i.segments.front().key));
            for (auto const& e : i.body ? i.body->entries : std::vector<syntax::entry>{})
                if (auto const* line = std::get_if<syntax::item>(&e))
                    CHECK(has(editor::lines_of(b, i.segments.front().key), line->segments.front().key));
        }
}

TEST_CASE("the words of closed sets are words of the language") {
    // In a text that uses each of them, none is unknown (M016).
    std::string text(at_hand::heading);
    int n = 0;
    for (auto const& w : editor::closed_words())
        for (auto const word : {w.en, w.zh}) {
            auto const id = std::to_string(++n);
            using enum syntax::keyword;
            if (w.after == level || w.after == confidence)
                text += "standard X" + id + " \"x\" {\n  " + std::string(syntax::text(w.after, syntax::spelling::en)) + " " +
                        std::string(word) + "\n}\n";
            if (w.after == accept) text += "statistic s" + id + " {\n  accept " + std::string(word) + "\n}\n";
            if (w.after == derive)
                text += "statistic s" + id + " {\n  derive " + std::string(word) + " of hourly_mean over day need 1\n}\n";
            if (w.after == over)
                text += "statistic s" + id + " {\n  derive mean of hourly_mean over " + std::string(word) + " need 1\n}\n";
            if (w.after == rank) text += "standing r" + id + " {\n  rank " + std::string(word) + "\n}\n";
            auto const of_table = [&] { // words that only a discretion table can be expected to say
                std::string_view const words[] = {"proposed", "reference", "suspended", "not_in_force", "lacking"};
                return std::find(std::begin(words), std::end(words), w.en) != std::end(words);
            };
            if (w.after == expect || w.after == case_)
                text +=
                    "test \"" + id + "\" {\n" +
                    (w.after == case_ ? "  discretion \"2.7.1\" of 粤裁量2021 on 2026-05-01 case " + std::string(word) + "\n"
                     : of_table()     ? "  discretion \"2.7.1\" of 粤裁量2021 on 2026-05-01\n"
                                      : "") +
                    "  expect " + std::string(w.after == case_ ? "proposed" : word) + "\n}\n";
            if (w.after == weigh) text += "discretion w" + id + " of T1 {\n  weigh " + std::string(word) + "\n}\n";
            if (w.after == status || w.after == quantity)
                text += "limits q" + id + " of T1 {\n  judge daily_mean\n  " +
                        std::string(syntax::text(w.after, syntax::spelling::en)) + " " + std::string(word) + "\n}\n";
        }
    auto const b = editor::load_book(at_hand::library(), {{"/t.rules", text}});
    for (auto const& d : b.mistakes) {
        CAPTURE(b.files.text(d.where));
        CHECK(d.code != "M016");
        CHECK(d.code.starts_with("M"));
    }
}

#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/rules_document.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

constexpr std::size_t most_uncovered = 20; // named unless all are asked for

bool is_placed(findings::test_outcome const& t, source::source_set const& files) {
    return t.where.file < files.size();
}

std::string place_text(findings::test_outcome const& t, source::source_set const& files) {
    if (!is_placed(t, files)) return "";
    return files[t.where.file].name + ":" + std::to_string(files.place_of(t.where.file, t.where.begin).line);
}

json outcome_json(findings::test_outcome const& t, source::source_set const& files) {
    bool const placed = is_placed(t, files);
    return {{"title", t.title},
            {"file", placed ? json(files[t.where.file].name) : json(nullptr)},
            {"line", placed ? json(files.place_of(t.where.file, t.where.begin).line) : json(nullptr)},
            {"passed", t.passed},
            {"differences", t.differences}};
}

} // namespace

std::string rule_tests_json(findings::test_report const& r, source::source_set const& files) {
    json_document doc;
    doc.member("schema", "huanchi.tests/1");
    doc.member("summary", {{"tests", r.outcomes.size()},
                           {"passed", r.passed},
                           {"failed", r.outcomes.size() - r.passed},
                           {"provisions", r.provisions},
                           {"uncovered", r.uncovered.size()}});
    doc.open_list("tests");
    for (auto const& t : r.outcomes) doc.item(outcome_json(t, files));
    doc.close_list();
    doc.member("uncovered", r.uncovered);
    return std::move(doc).finish();
}

std::string rule_tests_text(findings::test_report const& r, source::source_set const& files, bool all, text_options const& o) {
    auto const say = [&](std::string_view zh, std::string_view en) { return std::string(choose(o.language, zh, en)); };
    std::string out;
    for (auto const& t : r.outcomes) {
        if (t.passed && !all) continue;
        out += laid_out({0, t.passed ? say("通过", "passed") : say("失败", "failed"), t.passed ? ink::green : ink::red,
                         t.title + "  " + place_text(t, files)},
                        o.width, o.colour);
        for (auto const& d : t.differences) out += laid_out({4, "", ink::plain, d}, o.width, o.colour);
    }
    auto const failed = r.outcomes.size() - r.passed;
    out += laid_out({0, say("测试", "tests"), failed ? ink::red : ink::green,
                     std::to_string(r.outcomes.size()) + say(" 个：通过 ", ": passed ") + std::to_string(r.passed) +
                         say("，失败 ", ", failed ") + std::to_string(failed)},
                    o.width, o.colour);
    out += laid_out({0, say("覆盖", "covered"), ink::bold,
                     std::to_string(r.provisions - r.uncovered.size()) + " / " + std::to_string(r.provisions) +
                         say(" 条规定有测试", " provisions have a test")},
                    o.width, o.colour);
    auto const shown = all ? r.uncovered.size() : std::min(most_uncovered, r.uncovered.size());
    if (shown == 0) return out;
    std::vector<std::string> const named(r.uncovered.begin(), r.uncovered.begin() + static_cast<std::ptrdiff_t>(shown));
    auto text = joined(named, say("、", ", "));
    if (shown < r.uncovered.size())
        text += say(" 等 ", " and more, ") + std::to_string(r.uncovered.size()) +
                say(" 条（--verbose 全部列出）", " (--verbose lists all)");
    return out + laid_out({0, say("没有测试", "no test:"), ink::dim, text}, o.width, o.colour);
}

} // namespace huanchi::report

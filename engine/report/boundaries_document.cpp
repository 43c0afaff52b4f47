#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/lint_document.hpp"
#include "report/phrases.hpp"

#include <nlohmann/json.hpp>

#include <map>

namespace huanchi::report {

using analysis::boundary_report;

std::string boundaries_json(boundary_report const& r) {
    json_document doc;
    doc.member("schema", "huanchi.boundaries/1");
    json kinds = json::object();
    for (auto const& [kind, n] : r.by_kind) kinds[std::string(analysis::text(kind))] = n;
    doc.member("summary", {{"limits", r.limits},
                           {"cases", r.cases},
                           {"agreed", r.agreed},
                           {"not_comparable", r.not_comparable},
                           {"disagreed", r.disagreements.size()},
                           {"by_kind", kinds},
                           {"without_cases", r.without.size()}});
    doc.open_list("disagreements");
    for (auto const& d : r.disagreements)
        doc.item({{"provision", d.provision},
                  {"kind", analysis::text(d.kind)},
                  {"title", d.title},
                  {"expected", d.expected},
                  {"found", d.found},
                  {"test", d.test}});
    doc.close_list();
    doc.open_list("without_cases");
    for (auto const& [id, why] : r.without) doc.item({{"id", id}, {"reason", why}});
    doc.close_list();
    return std::move(doc).finish();
}

namespace {

std::string why_without(std::string const& code, language in) {
    struct reason {
        std::string_view code, zh, en;
    };
    static constexpr reason reasons[] = {
        {"of_records", "判的是记录", "of records"},
        {"not_in_force", "状态不是有效", "not in force"},
        {"asks_the_clock", "条件问到时刻", "a condition asks the clock"},
        {"no_case", "没有找到它适用的情形", "no case was found to which it applies"},
        {"needs_records", "折算要用当日的记录", "the correction takes figures over records of the day"},
        {"no_statistic", "统计值不能直接报来，也不是由若干有效值算得",
         "no row delivers its statistic, nor valid values of one"}};
    for (auto const& r : reasons)
        if (r.code == code) return std::string(choose(in, r.zh, r.en));
    return code;
}

} // namespace

std::string boundaries_text(boundary_report const& r, bool all, text_options const& o) {
    auto const say = [&](std::string_view zh, std::string_view en) { return std::string(choose(o.language, zh, en)); };
    std::string out;
    for (auto const& d : r.disagreements) {
        out += laid_out({0, say("不一致", "disagreed"), ink::red, d.title}, o.width, o.colour);
        out += laid_out(
            {4, "", ink::plain, say("条文自身：", "the row itself: ") + d.expected + say("；判定：", "; judged: ") + d.found},
            o.width, o.colour);
        out += d.test;
        out += "\n";
    }
    std::string kinds;
    for (auto const& [kind, n] : r.by_kind)
        kinds += (kinds.empty() ? "" : say("、", ", ")) + std::string(analysis::text(kind)) + " " + std::to_string(n);
    out += laid_out(
        {0, say("边界情形", "boundary cases"), r.disagreements.empty() ? ink::green : ink::red,
         std::to_string(r.cases) + say(" 个（", " (") + kinds + say("）：一致 ", "): agreed ") + std::to_string(r.agreed) +
             say("，由别的限值决定而不能比较 ", ", not comparable since another limit decides ") +
             std::to_string(r.not_comparable) + say("，不一致 ", ", disagreed ") + std::to_string(r.disagreements.size())},
        o.width, o.colour);
    out += laid_out({0, say("限值", "limits"), ink::bold,
                     std::to_string(r.limits) + say(" 条有情形，", " with cases, ") + std::to_string(r.without.size()) +
                         say(" 条没有", " without")},
                    o.width, o.colour);
    std::map<std::string, std::vector<std::string>> by_reason;
    for (auto const& [id, why] : r.without) by_reason[why].push_back(id);
    for (auto const& [why, ids] : by_reason)
        out += laid_out(
            {2, why_without(why, o.language), ink::dim, all ? joined(ids, say("、", ", ")) : std::to_string(ids.size())},
            o.width, o.colour);
    return out;
}

} // namespace huanchi::report

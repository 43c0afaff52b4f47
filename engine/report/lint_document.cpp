#include "report/lint_document.hpp"

#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

#include <map>

namespace huanchi::report {

using analysis::lint_finding;
using analysis::lint_report;
using analysis::lint_witness;

namespace {

json witness_of_lint(std::optional<lint_witness> const& w) {
    if (!w) return nullptr;
    json j{{"outlet", json::parse(w->outlet)},
           {"row", w->row.empty() ? json(nullptr) : json::parse(w->row)},
           {"date", w->on.text()},
           {"verdict", eval::text(w->verdict)},
           {"provision", or_null(w->provision)},
           {"applied", w->applied}};
    if (!w->act.empty()) j["act"] = json::parse(w->act);
    if (!w->record.empty()) j["record"] = json::parse(w->record);
    return j;
}

json lint_item(lint_finding const& f, source::source_set const& files, language in) {
    json j = to_json(f.what, files, in);
    j["provisions"] = f.provisions;
    j["witness"] = witness_of_lint(f.witness);
    return j;
}

std::map<std::string, std::size_t> by_code(lint_report const& r) {
    std::map<std::string, std::size_t> counts;
    for (auto const& f : r.findings) ++counts[f.what.code];
    return counts;
}

std::size_t notes_in(lint_report const& r) {
    std::size_t n = 0;
    for (auto const& f : r.findings) n += f.what.severity == source::severity::note;
    return n;
}

} // namespace

std::string lint_json(lint_report const& r, base::date at, source::source_set const& files, language in) {
    json_document doc;
    doc.member("schema", "huanchi.lint/1");
    doc.member("at", at.text());
    json codes = json::object();
    for (auto const& [code, n] : by_code(r)) codes[code] = n;
    doc.member("summary", {{"tables", r.tables},
                           {"limits", r.limits},
                           {"findings", r.findings.size() - notes_in(r)},
                           {"notes", notes_in(r)},
                           {"by_code", codes},
                           {"not_confirmed", r.not_confirmed},
                           {"too_many_combinations", r.too_many},
                           {"unreviewed", r.unreviewed.size()},
                           {"not_in_force", r.not_in_force.size()}});
    doc.open_list("findings");
    for (auto const& f : r.findings) doc.item(lint_item(f, files, in));
    doc.close_list();
    doc.member("unreviewed", r.unreviewed);
    doc.open_list("not_in_force");
    for (auto const& [id, status] : r.not_in_force) doc.item({{"id", id}, {"status", model::text(status)}});
    doc.close_list();
    return std::move(doc).finish();
}

namespace {

struct lint_printer {
    source::source_set const& files;
    text_options const& o;

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(o.language, zh, en)); }

    std::string line(std::string lead, ink with, std::string text, std::size_t indent = 0) const {
        return laid_out({indent, std::move(lead), with, std::move(text)}, o.width, o.colour);
    }

    std::string witness(lint_witness const& w) const {
        auto const verdict = say("结论 ", "verdict ") + std::string(word(w.verdict, o.language)) +
                             (w.provision.empty() ? "" : say("，由 ", ", by ") + w.provision);
        auto const part = [&](char const* zh, char const* en, std::string const& text) {
            return text.empty() ? "" : line(say(zh, en), ink::dim, text, 4);
        };
        return line(say("例", "case"), ink::cyan, w.on.text() + say("，", ", ") + verdict, 2) +
               (w.record.empty() ? part("排放口", "outlet", w.outlet) : "") + part("数据", "row", w.row) +
               part("行为", "act", w.act) + part("记录", "record", w.record) +
               (w.act.empty() || w.applied.empty() ? "" : part("法律", "laws", joined(w.applied, say("、", ", "))));
    }

    std::string finding(lint_finding const& f) const {
        return source::render(f.what, files, o.language, o.colour) + (f.witness ? witness(*f.witness) : "") + "\n";
    }

    std::string not_judged(lint_report const& r, bool all) const {
        std::string out;
        if (!r.unreviewed.empty())
            out += line(say("未核对", "unreviewed"), ink::dim,
                        all ? joined(r.unreviewed, say("、", ", "))
                            : std::to_string(r.unreviewed.size()) +
                                  say(" 条限值可信度为低，不判定", " limits of low confidence are not judged"));
        std::map<std::string, std::vector<std::string>> by_status;
        for (auto const& [id, status] : r.not_in_force) by_status[std::string(model::text(status))].push_back(id);
        for (auto const& [status, ids] : by_status)
            out += line(std::string(word(topic::status, status, o.language)), ink::dim,
                        all ? joined(ids, say("、", ", ")) : std::to_string(ids.size()) + say(" 条限值", " limits"));
        return out;
    }

    std::string summary(lint_report const& r) const {
        auto const notes = notes_in(r), findings = r.findings.size() - notes;
        std::string counts = std::to_string(findings) + say(" 处，说明 ", ", notes ") + std::to_string(notes) + say(" 处", "");
        for (auto const& [code, n] : by_code(r)) counts += "  " + code + " × " + std::to_string(n);
        auto out = line(say("发现", "findings"), findings ? ink::yellow : ink::green, counts);
        out +=
            line(say("检查", "examined"), ink::bold,
                 std::to_string(r.tables) + say(" 张表，", " tables, ") + std::to_string(r.limits) + say(" 条限值", " limits"));
        if (r.not_confirmed)
            out += line(say("未证实", "not confirmed"), ink::dim,
                        std::to_string(r.not_confirmed) + say(" 处疑点没有得到判定的证实，未列出",
                                                              " suspicions that no judged case confirmed are not shown"));
        if (r.too_many)
            out +=
                line(say("未检查", "not examined"), ink::dim,
                     std::to_string(r.too_many) + say(" 处情形的组合过多", " comparisons with too many combinations of cases"));
        return out;
    }
};

} // namespace

std::string lint_text(lint_report const& r, source::source_set const& files, bool all, text_options const& o) {
    lint_printer const print{files, o};
    std::string out;
    for (auto const& f : r.findings) out += print.finding(f);
    return out + print.summary(r) + print.not_judged(r, all);
}

} // namespace huanchi::report

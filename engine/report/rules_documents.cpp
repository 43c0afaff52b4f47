#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/rules_document.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace huanchi::report {

namespace {

struct document_counts {
    model::document const* document;
    std::size_t provisions = 0, tested = 0, unreviewed = 0, not_judged = 0;
};

std::vector<document_counts> count(model::rulebook const& rules, findings::test_report const& tests) {
    std::set<std::string_view> apart(tests.uncovered.begin(), tests.uncovered.end());
    std::vector<document_counts> all;
    for (auto const& d : rules.documents) all.push_back({&d});
    for (auto const& l : rules.limits) {
        all[l.document].unreviewed += l.confidence == model::confidence::low;
        if (model::is_judged(l.status)) continue;
        ++all[l.document].not_judged;
        apart.insert(l.id);
    }
    auto const ids = model::tested_ids(rules);
    for (auto& c : all)
        for (auto const& id : model::provisions_of(*c.document, ids)) ++c.provisions, c.tested += !apart.contains(id);
    return all;
}

std::string share(document_counts const& c) {
    auto const can = c.provisions - c.not_judged;
    return can == 0 ? "—" : std::to_string(100 * c.tested / can) + " %";
}

// As a cell of Markdown: on one line, its bars escaped.
std::string cell(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '|') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

} // namespace

std::string rules_documents_json(model::rulebook const& rules, findings::test_report const& tests) {
    json_document doc;
    doc.member("schema", "huanchi.documents/1");
    doc.member("digest", rules.digest);
    doc.open_list("documents");
    for (auto const& c : count(rules, tests)) {
        auto const& d = *c.document;
        doc.item({{"id", d.id},
                  {"number", d.number},
                  {"title", d.title},
                  {"level", model::text(d.level)},
                  {"in_force", to_json(d.effective)},
                  {"provisions", c.provisions},
                  {"tested", c.tested},
                  {"not_judged", c.not_judged},
                  {"unreviewed", c.unreviewed},
                  {"origin", or_null(d.origin)},
                  {"not_encoded", d.not_encoded}});
    }
    doc.close_list();
    return std::move(doc).finish();
}

std::string rules_documents_text(model::rulebook const& rules, findings::test_report const& tests, text_options const& o) {
    auto const in = o.language;
    auto const say = [&](std::string_view zh, std::string_view en) { return std::string(choose(in, zh, en)); };
    text_table t;
    t.columns = {{say("文号", "number")},         {say("施行", "in force")},         {say("条", "provisions"), true},
                 {say("有测试", "tested"), true}, {say("未核", "unreviewed"), true}, {say("没有编入", "not encoded")}};
    for (auto const& c : count(rules, tests)) {
        auto const& d = *c.document;
        t.rows.push_back({d.number, span_phrase(d.effective, in), std::to_string(c.provisions), share(c),
                          std::to_string(c.unreviewed), joined(d.not_encoded, choose(in, "；", "; "))});
    }
    return laid_out(t, o.width, o.colour);
}

std::string rules_documents_markdown(model::rulebook const& rules, findings::test_report const& tests) {
    std::string out = "| 文号 | 名称 | 层级 | 施行 | 条款 | 有测试 | 未核 | 不判 | 没有编入 |\n"
                      "| --- | --- | --- | --- | ---: | ---: | ---: | ---: | --- |\n";
    for (auto const& c : count(rules, tests)) {
        auto const& d = *c.document;
        for (auto const& text : {d.number, d.title, std::string(word(topic::level, model::text(d.level), language::zh)),
                                 span_phrase(d.effective, language::zh), std::to_string(c.provisions), share(c),
                                 std::to_string(c.unreviewed), std::to_string(c.not_judged), joined(d.not_encoded, "；")})
            out += "| " + cell(text) + " ";
        out += "|\n";
    }
    return out;
}

} // namespace huanchi::report

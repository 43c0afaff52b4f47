#include "report/explain_document.hpp"
#include "report/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

json citation_json(model::citation const& c) {
    if (c.document.empty() && c.clause.empty()) return nullptr;
    return {{"document", or_null(c.document)}, {"clause", or_null(c.clause)}, {"confidence", model::text(c.confidence)}};
}

json value_json(findings::used_value const& v, std::vector<std::string> const& files) {
    json rows = json::array();
    for (auto const& r : v.rows)
        rows.push_back({{"file", r.file < files.size() ? json(files[r.file]) : json(nullptr)}, {"line", r.line}});
    return {{"period", to_json(v.period)}, {"written", v.written},
            {"value", or_null(v.value)},   {"auxiliary", or_null(v.auxiliary)},
            {"flow", or_null(v.flow)},     {"left_out", or_null(v.left_out)},
            {"rows", std::move(rows)}};
}

json trace_json(findings::trace const& t, std::vector<std::string> const& files) {
    json j{{"delivered", t.delivered}, {"valid", t.valid}, {"need", t.need}};
    j["method"] = t.method.empty() ? json(nullptr) : json{{"name", t.method}, {"says", citation_json(t.method_says)}};
    j["formula"] = t.formula.empty() ? json(nullptr)
                                     : json{{"name", t.formula}, {"clause", t.formula_clause}, {"expression", t.formula_text}};
    j["note"] = or_null(t.note);
    j["values"] = json::array();
    for (auto const& v : t.values) j["values"].push_back(value_json(v, files));
    j["because"] = t.because;
    j["standing"] = citation_json(t.standing_says);
    return j;
}

json verdict_json(std::optional<eval::verdict> const& v) {
    return v ? json(eval::text(*v)) : json();
}

json turn_json(review::turning_value const& t) {
    return {{"end", t.upper ? "upper" : "lower"},
            {"provision", to_json(t.provision)},
            {"bound", t.bound},
            {"unit", t.unit},
            {"rounding", or_null(t.rounding)},
            {"value", t.value},
            {"exact", or_null(t.exact)},
            {"passes_at", t.passes_at},
            {"as_read", or_null(t.as_read)},
            {"as_read_exact", or_null(t.as_read_exact)},
            {"as_read_unit", or_null(t.as_read_unit)},
            {"auxiliary", or_null(t.auxiliary)},
            {"last_passing", or_null(t.last_passing)},
            {"passing_verdict", verdict_json(t.passing_verdict)},
            {"first_failing", or_null(t.first_failing)},
            {"failing_verdict", verdict_json(t.failing_verdict)}};
}

json what_if_json(review::what_if const& w) {
    json j{{"values", json::array()}};
    for (auto const& t : w.values) j["values"].push_back(turn_json(t));
    j["without_data"] = nullptr;
    if (w.without) {
        json periods = json::array();
        for (auto const& p : w.without->periods) periods.push_back(to_json(p));
        j["without_data"] = {{"periods", periods}, {"verdict", verdict_json(w.without->verdict)}};
    }
    j["with_marked_data"] = verdict_json(w.with_marked);
    j["assumed"] = json::array();
    for (auto const& a : w.assumed)
        j["assumed"].push_back({{"attribute", a.field},
                                {"band", a.band},
                                {"verdict", eval::text(a.verdict)},
                                {"provision", a.provision ? to_json(*a.provision) : json()},
                                {"max", a.limit ? or_null(a.limit->max) : json()},
                                {"min", a.limit ? or_null(a.limit->min) : json()}});
    j["not_tried"] = w.not_tried;
    return j;
}

json explained_json(explained const& e, language in) {
    json j{{"sentence", explain_sentence(e.finding, in)}, {"finding", to_json(e.finding, in)}};
    j["basis"] = to_json(e.bases);
    auto const between = transition_of(e.finding, e.decision);
    j["transition"] = between ? to_json(*between) : json(nullptr);
    j["trace"] = e.finding.trace ? trace_json(*e.finding.trace, e.files) : json(nullptr);
    if (e.turns) j["what_if"] = what_if_json(*e.turns);
    return j;
}

} // namespace

std::string explain_json(explained const& e, language in) {
    json_document doc;
    doc.member("schema", "huanchi.explain/1");
    auto const parts = explained_json(e, in);
    for (auto const& [key, value] : parts.items()) doc.member(key, value);
    return std::move(doc).finish();
}

std::string explain_ticket_json(tickets::ticket const& t, language in, std::optional<decision> const& d) {
    json_document doc;
    doc.member("schema", "huanchi.explain/1");
    doc.member("ticket", t.id);
    doc.open_list("findings");
    for (auto const& x : t.findings) {
        auto const f = remembered(t, x);
        doc.item(explained_json({f, t.files, t.bases, d}, in));
    }
    doc.close_list();
    return std::move(doc).finish();
}

} // namespace huanchi::report

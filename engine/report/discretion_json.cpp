#include "report/discretion_parts.hpp"
#include "report/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

json number_or_null(std::optional<base::decimal> const& d) {
    return d ? json(d->text()) : json(nullptr);
}
json number_or_null(std::optional<base::rational> const& r) {
    return r ? json(base::printed(*r).value) : json(nullptr);
}

json laws_json(std::vector<model::law_article> const& laws) {
    json all = json::array();
    for (auto const& l : laws) all.push_back({{"law", l.law}, {"article", l.article}});
    return all;
}

json fines_json(std::vector<model::fine_range> const& fines) {
    json all = json::array();
    for (auto const& f : fines)
        all.push_back({{"min", f.min},
                       {"max", f.max},
                       {"unit", f.unit},
                       {"of", or_null(f.of)},
                       {"at_least", or_null(f.at_least)},
                       {"case", or_null(f.in_case)}});
    return all;
}

json levels_json(model::discretion_item const& f) {
    json all = json::array();
    for (auto const& l : f.levels)
        all.push_back({{"level", l.text},
                       {"percent", number_or_null(l.percent)},
                       {"from", number_or_null(l.from)},
                       {"before", number_or_null(l.before)}});
    return all;
}

json table_json(model::discretion const& t, discretion_document const& whole) {
    auto const& rules = *whole.rules;
    json items = json::array(), cases = json::array();
    for (auto const& f : t.items) items.push_back({{"name", f.name}, {"unit", or_null(f.unit)}, {"levels", levels_json(f)}});
    for (auto const& k : t.cases) cases.push_back({{"name", k.item}, {"case", k.text}, {"amount", k.amount.text()}});
    auto const& d = rules.documents[t.document];
    return {{"id", t.id},
            {"clause", t.clause},
            {"title", t.title},
            {"document", {{"number", d.number}, {"title", d.title}}},
            {"standing", std::string(findings::text(findings::weigh(t, whole.act, {}).standing))},
            {"confidence", std::string(text(t.confidence))},
            {"effective", to_json(t.effective)},
            {"medium", or_null(t.medium)},
            {"where", t.where ? json(model::text(*t.where, rules)) : json(nullptr)},
            {"at_site", region_open(t, whole) ? "unknown" : "yes"},
            {"violation_types", t.violation_types},
            {"laws", laws_json(t.laws)},
            {"fines", fines_json(t.fines)},
            {"weighing", std::string(text(t.weighing))},
            {"items", std::move(items)},
            {"cases", std::move(cases)}};
}

json change_json(model::discretion_change const* x) {
    if (!x) return nullptr;
    return {{"status", std::string(text(x->status))},
            {"effective", to_json(x->effective)},
            {"laws", laws_json(x->laws)},
            {"fines", fines_json(x->fines)}};
}

json elsewhere_json(model::discretion const& t, discretion_document const& whole, language in) {
    return {{"id", t.id}, {"clause", t.clause}, {"title", t.title}, {"reason", elsewhere_phrase(t, whole, in)}};
}

json result_json(discretion_document const& whole, language in) {
    auto const& r = *whole.result;
    json items = json::array(), steps = json::array(), needs = json::array(), caveats = json::array();
    for (auto const& i : r.items)
        items.push_back({{"name", i.item},
                         {"level", or_null(i.level)},
                         {"percent", number_or_null(i.percent)},
                         {"from", std::string(findings::text(i.from))},
                         {"number", or_null(i.said)}});
    for (auto const& s : r.steps) steps.push_back(in == language::zh ? s.zh : s.en);
    for (auto const& n : r.needs) needs.push_back({{"name", n.name}, {"choices", n.choices}});
    for (auto const& c : caveats_of(whole, in)) caveats.push_back({{"code", c.code}, {"text", c.text}});
    json band = nullptr;
    if (r.band)
        band = {{"min", base::printed(r.band->min).value},
                {"middle", base::printed(r.band->middle).value},
                {"max", base::printed(r.band->max).value}};
    return {{"table", r.table->id},
            {"clause", r.table->clause},
            {"standing", std::string(findings::text(r.standing))},
            {"severity", std::string(findings::text(r.how))},
            {"items", std::move(items)},
            {"sum", number_or_null(r.sum)},
            {"steps", std::move(steps)},
            {"amount", number_or_null(r.amount)},
            {"band", std::move(band)},
            {"unit", r.unit},
            {"change", change_json(r.change)},
            {"needs", std::move(needs)},
            {"caveats", std::move(caveats)}};
}

} // namespace

std::string discretion_json(discretion_document const& d, language in) {
    json_document doc;
    doc.member("schema", "huanchi.discretion/1");
    doc.member("notice", discretion_notice(in));
    doc.member("ticket", or_null(d.ticket));
    doc.member("act", d.act.text());
    doc.member("region", or_null(d.region));
    doc.open_list("tables");
    for (auto const* t : d.tables) doc.item(table_json(*t, d));
    doc.close_list();
    doc.open_list("elsewhere");
    for (auto const* t : d.elsewhere) doc.item(elsewhere_json(*t, d, in));
    doc.close_list();
    doc.member("result", d.result ? result_json(d, in) : json(nullptr));
    return std::move(doc).finish();
}

} // namespace huanchi::report

#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/limits_document.hpp"
#include "report/phrases.hpp"
#include "report/rules_document.hpp"
#include "report/rules_records.hpp"
#include "report/words.hpp"

#include "base/utf8.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

// What an id names: a document, or provisions by the beginning of their ids.
struct shown {
    std::optional<std::size_t> document;
    std::vector<model::limit const*> limits;
    std::vector<model::grade_table const*> grades;
    record_provisions on_records;
    bool empty() const { return !document && limits.empty() && grades.empty() && on_records.empty(); }
};

shown find(model::rulebook const& rules, std::string_view id) {
    shown s;
    if (id.empty()) return s;
    for (std::size_t i = 0; i < rules.documents.size(); ++i)
        if (rules.documents[i].id == id || rules.documents[i].number == id) s.document = i;
    for (auto const& l : rules.limits)
        if (s.document ? l.document == *s.document : l.id == id) s.limits.push_back(&l);
    for (auto const& g : rules.grades)
        if (s.document ? g.document == *s.document : g.id == id) s.grades.push_back(&g);
    s.on_records = find_record_provisions(rules, s.document, id);
    if (!s.empty()) return s;
    for (auto const& l : rules.limits)
        if (l.id.starts_with(id)) s.limits.push_back(&l);
    for (auto const& g : rules.grades)
        if (g.id.starts_with(id)) s.grades.push_back(&g);
    return s;
}

findings::limit_value bounds_of(model::rulebook const& rules, model::limit const& l) {
    findings::limit_value v;
    if (l.min) v.min = l.min->written.text();
    if (l.max) v.max = l.max->written.text();
    v.not_detected = l.not_detected;
    v.prohibited = l.prohibited;
    v.unit = rules.units[l.unit].symbol;
    if (l.formula && rules.formulas[*l.formula].has_reference()) {
        auto const& f = rules.formulas[*l.formula];
        v.reference[f.reference_json] = with_unit(l.reference.text(), rules.units[f.reference_unit].symbol);
    }
    return v;
}

std::string bound_of(model::rulebook const& rules, model::limit const& l, language in) {
    return bound_text(bounds_of(rules, l), l.min && l.min->strict, l.max && l.max->strict, in);
}

std::vector<std::string> statistics_of(model::rulebook const& rules, model::limit const& l, bool names) {
    std::vector<std::string> all;
    for (auto const s : l.statistics) all.push_back(names ? rules.statistics[s].name : rules.statistics[s].json);
    return all;
}

std::vector<std::string> conditions_of(model::rulebook const& rules, std::vector<model::expression_ptr> const& conditions) {
    std::vector<std::string> all;
    for (auto const& c : conditions)
        if (c) all.push_back(model::text(*c, rules));
    return all;
}

json correction_json(model::rulebook const& rules, model::limit const& l) {
    if (!l.formula) return nullptr;
    auto const& f = rules.formulas[*l.formula];
    return {{"formula", f.json},
            {"clause", rules.documents[f.document].number + " " + f.clause},
            {"expression", f.text},
            {"reference", reference_json(bounds_of(rules, l).reference)}};
}

json limit_json(model::rulebook const& rules, model::limit const& l) {
    auto const& d = rules.documents[l.document];
    auto const v = bounds_of(rules, l);
    return {{"id", l.id},
            {"table", rules.tables[l.table].id},
            {"standard", d.number},
            {"clause", l.clause},
            {"level", model::text(l.level)},
            {"confidence", model::text(l.confidence)},
            {"status", model::text(l.status)},
            {"factor", rules.factors[l.factor].code},
            {"factor_name", l.printed_name},
            {"quantity", model::text(l.quantity)},
            {"statistics", statistics_of(rules, l, false)},
            {"min", or_null(v.min)},
            {"max", or_null(v.max)},
            {"min_strict", l.min && l.min->strict},
            {"max_strict", l.max && l.max->strict},
            {"not_detected", l.not_detected},
            {"prohibited", l.prohibited},
            {"unit", v.unit},
            {"correction", correction_json(rules, l)},
            {"conditions", conditions_of(rules, l.conditions)},
            {"in_force", to_json(l.effective)},
            {"violation_types", l.violation_types},
            {"note", or_null(l.note)}};
}

std::string grade_bound(model::grade_row const& row, std::size_t i) {
    if (row.min[i] && row.max[i]) return row.min[i]->written.text() + "–" + row.max[i]->written.text();
    if (row.max[i]) return (row.max[i]->strict ? "< " : "≤ ") + row.max[i]->written.text();
    if (row.min[i]) return (row.min[i]->strict ? "> " : "≥ ") + row.min[i]->written.text();
    return "-";
}

json grade_json(model::rulebook const& rules, model::grade_table const& g) {
    json rows = json::array();
    for (auto const& r : g.rows) {
        json bounds = json::array();
        for (std::size_t i = 0; i < g.classes.size(); ++i)
            bounds.push_back({{"min", r.min[i] ? json(r.min[i]->written.text()) : json(nullptr)},
                              {"max", r.max[i] ? json(r.max[i]->written.text()) : json(nullptr)}});
        rows.push_back({{"name", r.printed_name},
                        {"field", rules.at(r.field).json},
                        {"unit", rules.units[r.unit].symbol},
                        {"when", r.when ? json(model::text(*r.when, rules)) : json(nullptr)},
                        {"bounds", std::move(bounds)}});
    }
    return {{"id", g.id},
            {"title", g.title},
            {"standard", rules.documents[g.document].number},
            {"clause", g.clause},
            {"confidence", model::text(g.confidence)},
            {"record", rules.records[g.scope].name},
            {"classes", g.classes},
            {"otherwise", or_null(g.otherwise)},
            {"worst", g.worst},
            {"in_force", to_json(g.effective)},
            {"rows", std::move(rows)}};
}

struct rules_writer : sheet {
    model::rulebook const& rules;

    std::string of(topic what, std::string_view identifier) const { return std::string(word(what, identifier, o.language)); }

    void document(model::document const& d) {
        title(d.number, d.title);
        line(say("编号", "id"), d.id);
        line(say("层级", "level"), of(topic::level, model::text(d.level)));
        line(say("施行", "in force"), span_phrase(d.effective, o.language));
        line(say("把握", "confidence"), of(topic::confidence, model::text(d.confidence)));
        line(say("来源", "origin"), d.origin);
        line(say("说明", "note"), d.note);
        for (auto const& what : d.not_encoded) line(say("没有编入", "not encoded"), what);
    }

    void limit(model::limit const& l) {
        auto const& d = rules.documents[l.document];
        auto const unit = rules.units[l.unit].symbol;
        title(l.id, "");
        line(say("规定", "provision"), d.number + " " + l.clause + "  " + d.title);
        line(say("层级", "level"), of(topic::level, model::text(l.level)) + say("，", ", ") +
                                       of(topic::confidence, model::text(l.confidence)) + say("，", ", ") +
                                       of(topic::status, model::text(l.status)));
        line(say("因子", "factor"),
             l.printed_name + "  " + rules.factors[l.factor].code + "  " + of(topic::quantity, model::text(l.quantity)));
        line(say("限值", "limit"), with_unit(bound_of(rules, l, o.language), unit));
        line(say("统计值", "statistic"), joined(statistics_of(rules, l, o.language == language::zh), say("、", ", ")));
        if (l.formula) {
            auto const& f = rules.formulas[*l.formula];
            line(say("折算", "correction"), f.name + "  " + rules.documents[f.document].number + " " + f.clause);
            line("", f.text);
            if (f.has_reference())
                line(say("基准", "reference"),
                     f.reference_name + " " + with_unit(l.reference.text(), rules.units[f.reference_unit].symbol) +
                         (l.reference_clause.empty() ? "" : say("（", " (") + l.reference_clause + say("）", ")")));
        }
        bool first = true;
        for (auto const& c : conditions_of(rules, l.conditions)) {
            line(first ? say("适用于", "applies to") : "", c);
            first = false;
        }
        line(say("施行", "in force"), span_phrase(l.effective, o.language));
        line(say("违法类型", "violation"), joined(l.violation_types, say("、", ", ")));
        line(say("说明", "note"), l.note);
    }

    // Conditions are left to the single provision: the id names what tells rows apart.
    void limits(std::vector<model::limit const*> const& all) {
        text_table t;
        t.columns = {{"id"},
                     {say("限值", "limit"), true},
                     {say("单位", "unit")},
                     {say("统计值", "statistic")},
                     {say("施行", "in force")}};
        for (auto const* l : all)
            t.rows.push_back({l->id, bound_of(rules, *l, o.language), rules.units[l->unit].symbol,
                              joined(statistics_of(rules, *l, o.language == language::zh), say("、", ", ")),
                              span_phrase(l->effective, o.language)});
        out += laid_out(t, o.width, o.colour);
    }

    void grades(model::grade_table const& g) {
        auto const& d = rules.documents[g.document];
        title(g.id, g.title);
        line(say("规定", "provision"), d.number + " " + g.clause);
        line(say("施行", "in force"), span_phrase(g.effective, o.language));
        line(say("对象", "record"), rules.records[g.scope].name);
        if (g.worst) line(say("判定", "judged"), say("最差的因子决定", "the worst factor decides"));
        text_table t;
        t.columns = {{say("因子", "factor")}, {say("单位", "unit")}};
        for (auto const& c : g.classes) t.columns.push_back({c, true});
        t.columns.push_back({say("条件", "when")});
        for (auto const& r : g.rows) {
            std::vector<std::string> cells{r.printed_name, rules.units[r.unit].symbol};
            for (std::size_t i = 0; i < g.classes.size(); ++i) cells.push_back(grade_bound(r, i));
            cells.push_back(r.when ? model::text(*r.when, rules) : "");
            t.rows.push_back(std::move(cells));
        }
        out += laid_out(t, o.width, o.colour);
    }

    std::string write(shown const& s) {
        if (s.document) document(rules.documents[*s.document]);
        if (!s.document && s.limits.size() == 1)
            limit(*s.limits.front());
        else if (!s.limits.empty())
            limits(s.limits);
        for (auto const* g : s.grades) {
            if (!out.empty()) out += "\n";
            grades(*g);
        }
        if (!s.on_records.empty()) out += (out.empty() ? "" : "\n") + record_provisions_text(rules, s.on_records, o);
        return std::move(out);
    }
};

} // namespace

std::string rules_show_json(model::rulebook const& rules, std::string_view id) {
    auto const s = find(rules, id);
    if (s.empty()) return {};
    json_document doc;
    doc.member("schema", "huanchi.provisions/1");
    if (s.document) {
        auto const& d = rules.documents[*s.document];
        doc.member("document", {{"id", d.id},
                                {"number", d.number},
                                {"title", d.title},
                                {"level", model::text(d.level)},
                                {"in_force", to_json(d.effective)},
                                {"confidence", model::text(d.confidence)},
                                {"origin", or_null(d.origin)},
                                {"note", or_null(d.note)}});
    }
    doc.open_list("provisions");
    for (auto const* l : s.limits) doc.item(limit_json(rules, *l));
    doc.close_list();
    doc.open_list("grades");
    for (auto const* g : s.grades) doc.item(grade_json(rules, *g));
    doc.close_list();
    doc.open_list("indices");
    for (auto const* t : s.on_records.indices) doc.item(index_json(rules, *t));
    doc.close_list();
    doc.open_list("catalogues");
    for (auto const* t : s.on_records.catalogues) doc.item(catalogue_json(rules, *t));
    doc.close_list();
    doc.open_list("exemptions");
    for (auto const* x : s.on_records.exemptions) doc.item(exemption_json(rules, *x));
    doc.close_list();
    doc.open_list("quality");
    for (auto const* q : s.on_records.quality) doc.item(quality_json(rules, *q));
    doc.close_list();
    doc.open_list("markings");
    for (auto const* m : s.on_records.markings) doc.item(marking_json(rules, *m));
    doc.close_list();
    doc.open_list("requirements");
    for (auto const* t : s.on_records.requirements) doc.item(requirements_json(rules, *t));
    doc.close_list();
    return std::move(doc).finish();
}

std::string rules_show_text(model::rulebook const& rules, std::string_view id, text_options const& options) {
    auto const s = find(rules, id);
    return s.empty() ? std::string() : rules_writer{{options}, rules}.write(s);
}

} // namespace huanchi::report

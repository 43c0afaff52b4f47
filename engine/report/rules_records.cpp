#include "report/rules_records.hpp"

#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace huanchi::report {

namespace {

json condition_json(model::rulebook const& rules, model::expression_ptr const& e) {
    return e ? json(model::text(*e, rules)) : json(nullptr);
}

// A table is meant by the beginning of its id, or of the id of one of its lines.
bool means(std::string_view id, std::string const& table, std::vector<std::string> const& titles) {
    if (id.empty()) return false;
    return table.starts_with(id) || std::any_of(titles.begin(), titles.end(), [&](auto const& t) {
               return id.size() > table.size() && (table + "." + t).starts_with(id);
           });
}

std::vector<std::string> exempted_names(model::rulebook const& rules, model::exemption const& x) {
    std::vector<std::string> names;
    for (auto const t : x.tables) names.push_back(rules.tables[t].id);
    for (auto const d : x.documents) names.push_back(rules.documents[d].number);
    return names;
}

struct record_writer : sheet {
    model::rulebook const& rules;

    std::string trust(model::confidence c) const { return std::string(word(topic::confidence, model::text(c), o.language)); }

    void head(std::string const& id, std::string const& title, std::uint16_t document, std::string const& clause,
              std::uint16_t scope, model::expression_ptr const& where) {
        if (!out.empty()) out += "\n";
        this->title(id, title);
        line(say("规定", "provision"), rules.documents[document].number + (clause.empty() ? "" : " " + clause));
        line(say("对象", "record"), rules.records[scope].name);
        if (where) line(say("适用于", "applies to"), model::text(*where, rules));
    }

    void index(model::index_table const& t) {
        head(t.id, t.title, t.document, t.clause, t.scope, t.where);
        line(say("施行", "in force"), span_phrase(t.effective, o.language));
        text_table table;
        table.columns = {{say("因子", "factor")}, {say("单位", "unit")}};
        for (auto const& b : t.breakpoints) table.columns.push_back({b.text(), true});
        for (auto const& r : t.rows) {
            std::vector<std::string> cells{r.printed_name, rules.units[r.unit].symbol};
            for (std::size_t i = 0; i < t.breakpoints.size(); ++i) cells.push_back(i < r.at.size() ? r.at[i].text() : "-");
            table.rows.push_back(std::move(cells));
        }
        out += laid_out(table, o.width, o.colour);
    }

    void catalogue(model::catalogue const& t) {
        head(t.id, t.title, t.document, t.clause, t.field.record, t.where);
        line(say("施行", "in force"), span_phrase(t.effective, o.language));
        line(say("决定", "decides"), rules.at(t.field).name + " " + rules.at(t.field).json);
        for (auto const d : t.displaced) line(say("取代", "displaces"), rules.catalogues[d].id);
        for (auto const& e : t.entries)
            line(e.excepted ? say("除外", "except") : say("列入", "lists"),
                 e.title + say("：", ": ") + model::text(*e.condition, rules) +
                     (e.confidence == model::confidence::high ? "" : say("（", " (") + trust(e.confidence) + say("）", ")")));
    }

    void exemption(model::exemption const& x) {
        head(x.id, x.title, x.document, x.clause, model::measurement_record, x.where);
        line(say("施行", "in force"), span_phrase(x.effective, o.language));
        line(say("免于", "exempts"), joined(exempted_names(rules, x), say("、", ", ")));
        if (x.guard) line(say("只要", "while"), model::text(*x.guard, rules));
        if (x.quota)
            line(say("额度", "allowance"), x.quota->text + say("／", " over ") + std::string(model::text(x.quota->window)));
        line(say("可信度", "confidence"), trust(x.confidence));
    }

    void requirements(model::requirement_table const& t) {
        head(t.id, t.title, t.document, "", t.scope, t.where);
        for (auto const& l : t.lines) {
            line(say("须", "require"), l.title);
            line("", model::text(*l.condition, rules) +
                         (l.when ? say("，当 ", " when ") + model::text(*l.when, rules) : std::string()));
            line("", l.clause + say("，", ", ") + span_phrase(l.effective, o.language) + say("，", ", ") + trust(l.confidence));
            line("", l.note);
        }
    }
};

} // namespace

std::string sheet::say(std::string_view zh, std::string_view en) const {
    return std::string(choose(o.language, zh, en));
}
void sheet::title(std::string const& id, std::string const& text) {
    out += laid_out({0, id, ink::bold, text}, o.width, o.colour);
}
void sheet::line(std::string const& label, std::string text) {
    if (!text.empty()) out += laid_out({2, padded(label, 12), ink::bold, std::move(text)}, o.width, o.colour);
}

record_provisions find_record_provisions(model::rulebook const& rules, std::optional<std::size_t> document,
                                         std::string_view id) {
    record_provisions found;
    auto const take = [&](auto const& t, std::vector<std::string> const& titles, auto& into) {
        if (document ? t.document == *document : means(id, t.id, titles)) into.push_back(&t);
    };
    for (auto const& t : rules.indices) take(t, {}, found.indices);
    for (auto const& t : rules.catalogues) {
        std::vector<std::string> titles;
        for (auto const& e : t.entries) titles.push_back(e.title);
        take(t, titles, found.catalogues);
    }
    for (auto const& x : rules.exemptions) take(x, {}, found.exemptions);
    for (auto const& q : rules.quality) take(q, {}, found.quality);
    for (auto const& m : rules.markings) take(m, {}, found.markings);
    for (auto const& t : rules.requirements) {
        std::vector<std::string> titles;
        for (auto const& l : t.lines) titles.push_back(l.title);
        take(t, titles, found.requirements);
    }
    return found;
}

json index_json(model::rulebook const& rules, model::index_table const& t) {
    json rows = json::array(), bands = json::array(), columns = json::array();
    for (auto const& r : t.rows) {
        json at = json::array();
        for (auto const& x : r.at) at.push_back(x.text());
        rows.push_back({{"name", r.printed_name},
                        {"field", rules.at(r.field).json},
                        {"unit", rules.units[r.unit].symbol},
                        {"when", condition_json(rules, r.when)},
                        {"held", r.held},
                        {"rounded", r.rounded ? json(r.rounded->text()) : json(nullptr)},
                        {"at", std::move(at)}});
    }
    for (auto const& b : t.bands) bands.push_back({{"name", b.name}, {"up_to", b.up_to.text()}});
    for (auto const& b : t.breakpoints) columns.push_back(b.text());
    return {{"id", t.id},
            {"title", t.title},
            {"standard", rules.documents[t.document].number},
            {"clause", t.clause},
            {"confidence", model::text(t.confidence)},
            {"record", rules.records[t.scope].name},
            {"where", condition_json(rules, t.where)},
            {"in_force", to_json(t.effective)},
            {"breakpoints", std::move(columns)},
            {"round_up", t.round_up},
            {"bands", std::move(bands)},
            {"rows", std::move(rows)}};
}

json catalogue_json(model::rulebook const& rules, model::catalogue const& t) {
    json entries = json::array(), displaced = json::array();
    for (auto const& e : t.entries)
        entries.push_back({{"id", t.id + "." + e.title},
                           {"title", e.title},
                           {"excepted", e.excepted},
                           {"condition", condition_json(rules, e.condition)},
                           {"clause", e.clause},
                           {"confidence", model::text(e.confidence)},
                           {"note", or_null(e.note)}});
    for (auto const d : t.displaced) displaced.push_back(rules.catalogues[d].id);
    return {{"id", t.id},
            {"title", t.title},
            {"standard", rules.documents[t.document].number},
            {"clause", t.clause},
            {"record", rules.records[t.field.record].name},
            {"field", rules.at(t.field).json},
            {"where", condition_json(rules, t.where)},
            {"in_force", to_json(t.effective)},
            {"displaces", std::move(displaced)},
            {"entries", std::move(entries)}};
}

json requirements_json(model::rulebook const& rules, model::requirement_table const& t) {
    json lines = json::array();
    for (auto const& l : t.lines)
        lines.push_back({{"id", t.id + "." + l.title},
                         {"title", l.title},
                         {"require", condition_json(rules, l.condition)},
                         {"when", condition_json(rules, l.when)},
                         {"clause", l.clause},
                         {"in_force", to_json(l.effective)},
                         {"confidence", model::text(l.confidence)},
                         {"violation_types", l.violation_types},
                         {"note", or_null(l.note)}});
    return {{"id", t.id},
            {"title", t.title},
            {"standard", rules.documents[t.document].number},
            {"record", rules.records[t.scope].name},
            {"where", condition_json(rules, t.where)},
            {"lines", std::move(lines)}};
}

json exemption_json(model::rulebook const& rules, model::exemption const& x) {
    json allowance = nullptr;
    if (x.quota) allowance = {{"time", x.quota->text}, {"over", model::text(x.quota->window)}};
    return {{"id", x.id},
            {"title", x.title},
            {"standard", rules.documents[x.document].number},
            {"clause", x.clause},
            {"confidence", model::text(x.confidence)},
            {"exempts", exempted_names(rules, x)},
            {"where", condition_json(rules, x.where)},
            {"while", condition_json(rules, x.guard)},
            {"allowance", std::move(allowance)},
            {"in_force", to_json(x.effective)}};
}

std::string record_provisions_text(model::rulebook const& rules, record_provisions const& all, text_options const& o) {
    record_writer w{{o}, rules};
    for (auto const* t : all.indices) w.index(*t);
    for (auto const* t : all.catalogues) w.catalogue(*t);
    for (auto const* t : all.requirements) w.requirements(*t);
    for (auto const* x : all.exemptions) w.exemption(*x);
    return std::move(w.out) + quality_text(rules, all, o);
}

} // namespace huanchi::report

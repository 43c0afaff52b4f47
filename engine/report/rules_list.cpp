#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/rules_document.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

json document_json(model::document const& d, std::vector<std::string> const& provisions) {
    return {{"id", d.id},
            {"number", d.number},
            {"title", d.title},
            {"level", model::text(d.level)},
            {"in_force", to_json(d.effective)},
            {"confidence", model::text(d.confidence)},
            {"origin", or_null(d.origin)},
            {"note", or_null(d.note)},
            {"not_encoded", d.not_encoded},
            {"provisions", provisions_of(d, provisions)}};
}

std::string_view type_text(model::field_type t) {
    constexpr std::string_view names[] = {"text", "date", "yes_no", "number", "choice", "quantity", "code"};
    return names[static_cast<std::size_t>(t)];
}

json record_json(model::rulebook const& rules, model::record const& r) {
    json fields = json::array();
    for (auto const& f : r.fields) {
        json j{{"name", f.name}, {"json", f.json}, {"type", type_text(f.type)}};
        j["choices"] = f.choices;
        j["unit"] = or_null(rules.units[f.unit].symbol);
        j["spellings"] = f.spellings;
        fields.push_back(std::move(j));
    }
    return {{"record", r.name}, {"fields", std::move(fields)}};
}

std::string field_values(model::rulebook const& rules, model::field const& f, language in) {
    if (!f.choices.empty()) return joined(f.choices, choose(in, "、", ", "));
    switch (f.type) {
    case model::field_type::date: return std::string(choose(in, "日期，如 2026-05-01", "a date: 2026-05-01"));
    case model::field_type::yes_no: return std::string(choose(in, "是或否", "yes or no"));
    case model::field_type::quantity:
        return std::string(choose(in, "带单位的数，如 20 ", "a number with unit: 20 ")) + rules.units[f.unit].symbol;
    case model::field_type::number: return std::string(choose(in, "数", "a number"));
    case model::field_type::code: return std::string(choose(in, "代码", "a code"));
    default: return std::string(choose(in, "文字", "text"));
    }
}

std::vector<std::string> other_spellings(model::field const& f) {
    std::vector<std::string> others;
    for (auto const& s : f.spellings)
        if (s != f.name && s != f.json) others.push_back(s);
    return others;
}

std::string attributes_text(model::rulebook const& rules, text_options const& o) {
    auto const in = o.language;
    std::string out;
    for (auto const& r : rules.records) {
        out += (out.empty() ? "" : "\n") + laid_out({0, r.name, ink::bold, ""}, o.width, o.colour);
        text_table t;
        t.columns = {{std::string(choose(in, "名称", "name"))},
                     {std::string(choose(in, "数据文件里", "in data files"))},
                     {std::string(choose(in, "也叫", "also"))},
                     {std::string(choose(in, "取值", "values"))}};
        for (auto const& f : r.fields)
            t.rows.push_back({f.name, f.json, joined(other_spellings(f), choose(in, "、", ", ")), field_values(rules, f, in)});
        out += laid_out(t, o.width, o.colour);
    }
    return out;
}

} // namespace

std::string rules_list_json(model::rulebook const& rules) {
    json_document doc;
    doc.member("schema", "huanchi.rules/1");
    doc.member("digest", rules.digest);
    doc.open_list("documents");
    auto const all = model::provision_ids(rules);
    for (auto const& d : rules.documents) doc.item(document_json(d, all));
    doc.close_list();
    doc.open_list("records");
    for (auto const& r : rules.records) doc.item(record_json(rules, r));
    doc.close_list();
    return std::move(doc).finish();
}

std::string rules_list_text(model::rulebook const& rules, bool attributes, text_options const& o) {
    if (attributes) return attributes_text(rules, o);
    auto const in = o.language;
    auto const say = [&](std::string_view zh, std::string_view en) { return std::string(choose(in, zh, en)); };
    text_table t;
    t.columns = {{say("编号", "id")},       {say("文号", "number")}, {say("层级", "level")}, {say("条", "provisions"), true},
                 {say("施行", "in force")}, {say("名称", "title")}};
    std::size_t provisions = 0;
    auto const all = model::provision_ids(rules);
    for (auto const& d : rules.documents) {
        auto const n = provisions_of(d, all).size();
        provisions += n;
        t.rows.push_back({d.id, d.number, std::string(word(topic::level, model::text(d.level), in)), std::to_string(n),
                          span_phrase(d.effective, in), d.title});
    }
    return laid_out(t, o.width, o.colour) + std::to_string(rules.documents.size()) + say(" 个文件，", " documents, ") +
           std::to_string(provisions) + say(" 条规定，", " provisions, ") + rules.digest + "\n";
}

} // namespace huanchi::report

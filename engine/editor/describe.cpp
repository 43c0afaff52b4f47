// The things of the rulebook in Markdown: a heading, then a list of what is known.
#include "editor/closed_words.hpp"
#include "editor/hover.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace huanchi::editor {

using source::language;
using syntax::keyword;

namespace {

// Names of ours inside Markdown: brackets, stars and underscores of chemistry are no markup.
std::string plain(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (std::string_view("\\`*_[]<>#|").find(c) != std::string_view::npos) out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string code(std::string_view text) {
    return text.find('`') == std::string_view::npos ? fmt::format("`{}`", text) : fmt::format("`` {} ``", text);
}

struct writer {
    model::rulebook const& rules;
    language in;
    std::string out = {};

    std::string_view say(std::string_view zh, std::string_view en) const { return in == language::zh ? zh : en; }

    void title(std::string_view name, std::string_view other = {}, std::string_view text = {}) {
        out += fmt::format("**{}**", plain(name));
        if (!other.empty() && other != name) out += " " + code(other);
        if (!text.empty()) out += " " + plain(text);
        out += "\n\n";
    }
    void fact(std::string_view zh, std::string_view en, std::string_view text) {
        if (text.empty()) return;
        out += fmt::format("- {}{}{}\n", say(zh, en), say("：", ": "), text);
    }
    void list(std::string_view zh, std::string_view en, std::vector<std::string> const& all) {
        std::string text;
        for (auto const& x : all) text += (text.empty() ? "" : std::string(say("、", ", "))) + plain(x);
        fact(zh, en, text);
    }
    void condition(std::string_view zh, std::string_view en, model::expression_ptr const& e) {
        if (e) fact(zh, en, code(model::text(*e, rules)));
    }

    std::string span(base::span_of_dates const& s) const {
        std::string text;
        if (s.from) text = in == language::zh ? s.from->text() + " 起" : "from " + s.from->text();
        if (s.before)
            text += (text.empty() ? "" : " ") + (in == language::zh ? s.before->text() + " 前" : "before " + s.before->text());
        return text;
    }
    std::string citation(model::citation const& c) const {
        auto text = c.document + (c.document.empty() || c.clause.empty() ? "" : " ") + c.clause;
        if (c.confidence != model::confidence::high)
            text +=
                fmt::format("{}{}", say("，可信度", ", confidence "), word(keyword::confidence, model::text(c.confidence), in));
        return text.empty() ? text : fmt::format("{}{}{}", say("（", " ("), plain(text), say("）", ")"));
    }
    void confidence(model::confidence c) { fact("可信度", "confidence", word(keyword::confidence, model::text(c), in)); }
    std::string unit(base::unit_id id) const { return rules.units[id].symbol; }
    std::string names_of(std::vector<std::uint16_t> const& statistics) const {
        std::string text;
        for (auto const s : statistics)
            text += (text.empty() ? "" : std::string(say("、", ", "))) + plain(rules.statistics[s].name) + " " +
                    code(rules.statistics[s].json);
        return text;
    }

    void write(model::document const& d) {
        title(d.number, d.id, d.title);
        fact("层级", "level", word(keyword::level, model::text(d.level), in));
        fact("施行", "in force", span(d.effective));
        confidence(d.confidence);
        fact("来源", "origin", plain(d.origin));
        fact("注", "note", plain(d.note));
    }

    void write(model::factor const& f) {
        title(f.name, f.code);
        fact("介质", "medium", plain(f.medium));
        fact("缺省单位", "default unit", unit(f.unit));
        fact("排放量单位", "unit of mass", unit(f.mass_unit));
        fact("旧代码", "old code", f.old_code);
        list("又称", "also", f.aliases);
    }

    void write(model::record const& r) {
        title(r.name, {}, say("记录", "record"));
        std::vector<std::string> names;
        for (auto const& f : r.fields) names.push_back(f.name);
        list("字段", "fields", names);
    }

    std::string type_of(model::field const& f) const {
        switch (f.type) {
        case model::field_type::text: return std::string(say("文本", "text"));
        case model::field_type::date: return std::string(say("日期", "date"));
        case model::field_type::yes_no: return std::string(say("是非", "yes or no"));
        case model::field_type::number: return std::string(say("数", "number"));
        case model::field_type::choice: return std::string(say("取值", "one of"));
        case model::field_type::quantity: return std::string(say("数量", "quantity"));
        case model::field_type::code: return std::string(say("树形代码", "tree code"));
        }
        return {};
    }
    std::string text_of(model::value const& v) const {
        if (auto const* yes = std::get_if<bool>(&v)) return std::string(*yes ? say("是", "yes") : say("否", "no"));
        if (auto const* n = std::get_if<base::rational>(&v)) return n->finite_text().value_or(n->exact_text());
        if (auto const* t = std::get_if<std::string>(&v)) return *t;
        if (auto const* d = std::get_if<base::date>(&v)) return d->text();
        return {};
    }
    void write(model::field const& f, std::uint16_t record) {
        title(f.name, f.json);
        fact("记录", "record", plain(rules.records[record].name));
        fact("类型", "type", type_of(f));
        list("可取", "values", f.choices);
        fact("单位", "unit", unit(f.unit));
        if (f.factor) fact("因子", "factor", summary_of(rules, {thing::factor, 0, *f.factor, {}}, in));
        list(
            "又称", "also",
            std::vector<std::string>(f.spellings.begin() + std::min<std::ptrdiff_t>(2, f.spellings.end() - f.spellings.begin()),
                                     f.spellings.end()));
        for (auto const& d : f.derivations)
            fact("没有给出时", "where it is not given",
                 fmt::format("{}{}{}", plain(text_of(d.value)), say("，当 ", " when "),
                             d.when ? code(model::text(*d.when, rules)) : ""));
    }

    void write(model::statistic const& s) {
        title(s.name, s.json);
        for (auto const& a : s.accepts) {
            std::string text(word(keyword::accept, model::text(a.interval), in));
            if (a.where) text += " " + code(model::text(*a.where, rules));
            fact("采用", "accepts", text + citation(a.says));
        }
        for (auto const& d : s.derivations) fact("推算", "derived", derivation(d));
    }
    std::string derivation(model::derivation_of_statistic const& d) const {
        auto const& from = rules.statistics[d.from];
        auto const method = plain(word(keyword::derive, model::text(d.method), in));
        std::string window(word(keyword::over, model::text(d.window), in));
        if (d.rolling) window = fmt::format(" {} {}", d.rolling, window);
        auto text = in == language::zh
                        ? fmt::format("由{}，每{}{}", plain(from.name), window, method)
                        : fmt::format("{} of {} over{}{}", method, plain(from.json), d.rolling ? "" : " ", window);
        if (d.need) text += fmt::format("{}{}{}", say("，至少 ", ", need "), d.need, d.need_is_percent ? " %" : "");
        if (d.need_in_february) text += fmt::format("{}{}", say("，二月 ", ", february "), d.need_in_february);
        if (d.counting) text += fmt::format("{}{}", say("，计数 ", ", counting "), code(model::text(*d.counting, rules)));
        if (d.where) text += " " + code(model::text(*d.where, rules));
        return text + citation(d.says);
    }

    void cited(std::uint16_t document, std::string const& clause) {
        fact("条款", "clause", plain(rules.documents[document].number + (clause.empty() ? "" : " " + clause)));
    }

    void write(model::formula const& f) {
        title(f.name, f.json, f.title);
        cited(f.document, f.clause);
        if (f.has_reference())
            fact("基准", "reference",
                 fmt::format("{} {} {}", plain(f.reference_name), code(f.reference_json), unit(f.reference_unit)));
        if (!f.text.empty()) fact("结果", "result", code(f.text));
        for (auto const& n : f.needs) condition("须", "needs", n);
        for (auto const& d : f.doubts) condition("存疑", "in doubt", d.when);
    }

    void write(model::table const& t, std::uint32_t index) {
        title(t.id, {}, t.title);
        std::vector<model::limit const*> own;
        for (auto const& l : rules.limits)
            if (l.table == index) own.push_back(&l);
        cited(t.document, own.empty() ? std::string() : own.front()->clause);
        fact("施行", "in force", span(t.effective));
        condition("适用", "where", t.where);
        if (!own.empty()) {
            fact("判定", "judges", names_of(own.front()->statistics));
            confidence(own.front()->confidence);
        }
        for (auto const d : t.displaced_tables) fact("取代", "displaces", plain(rules.tables[d].id));
        for (auto const d : t.displaced_documents) fact("取代", "displaces", plain(rules.documents[d].number));
        fact("条款数", "provisions", std::to_string(own.size()));
    }

    void write(model::grade_table const& g) {
        title(g.id, {}, g.title);
        cited(g.document, g.clause);
        fact("施行", "in force", span(g.effective));
        condition("适用", "where", g.where);
        fact("对象", "record", plain(rules.records[g.scope].name));
        list("类别", "classes", g.classes);
        confidence(g.confidence);
    }

    std::string powers(base::dimension const& d) const {
        std::string text;
        for (auto const& [name, exponent] : d)
            text += (text.empty() ? "" : "·") + name + (exponent == 1 ? "" : "^" + std::to_string(exponent));
        return text;
    }
    void write(base::unit const& u) {
        title(u.symbol, {}, say("计量单位", "unit"));
        auto const dimension = powers(u.dimension);
        fact("量纲", "dimension", dimension.empty() ? std::string(say("无量纲", "none")) : plain(dimension));
        fact("合一贯单位", "in the coherent unit", u.factor.finite_text().value_or(u.factor.exact_text()));
    }

    void violation(std::string const& type) {
        title(type, {}, say("违法类型", "type of violation"));
        for (auto const& c : rules.consequences) {
            if (c.violation_type != type) continue;
            out +=
                fmt::format("- {}{}{} {} {}\n", plain(c.name), say("：", ": "), plain(c.law), plain(c.duty), plain(c.penalty));
            out += fmt::format("  - {}{}{}\n", say("施行", "in force"), say("：", ": "), span(c.effective));
            if (c.where)
                out += fmt::format("  - {}{}{}\n", say("适用", "where"), say("：", ": "), code(model::text(*c.where, rules)));
            for (auto const& f : c.fines) out += fmt::format("  - {}\n", plain(model::text(f)));
            for (auto const& m : c.measures) out += fmt::format("  - {}\n", plain(model::text(m)));
        }
    }

    void write(model::discretion const& t) {
        title(t.title, t.id, say("裁量表", "discretion table"));
        cited(t.document, t.clause);
        fact("施行", "in force", span(t.effective));
        fact("可信度", "confidence", word(keyword::confidence, model::text(t.confidence), in));
        condition("适用", "where", t.where);
        list("违法类型", "types of violation", t.violation_types);
        for (auto const& f : t.fines) out += fmt::format("- {}\n", plain(model::text(f)));
        std::vector<std::string> items;
        for (auto const& f : t.items) items.push_back(f.name);
        list("裁量因素", "factors", items);
        for (auto const& x : t.changes)
            fact(word(keyword::status, model::text(x.status), language::zh),
                 word(keyword::status, model::text(x.status), language::en), span(x.effective));
    }

    std::string bound(model::limit const& l) const {
        if (l.prohibited) return std::string(say("禁止排放", "prohibited"));
        if (l.not_detected) return std::string(say("不得检出", "not detected"));
        std::string text;
        if (l.min && l.max)
            text = l.min->written.text() + "–" + l.max->written.text();
        else if (l.max)
            text = (l.max->strict ? "< " : "≤ ") + l.max->written.text();
        else if (l.min)
            text = (l.min->strict ? "> " : "≥ ") + l.min->written.text();
        return unit(l.unit).empty() ? text : text + " " + unit(l.unit);
    }
    void write(model::limit const& l) {
        title(l.printed_name, {}, bound(l));
        cited(l.document, l.clause);
        fact("层级", "level", word(keyword::level, model::text(l.level), in));
        fact("判定", "judges", names_of(l.statistics));
        fact("施行", "in force", span(l.effective));
        confidence(l.confidence);
        if (l.status != model::status::in_force) fact("效力", "status", word(keyword::status, model::text(l.status), in));
        if (l.allowance)
            fact("允许", "allowed",
                 fmt::format("{} / {}", l.allowance->times, word(keyword::over, model::text(l.allowance->window), in)));
        if (l.formula) {
            auto const& f = rules.formulas[*l.formula];
            auto const reference = fmt::format("{}{} = {} {}{}", say("（", " ("), plain(f.reference_name), l.reference.text(),
                                               unit(f.reference_unit), say("）", ")"));
            fact("折算", "corrected by", plain(f.name) + (!f.has_reference() ? "" : reference));
        }
        for (auto const& c : l.conditions) condition("条件", "when", c);
        for (auto const& type : l.violation_types) fact("违法类型", "violation", code(type));
        fact("注", "note", plain(l.note));
        fact("标识", "id", code(l.id));
    }
};

} // namespace

std::string describe(model::rulebook const& rules, model::limit const& l, language in) {
    writer w{rules, in};
    w.write(l);
    return std::move(w.out);
}

std::string describe(model::rulebook const& rules, entity const& e, language in) {
    writer w{rules, in};
    switch (e.what) {
    case thing::document: w.write(rules.documents[e.index]); break;
    case thing::factor: w.write(rules.factors[e.index]); break;
    case thing::record: w.write(rules.records[e.index]); break;
    case thing::field: w.write(rules.records[e.record].fields[e.index], e.record); break;
    case thing::statistic: w.write(rules.statistics[e.index]); break;
    case thing::formula:
    case thing::parameter: w.write(rules.formulas[e.index]); break;
    case thing::table: w.write(rules.tables[e.index], e.index); break;
    case thing::grades: w.write(rules.grades[e.index]); break;
    case thing::unit: w.write(rules.units[static_cast<base::unit_id>(e.index)]); break;
    case thing::dimension: w.title(e.name, {}, w.say("量纲", "dimension")); break;
    case thing::violation: w.violation(e.name); break;
    case thing::discretion: w.write(rules.discretions[e.index]); break;
    }
    return std::move(w.out);
}

std::string summary_of(model::rulebook const& rules, entity const& e, language in) {
    auto const joined = [](std::string const& a, std::string const& b) { return b.empty() || a == b ? a : a + " " + b; };
    switch (e.what) {
    case thing::document: return joined(rules.documents[e.index].number, rules.documents[e.index].title);
    case thing::factor: {
        auto const& f = rules.factors[e.index];
        return joined(joined(f.name, f.code), rules.units[f.unit].symbol);
    }
    case thing::record: return rules.records[e.index].name;
    case thing::field: {
        auto const& f = rules.records[e.record].fields[e.index];
        return joined(joined(f.name, f.json), rules.units[f.unit].symbol);
    }
    case thing::statistic: return joined(rules.statistics[e.index].name, rules.statistics[e.index].json);
    case thing::formula:
    case thing::parameter: return joined(rules.formulas[e.index].name, rules.formulas[e.index].json);
    case thing::table: return joined(rules.tables[e.index].id, rules.tables[e.index].title);
    case thing::grades: return joined(rules.grades[e.index].id, rules.grades[e.index].title);
    case thing::discretion: return joined(rules.discretions[e.index].id, rules.discretions[e.index].title);
    case thing::unit: return rules.units[static_cast<base::unit_id>(e.index)].symbol;
    case thing::dimension: return e.name;
    case thing::violation:
        for (auto const& c : rules.consequences)
            if (c.violation_type == e.name) return joined(e.name, in == language::zh ? c.name : "");
        return e.name;
    }
    return {};
}

} // namespace huanchi::editor

#include "changes/aspects.hpp"

#include <algorithm>

namespace huanchi::changes {

using namespace model;

namespace {

std::string joined(std::vector<std::string> const& all, std::string_view between) {
    std::string out;
    for (auto const& one : all) out += (out.empty() ? "" : std::string(between)) + one;
    return out;
}

std::string with_unit(std::string number, std::string const& symbol) {
    return symbol.empty() ? number : number + " " + symbol;
}

std::string coherent(base::decimal const& d, base::unit_id unit, rulebook const& rules) {
    return (base::rational(d) * rules.units[unit].factor).exact_text();
}

} // namespace

void aspects::number(std::string const& name, base::decimal const& written, base::unit_id unit) {
    add(name, coherent(written, unit, rules_), with_unit(written.text(), rules_.units[unit].symbol));
}

void aspects::conditions(std::string name, std::vector<expression_ptr> const& all) {
    std::vector<std::string> shown;
    for (auto const& e : all)
        if (e) shown.push_back(model::text(*e, rules_));
    add(std::move(name), meaning_of(all, rules_), joined(shown, " and "));
}

void aspects::unit(std::string name, base::unit_id u) {
    auto const& unit = rules_.units[u];
    std::string meaning = unit.factor.exact_text();
    for (auto const& [dimension, power] : unit.dimension) meaning += " " + dimension + "^" + std::to_string(power);
    add(std::move(name), std::move(meaning), unit.symbol);
}

void aspects::list(std::string name, std::vector<std::string> const& values) {
    std::string meaning;
    for (auto const& v : values) meaning += std::to_string(v.size()) + ":" + v;
    add(std::move(name), std::move(meaning), joined(values, ", "));
}

void aspects::set(std::string name, std::vector<std::string> values) {
    std::sort(values.begin(), values.end());
    list(std::move(name), values);
}

void aspects::field(std::string name, field_ref f) {
    auto const& declared = rules_.at(f);
    add(std::move(name), rules_.records[f.record].name + "." + declared.json, declared.name);
}

void aspects::citation(std::string const& name, model::citation const& c) {
    auto const& [document, clause, confidence] = c;
    text(name + " clause", document.empty() ? clause : document + " " + clause);
    text(name + " confidence", model::text(confidence));
}

std::string meaning_of(std::optional<bound> const& b, base::unit_id unit, rulebook const& rules) {
    if (!b) return "none";
    auto const& [written, strict] = *b;
    return coherent(written, unit, rules) + (strict ? " strict" : "");
}

std::string shown_span(base::span_of_dates const& s) {
    std::string text;
    if (s.from) text = "from " + s.from->text();
    if (s.before) text += (text.empty() ? "before " : " before ") + s.before->text();
    return text;
}

std::string shown_bound(limit const& l, rulebook const& rules) {
    auto const& symbol = rules.units[l.unit].symbol;
    if (l.prohibited) return "prohibited";
    if (l.not_detected) return "not_detected";
    auto const low = l.min ? l.min->written.text() : "", high = l.max ? l.max->written.text() : "";
    if (l.min && l.max) return with_unit(low + ".." + high, symbol);
    if (l.max) return with_unit((l.max->strict ? "< " : "<= ") + high, symbol);
    return l.min ? with_unit((l.min->strict ? "> " : ">= ") + low, symbol) : "";
}

// Every member of a declaration is named below: one that is added to the model does not compile here until it has been
// decided whether it is part of what the rules say.
std::vector<aspect> aspects_of(limit const& l, rulebook const& rules) {
    auto const& [id, table, document, clause, level, confidence, status, factor, printed_name, quantity, statistics, min, max,
                 allowance, curve, scalings, rounded, not_detected, prohibited, unit, formula, reference, reference_clause,
                 scope, conditions, effective, violation_types, note, where] = l;
    static_cast<void>(id), static_cast<void>(where); // a name, a place
    aspects a(rules);
    a.text("table", rules.tables[table].id);
    a.document("standard", document);
    a.text("clause", clause);
    a.text("level", text(level));
    a.text("confidence", text(confidence));
    a.text("status", text(status));
    a.text("factor", rules.factors[factor].medium + " " + rules.factors[factor].code);
    a.text("name", printed_name);
    a.text("quantity", text(quantity));
    std::vector<std::string> judged;
    for (auto const s : statistics) judged.push_back(rules.statistics[s].json);
    a.set("statistics", std::move(judged));
    std::string dimension;
    for (auto const& [name, power] : rules.units[unit].dimension) dimension += " " + name + "^" + std::to_string(power);
    a.add(std::string(bound_aspect),
          prohibited     ? "prohibited"
          : not_detected ? "not_detected"
                         : meaning_of(min, unit, rules) + " to " + meaning_of(max, unit, rules) + dimension,
          shown_bound(l, rules));
    a.text("allowance",
           allowance ? std::to_string(allowance->times) + " over " + std::string(text(allowance->window)) : std::string());
    if (curve) {
        auto const& [field, inside, below, above, points] = *curve;
        a.field("along", field);
        a.text("between points", std::string(inside == between_points::linear ? "linear" : "nearest"));
        a.text("beyond points", std::string(below == beyond_points::square ? "square" : "none") + " " +
                                    (above == beyond_points::square ? "square" : "none"));
        for (auto const& [x, y] : points) a.number("at " + x.exact_text(), y, unit);
    }
    for (std::size_t i = 0; i < scalings.size(); ++i) {
        auto const& [by, when, scale_clause] = scalings[i];
        auto const head = "scale " + std::to_string(i + 1);
        a.text(head, by.exact_text() + " " + scale_clause);
        a.condition(head + " when", when);
    }
    if (rounded) a.number("rounded", *rounded, unit);
    a.text("correction", formula ? rules.formulas[*formula].json : std::string());
    auto const reference_unit = formula ? rules.formulas[*formula].reference_unit : base::no_unit;
    a.add("reference", formula ? coherent(reference, reference_unit, rules) : "",
          formula ? with_unit(reference.text(), rules.units[reference_unit].symbol) : "");
    a.text("reference clause", reference_clause);
    a.text("scope", rules.records[scope].name);
    a.conditions("conditions", conditions);
    a.span("effective", effective);
    a.set("violations", violation_types);
    a.text("note", note);
    return std::move(a).finish();
}

} // namespace huanchi::changes

// Everything that a rulebook declares besides limits, aspect by aspect. Every member of a declaration is named in a binding:
// one that is added to the model does not compile here until it has been decided whether it is part of what the rules say.
#include "changes/aspects.hpp"

#include "base/digest.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace huanchi::changes {

using namespace model;

namespace {

struct collector {
    rulebook const& rules;
    std::vector<declaration> out = {};

    void take(std::string kind, std::string id, aspects a) {
        out.push_back({std::move(kind), std::move(id), std::move(a).finish()});
    }

    void standard(document const& d) {
        auto const& [id, number, title, level, effective, confidence, origin, note, not_encoded, where] = d;
        not_meaning(where);
        aspects a(rules);
        a.text("number", number);
        a.text("title", title);
        a.text("level", text(level));
        a.span("effective", effective);
        a.text("confidence", text(confidence));
        a.text("origin", origin);
        a.text("note", note);
        a.set("not_encoded", not_encoded);
        take("standard", id, std::move(a));
    }

    void add_unit(base::unit_id id) {
        aspects a(rules);
        a.unit("factor", id);
        take("unit", rules.units[id].symbol, std::move(a));
    }

    void add_factor(factor const& f) {
        auto const& [code, name, old_code, medium, unit, mass_unit, aliases, where] = f;
        not_meaning(where);
        aspects a(rules);
        a.text("name", name);
        a.text("old", old_code);
        a.unit("unit", unit);
        a.unit("mass", mass_unit);
        a.set("also", aliases);
        take("factor", medium + " " + code, std::move(a));
    }

    static std::string shown(value const& v) {
        if (auto const* t = std::get_if<std::string>(&v)) return *t;
        if (auto const* b = std::get_if<bool>(&v)) return *b ? "yes" : "no";
        if (auto const* r = std::get_if<base::rational>(&v)) return r->exact_text();
        if (auto const* d = std::get_if<base::date>(&v)) return d->text();
        return "";
    }

    void add_field(record const& r, field const& f) {
        constexpr std::string_view types[] = {"text", "date", "yes_no", "number", "choice", "quantity", "code"};
        auto const& [name, json, spellings, type, choices, unit, factor, derivations, where] = f;
        not_meaning(where);
        aspects a(rules);
        a.text("name", name);
        a.set("also", spellings);
        a.text("type", types[static_cast<std::size_t>(type)]);
        a.list("choices", choices);
        a.unit("unit", unit);
        a.text("factor", factor ? rules.factors[*factor].code : std::string());
        for (std::size_t i = 0; i < derivations.size(); ++i) {
            auto const& [derived, when] = derivations[i];
            a.condition("derive " + std::to_string(i + 1) + " " + shown(derived), when);
        }
        take("field", r.name + "." + json, std::move(a));
    }

    void add_statistic(statistic const& s) {
        auto const& [name, json, accepts, derivations, substitutions, roll_up, where] = s;
        not_meaning(where);
        aspects a(rules);
        a.text("name", name);
        for (std::size_t i = 0; i < accepts.size(); ++i) {
            auto const& [interval, marked, condition, says] = accepts[i];
            auto const head = "accept " + std::to_string(i + 1);
            a.text(head, std::string(text(interval)) + (marked ? " marked" : ""));
            a.condition(head + " where", condition);
            a.citation(head, says);
        }
        for (std::size_t i = 0; i < derivations.size(); ++i) {
            auto const& [method, from, window, rolling, need, need_is_percent, february, each_month, each_february, counting,
                         condition, says] = derivations[i];
            auto const head = "derive " + std::to_string(i + 1);
            a.text(head, std::string(text(method)) + " of " + rules.statistics[from].json + " over " +
                             (rolling ? std::to_string(rolling) + " " : "") + std::string(text(window)));
            a.text(head + " need", std::to_string(need) + (need_is_percent ? " %" : "") +
                                       (february ? ", in February " + std::to_string(february) : "") +
                                       (each_month ? ", each month " + std::to_string(each_month) + ", each February " +
                                                         std::to_string(each_february)
                                                   : ""));
            a.condition(head + " counting", counting);
            a.condition(head + " where", condition);
            a.citation(head, says);
        }
        for (std::size_t i = 0; i < substitutions.size(); ++i) {
            auto const& [method, count, before, when, says] = substitutions[i];
            auto const head = "substitute " + std::to_string(i + 1);
            a.text(head, std::string(text(method)) + " of " + std::to_string(count));
            a.formula(head + " before", before);
            a.condition(head + " when", when);
            a.citation(head, says);
        }
        if (roll_up) {
            auto const& [mark, otherwise, percent, says] = *roll_up;
            a.text("roll up", mark + " from " + std::to_string(percent) + " %, else " + otherwise);
            a.citation("roll up", says);
        }
        take("statistic", json, std::move(a));
    }

    void add_formula(formula const& f) {
        auto const& [name, json, document, clause, title, measured_unit, inputs, reference_name, reference_json, reference_unit,
                     needs, doubts, parts, results, at_least, printed, where] = f;
        not_meaning(parts, printed, where); // the parts stand in the results
        aspects a(rules);
        a.text("name", name);
        a.document("standard", document);
        a.text("clause", clause);
        a.text("title", title);
        a.unit("measured in", measured_unit);
        for (std::size_t i = 0; i < inputs.size(); ++i) a.field("given " + std::to_string(i + 1), inputs[i]);
        a.text("reference", reference_json + (reference_name == reference_json ? "" : " " + reference_name));
        a.unit("reference unit", reference_unit);
        a.conditions("need", needs);
        for (std::size_t i = 0; i < doubts.size(); ++i) {
            auto const& [when, note] = doubts[i];
            a.condition("doubt " + std::to_string(i + 1), when);
            a.text("doubt " + std::to_string(i + 1) + " note", note);
        }
        for (std::size_t i = 0; i < results.size(); ++i) {
            auto const head = "result" + (i ? " " + std::to_string(i + 1) : std::string());
            a.formula(head, results[i].value);
            if (results[i].when) a.condition(head + " when", results[i].when);
        }
        if (at_least) a.formula("at least", at_least);
        take("formula", json, std::move(a));
    }

    void displaced(aspects& a, std::vector<std::uint32_t> const& tables, std::vector<std::uint16_t> const& documents,
                   std::string const& says = "displaces") {
        std::vector<std::string> names;
        for (auto const t : tables) names.push_back(rules.tables[t].id);
        for (auto const d : documents) names.push_back(rules.documents[d].id);
        a.set(says, std::move(names));
    }

    // What a table says of its limits stands with the limits; where and when count here only if it displaces others.
    void add_table(table const& t) {
        auto const& [id, title, document, condition, effective, tables, documents, blanks, where] = t;
        not_meaning(blanks); // where there is no limit nothing is judged, said or unsaid
        not_meaning(where);
        aspects a(rules);
        a.text("title", title);
        a.document("standard", document);
        displaced(a, tables, documents);
        bool const displaces = !tables.empty() || !documents.empty();
        a.condition("displaces where", displaces ? condition : nullptr);
        a.span("displaces effective", displaces ? effective : base::span_of_dates{});
        take("limits", id, std::move(a));
    }

    // The head of a table over records.
    aspects over_records(std::string const& title, std::uint16_t document, std::string const& clause,
                         model::confidence confidence, std::uint16_t scope) const {
        aspects a(rules);
        a.text("title", title);
        a.document("standard", document);
        a.text("clause", clause);
        a.text("confidence", text(confidence));
        a.text("scope", rules.records[scope].name);
        return a;
    }

    void add_grade_row(aspects& a, grade_table const& g, grade_row const& row, std::string const& head) {
        auto const& [printed_name, field, unit, min, max, when, clause, where] = row;
        not_meaning(where);
        a.text(head + " name", printed_name);
        a.field(head + " field", field);
        a.condition(head + " when", when);
        a.text(head + " clause", clause);
        for (std::size_t c = 0; c < g.classes.size(); ++c) {
            limit shown;
            shown.min = min[c];
            shown.max = max[c];
            shown.unit = unit;
            a.add(head + " " + g.classes[c], meaning_of(min[c], unit, rules) + " to " + meaning_of(max[c], unit, rules),
                  shown_bound(shown, rules));
        }
    }

    void add_grades(grade_table const& g) {
        auto const& [id, title, document, clause, confidence, scope, class_name, classes, otherwise, worst, target, condition,
                     effective, rows, where] = g;
        not_meaning(where);
        auto a = over_records(title, document, clause, confidence, scope);
        a.text("class", class_name);
        a.list("classes", classes);
        a.text("otherwise", otherwise);
        a.yes("worst", worst);
        if (target)
            a.field("target", *target);
        else
            a.text("target", std::string());
        a.applies(condition, effective);
        std::map<std::string, int> seen; // rows of one name differ by their conditions; told apart by their order
        for (auto const& row : rows) {
            auto const n = ++seen[row.printed_name];
            add_grade_row(a, g, row, row.printed_name + (n > 1 ? " (" + std::to_string(n) + ")" : ""));
        }
        take("grades", id, std::move(a));
    }

    void add_index_row(aspects& a, index_row const& row, std::string const& head) {
        auto const& [printed_name, field, unit, at, held, rounded, when, where] = row;
        not_meaning(where);
        a.text(head + " name", printed_name);
        a.field(head + " field", field);
        a.condition(head + " when", when);
        a.yes(head + " held", held);
        a.text(head + " rounded", rounded ? rounded->text() : std::string());
        for (std::size_t i = 0; i < at.size(); ++i) a.number(head + " " + std::to_string(i + 1), at[i], unit);
    }

    void add_index(index_table const& t) {
        auto const& [id, title, document, clause, confidence, scope, name, breakpoints, round_up, primary_above, bands,
                     condition, effective, rows, where] = t;
        not_meaning(where);
        auto a = over_records(title, document, clause, confidence, scope);
        a.text("name", name);
        std::vector<std::string> columns, classes;
        for (auto const& b : breakpoints) columns.push_back(base::rational(b).exact_text());
        for (auto const& [band, up_to] : bands) classes.push_back(band + " " + base::rational(up_to).exact_text());
        a.list("breakpoints", columns);
        a.list("bands", classes);
        a.yes("round up", round_up);
        a.text("primary above", primary_above ? base::rational(*primary_above).exact_text() : std::string());
        a.applies(condition, effective);
        for (auto const& row : rows) add_index_row(a, row, row.printed_name);
        take("index", id, std::move(a));
    }

    void add_requirement(requirement_table const& t, requirement_line const& line) {
        auto const& [title, clause, note, condition, when, effective, confidence, violation_types, where] = line;
        not_meaning(where);
        aspects a(rules);
        a.document("standard", t.document);
        a.text("clause", clause);
        a.text("scope", rules.records[t.scope].name);
        a.condition("where", t.where);
        a.condition("require", condition);
        a.condition("when", when);
        a.span("effective", effective);
        a.text("confidence", text(confidence));
        a.set("violations", violation_types);
        a.text("note", note);
        take("requirement", t.id + "." + title, std::move(a));
    }
    void add_requirements(requirement_table const& t) {
        auto const& [id, title, document, scope, condition, lines, where] = t;
        not_meaning(id, title, document, scope, condition, where);
        for (auto const& line : lines) add_requirement(t, line);
    }

    void add_catalogue(catalogue const& t) {
        auto const& [id, title, document, clause, field, condition, effective, displaced, entries, where] = t;
        not_meaning(where);
        auto a = over_records(title, document, clause, rules.documents[document].confidence, field.record);
        a.field("field", field);
        std::vector<std::string> names;
        for (auto const other : displaced) names.push_back(rules.catalogues[other].id);
        a.set("displaces", std::move(names));
        a.applies(condition, effective);
        for (auto const& e : entries) {
            auto const& [entry_title, entry_clause, note, entry_condition, excepted, confidence, entry_where] = e;
            not_meaning(entry_where);
            a.condition((excepted ? "except " : "list ") + entry_title, entry_condition);
            a.text(entry_title + " clause", entry_clause);
            a.text(entry_title + " confidence", text(confidence));
            a.text(entry_title + " note", note);
        }
        take("catalogue", id, std::move(a));
    }

    void add_displacement(displacement const& d) {
        auto const& [id, document, clause, tables, documents, condition, effective, where] = d;
        not_meaning(where);
        aspects a(rules);
        a.document("standard", document);
        a.text("clause", clause);
        displaced(a, tables, documents);
        a.applies(condition, effective);
        take("displacement", id, std::move(a));
    }

    void add_exemption(exemption const& x) {
        auto const& [id, title, document, clause, confidence, tables, documents, condition, guard, quota, effective, where] = x;
        not_meaning(where);
        aspects a(rules);
        a.text("title", title);
        a.document("standard", document);
        a.text("clause", clause);
        a.text("confidence", text(confidence));
        displaced(a, tables, documents, "exempts");
        a.applies(condition, effective);
        a.condition("while", guard);
        if (quota) {
            auto const& [seconds, window, written] = *quota;
            not_meaning(written);
            a.text("allow", seconds.exact_text() + " s over " + std::string(text(window)));
        }
        take("exemption", id, std::move(a));
    }

    void add_marks(mark_table const& t) {
        constexpr std::string_view treatments[] = {"valid", "out", "over_range"};
        auto const& [column, title, says, marks] = t;
        aspects a(rules);
        a.text("title", title);
        a.citation("says", says);
        for (auto const& m : marks) {
            auto const& [name, meaning, treat] = m;
            a.text(name, meaning + " " + std::string(treatments[static_cast<std::size_t>(treat)]));
        }
        take("marks", column, std::move(a));
    }

    // Ranks and lacks are one list each: the first that holds counts.
    void add_standing() {
        aspects a(rules);
        for (std::size_t i = 0; i < rules.standings.size(); ++i) {
            auto const& [rank, condition, says] = rules.standings[i];
            auto const head = "rank " + std::to_string(i + 1);
            a.text(head, text(rank));
            a.condition(head + " where", condition);
            a.citation(head, says);
        }
        for (auto const& l : rules.lacks) {
            auto const& [what, when] = l;
            a.condition("lacks " + what, when);
        }
        if (!rules.standings.empty() || !rules.lacks.empty()) take("standing", "standing", std::move(a));
    }

    static void add_fine(aspects& a, fine_range const& f, std::string const& when = {}) {
        auto const& [min, max, unit, of, at_least, at_least_unit, in_case, scope, may] = f;
        auto const spaced = [](std::string const& word, std::string const& text) {
            return text.empty() ? "" : " " + word + text;
        };
        a.text("fine" + when + spaced("", scope) + spaced("", in_case), min + ".." + max + spaced("", unit) +
                                                                            spaced("of ", of) + spaced("at_least ", at_least) +
                                                                            spaced("", at_least_unit) + (may ? " may" : ""));
    }

    void add_transition(transition const& t) {
        auto const& [id, law, clause, note, effective, confidence, where] = t;
        not_meaning(where);
        aspects a(rules);
        a.text("law", law);
        a.text("clause", clause);
        a.text("note", note);
        a.span("effective", effective);
        a.text("confidence", text(confidence));
        take("transition", id, std::move(a));
    }

    void add_deadline(deadline const& l) {
        auto const& [id, title, document, clause, note, effective, from, count, in, met_by, confidence, where] = l;
        not_meaning(where);
        aspects a(rules);
        a.text("title", title);
        a.text("document", rules.documents[document].id);
        a.text("clause", clause);
        a.text("note", note);
        a.span("effective", effective);
        a.text("from", from);
        a.text("at_latest", std::to_string(count) + " " + std::string(text(in)));
        std::string met;
        for (auto const& one : met_by) met += (met.empty() ? "" : ", ") + one;
        a.text("result", met);
        a.text("confidence", text(confidence));
        take("deadline", id, std::move(a));
    }

    static std::string written(std::vector<law_article> const& laws) {
        std::string all;
        for (auto const& l : laws) {
            auto const& [law, article] = l;
            all += (all.empty() ? "" : "; ") + law + " " + article;
        }
        return all;
    }
    static std::string written(std::optional<base::decimal> const& d) { return d ? d->text() : "-"; }

    static void add_item(aspects& a, discretion_item const& f) {
        auto const& [name, unit, levels] = f;
        a.text("item " + name, unit);
        for (auto const& l : levels) {
            auto const& [words, percent, from, before] = l;
            a.text("item " + name + ": " + words, written(percent) + " % " + written(from) + ".." + written(before));
        }
    }

    static void add_change(aspects& a, discretion_change const& x) {
        auto const& [standing, effective, laws, fines, note] = x;
        auto const from = effective.from ? " from " + effective.from->text() : "";
        a.text("status" + from, std::string(text(standing)) + (effective.before ? " before " + effective.before->text() : ""));
        a.text("law" + from, written(laws));
        for (auto const& f : fines) add_fine(a, f, from);
        a.text("note" + from, note);
    }

    void add_discretion(discretion const& t) {
        auto const& [id, title, clause, document, confidence, effective, medium, where_used, types, laws, fines, weighing,
                     starts, least, most, items, bands, cases, changes, note, where] = t;
        not_meaning(where);
        aspects a(rules);
        a.text("title", title);
        a.document("standard", document);
        a.text("clause", clause);
        a.text("confidence", text(confidence));
        a.span("effective", effective);
        a.text("medium", medium);
        a.condition("where", where_used);
        a.list("violation", types);
        a.text("law", written(laws));
        for (auto const& f : fines) add_fine(a, f);
        a.text("weigh", std::string(text(weighing)) + " " + written(least) + ".." + written(most));
        for (auto const& s : starts) {
            auto const& [percent, in_case] = s;
            a.text("start" + (in_case.empty() ? "" : " " + in_case), percent.text());
        }
        for (auto const& f : items) add_item(a, f);
        for (auto const& b : bands) {
            auto const& [levels, min, max, min_written, max_written] = b;
            not_meaning(min, max);
            std::string combination = "band";
            for (std::size_t i = 0; i < levels.size(); ++i)
                combination += " " + (levels[i] ? items[i].levels[*levels[i]].text : std::string("-"));
            a.text(combination, min_written + ".." + max_written);
        }
        for (auto const& k : cases) {
            auto const& [item, words, amount] = k;
            a.text("case " + item + " " + words, amount.text());
        }
        for (auto const& x : changes) add_change(a, x);
        a.text("note", note);
        take("discretion", id, std::move(a));
    }

    void add_calendar(holiday_calendar const& k) {
        auto const& [id, title, number, effective, holidays, workdays, confidence, where] = k;
        not_meaning(where);
        auto const written = [](std::vector<base::date> const& days) {
            std::vector<std::string> all;
            for (auto const d : days) all.push_back(d.text());
            std::sort(all.begin(), all.end());
            return all;
        };
        aspects a(rules);
        a.text("title", title);
        a.text("number", number);
        a.span("effective", effective);
        a.list("holidays", written(holidays));
        a.list("workdays", written(workdays));
        a.text("confidence", text(confidence));
        take("calendar", id, std::move(a));
    }

    void add_equivalence(equivalence const& e) {
        auto const& [id, title, document, clause, height, where] = e;
        not_meaning(where);
        aspects a(rules);
        a.text("title", title);
        a.text("document", rules.documents[document].id);
        a.text("clause", clause);
        a.text("height", rules.at(height).json);
        take("equivalence", id, std::move(a));
    }

    void add_consequence(consequence const& q) {
        auto const& [type, name, effective, condition, law, duty, penalty, fines, measures, confidence, where] = q;
        not_meaning(where);
        aspects a(rules);
        a.text("name", name);
        a.span("effective", effective);
        a.condition("where", condition);
        a.text("law", law);
        a.text("duty", duty);
        a.text("penalty", penalty);
        for (auto const& f : fines) add_fine(a, f);
        std::vector<std::string> all;
        for (auto const& m : measures) {
            auto const& [words, clause, may] = m;
            all.push_back((may ? "may " : "") + words + (clause.empty() ? "" : " " + clause));
        }
        a.list("measures", all);
        a.text("confidence", text(confidence));
        // A violation has one consequence a law and period of the law.
        take("consequence", type + " " + law + (effective.from ? " from " + effective.from->text() : ""), std::move(a));
    }

    void all() {
        for (auto const& d : rules.documents) standard(d);
        for (std::size_t u = 1; u < rules.units.size(); ++u) add_unit(static_cast<base::unit_id>(u));
        for (auto const& f : rules.factors) add_factor(f);
        for (auto const& r : rules.records)
            for (auto const& f : r.fields) add_field(r, f);
        for (auto const& s : rules.statistics) add_statistic(s);
        for (auto const& f : rules.formulas) add_formula(f);
        for (auto const& t : rules.tables) add_table(t);
        for (auto const& g : rules.grades) add_grades(g);
        for (auto const& t : rules.indices) add_index(t);
        for (auto const& t : rules.requirements) add_requirements(t);
        for (auto const& t : rules.catalogues) add_catalogue(t);
        for (auto const& d : rules.displacements) add_displacement(d);
        for (auto const& x : rules.exemptions) add_exemption(x);
        for (auto const& q : rules.quality) take("quality", q.id, aspects_of(q, rules));
        for (auto const& m : rules.markings) take("marking", m.id, aspects_of(m, rules));
        for (auto const& m : rules.marks) add_marks(m);
        add_standing();
        for (auto const& q : rules.consequences) add_consequence(q);
        for (auto const& t : rules.transitions) add_transition(t);
        for (auto const& l : rules.deadlines) add_deadline(l);
        for (auto const& t : rules.discretions) add_discretion(t);
        for (auto const& k : rules.calendars) add_calendar(k);
        for (auto const& e : rules.equivalences) add_equivalence(e);
    }
};

std::string told(std::vector<aspect> const& aspects) {
    std::string text;
    for (auto const& a : aspects)
        text += std::to_string(a.name.size()) + ":" + a.name + std::to_string(a.meaning.size()) + ":" + a.meaning;
    return text;
}

} // namespace

std::vector<declaration> declarations_of(rulebook const& rules) {
    collector c{rules};
    c.all();
    std::stable_sort(c.out.begin(), c.out.end(), [](declaration const& x, declaration const& y) {
        return std::tie(x.kind, x.id) < std::tie(y.kind, y.id);
    });
    // A second declaration of one name (consequences for different outlets) is told apart by its order among its like.
    std::map<std::string, int> seen;
    for (auto& d : c.out)
        if (auto const n = ++seen[d.kind + "\x1f" + d.id]; n > 1) d.id += " (" + std::to_string(n) + ")";
    return std::move(c.out);
}

std::string meaning_digest(rulebook const& rules) {
    // Checks that no member was added to the rulebook without a word here; vocabulary indices are made from the rest.
    auto const& [digest, files, units, documents, factors, records, statistics, formulas, tables, limits, grades, indices,
                 requirements, catalogues, displacements, exemptions, quality, markings, marks, standings, lacks, consequences,
                 transitions, deadlines, discretions, calendars, equivalences, tests, factor_index, statistic_index,
                 field_index] = rules;
    not_meaning(digest, files, units, documents, factors, records, statistics, formulas, tables, grades, indices, requirements,
                catalogues, displacements, exemptions, quality, markings, marks, standings, lacks, consequences, transitions,
                deadlines, discretions, calendars, equivalences, tests, factor_index, statistic_index, field_index);
    std::vector<std::string> all;
    for (auto const& d : declarations_of(rules)) all.push_back(d.kind + "\x1f" + d.id + "\x1f" + told(d.aspects));
    for (auto const& l : limits) all.push_back("limit\x1f" + told(aspects_of(l, rules)));
    std::sort(all.begin(), all.end());
    base::sha256 sum;
    for (auto const& one : all) sum.field(one);
    return "sha256:" + sum.hex();
}

} // namespace huanchi::changes

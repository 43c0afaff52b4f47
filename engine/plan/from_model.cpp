#include "plan/plan.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace huanchi::plan {

using namespace model;

namespace {

struct compiler {
    rulebook const& rules;
    plan out = {};

    // What has its place already: constants, fields and programs each stand once.
    std::map<value, std::uint32_t> place_of_constant = {};
    std::map<field_ref, std::uint32_t> place_of_field = {};
    std::map<std::vector<std::uint64_t>, program_id> same = {};

    template <class T>
    static std::uint32_t intern(std::vector<T>& all, std::map<T, std::uint32_t>& places, T const& one) {
        auto const [place, fresh] = places.try_emplace(one, static_cast<std::uint32_t>(all.size()));
        if (fresh) all.push_back(one);
        return place->second;
    }

    std::unordered_map<expression const*, program_id> program_of = {}; // what many limits share is compiled once
    program_id add(expression_ptr const& e) {
        if (!e) return none;
        auto const place = program_of.find(e.get());
        if (place != program_of.end()) return place->second;
        return program_of[e.get()] = add_new(e);
    }
    program_id add_new(expression_ptr const& e) {
        program p;
        emit(p, *e);
        // What is said twice is one program: who has run it for an outlet knows the answer.
        std::vector<std::uint64_t> said;
        for (auto const& i : p) said.push_back(std::uint64_t{static_cast<std::uint8_t>(i.op)} << 32 | i.operand);
        auto const [it, fresh] = same.try_emplace(std::move(said), static_cast<program_id>(out.programs.size()));
        if (fresh) {
            out.programs.push_back(std::move(p));
            out.sources.push_back(e);
            out.of_datum.push_back(of_datum(*e));
        }
        return it->second;
    }
    std::vector<program_id> add_terms(expression_ptr const& e) {
        std::vector<program_id> ids;
        for (auto const& t : conjuncts(e)) ids.push_back(add(t));
        return ids;
    }

    void emit(program& p, expression const& e) {
        std::visit([&](auto const& n) { emit(p, n); }, e.node);
    }
    void emit(program& p, literal const& l) {
        p.push_back({opcode::constant, intern(out.constants, place_of_constant, l.value)});
    }
    void emit(program& p, field_use const& f) { p.push_back({opcode::field, intern(out.fields, place_of_field, f.field)}); }
    void emit(program& p, measured_value const&) { p.push_back({opcode::measured}); }
    void emit(program& p, reference_use const&) { p.push_back({opcode::reference}); }
    void emit(program& p, clock_use const&) { p.push_back({opcode::clock}); }
    void emit(program& p, as_of_use const&) { p.push_back({opcode::as_of}); }
    void emit(program& p, related_use const& r) {
        related_step const step{r.what, r.record, add(r.figure), add(r.where)};
        out.related.push_back(step);
        p.push_back({opcode::related, static_cast<std::uint32_t>(out.related.size() - 1)});
    }
    void emit(program& p, operation_use const& o) {
        for (auto const& x : o.operands) emit(p, *x);
        p.push_back({opcode::operate, static_cast<std::uint32_t>(o.op)});
    }
    void emit(program& p, in_range const& r) {
        emit(p, *r.subject);
        emit(p, *r.low);
        emit(p, *r.high);
        p.push_back({opcode::in_range});
    }
    void emit(program& p, one_of_list const& l) {
        emit(p, *l.subject);
        for (auto const& x : l.choices) emit(p, *x);
        p.push_back({opcode::any_equal, static_cast<std::uint32_t>(l.choices.size())});
    }
    void emit(program& p, within_code const& w) {
        emit(p, *w.subject);
        p.push_back({opcode::within, intern(out.constants, place_of_constant, value(w.prefix))});
    }
    void emit(program& p, is_known const& k) { p.push_back({opcode::known, intern(out.fields, place_of_field, k.field)}); }

    // Whether an expression asks of the datum, through derived fields too.
    bool of_datum(expression const& e) const {
        if (uses_clock(e)) return true;
        auto const fields = fields_of(e);
        return std::any_of(fields.begin(), fields.end(), [&](field_ref f) {
            auto const& derivations = rules.at(f).derivations;
            return f.record == measurement_record ||
                   std::any_of(derivations.begin(), derivations.end(), [&](auto const& d) { return of_datum(*d.when); });
        });
    }

    // Whether an expression asks of outlet and facility only, through derived fields too.
    std::unordered_map<expression const*, bool> asks_of_subject = {};
    bool of_subject(expression const& e) {
        auto const place = asks_of_subject.find(&e);
        if (place != asks_of_subject.end()) return place->second;
        return asks_of_subject[&e] = find_of_subject(e);
    }
    bool find_of_subject(expression const& e) {
        if (uses_clock(e)) return false;
        auto const fields = fields_of(e);
        return std::all_of(fields.begin(), fields.end(), [&](field_ref f) {
            if (f.record != facility_record && f.record != outlet_record) return false;
            auto const& derivations = rules.at(f).derivations;
            return std::all_of(derivations.begin(), derivations.end(), [&](auto const& d) { return of_subject(*d.when); });
        });
    }

    void add_limits() {
        out.limits_of_factor.resize(rules.factors.size());
        for (std::uint32_t i = 0; i < rules.limits.size(); ++i) {
            auto const& l = rules.limits[i];
            limit_step step{i, {}, {}, {}};
            for (auto const& s : l.scalings) step.scalings.push_back(add(s.when));
            for (auto const& t : l.conditions) (of_subject(*t) ? step.of_subject : step.of_datum).push_back(add(t));
            if (l.scope == measurement_record)
                out.limits_of_factor[l.factor].push_back(static_cast<std::uint32_t>(out.limits.size()));
            out.limits.push_back(std::move(step));
        }
    }

    void displace(std::string const& by, base::span_of_dates const& effective, expression_ptr const& where,
                  std::vector<std::uint32_t> const& tables, std::vector<std::uint16_t> const& documents, bool reviewed) {
        if (tables.empty() && documents.empty()) return;
        displacer const d{by, effective, add_terms(where), reviewed};
        for (std::uint32_t t = 0; t < rules.tables.size(); ++t) {
            bool const named = std::find(tables.begin(), tables.end(), t) != tables.end();
            bool const by_document = std::find(documents.begin(), documents.end(), rules.tables[t].document) != documents.end();
            if (named || by_document) out.displacers[t].push_back(d);
        }
    }

    void add_displacers() {
        out.displacers.resize(rules.tables.size());
        // A table of which nothing is judged displaces nothing: a limit must not vanish behind one that is suspended.
        std::vector<bool> judged(rules.tables.size()), reviewed(rules.tables.size());
        for (auto const& l : rules.limits) {
            if (l.status != status::in_force) continue;
            judged[l.table] = true;
            if (l.confidence != confidence::low) reviewed[l.table] = true;
        }
        for (std::size_t i = 0; i < rules.tables.size(); ++i) {
            auto const& t = rules.tables[i];
            if (judged[i]) displace(t.id, t.effective, t.where, t.displaced_tables, t.displaced_documents, reviewed[i]);
        }
        for (auto const& d : rules.displacements) displace(d.id, d.effective, d.where, d.tables, d.documents, true);
    }

    void add_methods() {
        for (auto const& s : rules.statistics) {
            statistic_step step;
            for (auto const& a : s.accepts) step.accepts.push_back({a.interval, a.marked, add(a.where)});
            for (auto const& d : s.derivations)
                step.derives.push_back({d.method, d.from, d.window, d.rolling, d.need, d.need_is_percent, d.need_in_february,
                                        d.need_each_month, d.need_each_february, add(d.counting), add(d.where)});
            for (auto const& x : s.substitutions)
                step.substitutes.push_back(
                    {x.method, x.count, add(x.before), add(x.when), x.says.confidence != confidence::low});
            step.roll_up = s.roll_up;
            out.statistics.push_back(std::move(step));
        }
        for (auto const& f : rules.formulas) {
            formula_step step;
            step.inputs = f.inputs;
            for (auto const& n : f.needs) step.needs.push_back(add(n));
            for (auto const& d : f.doubts) step.doubts.push_back(add(d.when));
            for (auto const& part : f.parts) step.parts.push_back(add(part.value));
            for (auto const& r : f.results) step.results.emplace_back(add(r.value), add(r.when));
            step.at_least = add(f.at_least);
            out.formulas.push_back(std::move(step));
        }
        for (std::uint16_t r = 0; r < rules.records.size(); ++r)
            for (std::uint16_t f = 0; f < rules.records[r].fields.size(); ++f) {
                auto const& field = rules.records[r].fields[f];
                if (field.derivations.empty()) continue;
                field_step step{{r, f}, {}};
                for (auto const& d : field.derivations) step.derivations.emplace_back(d.value, add(d.when));
                out.derived_fields.push_back(std::move(step));
            }
    }

    // Marks that the condition names no longer take the datum out by themselves.
    std::vector<std::uint16_t> marks_in(expression const& e) const {
        std::vector<std::uint16_t> tables;
        auto const fields = fields_of(e);
        for (std::uint16_t t = 0; t < rules.marks.size(); ++t) {
            auto const column = rules.find_field(measurement_record, rules.marks[t].column);
            if (column && std::find(fields.begin(), fields.end(), field_ref{measurement_record, *column}) != fields.end())
                tables.push_back(t);
        }
        return tables;
    }

    void add_exemptions() {
        out.exempted_by.resize(rules.tables.size());
        for (std::uint16_t i = 0; i < rules.exemptions.size(); ++i) {
            auto const& x = rules.exemptions[i];
            out.exemptions.push_back({i, add(x.where), add(x.guard), marks_in(*x.where)});
            for (std::uint32_t t = 0; t < rules.tables.size(); ++t) {
                bool const named = std::find(x.tables.begin(), x.tables.end(), t) != x.tables.end();
                auto const& of = x.documents;
                if (named || std::find(of.begin(), of.end(), rules.tables[t].document) != of.end())
                    out.exempted_by[t].push_back(i);
            }
        }
    }

    // Whether a program, once compiled, asks for the parameter that its surroundings give.
    bool asks_reference(program_id id) const {
        auto const& all = out.programs;
        return id != none &&
               std::any_of(all[id].begin(), all[id].end(), [](auto const& i) { return i.op == opcode::reference; });
    }

    void add_quality() {
        for (std::uint16_t i = 0; i < rules.quality.size(); ++i) {
            auto const& q = rules.quality[i];
            quality_step step{i, add(q.where), add(q.when), add(q.except), {}, false};
            for (auto const& r : q.required) step.required.push_back(add(r));
            step.of_limit = asks_reference(step.when) || asks_reference(step.except);
            out.quality.push_back(std::move(step));
        }
        for (std::uint16_t i = 0; i < rules.markings.size(); ++i) out.markings.push_back({i, add(rules.markings[i].where)});
    }

    plan run() {
        add_limits();
        add_displacers();
        add_exemptions();
        add_methods();
        for (std::uint32_t i = 0; i < rules.grades.size(); ++i) {
            grade_step step{i, add(rules.grades[i].where), {}};
            for (auto const& row : rules.grades[i].rows) step.rows.push_back(add(row.when));
            out.grades.push_back(std::move(step));
        }
        for (std::uint32_t i = 0; i < rules.indices.size(); ++i) {
            index_step step{i, add(rules.indices[i].where), {}};
            for (auto const& row : rules.indices[i].rows) step.rows.push_back(add(row.when));
            out.indices.push_back(std::move(step));
        }
        for (std::uint32_t i = 0; i < rules.requirements.size(); ++i) {
            auto const& t = rules.requirements[i];
            requirement_step step{i, add(t.where), {}, {}, t.scope == facility_record || t.scope == outlet_record};
            for (auto const& line : t.lines) {
                step.conditions.push_back(add(line.condition));
                step.whens.push_back(add(line.when));
                step.of_absence = step.of_absence || uses_related(*line.condition);
            }
            out.requirements.push_back(std::move(step));
        }
        for (std::uint16_t i = 0; i < rules.catalogues.size(); ++i) {
            auto const& t = rules.catalogues[i];
            catalogue_step step{i, add(t.where), {}, {}};
            for (auto const& e : t.entries) step.entries.push_back(add(e.condition));
            for (std::uint16_t other = 0; other < rules.catalogues.size(); ++other) {
                auto const& displaced = rules.catalogues[other].displaced;
                if (std::find(displaced.begin(), displaced.end(), i) != displaced.end()) step.displaced_by.push_back(other);
            }
            out.catalogues.push_back(std::move(step));
        }
        add_quality();
        out.calendar = work_calendar_of(rules);
        for (auto const& s : rules.standings) out.standings.push_back(add(s.where));
        for (auto const& l : rules.lacks) out.lacks.push_back(add(l.when));
        for (auto const& q : rules.consequences) out.consequences.push_back(add(q.where));
        return std::move(out);
    }
};

} // namespace

plan compile(rulebook const& rules) {
    return compiler{rules}.run();
}

} // namespace huanchi::plan

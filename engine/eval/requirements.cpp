// Requirements on records, facilities and outlets: each line for itself, three-valued.
#include "eval/run.hpp"

#include "eval/surroundings.hpp"

#include <algorithm>

namespace huanchi::eval {

using namespace model;

namespace {

struct requirer {
    plan::plan const& p;
    rulebook const& rules;
    plan::requirement_step const& step;
    surroundings const& s;
    std::vector<required>& out;
    required about = {}; // record or outlet filled in

    eval::verdict decide(value const& applies, value const& met) const {
        if (known(applies) && !std::get<bool>(applies)) return verdict::not_applicable;
        if (known(met) && std::get<bool>(met)) return verdict::compliant;
        if (!known(applies) || !known(met)) return verdict::undetermined;
        auto const level = rules.documents[rules.requirements[step.table].document].level;
        return level == level::policy || level == level::agreement ? verdict::not_met : verdict::violation;
    }

    static void note_missing(required& r, std::string const& name) {
        if (std::none_of(r.missing.begin(), r.missing.end(), [&](auto const& m) { return m.name == name; }))
            r.missing.push_back({name, ""});
    }

    // What was asked, with its value; what nobody knows is missing.
    void tell(required& r, plan::program_id id) const {
        if (id == plan::none) return;
        for (auto const f : fields_of(*p.sources[id])) {
            auto const& field = rules.at(f);
            auto const v = s.field(f);
            if (!known(v)) {
                for (auto const g : s.unknown_behind(f)) note_missing(r, rules.at(g).json);
                continue;
            }
            auto const line = field.json + " = " + text(v, field, rules);
            if (std::find(r.because.begin(), r.because.end(), line) == r.because.end()) r.because.push_back(line);
        }
    }

    void judge_all() const {
        auto const& table = rules.requirements[step.table];
        auto const in_scope = run(step.where, s);
        if (known(in_scope) && !std::get<bool>(in_scope)) return;
        for (std::uint32_t i = 0; i < table.lines.size(); ++i) {
            auto const& line = table.lines[i];
            auto const* on = std::get_if<base::date>(&s.law_date); // none: whatever is declared counts
            if ((on && !line.effective.contains(*on)) || (line.confidence == confidence::low && !s.unreviewed)) continue;
            auto const applies = apply(operation::and_, in_scope, run(step.whens[i], s));
            auto const met = run(step.conditions[i], s);
            auto r = about;
            r.table = step.table;
            r.line = i;
            r.verdict = decide(applies, met);
            if (r.verdict != verdict::not_applicable) {
                tell(r, step.conditions[i]);
                tell(r, step.whens[i]);
                if (!known(in_scope)) tell(r, step.where);
            }
            if (r.verdict != verdict::undetermined) r.missing.clear();
            if (r.verdict == verdict::undetermined && r.missing.empty() && uses_workdays(*line.condition))
                r.missing.push_back({calendar_missing, p.calendar.spans()});
            out.push_back(std::move(r));
        }
    }
};

} // namespace

std::vector<required> require(plan::plan const& p, rulebook const& rules, std::vector<facts::record> const& records,
                              facts::facilities const& known_sites, requirement_options const& options) {
    std::vector<required> all;
    related_records const related(p, rules, records);
    auto judge = [&](plan::requirement_step const& step, surroundings s, required about) {
        s.known = &known_sites;
        s.related = &related;
        if (options.as_of) s.as_of = *options.as_of;
        s.unreviewed = options.unreviewed;
        requirer{p, rules, step, s, all, std::move(about)}.judge_all();
    };
    for (auto const& step : p.requirements) {
        auto const scope = rules.requirements[step.table].scope;
        if (step.of_absence && (!options.absence || !options.as_of)) continue;
        if (scope == outlet_record || scope == facility_record) {
            for (std::uint32_t o = 0; o < known_sites.outlets.size(); ++o) {
                auto const& outlet = known_sites.outlets[o];
                if (!outlet.members.empty()) continue; // stacks that count as one are no outlet of their own
                bool const first_of_site = o == 0 || known_sites.outlets[o - 1].facility != outlet.facility;
                if (scope == facility_record && !first_of_site) continue;
                surroundings s;
                s.plan = &p;
                s.rules = &rules;
                s.outlet = o;
                s.enterprise = known_sites.sites[outlet.facility].id;
                if (scope == outlet_record) s.outlet_id = outlet.id;
                s.law_date = options.at.value_or(*options.as_of);
                required about;
                about.outlet = o;
                judge(step, std::move(s), about);
            }
            continue;
        }
        for (std::uint32_t i = 0; i < records.size(); ++i) {
            auto const& r = records[i];
            if (r.type != scope) continue;
            required about;
            about.record = i;
            judge(step, about_record(p, rules, r, law_date(r, options.at, options.as_of)), about);
        }
    }
    return all;
}

} // namespace huanchi::eval

// Classification of generic records by grade tables: a class for each factor, the worst for the whole.
#include "eval/run.hpp"

#include "eval/surroundings.hpp"

#include <algorithm>
#include <map>

namespace huanchi::eval {

using namespace model;

namespace {

constexpr std::size_t most_branches = 4096;

bool meets(std::optional<model::bound> const& min, std::optional<model::bound> const& max, base::rational const& factor,
           base::rational const& v) {
    if (max) {
        auto const limit = base::rational(max->written) * factor;
        if (max->strict ? v >= limit : v > limit) return false;
    }
    if (min) {
        auto const limit = base::rational(min->written) * factor;
        if (min->strict ? v <= limit : v < limit) return false;
    }
    return true;
}

struct grader {
    plan::plan const& p;
    rulebook const& rules;
    plan::grade_step const& step;
    grade_table const& table;
    facts::record const& record;

    std::size_t class_of(grade_row const& row, base::rational const& v) const {
        auto const& factor = rules.units[row.unit].factor;
        for (std::size_t i = 0; i < table.classes.size(); ++i)
            if (meets(row.min[i], row.max[i], factor, v)) return i;
        return table.classes.size();
    }
    std::string name(std::size_t grade) const { return grade < table.classes.size() ? table.classes[grade] : table.otherwise; }

    void judge_target(graded& g, std::size_t worst, surroundings const& s) const {
        auto const target = table.target ? s.field(*table.target) : value();
        g.verdict = verdict::not_applicable;
        if (!known(target)) return;
        g.target = std::get<std::string>(target);
        auto const aim = std::find(table.classes.begin(), table.classes.end(), g.target) - table.classes.begin();
        bool const met = worst <= static_cast<std::size_t>(aim);
        auto const level = rules.documents[table.document].level;
        bool const policy = level == level::policy || level == level::agreement;
        g.verdict = met ? verdict::compliant : policy ? verdict::not_met : verdict::violation;
    }

    graded run_one(surroundings const& s) const {
        graded g;
        g.table = step.table;
        std::size_t worst = 0;
        // A row whose condition is unknown may give one class or another: the extremes are kept.
        std::size_t least = 0;
        bool any = false;
        for (std::uint16_t i = 0; i < table.rows.size(); ++i) {
            auto const& row = table.rows[i];
            auto const v = s.field(row.field);
            if (!known(v)) continue;
            auto const holds = run(step.rows[i], s);
            if (known(holds) && !std::get<bool>(holds)) continue;
            auto const grade = class_of(row, std::get<base::rational>(v));
            worst = std::max(worst, grade);
            any = true;
            if (known(holds)) {
                least = std::max(least, grade);
                g.factors.push_back({row.field, record.written[row.field.field], name(grade), i});
            } else {
                for (auto const f : fields_of(*p.sources[step.rows[i]]))
                    if (!known(s.field(f)) && std::none_of(g.missing.begin(), g.missing.end(),
                                                           [&](auto const& m) { return m.name == rules.at(f).json; }))
                        g.missing.push_back({rules.at(f).json, ""});
            }
        }
        if (!any) {
            g.verdict = verdict::undetermined;
            g.reason = "missing_datum";
            return g;
        }
        if (!g.missing.empty() && !agree(s, g, worst) && worst != least) {
            g.verdict = verdict::undetermined;
            g.reason = "missing_attribute";
            return g;
        }
        g.missing.clear();
        g.grade = name(worst);
        for (auto const& f : g.factors)
            if (f.grade == g.grade) g.worst.push_back(rules.at(f.field).name);
        judge_target(g, worst, s);
        return g;
    }

    // Rows with unknown conditions: every admissible value of what is missing must give the same class. A factor that then has
    // one class too is listed with it.
    bool agree(surroundings s, graded& g, std::size_t& worst) const {
        std::vector<expression_ptr> conditions;
        for (auto const row : step.rows)
            if (row != plan::none && !known(run(row, s))) conditions.push_back(p.sources[row]);
        auto choices = representatives(conditions, rules, true);
        std::erase_if(choices, [&](auto const& c) { return known(s.field(c.field)); });
        std::size_t branches = 1;
        for (auto const& c : choices) branches *= c.values.size();
        std::optional<std::size_t> common;
        bool same = branches <= most_branches;
        struct spread {
            std::size_t best, worst;
            std::uint16_t row;
        };
        std::map<field_ref, spread> classes;
        for (std::size_t n = 0; same && n < branches; ++n) {
            s.assumed.clear();
            for (std::size_t f = 0, rest = n; f < choices.size(); rest /= choices[f].values.size(), ++f)
                s.assumed.emplace_back(choices[f].field, choices[f].values[rest % choices[f].values.size()]);
            std::size_t grade = 0;
            for (std::uint16_t i = 0; i < table.rows.size(); ++i) {
                auto const measured = s.field(table.rows[i].field);
                auto const holds = run(step.rows[i], s);
                if (!known(measured) || (known(holds) && !std::get<bool>(holds))) continue;
                same = same && known(holds);
                auto const own = class_of(table.rows[i], std::get<base::rational>(measured));
                grade = std::max(grade, own);
                if (step.rows[i] == plan::none) continue;
                auto& of = classes.try_emplace(table.rows[i].field, spread{own, own, i}).first->second;
                of.best = std::min(of.best, own);
                of.worst = std::max(of.worst, own);
            }
            same = same && (!common || *common == grade);
            common = grade;
        }
        if (same && common) {
            worst = *common;
            for (auto const& [field, of] : classes) {
                auto const listed = [&, f = field](auto const& x) { return x.field == f; };
                if (of.best == of.worst && std::none_of(g.factors.begin(), g.factors.end(), listed))
                    g.factors.push_back({field, record.written[field.field], name(of.worst), of.row});
            }
            return true;
        }
        return false;
    }
};

} // namespace

std::vector<graded> grade(plan::plan const& p, rulebook const& rules, std::vector<facts::record> const& records,
                          std::optional<base::date> at) {
    std::vector<graded> all;
    for (std::uint32_t i = 0; i < records.size(); ++i)
        for (auto const& step : p.grades) {
            auto const& table = rules.grades[step.table];
            auto const& r = records[i];
            auto const s = about_record(p, rules, r, law_date(r, at));
            if (!concerns(step.where, table.scope, table.effective, s)) continue;
            auto g = grader{p, rules, step, table, r}.run_one(s);
            if (g.grade.empty() && g.missing.empty() && !table.target) continue; // nothing reported, and nothing asked of it
            g.record = i;
            all.push_back(std::move(g));
        }
    return all;
}

} // namespace huanchi::eval

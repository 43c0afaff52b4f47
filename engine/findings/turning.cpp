#include "findings/turning.hpp"

#include "eval/run.hpp"
#include "eval/surroundings.hpp"
#include "model/representatives.hpp"

#include <algorithm>

namespace huanchi::findings {

using namespace model;

namespace {

struct turner {
    rulebook const& rules;
    plan::plan const& p;
    turning_request const& request;
    requirement_line const& line;
    plan::program_id condition;
    eval::surroundings about; // the record as it is

    value evaluated(expression const& e) const {
        model::surroundings s;
        s.field = [this](field_ref f) { return about.field(f); };
        s.clock = about.clock;
        s.as_of = about.as_of;
        return evaluate(e, s);
    }

    static bool asks_of(expression const& e, field_ref f) {
        auto const all = fields_of(e);
        return std::find(all.begin(), all.end(), f) != all.end();
    }

    // What stands beside the field and is known becomes a constant, so that the field is compared with what it must reach.
    expression_ptr settled(expression_ptr const& e, field_ref f) const {
        if (std::holds_alternative<literal>(e->node)) return e;
        if (!asks_of(*e, f)) {
            auto const v = evaluated(*e);
            if (!known(v) || uses_related(*e)) return e;
            auto const printed = std::holds_alternative<bool>(v) ? std::string() : text(v, rules.at(f), rules);
            return std::make_shared<expression const>(expression{literal{v, printed}, e->type, e->where});
        }
        if (auto const* o = std::get_if<operation_use>(&e->node)) {
            auto changed = *o;
            for (auto& x : changed.operands) x = settled(x, f);
            return std::make_shared<expression const>(expression{std::move(changed), e->type, e->where});
        }
        if (auto const* r = std::get_if<in_range>(&e->node))
            return std::make_shared<expression const>(
                expression{in_range{r->subject, settled(r->low, f), settled(r->high, f)}, e->type, e->where});
        return e;
    }

    bool met_with(facts::record const& r, std::optional<base::date> law, field_ref f, value const& v) const {
        auto changed = r;
        changed.fields[f.field] = v;
        auto s = eval::about_record(p, rules, changed, law);
        s.known = about.known;
        s.related = about.related;
        s.as_of = about.as_of;
        s.unreviewed = about.unreviewed;
        auto const met = eval::run(condition, s);
        return known(met) && std::get<bool>(met);
    }

    // The run of values that meet the condition and lies nearest to the present one, as flags; all of them where the values
    // have no order.
    static std::vector<char> nearest(std::vector<char> met, std::vector<value> const& values, value const& now) {
        auto const* x = std::get_if<base::rational>(&now);
        if (!x ||
            !std::all_of(values.begin(), values.end(), [](auto const& v) { return std::holds_alternative<base::rational>(v); }))
            return met;
        std::size_t place = 0; // of the first value that is not below the present one
        while (place < values.size() && std::get<base::rational>(values[place]) < *x) ++place;
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < met.size(); ++i) {
            auto const away = i < place ? place - i : i - place;
            if (met[i] && (!best || away < (*best < place ? place - *best : *best - place))) best = i;
        }
        if (!best) return met;
        std::vector<char> run(met.size(), 0);
        for (std::size_t i = *best; i < met.size() && met[i]; ++i) run[i] = 1;
        for (std::size_t i = *best; i-- > 0 && met[i];) run[i] = 1;
        return run;
    }

    std::vector<turn> turns(facts::record const& r, std::optional<base::date> law) const {
        std::vector<turn> out;
        for (auto const f : fields_of(*line.condition)) {
            if (f.record != r.type) continue;
            for (auto const& c : representatives({settled(line.condition, f)}, rules, true)) {
                if (!(c.field == f)) continue;
                std::vector<char> met;
                for (auto const& v : c.values) met.push_back(met_with(r, law, f, v));
                if (std::none_of(met.begin(), met.end(), [](char m) { return m != 0; })) continue;
                auto const now = about.field(f);
                out.push_back({rules.at(f).json, rules.at(f).name, known(now) ? text(now, rules.at(f), rules) : "",
                               bands_text(c, nearest(std::move(met), c.values, now))});
            }
        }
        return out;
    }
};

} // namespace

std::vector<turn> turns_of(rulebook const& rules, plan::plan const& p, std::vector<facts::record> const& records,
                           std::size_t record, std::uint32_t table, std::uint32_t line, turning_request const& request) {
    auto const step =
        std::find_if(p.requirements.begin(), p.requirements.end(), [&](auto const& s) { return s.table == table; });
    if (step == p.requirements.end()) return {};
    auto const& r = records[record];
    auto const law = eval::law_date(r, request.at, request.today);
    eval::related_records const related(p, rules, records);
    facts::facilities const nobody;
    auto about = eval::about_record(p, rules, r, law);
    about.known = &nobody;
    about.related = &related;
    about.as_of = request.today;
    about.unreviewed = request.unreviewed;
    return turner{rules, p, request, rules.requirements[table].lines[line], step->conditions[line], about}.turns(r, law);
}

} // namespace huanchi::findings

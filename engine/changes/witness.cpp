#include "changes/witness.hpp"

#include "cases/choices.hpp"

#include <algorithm>
#include <set>

namespace huanchi::changes {

using namespace model;
using namespace cases;

std::string_view text(no_witness n) {
    constexpr std::string_view names[] = {"wording", "not_judged", "no_value", "not_found"};
    return names[static_cast<std::size_t>(n)];
}

namespace {

constexpr std::size_t most_assignments = 24, most_trials = 600, most_values_of_a_missing_field = 6, most_combinations = 24;

limit const* at(rulebook const& rules, std::optional<std::uint32_t> index) {
    return index ? &rules.limits[*index] : nullptr;
}

// Rounded down to finite decimals, since a row says its value in digits.
std::optional<std::string> digits(base::rational const& value) {
    if (value.is_negative()) return std::nullopt;
    return value.finite_text(9);
}

// All that decides whether limits of the factor apply.
std::vector<expression_ptr> conditions_around(side const& s, plan::plan const& reduced) {
    std::vector<expression_ptr> all;
    std::set<std::uint32_t> tables;
    for (auto const& step : reduced.limits) {
        auto const& l = s.rules.limits[step.limit];
        all.insert(all.end(), l.conditions.begin(), l.conditions.end());
        tables.insert(l.table);
    }
    for (auto const t : tables)
        for (auto const& d : reduced.displacers[t])
            for (auto const id : d.when) all.push_back(reduced.sources[id]);
    return all;
}

} // namespace

struct factor_plans {
    plan::plan before, after;
    std::map<std::string, std::vector<std::string>> missing; // values to try, by JSON name of the field
    std::set<std::string> of_datum;                          // of these, fields of the row
};

struct witness_search::state {
    side before, after;
    base::date preferred;
    bool unreviewed;
    std::map<std::string, factor_plans> by_factor = {};

    factor_plans const& plans(std::string const& medium, std::string const& code) {
        auto const [found, fresh] = by_factor.try_emplace(medium + " " + code);
        auto& p = found->second;
        if (!fresh) return p;
        p.before = plan_of_factor(before.plan, before.rules, medium, code);
        p.after = plan_of_factor(after.plan, after.rules, medium, code);
        for (auto const* s : {&before, &after}) {
            auto const conditions = conditions_around(*s, s == &before ? p.before : p.after);
            for (auto const& [field, values] : telling(conditions, s->rules)) {
                auto const& declared = s->rules.at(field);
                bool const of_row = field.record == measurement_record;
                if (of_row) p.of_datum.insert(declared.json);
                for (auto const& v : values)
                    if (auto t = text_of(v, declared, s->rules, !of_row); !t.empty()) p.missing[declared.json].push_back(t);
            }
        }
        for (auto& [name, values] : p.missing) {
            std::vector<std::string> once;
            for (auto& v : values)
                if (std::find(once.begin(), once.end(), v) == once.end()) once.push_back(std::move(v));
            once.resize(std::min(once.size(), most_values_of_a_missing_field));
            values = std::move(once);
        }
        return p;
    }
    bool takes_part(limit const* l) const {
        return l && is_judged(l->status) && l->scope == measurement_record && (l->confidence != confidence::low || unreviewed);
    }
};

namespace {

// Looks for a case that one limit, of one of the two sides, leads to.
struct seeker {
    side const& before;
    side const& after;
    side const& lead;
    limit const& l;     // of `lead`
    limit const* other; // of the other side, or null
    rulebook const& of_other;
    factor_plans const& plans;
    base::date preferred;
    bool unreviewed;
    std::size_t trials = 0;
    std::optional<witness> doubtful = {}; // one side cannot judge: taken only if nothing better is found

    std::vector<base::date> dates() const {
        std::vector<base::date> all{preferred};
        for (auto const* x : {&l, other}) {
            if (!x) continue;
            for (auto const& cut : {x->effective.from, x->effective.before})
                if (cut) all.insert(all.end(), {*cut, *cut + -1});
        }
        auto const applies = [&](base::date d) { return l.effective.contains(d) || (other && other->effective.contains(d)); };
        std::erase_if(all, [&](base::date d) { return !applies(d); });
        return all;
    }

    // Between old and new bounds first, then at each of them and one unit in the last place to each side.
    std::vector<std::string> values() const {
        std::vector<base::rational> bounds, steps;
        auto const& unit = lead.rules.units[l.unit];
        auto take = [&](limit const* x, rulebook const& rules) {
            if (!x || rules.units[x->unit].dimension != unit.dimension) return;
            for (auto const& b : {x->max, x->min}) {
                if (!b) continue;
                bounds.push_back(base::rational(b->written) * rules.units[x->unit].factor / unit.factor);
                steps.push_back(base::rational(base::decimal{1, b->written.scale}) * rules.units[x->unit].factor / unit.factor);
            }
        };
        take(&l, lead.rules);
        auto const own = bounds.size();
        take(other, of_other);
        std::vector<std::string> all;
        auto add = [&](base::rational const& v) {
            if (auto d = digits(v); d && std::find(all.begin(), all.end(), *d) == all.end()) all.push_back(*d);
        };
        for (std::size_t i = 0; i < own; ++i)
            for (std::size_t k = own; k < bounds.size(); ++k)
                if (bounds[i] != bounds[k]) add((bounds[i] + bounds[k]) / base::rational(2));
        for (std::size_t i = 0; i < bounds.size(); ++i) {
            add(bounds[i] + steps[i]);
            add(bounds[i] - steps[i]);
            add(bounds[i]);
        }
        if (bounds.empty()) add(base::rational(1)); // nothing may be there at all
        add(base::rational(1, 1000000));
        return all;
    }

    // The verdict of one side at least must be that of the limit, not of another that has changed beside it.
    bool by_this_limit(judged_side const& was, judged_side const& is) const {
        auto const decides = [](judged_side const& s, limit const* x) {
            return x && s.finding && s.finding->provision && s.finding->provision->id == x->id;
        };
        bool const leads_after = &lead == &after;
        return decides(was, leads_after ? other : &l) || decides(is, leads_after ? &l : other);
    }

    std::optional<witness> confirmed(trial const& t) const {
        auto const was = judge(before.rules, before.plan, t, unreviewed), is = judge(after.rules, after.plan, t, unreviewed);
        if (!was || !is || was->verdict == is->verdict || !by_this_limit(*was, *is)) return std::nullopt;
        auto const& s = lead.rules.statistics[*lead.rules.find_statistic(t.statistic)];
        return witness{t.outlet_json(), t.row_json(), t.on, s.json, s.name, t.factor, lead.rules.factors[l.factor].name,
                       t.value,         t.unit,       *was, *is};
    }

    std::optional<witness> attempt(trial const& t, int depth) {
        if (++trials > most_trials) return std::nullopt;
        auto const was = judge(before.rules, plans.before, t, unreviewed), is = judge(after.rules, plans.after, t, unreviewed);
        if (!was || !is) return std::nullopt;
        bool const open = was->verdict == eval::verdict::undetermined || is->verdict == eval::verdict::undetermined;
        bool const differs = was->verdict != is->verdict, mine = differs && by_this_limit(*was, *is);
        if (mine && !open)
            if (auto w = confirmed(t)) return w;
        if (mine && open && !doubtful) doubtful = confirmed(t);
        if (depth == 0) return std::nullopt;
        if (open) return complete(t, missing_in(*was, *is, t), depth);
        return differs && !mine ? vary(t, depth) : std::nullopt;
    }

    // Another limit of the same change decides while something is unknown: each of what is unknown, said one at a time.
    std::optional<witness> vary(trial const& start, int depth) {
        for (auto const& [name, values] : plans.missing) {
            if (start.outlet.contains(name) || start.datum.contains(name)) continue;
            for (auto const& v : values) {
                auto t = start;
                (plans.of_datum.contains(name) ? t.datum : t.outlet)[name] = v;
                if (auto w = attempt(t, depth - 1)) return w;
            }
        }
        return std::nullopt;
    }

    std::vector<std::string> missing_in(judged_side const& was, judged_side const& is, trial const& t) const {
        std::vector<std::string> names;
        for (auto const* s : {&was, &is}) {
            if (!s->finding || !s->finding->reason) continue;
            for (auto const& m : s->finding->reason->missing)
                if (plans.missing.contains(m.name) && !t.outlet.contains(m.name) && !t.datum.contains(m.name) &&
                    std::find(names.begin(), names.end(), m.name) == names.end())
                    names.push_back(m.name);
        }
        return names;
    }

    // Says what was missing, one combination after the other.
    std::optional<witness> complete(trial t, std::vector<std::string> const& names, int depth) {
        if (names.empty()) return std::nullopt;
        std::size_t combinations = 1;
        for (auto const& n : names) combinations *= plans.missing.at(n).size();
        for (std::size_t i = 0; i < std::min(combinations, most_combinations); ++i) {
            auto rest = i;
            for (auto const& n : names) {
                auto const& values = plans.missing.at(n);
                (plans.of_datum.contains(n) ? t.datum : t.outlet)[n] = values[rest % values.size()];
                rest /= values.size();
            }
            if (auto w = attempt(t, depth - 1)) return w;
        }
        return std::nullopt;
    }

    std::optional<witness> seek(std::uint16_t statistic) {
        auto const start = trial_of(l, statistic, lead.rules);
        if (!start) return std::nullopt;
        auto conditions = l.conditions;
        if (auto const& where = delivery_of(statistic, lead.rules)->where) conditions.push_back(where);
        auto const assignments = fulfilling(conditions, lead.rules, most_assignments);
        for (auto const on : dates())
            for (auto const& value : values())
                for (auto const& a : assignments) {
                    auto t = *start;
                    t.on = on;
                    t.value = value;
                    t.describe(a, lead.rules);
                    if (auto w = attempt(t, 2)) return w;
                    if (trials > most_trials) return std::nullopt;
                }
        return std::nullopt;
    }
};

// A change of these alone decides no verdict.
bool only_wording(limit_change const& c) {
    static std::set<std::string_view> const wording = {"clause", "note", "name", "violations", "confidence", "standard"};
    return !c.aspects.empty() &&
           std::all_of(c.aspects.begin(), c.aspects.end(), [](auto const& a) { return wording.contains(a.what); });
}

// The statistics of a limit, those first that the other limit does not judge.
std::vector<std::uint16_t> statistics_of(limit const& l, rulebook const& rules, limit const* other, rulebook const& of_other) {
    auto all = l.statistics;
    std::stable_partition(all.begin(), all.end(), [&](std::uint16_t s) {
        return other && std::none_of(other->statistics.begin(), other->statistics.end(),
                                     [&](std::uint16_t o) { return of_other.statistics[o].json == rules.statistics[s].json; });
    });
    return all;
}

} // namespace

witness_search::witness_search(side before, side after, base::date preferred, bool unreviewed)
    : state_(new state{before, after, preferred, unreviewed}) {}
witness_search::~witness_search() = default;

sought witness_search::find(limit_change const& c) {
    auto& s = *state_;
    auto const* was = at(s.before.rules, c.before);
    auto const* is = at(s.after.rules, c.after);
    bool const was_judged = s.takes_part(was), is_judged = s.takes_part(is);
    if (!was_judged && !is_judged) return no_witness::not_judged;
    if (was_judged == is_judged && only_wording(c)) return no_witness::wording;
    bool some_value = false;
    std::optional<witness> doubtful;
    for (bool const from_after : {true, false}) {
        if (from_after ? !is_judged : !was_judged) continue;
        auto const& lead = from_after ? s.after : s.before;
        auto const& l = from_after ? *is : *was;
        auto const* other = from_after ? was : is;
        auto const& of_other = from_after ? s.before.rules : s.after.rules;
        auto const& f = lead.rules.factors[l.factor];
        seeker seek{s.before, s.after, lead, l, other, of_other, s.plans(f.medium, f.code), s.preferred, s.unreviewed};
        for (auto const statistic : statistics_of(l, lead.rules, other, of_other)) {
            some_value = some_value || !lead.rules.statistics[statistic].accepts.empty();
            if (auto w = seek.seek(statistic)) return std::move(*w);
        }
        if (!doubtful) doubtful = std::move(seek.doubtful);
    }
    if (doubtful) return std::move(*doubtful);
    return some_value ? no_witness::not_found : no_witness::no_value;
}

} // namespace huanchi::changes

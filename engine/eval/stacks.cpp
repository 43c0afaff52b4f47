#include "eval/stacks.hpp"

#include "eval/curve.hpp"
#include "eval/judge.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace huanchi::eval {

using namespace model;

namespace {

constexpr int halvings_at_first = 80, halvings_at_most = 4000;

bool counts_for(facts::outlet const& stack, std::uint16_t factor) {
    return stack.stack_factors.empty() ||
           std::find(stack.stack_factors.begin(), stack.stack_factors.end(), factor) != stack.stack_factors.end();
}

// The declaration under which a limit is on the equivalent stack; null: it is not.
equivalence const* equivalence_of(rulebook const& rules, requirement const& r, facts::outlet const& stack) {
    if (!r.limit || r.quantity != quantity::rate || !counts_for(stack, r.factor)) return nullptr;
    auto const& l = rules.limits[*r.limit];
    if (!l.curve || l.curve->field != field_ref{outlet_record, stack.height_field}) return nullptr;
    for (auto const& e : rules.equivalences)
        if (e.document == l.document && e.height == l.curve->field) return &e;
    return nullptr;
}

bool same_series(group const& a, group const& b) {
    return a.factor == b.factor && a.quantity == b.quantity && a.statistic == b.statistic && a.formula == b.formula &&
           a.reference == b.reference;
}

group const* group_of(bound_outlet const& o, group const& like) {
    auto const at = std::find_if(o.groups.begin(), o.groups.end(), [&](group const& g) { return same_series(g, like); });
    return at == o.groups.end() ? nullptr : &*at;
}

// The bound at the height of the equivalent stack: `coherent_max` is not above it, `max_below` not below.
void narrow(requirement& r, rulebook const& rules, facts::outlet const& stack, int halvings) {
    auto const& l = rules.limits[*r.limit];
    auto const between = bound_at_root(*l.curve, *stack.height_square, halvings);
    if (!between) return;
    auto const to_coherent = rules.units[r.unit].factor * r.scaled_by;
    r.coherent_max = between->first * to_coherent;
    r.max_below = between->second * to_coherent;
    r.max = base::decimal::parse(base::printed(between->first * r.scaled_by).value);
}

struct stack_binder {
    bound& b;
    std::uint32_t index;
    facts::outlet const& stack = b.known->outlets[index];

    void explain(requirement& r, equivalence const& e) const {
        r.because.push_back("stacks = " + stack.id);
        if (!stack.height_square) return;
        narrow(r, *b.rules, stack, halvings_at_first);
        auto const height = std::get<base::rational>(stack.fields[stack.height_field]);
        r.note += (r.note.empty() ? "" : "; ") + stack.id + ": h = " + base::printed(height).value + " m" +
                  (e.clause.empty() ? "" : " (" + e.clause + ")");
    }

    // What is asked of the equivalent stack: its rates by the limits of the declaration, and by its own permit.
    void keep_rates() {
        std::set<std::uint32_t> explained;
        auto& groups = b.outlets[index].groups;
        for (auto& g : groups)
            for (auto& s : g.timeline)
                std::erase_if(s.candidates, [&](candidate const& c) {
                    auto& r = b.requirements[c.requirement];
                    auto const* e = equivalence_of(*b.rules, r, stack);
                    if (e && explained.insert(c.requirement).second) explain(r, *e);
                    return !e && (r.limit || r.quantity != quantity::rate);
                });
        std::erase_if(groups, [](group const& g) {
            return std::all_of(g.timeline.begin(), g.timeline.end(), [](segment const& s) { return s.candidates.empty(); });
        });
    }

    void take_from(std::uint32_t member) {
        auto& o = b.outlets[member];
        for (auto& g : o.groups) {
            if (g.quantity != quantity::rate || !group_of(b.outlets[index], g)) continue;
            std::set<std::uint32_t> taken;
            for (auto& s : g.timeline)
                std::erase_if(s.candidates, [&](candidate const& c) {
                    if (!equivalence_of(*b.rules, b.requirements[c.requirement], stack)) return false;
                    taken.insert(*b.requirements[c.requirement].limit);
                    return true;
                });
            if (taken.empty()) continue;
            g.stack = index;
            for (auto const l : taken) o.counted_in_stack.emplace_back(l, index);
        }
    }
};

using series_key = std::tuple<std::uint32_t, std::uint16_t, std::uint16_t, facts::data_source, base::period>;

struct stack_judge {
    bound b; // a copy: bounds on limits may have to be narrowed
    run_options const& options;
    results out = {};
    std::map<std::tuple<std::uint32_t, std::uint16_t, std::int32_t>, std::array<bool, 3>> days = {}; // violated, met, open

    void add_missing(judgement& j, facts::outlet const& member, judgement const* part) const {
        j.reason = part && !part->reason.empty() ? part->reason : "stack_missing";
        if (part && !part->missing.empty())
            j.missing.insert(j.missing.end(), part->missing.begin(), part->missing.end());
        else
            j.missing.push_back({member.id, ""});
    }

    judgement sum(std::uint32_t stack, std::vector<judgement const*> const& parts) const {
        auto j = *parts.front();
        j.outlet = stack;
        j.contributions.clear();
        j.reason.clear();
        j.missing.clear();
        j.valid = 0;
        j.measured = interval_value{base::rational(0), base::rational(0), false};
        auto const& members = b.known->outlets[stack].members;
        j.need = static_cast<std::uint32_t>(members.size());
        for (auto const m : members) {
            auto const at = std::find_if(parts.begin(), parts.end(), [&](judgement const* p) { return p->outlet == m; });
            auto const* part = at == parts.end() ? nullptr : *at;
            if (part) {
                j.contributions.insert(j.contributions.end(), part->contributions.begin(), part->contributions.end());
                j.standing = std::min(j.standing, part->standing);
                for (auto const& l : part->lacks)
                    if (std::find(j.lacks.begin(), j.lacks.end(), l) == j.lacks.end()) j.lacks.push_back(l);
            }
            if (!part || !part->measured || !part->reason.empty()) {
                j.measured->unbounded = true;
                add_missing(j, b.known->outlets[m], part);
                continue;
            }
            ++j.valid;
            j.measured->low += part->measured->low;
            j.measured->high += part->measured->high;
            j.measured->unbounded = j.measured->unbounded || part->measured->unbounded;
        }
        return j;
    }

    // A rational rate never equals a bound that is no rational number, so narrowing decides.
    void settle(segment const& s, interval_value const& v, facts::outlet const& stack) {
        for (auto const& c : s.candidates) {
            auto& r = b.requirements[c.requirement];
            for (int halvings = halvings_at_first; r.max_below && halvings < halvings_at_most; halvings *= 2) {
                auto const undecided = [&](base::rational const& x) { return r.coherent_max < x && x <= *r.max_below; };
                if (r.coherent_max == *r.max_below || (!undecided(v.low) && !undecided(v.high))) break;
                narrow(r, *b.rules, stack, halvings * 2);
            }
        }
    }

    void judge_one(series_key const& key, std::vector<judgement const*> const& parts) {
        auto const stack = std::get<0>(key);
        auto j = sum(stack, parts);
        group like;
        like.factor = j.factor;
        like.quantity = j.quantity;
        like.statistic = j.statistic;
        like.formula = j.formula;
        like.reference = j.reference;
        auto const* g = group_of(b.outlets[stack], like);
        auto const on = b.law_of(j.period.from.date());
        auto const* s = g ? g->at(on) : nullptr;
        if (!s || s->candidates.empty()) return;
        settle(*s, *j.measured, b.known->outlets[stack]);
        auto v = judge(b, *s, b.about(stack), on, *j.measured);
        j.verdict = v.verdict;
        j.decides = v.decides;
        j.also_breached = std::move(v.also_breached);
        j.candidates = std::move(v.candidates);
        if (j.verdict != verdict::undetermined) {
            j.reason.clear();
            j.missing.clear();
        } else if (j.reason.empty()) {
            j.reason = std::move(v.reason);
            j.missing = std::move(v.missing);
        }
        conclude(std::move(j));
    }

    void conclude(judgement j) {
        auto& day = days[{j.outlet, j.factor, j.period.from.date().days}];
        day[0] = day[0] || j.verdict == verdict::violation;
        day[1] = day[1] || j.verdict == verdict::compliant;
        day[2] = day[2] || j.verdict == verdict::undetermined;
        ++out.verdicts[static_cast<std::size_t>(j.verdict)];
        bool const quiet =
            j.verdict == verdict::compliant || j.verdict == verdict::exempt || j.verdict == verdict::not_applicable;
        bool const watched = options.watched && options.watched(j.outlet, j.factor, j.period.from.date());
        if (quiet && !options.keep_all && !watched) return;
        if (!options.contributions) j.contributions.clear();
        out.judgements.push_back(std::move(j));
    }

    void finish_days() {
        if (!options.days) return;
        for (auto const& [key, t] : days) {
            auto const [outlet, factor, day] = key;
            auto const state = t[0] ? day_state::violation : t[1] && !t[2] ? day_state::compliant : day_state::undecided;
            out.days.push_back({outlet, factor, quantity::rate, {day}, state, false});
        }
    }
};

} // namespace

void bind_stacks(bound& b) {
    for (std::uint32_t i = 0; i < b.known->outlets.size(); ++i) {
        auto const& members = b.known->outlets[i].members;
        if (members.empty()) continue;
        stack_binder one{b, i};
        one.keep_rates();
        for (auto const m : members) one.take_from(m);
    }
}

results judge_stacks(bound const& b, std::vector<judgement> parts, run_options const& options) {
    if (parts.empty()) return {};
    std::stable_sort(parts.begin(), parts.end(), [](auto const& x, auto const& y) { return x.outlet < y.outlet; });
    std::map<series_key, std::vector<judgement const*>> together;
    for (auto const& p : parts)
        for (auto const& g : b.outlets[p.outlet].groups)
            if (g.stack != facts::no_outlet && g.factor == p.factor && g.quantity == p.quantity && g.statistic == p.statistic &&
                g.formula == p.formula && g.reference == p.reference)
                together[{g.stack, p.factor, p.statistic, p.source, p.period}].push_back(&p);
    stack_judge judge{b, options};
    for (auto const& [key, some] : together) judge.judge_one(key, some);
    judge.finish_days();
    return std::move(judge.out);
}

} // namespace huanchi::eval

#include "eval/judge.hpp"

#include <algorithm>

namespace huanchi::eval {

using namespace model;

namespace {

fit compare_bound(requirement const& r, interval_value const& value) {
    auto v = value;
    if (r.rounding) {
        v.low = v.low.rounded(*r.rounding);
        v.high = v.high.rounded(*r.rounding);
    }
    if (!r.bound_needs.empty() && !r.tightest_max) return fit::open;
    if (r.not_detected || r.prohibited) return v.low > base::rational(0) ? fit::violated : fit::met;
    auto result = fit::met;
    if (r.max) {
        auto const beyond = [&](base::rational const& x) { return r.max_strict ? x >= r.coherent_max : x > r.coherent_max; };
        if (beyond(v.low)) return fit::violated;
        if (v.unbounded || beyond(v.high) || (r.tightest_max && v.high > *r.tightest_max)) result = fit::open;
    }
    if (r.min) {
        auto const below = [&](base::rational const& x) { return r.min_strict ? x <= r.coherent_min : x < r.coherent_min; };
        if (!v.unbounded && below(v.high)) return fit::violated;
        if (below(v.low)) result = fit::open;
    }
    return result;
}

} // namespace

fit compare(requirement const& r, interval_value const& v) {
    auto const stands = compare_bound(r, v);
    return stands == fit::violated && !r.only_if.empty() ? fit::open : stands;
}

value applies(candidate const& c, surroundings const& about, base::date on) {
    auto v = all_of(c.of_datum, about);
    v = apply(operation::and_, v, all_of(c.unknown, about));
    for (auto const& d : c.may_be_displaced)
        if (d.effective.contains(on)) v = apply(operation::and_, v, apply(operation::not_, all_of(d.when, about), {}));
    return v;
}

namespace {

constexpr std::size_t most_branches = 4096;

struct outcome {
    eval::verdict verdict{};
    std::optional<std::uint32_t> decides;
    std::vector<std::uint32_t> also;
};

bool only_policy(level l) {
    return l == level::policy || l == level::agreement;
}

// Candidates are sorted tightest first, so the first breached one decides.
outcome decide(bound const& b, std::vector<std::uint32_t> const& applied, interval_value const& v) {
    outcome o{verdict::not_applicable, std::nullopt, {}};
    std::optional<std::uint32_t> tightest, open;
    std::vector<std::uint32_t> breached;
    for (auto const r : applied) {
        if (!tightest) tightest = r;
        switch (compare(b.requirements[r], v)) {
        case fit::violated: breached.push_back(r); break;
        case fit::open:
            if (!open) open = r;
            break;
        case fit::met: break;
        }
    }
    if (!breached.empty()) {
        auto const binding =
            std::find_if(breached.begin(), breached.end(), [&](auto r) { return !only_policy(b.requirements[r].level); });
        auto const decides = binding == breached.end() ? breached.begin() : binding;
        o.verdict = binding == breached.end() ? verdict::not_met : verdict::violation;
        o.decides = *decides;
        for (auto const r : breached)
            if (r != *decides) o.also.push_back(r);
    } else if (open) {
        o.verdict = verdict::undetermined;
        o.decides = open;
    } else if (tightest) {
        o.verdict = verdict::compliant;
        o.decides = tightest;
    }
    return o;
}

struct branching {
    bound const& b;
    segment const& s;
    surroundings about; // copied: overrides go in here
    base::date on;

    // The candidates that apply; those about which nothing is known go to `open`.
    std::vector<std::uint32_t> applied(std::vector<candidate const*>& open) const {
        std::vector<std::uint32_t> yes;
        for (auto const& c : s.candidates) {
            auto const v = c.conditional() ? applies(c, about, on) : value(true);
            if (!known(v))
                open.push_back(&c);
            else if (std::get<bool>(v))
                yes.push_back(c.requirement);
        }
        return yes;
    }

    std::vector<expression_ptr> conditions(std::vector<candidate const*> const& open) const {
        std::vector<expression_ptr> all;
        auto add = [&](std::vector<plan::program_id> const& ids) {
            for (auto const id : ids) all.push_back(b.plan->sources[id]);
        };
        for (auto const* c : open) {
            add(c->of_datum);
            add(c->unknown);
            for (auto const& d : c->may_be_displaced) add(d.when);
        }
        return all;
    }

    // Within a window a field is known to lie between two values: others need not be tried.
    void narrow(choice_of_values& c, field_range const& r) const {
        choice_of_values kept{c.field, {}, {}};
        auto add = [&](value v, std::string band) {
            kept.values.push_back(std::move(v));
            kept.bands.push_back(std::move(band));
        };
        auto const& field = b.rules->at(c.field);
        auto const printed = [&](base::rational const& x) {
            return base::printed(x / b.rules->units[field.unit].factor).value;
        };
        add(r.low, field.json + " = " + printed(r.low));
        for (std::size_t i = 0; i < c.values.size(); ++i)
            if (auto const* x = std::get_if<base::rational>(&c.values[i]); x && *x > r.low && *x < r.high)
                add(c.values[i], c.bands[i]);
        add(r.high, field.json + " = " + printed(r.high));
        c = std::move(kept);
    }

    // The fields that nobody knows, with values to try.
    std::vector<choice_of_values> unknowns(std::vector<candidate const*> const& open) const {
        auto choices = representatives(conditions(open), *b.rules, true);
        std::erase_if(choices, [&](auto const& c) { return known(about.field(c.field)); });
        for (auto& c : choices)
            if (about.ranges)
                for (auto const& r : *about.ranges)
                    if (r.field == c.field) narrow(c, r);
        return choices;
    }
};

// What is unknown in the terms that are, not in those that are settled whatever else they mention.
void name_missing(judged_value& j, branching const& br, std::vector<candidate const*> const& open) {
    auto add = [&](plan::program_id term) {
        if (known(run(term, br.about))) return;
        for (auto const f : fields_of(*br.b.plan->sources[term])) {
            if (known(br.about.field(f))) continue;
            auto const& name = br.b.rules->at(f).json;
            if (std::none_of(j.missing.begin(), j.missing.end(), [&](auto const& m) { return m.name == name; }))
                j.missing.push_back({name, ""});
        }
    };
    for (auto const* c : open) {
        for (auto const term : c->of_datum) add(term);
        for (auto const term : c->unknown) add(term);
        for (auto const& d : c->may_be_displaced)
            if (d.effective.contains(br.on) && !known(all_of(d.when, br.about)))
                for (auto const term : d.when) add(term);
    }
}

judged_value undetermined(branching const& br, std::vector<std::uint32_t> const& yes,
                          std::vector<candidate const*> const& open) {
    judged_value j;
    j.verdict = verdict::undetermined;
    j.reason = "missing_attribute";
    for (auto const* c : open) {
        if (std::any_of(c->of_datum.begin(), c->of_datum.end(), [&](auto t) { return !known(run(t, br.about)); }))
            j.reason = "missing_datum";
        j.candidates.push_back(c->requirement);
    }
    j.candidates.insert(j.candidates.end(), yes.begin(), yes.end());
    std::stable_sort(j.candidates.begin(), j.candidates.end(),
                     [&](auto x, auto y) { return tighter(br.b.requirements[x], br.b.requirements[y]); });
    if (!j.candidates.empty()) j.decides = j.candidates.front();
    return j;
}

// Tries every combination of values of the unknown fields. One verdict in all of them decides; the requirement reported is then
// the one of the mildest branch: that much is proved whatever the missing value is.
judged_value enumerate(branching br, std::vector<std::uint32_t> const& yes, std::vector<candidate const*> const& open,
                       interval_value const& v) {
    auto const choices = br.unknowns(open);
    std::size_t branches = 1;
    for (auto const& c : choices) branches *= std::max<std::size_t>(1, c.values.size());
    auto j = undetermined(br, yes, open);
    name_missing(j, br, open);
    if (choices.empty() || branches > most_branches) return j;

    std::vector<std::vector<bool>> differs(choices.size());
    for (std::size_t f = 0; f < choices.size(); ++f) differs[f].assign(choices[f].values.size(), false);
    std::optional<outcome> mildest;
    bool same = true, blind = false, somewhere_none = false;
    for (std::size_t n = 0; n < branches; ++n) {
        auto& assumed = br.about.assumed;
        auto const fixed = assumed.size();
        std::vector<std::size_t> picked;
        for (std::size_t f = 0, rest = n; f < choices.size(); ++f) {
            picked.push_back(rest % choices[f].values.size());
            rest /= choices[f].values.size();
            assumed.emplace_back(choices[f].field, choices[f].values[picked.back()]);
        }
        std::vector<candidate const*> still_open;
        auto const o = decide(br.b, br.applied(still_open), v);
        assumed.resize(fixed);
        blind = blind || !still_open.empty();
        if (o.verdict == verdict::not_applicable && still_open.empty()) {
            somewhere_none = true;
            continue;
        }
        if (o.verdict != verdict::compliant)
            for (std::size_t f = 0; f < choices.size(); ++f) differs[f][picked[f]] = true;
        if (mildest && mildest->verdict != o.verdict) same = false;
        if (!mildest ||
            (o.decides && mildest->decides && tighter(br.b.requirements[*mildest->decides], br.b.requirements[*o.decides])))
            mildest = o;
    }
    if (!mildest) mildest = outcome{verdict::not_applicable, std::nullopt, {}};
    // Where some values of the unknown bring no limit at all, a pass is a pass in every branch, but a breach is not proved.
    if (somewhere_none && mildest->verdict != verdict::compliant && mildest->verdict != verdict::not_applicable) same = false;
    if (same && !blind && mildest->verdict != verdict::undetermined) {
        judged_value decided;
        decided.verdict = mildest->verdict;
        decided.decides = mildest->decides;
        decided.also_breached = mildest->also;
        decided.candidates = j.candidates;
        return decided;
    }
    for (auto& m : j.missing)
        for (std::size_t f = 0; f < choices.size(); ++f) {
            if (br.b.rules->at(choices[f].field).json != m.name) continue;
            if (std::all_of(differs[f].begin(), differs[f].end(), [](bool d) { return d; })) continue;
            for (std::size_t k = 0; k < differs[f].size(); ++k)
                if (differs[f][k]) m.band += (m.band.empty() ? "" : " or ") + choices[f].bands[k];
        }
    return j;
}

} // namespace

judged_value judge(bound const& b, segment const& s, surroundings const& about, base::date on, interval_value const& measured) {
    branching br{b, s, about, on};
    std::vector<candidate const*> open;
    auto const yes = br.applied(open);
    auto const o = decide(b, yes, measured);
    // A limit that certainly applies and is broken stays broken, whatever else is unknown.
    if (!open.empty() && o.verdict != verdict::violation) return enumerate(std::move(br), yes, open, measured);
    judged_value j;
    j.verdict = o.verdict;
    j.decides = o.decides;
    j.also_breached = o.also;
    j.candidates = yes;
    if (j.verdict == verdict::undetermined) {
        j.reason = measured.unbounded ? "over_range" : "detection_limit_above_limit";
        auto needs = b.requirements[*j.decides].bound_needs;
        if (auto const& only_if = b.requirements[*j.decides].only_if; !only_if.empty()) needs.push_back(only_if);
        for (auto const& name : needs) {
            j.reason = "missing_attribute";
            j.missing.push_back({name, ""});
        }
    }
    return j;
}

} // namespace huanchi::eval

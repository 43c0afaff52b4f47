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

namespace {

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

// One verdict in all branches decides; the requirement reported is then the one of the mildest branch, and beside it those that
// are broken in every branch: that much is proved whatever the missing value is.
judged_value settle(bound const& b, choices_open const& x, interval_value const& v) {
    std::vector<std::vector<char>> differs;
    for (auto const& f : x.fields) differs.emplace_back(f.values.size(), char{0});
    std::optional<outcome> mildest;
    std::vector<std::uint32_t> always; // broken in every branch
    bool same = true, blind = x.branches.empty(), somewhere_none = false;
    for (auto const& set : x.branches) {
        auto o = decide(b, set.applied, v);
        blind = blind || set.open;
        if (o.verdict == verdict::not_applicable && !set.open) {
            somewhere_none = true;
            continue;
        }
        if (o.verdict != verdict::compliant)
            for (std::size_t f = 0; f < differs.size(); ++f)
                for (std::size_t k = 0; k < differs[f].size(); ++k) differs[f][k] |= set.values[f][k];
        if (mildest && mildest->verdict != o.verdict) same = false;
        if (mildest)
            std::erase_if(always, [&](auto r) { return r != o.decides && !std::count(o.also.begin(), o.also.end(), r); });
        if (!mildest) always = o.also;
        if (!mildest && o.decides) always.push_back(*o.decides);
        if (!mildest ||
            (o.decides && mildest->decides && tighter(b.requirements[*mildest->decides], b.requirements[*o.decides])))
            mildest = std::move(o);
    }
    if (!mildest) mildest = outcome{verdict::not_applicable, std::nullopt, {}};
    // Where some values of the unknown bring no limit at all, a pass is a pass in every branch, but a breach is not proved.
    if (somewhere_none && mildest->verdict != verdict::compliant && mildest->verdict != verdict::not_applicable) same = false;
    judged_value j;
    j.candidates = x.candidates;
    if (same && !blind && mildest->verdict != verdict::undetermined) {
        j.verdict = mildest->verdict;
        j.decides = mildest->decides;
        for (auto const r : mildest->also)
            if (std::count(always.begin(), always.end(), r)) j.also_breached.push_back(r);
        return j;
    }
    j.verdict = verdict::undetermined;
    j.reason = x.datum_lacks ? "missing_datum" : "missing_attribute";
    if (!x.candidates.empty()) j.decides = x.candidates.front();
    j.missing = x.missing;
    for (auto& m : j.missing)
        for (std::size_t f = 0; f < differs.size(); ++f) {
            if (b.rules->at(x.fields[f].field).json != m.name) continue;
            if (std::all_of(differs[f].begin(), differs[f].end(), [](char d) { return d; })) continue;
            for (std::size_t k = 0; k < differs[f].size(); ++k)
                if (differs[f][k]) m.band += (m.band.empty() ? "" : " or ") + x.fields[f].bands[k];
        }
    return j;
}

judged_value judge_among(bound const& b, choices_open const& x, interval_value const& measured) {
    auto const o = decide(b, x.certain, measured);
    // A limit that certainly applies and is broken stays broken, whatever else is unknown.
    if (!x.open.empty() && o.verdict != verdict::violation) return settle(b, x, measured);
    judged_value j;
    j.verdict = o.verdict;
    j.decides = o.decides;
    j.also_breached = o.also;
    j.candidates = x.certain;
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

} // namespace

judged_value judge(bound const& b, segment const& s, surroundings const& about, base::date on, interval_value const& measured,
                   known_choices* kept) {
    if (kept) return judge_among(b, kept->of(s, about, on), measured);
    return judge_among(b, choices_of(b, s, about, on), measured);
}

} // namespace huanchi::eval

#include "review/limit_table.hpp"

#include "eval/branches.hpp"

#include <algorithm>

namespace huanchi::review {

namespace {

struct row_maker {
    eval::bound const& b;
    model::rulebook const& rules = *b.rules;

    std::map<std::string, std::string> reference(std::optional<std::uint16_t> formula, base::decimal const& value) const {
        if (!formula || !rules.formulas[*formula].has_reference()) return {};
        auto const& f = rules.formulas[*formula];
        auto const& symbol = rules.units[f.reference_unit].symbol;
        return {{f.reference_json, value.text() + (symbol.empty() ? "" : " " + symbol)}};
    }

    template <class T>
    void head(T& out, eval::group const& g) const {
        out.factor = rules.factors[g.factor].code;
        out.factor_name = rules.factors[g.factor].name;
        out.quantity = model::text(g.quantity);
        out.statistic = rules.statistics[g.statistic].json;
        out.statistic_name = rules.statistics[g.statistic].name;
    }

    limit_row row(eval::group const& g, std::uint32_t requirement) const {
        auto const& r = b.requirements[requirement];
        limit_row out;
        head(out, g);
        if (r.min) out.limit.min = r.min->text();
        if (r.max) out.limit.max = r.max->text();
        out.limit.not_detected = r.not_detected;
        out.limit.prohibited = r.prohibited;
        out.limit.unit = rules.units[r.unit].symbol;
        out.limit.reference = reference(g.formula, g.reference);
        out.min_strict = r.min_strict;
        out.max_strict = r.max_strict;
        if (!r.condition.empty()) out.condition = r.condition;
        out.provision = {r.id, r.standard, r.clause, std::string(model::text(r.level)), std::string(model::text(r.confidence))};
        out.because = r.because;
        out.requirement = requirement;
        return out;
    }

    rejected_limit rejected(eval::rejection const& r) const {
        auto const& l = rules.limits[r.limit];
        rejected_limit out;
        out.factor = rules.factors[l.factor].code;
        out.factor_name = rules.factors[l.factor].name;
        for (auto const s : l.statistics) out.statistics.push_back(rules.statistics[s].json);
        if (l.min) out.limit.min = l.min->written.text();
        if (l.max) out.limit.max = l.max->written.text();
        out.limit.not_detected = l.not_detected;
        out.limit.prohibited = l.prohibited;
        out.limit.unit = rules.units[l.unit].symbol;
        out.limit.reference = reference(l.formula, l.reference);
        out.provision = {l.id, rules.documents[l.document].number, l.clause, std::string(model::text(l.level)),
                         std::string(model::text(l.confidence))};
        (r.displaced ? out.displaced : out.failed) = r.failed;
        return out;
    }

    // Rows of one group, tightest first, those that decide marked.
    std::vector<limit_row> rows(eval::group const& g, std::vector<eval::candidate> const& candidates) const {
        std::vector<limit_row> out;
        std::vector<std::optional<std::string>> seen; // conditions that have a decider
        for (auto const& c : candidates) {
            auto one = row(g, c.requirement);
            one.decides = std::find(seen.begin(), seen.end(), one.condition) == seen.end();
            if (one.decides) seen.push_back(one.condition);
            out.push_back(std::move(one));
        }
        return out;
    }

    std::vector<assumption> assumed(eval::choices_open const& choices, eval::branch_set const& branch) const {
        std::vector<assumption> out;
        for (std::size_t f = 0; f < choices.fields.size(); ++f) {
            auto const& has = branch.values[f];
            if (std::all_of(has.begin(), has.end(), [](char c) { return c != 0; })) continue;
            out.push_back({rules.at(choices.fields[f].field).json, model::bands_text(choices.fields[f], has)});
        }
        return out;
    }

    // What would decide under which values of the attributes that are unknown; nothing where only the datum is asked.
    void cases(eval::group const& g, eval::segment const& s, eval::surroundings const& about, base::date at,
               std::vector<limit_case>& out) const {
        if (std::none_of(s.candidates.begin(), s.candidates.end(),
                         [](auto const& c) { return !c.unknown.empty() || !c.may_be_displaced.empty(); }))
            return;
        auto const choices = eval::choices_of(b, s, about, at);
        for (auto const& branch : alike_joined(choices.branches)) {
            limit_case one;
            head(one, g);
            one.when = assumed(choices, branch);
            one.open = branch.open;
            if (!branch.applied.empty()) one.decides = row(g, branch.applied.front());
            out.push_back(std::move(one));
        }
    }

    // Branches in which the same limit decides, put together where they differ in the values of one field.
    static std::vector<eval::branch_set> alike_joined(std::vector<eval::branch_set> branches) {
        auto const decider = [](eval::branch_set const& x) {
            return x.applied.empty() ? std::optional<std::uint32_t>() : x.applied.front();
        };
        auto const join = [&](eval::branch_set& into, eval::branch_set const& other) {
            if (into.open != other.open || decider(into) != decider(other)) return false;
            std::optional<std::size_t> differs;
            for (std::size_t f = 0; f < into.values.size(); ++f) {
                if (into.values[f] == other.values[f]) continue;
                if (differs) return false;
                differs = f;
            }
            if (!differs) return true;
            auto& values = into.values[*differs];
            for (std::size_t v = 0; v < values.size(); ++v) values[v] = values[v] || other.values[*differs][v];
            return true;
        };
        for (bool again = true; again;) {
            again = false;
            for (std::size_t i = 0; i < branches.size(); ++i)
                for (std::size_t k = i + 1; k < branches.size();)
                    if (join(branches[i], branches[k])) {
                        branches.erase(branches.begin() + static_cast<std::ptrdiff_t>(k));
                        again = true;
                    } else {
                        ++k;
                    }
        }
        return branches;
    }
};

template <class T>
void name(T& d, eval::bound const& b, std::uint32_t outlet) {
    auto const& o = b.known->outlets[outlet];
    auto const& site = b.known->sites[o.facility];
    d.enterprise_id = site.id;
    d.enterprise_name = site.name;
    d.outlet_id = o.id;
}

bool same(std::vector<eval::candidate> const& a, std::vector<eval::candidate> const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](auto const& x, auto const& y) { return x.requirement == y.requirement; });
}

} // namespace

outlet_limits limits_on(eval::bound const& b, std::uint32_t outlet, base::date at, limits_asked const& asked) {
    row_maker const make{b};
    outlet_limits d;
    d.at = at;
    name(d, b, outlet);
    auto const found = eval::find_applicable(b, outlet, at, asked.factor, asked.why_not);
    for (auto const& u : found.unknown) d.unknown.push_back({u.name, u.would_decide});
    if (asked.cases) d.cases.emplace();
    auto const about = b.about(outlet);
    for (auto const& g : b.outlets[outlet].groups) {
        auto const* segment = asked.factor && g.factor != *asked.factor ? nullptr : g.at(at);
        if (!segment) continue;
        for (auto& r : make.rows(g, segment->candidates)) d.limits.push_back(std::move(r));
        if (asked.cases) make.cases(g, *segment, about, at, *d.cases);
    }
    if (!asked.why_not) return d;
    d.rejected.emplace();
    for (auto const& r : found.rejected) d.rejected->push_back(make.rejected(r));
    return d;
}

outlet_timeline limits_over(eval::bound const& b, std::uint32_t outlet, base::date from, base::date to,
                            std::optional<std::uint16_t> factor) {
    row_maker const make{b};
    outlet_timeline d;
    d.from = from;
    d.to = to;
    name(d, b, outlet);
    for (auto const& g : b.outlets[outlet].groups) {
        if (factor && g.factor != *factor) continue;
        limit_timeline t;
        make.head(t, g);
        eval::segment const* last = nullptr;
        for (std::size_t i = 0; i < g.timeline.size(); ++i) {
            auto const& s = g.timeline[i];
            bool const over = i + 1 < g.timeline.size() && g.timeline[i + 1].from <= from.days;
            if (over || s.from > to.days) continue;
            base::date const begins{std::max(s.from, from.days)};
            if (last && same(last->candidates, s.candidates)) continue; // nothing changes here
            if (!t.spans.empty() && !t.spans.back().before) t.spans.back().before = begins;
            last = &s;
            if (!s.candidates.empty()) t.spans.push_back({begins, {}, make.rows(g, s.candidates)});
        }
        if (!t.spans.empty()) d.factors.push_back(std::move(t));
    }
    for (auto const& t : d.factors)
        for (auto const& s : t.spans)
            for (auto const& u :
                 eval::find_applicable(b, outlet, s.from, b.requirements[s.limits.front().requirement].factor, false).unknown) {
                auto it =
                    std::find_if(d.unknown.begin(), d.unknown.end(), [&](auto const& k) { return k.attribute == u.name; });
                if (it == d.unknown.end()) it = d.unknown.insert(d.unknown.end(), {u.name, {}});
                for (auto const& id : u.would_decide)
                    if (std::find(it->would_decide.begin(), it->would_decide.end(), id) == it->would_decide.end())
                        it->would_decide.push_back(id);
            }
    return d;
}

} // namespace huanchi::review

#include "report/limits_document.hpp"

#include <algorithm>

namespace huanchi::report {

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

    limit_row row(eval::group const& g, eval::candidate const& c) const {
        auto const& r = b.requirements[c.requirement];
        auto const& factor = rules.factors[g.factor];
        limit_row out;
        out.factor = factor.code;
        out.factor_name = factor.name;
        out.quantity = model::text(g.quantity);
        out.statistic = rules.statistics[g.statistic].json;
        out.statistic_name = rules.statistics[g.statistic].name;
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
};

} // namespace

limits_document limits_rows(eval::bound const& b, std::uint32_t outlet, base::date at, std::optional<std::uint16_t> factor,
                            bool why_not) {
    row_maker const make{b};
    limits_document d;
    d.at = at;
    auto const& o = b.known->outlets[outlet];
    auto const& site = b.known->sites[o.facility];
    d.enterprise_id = site.id;
    d.enterprise_name = site.name;
    d.outlet_id = o.id;
    auto const found = eval::find_applicable(b, outlet, at, factor, why_not);
    eval::group const* group = nullptr;
    std::vector<std::optional<std::string>> seen; // conditions of the group that have a decider
    for (auto const& [g, c] : found.candidates) {
        if (g != group) seen.clear();
        group = g;
        auto row = make.row(*g, *c);
        row.decides = std::find(seen.begin(), seen.end(), row.condition) == seen.end(); // candidates come tightest first
        if (row.decides) seen.push_back(row.condition);
        d.limits.push_back(std::move(row));
    }
    for (auto const& u : found.unknown) d.unknown.push_back({u.name, u.would_decide});
    if (!why_not) return d;
    d.rejected.emplace();
    for (auto const& r : found.rejected) d.rejected->push_back(make.rejected(r));
    return d;
}

} // namespace huanchi::report

#include "report/diff_rows.hpp"

namespace huanchi::report {

namespace {

using model::limit;
using model::rulebook;

// The number in another unit, exactly if it has a finite decimal there.
std::string in_unit(base::decimal const& written, base::unit_id from, rulebook const& rules, base::unit const& to) {
    auto const& unit = rules.units[from];
    if (unit.factor == to.factor || unit.dimension != to.dimension) return written.text();
    return base::printed(base::rational(written) * unit.factor / to.factor).value;
}

diff_bound bound_of(limit const& l, rulebook const& rules, base::unit const& shown) {
    auto const& own = rules.units[l.unit];
    diff_bound b;
    if (l.min) b.min = in_unit(l.min->written, l.unit, rules, shown), b.min_strict = l.min->strict;
    if (l.max) b.max = in_unit(l.max->written, l.unit, rules, shown), b.max_strict = l.max->strict;
    b.not_detected = l.not_detected;
    b.prohibited = l.prohibited;
    b.unit = own.dimension == shown.dimension ? shown.symbol : own.symbol;
    b.written = changes::shown_bound(l, rules);
    b.effective = l.effective;
    return b;
}

diff_row row_of(changes::limit_change const& c, rulebook const& before, rulebook const& after) {
    auto const& rules = c.after ? after : before;
    auto const& l = rules.limits[c.after ? *c.after : *c.before];
    diff_row r;
    r.kind = c.kind;
    r.id = l.id;
    if (c.before && c.after && before.limits[*c.before].id != l.id) r.old_id = before.limits[*c.before].id;
    r.standard = rules.documents[l.document].number;
    r.clause = l.clause;
    r.factor = rules.factors[l.factor].code;
    r.factor_name = l.printed_name;
    r.quantity = model::text(l.quantity);
    for (auto const s : l.statistics) {
        r.statistics.push_back(rules.statistics[s].json);
        r.statistic_names.push_back(rules.statistics[s].name);
    }
    for (auto const& e : l.conditions)
        if (e) r.conditions.push_back(model::text(*e, rules));
    auto const& shown = rules.units[l.unit];
    if (c.before) r.before = bound_of(before.limits[*c.before], before, shown);
    if (c.after) r.after = bound_of(after.limits[*c.after], after, shown);
    r.aspects = c.aspects;
    return r;
}

} // namespace

std::vector<diff_row> diff_rows(diff_document const& d) {
    std::vector<diff_row> rows;
    for (std::size_t i = 0; i < d.diff.limits.size(); ++i) {
        rows.push_back(row_of(d.diff.limits[i], d.before.rules, d.after.rules));
        if (i >= d.witnesses.size()) continue;
        rows.back().witness = std::get_if<changes::witness>(&d.witnesses[i]);
        if (auto const* none = std::get_if<changes::no_witness>(&d.witnesses[i])) rows.back().no_witness = text(*none);
    }
    return rows;
}

} // namespace huanchi::report

// Indices of records: a sub-index for each factor by linear interpolation between breakpoints, the greatest for the whole.
#include "eval/run.hpp"

#include "eval/surroundings.hpp"

#include <algorithm>

namespace huanchi::eval {

using namespace model;

namespace {

struct indexer {
    rulebook const& rules;
    plan::index_step const& step;
    index_table const& table;
    facts::record const& record;

    // Multiplied out before it is divided. Above the last breakpoint of the whole table the index stays at its end; where the
    // row ends earlier, there is none.
    std::optional<base::rational> sub_index(index_row const& row, base::rational const& measured) const {
        auto c = measured / rules.units[row.unit].factor;
        if (row.rounded) c = c.rounded(base::rational(*row.rounded));
        auto const at = [&](std::size_t i) { return base::rational(row.at[i]); };
        auto const index = [&](std::size_t i) { return base::rational(table.breakpoints[i]); };
        if (c <= at(0)) return index(0);
        for (std::size_t i = 1; i < row.at.size(); ++i) {
            if (c > at(i)) continue;
            auto const x =
                ((index(i) - index(i - 1)) * (c - at(i - 1)) + index(i - 1) * (at(i) - at(i - 1))) / (at(i) - at(i - 1));
            return table.round_up ? x.ceil() : x;
        }
        if (row.at.size() < table.breakpoints.size() && !row.held) return std::nullopt;
        return index(row.at.size() - 1);
    }

    void settle(indexed& r) const {
        for (auto const& f : r.factors)
            if (f.index && (!r.index || *f.index > *r.index)) r.index = f.index;
        if (!r.index) {
            r.reason = "missing_datum";
            return;
        }
        for (auto const& b : table.bands)
            if (r.band.empty() && *r.index <= base::rational(b.up_to)) r.band = b.name;
        if (r.band.empty() && !table.bands.empty()) r.band = table.bands.back().name;
        if (!table.primary_above || *r.index <= base::rational(*table.primary_above)) return;
        for (auto const& f : r.factors)
            if (f.index == r.index) r.primary.push_back(table.rows[f.row].printed_name);
    }

    indexed run_one(surroundings const& s) const {
        indexed r;
        r.table = step.table;
        for (std::uint16_t i = 0; i < table.rows.size(); ++i) {
            auto const& row = table.rows[i];
            auto const v = s.field(row.field);
            auto const holds = run(step.rows[i], s);
            if (!known(v) || (known(holds) && !std::get<bool>(holds))) continue;
            if (!known(holds)) {
                r.reason = "missing_attribute";
                return r;
            }
            r.factors.push_back({row.field, record.written[row.field.field], sub_index(row, std::get<base::rational>(v)), i});
        }
        settle(r);
        return r;
    }
};

} // namespace

std::vector<indexed> index(plan::plan const& p, rulebook const& rules, std::vector<facts::record> const& records,
                           std::optional<base::date> at) {
    std::vector<indexed> all;
    for (std::uint32_t i = 0; i < records.size(); ++i)
        for (auto const& step : p.indices) {
            auto const& table = rules.indices[step.table];
            auto const& r = records[i];
            auto const s = about_record(p, rules, r, law_date(r, at));
            if (!concerns(step.where, table.scope, table.effective, s)) continue;
            auto x = indexer{rules, step, table, r}.run_one(s);
            x.record = i;
            all.push_back(std::move(x));
        }
    return all;
}

} // namespace huanchi::eval

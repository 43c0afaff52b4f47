#include "records.hpp"

#include <algorithm>
#include <set>

namespace huanchi::property {

using namespace model;

namespace {

std::string line(std::string const& table, std::uint32_t record, std::string const& verdict, std::string const& result,
                 std::string const& reason) {
    return table + " #" + std::to_string(record) + ": " + verdict + " " + (result.empty() ? "-" : result) +
           (reason.empty() ? "" : " " + reason);
}

struct rater {
    rulebook const& rules;
    world w;
    std::uint32_t index;

    static bool within(grade_row const& row, std::size_t column, rational const& factor, rational const& v) {
        auto const& max = row.max[column];
        auto const& min = row.min[column];
        if (max && (v > rational(max->written) * factor || (max->strict && v == rational(max->written) * factor))) return false;
        if (min && (v < rational(min->written) * factor || (min->strict && v == rational(min->written) * factor))) return false;
        return true;
    }

    // The worst class of the rows that apply, all conditions known; nothing if no row has a value.
    std::optional<std::size_t> worst_class(grade_table const& t, world const& known_world) const {
        std::optional<std::size_t> worst;
        for (auto const& row : t.rows) {
            auto const v = known_world.field(row.field);
            if (!known(v) || holds(row.when, known_world) != truth::yes) continue;
            std::size_t own = 0;
            while (own < t.classes.size() && !within(row, own, rules.units[row.unit].factor, std::get<rational>(v))) ++own;
            worst = std::max(worst.value_or(0), own);
        }
        return worst;
    }

    std::optional<std::string> grade(grade_table const& t) const {
        std::vector<expression_ptr> open;
        std::set<field_ref> unknown;
        bool reported = false;
        for (auto const& row : t.rows) {
            if (!known(w.field(row.field)) || holds(row.when, w) == truth::no) continue;
            reported = true;
            if (holds(row.when, w) == truth::yes) continue;
            open.push_back(row.when);
            for (auto const f : fields_in(*row.when))
                if (!known(w.field(f))) unknown.insert(f);
        }
        if (!reported) {
            if (!t.target) return std::nullopt; // nothing was reported, and nothing is asked of it
            return line(t.id, index, "undetermined", "", "missing_datum");
        }
        std::set<std::optional<std::size_t>> classes;
        std::vector<world> branches{w};
        for (auto const f : unknown) {
            std::vector<world> more;
            for (auto const& b : branches)
                for (auto const& v : values_to_try(f, open, w)) {
                    more.push_back(b);
                    more.back().supposed[f] = v;
                }
            branches = std::move(more);
        }
        for (auto const& b : branches) classes.insert(worst_class(t, b).value_or(0));
        if (classes.size() != 1) return line(t.id, index, "undetermined", "", "missing_attribute");
        auto const own = **classes.begin();
        auto const name = own < t.classes.size() ? t.classes[own] : t.otherwise;
        auto const target = t.target ? w.field(*t.target) : value();
        if (!known(target)) return line(t.id, index, "not_applicable", name, "");
        auto const aim = std::find(t.classes.begin(), t.classes.end(), std::get<std::string>(target)) - t.classes.begin();
        auto const level = rules.documents[t.document].level;
        bool const soft = level == level::policy || level == level::agreement;
        auto const verdict = static_cast<std::ptrdiff_t>(own) <= aim ? "compliant" : soft ? "not_met" : "violation";
        return line(t.id, index, verdict, name, "");
    }

    // Linear between the two breakpoints around the value.
    std::optional<rational> sub_index(index_table const& t, index_row const& row, rational v) const {
        v = v / rules.units[row.unit].factor;
        if (row.rounded) {
            auto const unit = rational(*row.rounded);
            auto const whole = (v / unit).floor();
            auto const rest = v / unit - whole;
            bool const odd = (whole / rational(2)).floor() * rational(2) != whole;
            v = (rest > rational(1, 2) || (rest == rational(1, 2) && odd) ? whole + rational(1) : whole) * unit;
        }
        auto const last = row.at.size() - 1;
        if (v > rational(row.at[last])) {
            if (row.at.size() < t.breakpoints.size() && !row.held) return std::nullopt;
            return rational(t.breakpoints[last]);
        }
        if (v <= rational(row.at[0])) return rational(t.breakpoints[0]);
        std::size_t i = 1;
        while (v > rational(row.at[i])) ++i;
        auto const share = (v - rational(row.at[i - 1])) / (rational(row.at[i]) - rational(row.at[i - 1]));
        auto const x = rational(t.breakpoints[i - 1]) + share * (rational(t.breakpoints[i]) - rational(t.breakpoints[i - 1]));
        return t.round_up ? x.ceil() : x;
    }

    std::string rate(index_table const& t) const {
        std::optional<rational> greatest;
        for (auto const& row : t.rows) {
            auto const v = w.field(row.field);
            auto const applies = holds(row.when, w);
            if (!known(v) || applies == truth::no) continue;
            if (applies == truth::open) return line(t.id, index, "index", "", "missing_attribute");
            auto const x = sub_index(t, row, std::get<rational>(v));
            if (x && (!greatest || *x > *greatest)) greatest = x;
        }
        if (!greatest) return line(t.id, index, "index", "", "missing_datum");
        std::string band;
        for (auto const& b : t.bands)
            if (band.empty() && *greatest <= rational(b.up_to)) band = b.name;
        return line(t.id, index, "index", greatest->exact_text() + " " + band, "");
    }
};

} // namespace

std::vector<std::string> rate_slowly(rulebook const& rules, std::vector<facts::record> const& records,
                                     std::optional<base::date> at) {
    std::vector<std::string> out;
    for (std::uint32_t i = 0; i < records.size(); ++i) {
        auto const& r = records[i];
        world w;
        w.rules = &rules;
        w.record_type = r.type;
        w.record = &r.fields;
        rater const rate{rules, w, i};
        auto const on = at ? at : r.has_time ? std::optional(r.time.date()) : std::nullopt;
        auto concerns = [&](auto const& t) {
            return t.scope == r.type && (!on || t.effective.contains(*on)) && holds(t.where, w) != truth::no;
        };
        for (auto const& t : rules.grades)
            if (concerns(t))
                if (auto s = rate.grade(t)) out.push_back(*s);
        for (auto const& t : rules.indices)
            if (concerns(t)) out.push_back(rate.rate(t));
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> rated_by_plan(std::vector<eval::graded> const& grades, std::vector<eval::indexed> const& indices,
                                       rulebook const& rules) {
    std::vector<std::string> out;
    for (auto const& g : grades)
        out.push_back(line(rules.grades[g.table].id, g.record, std::string(eval::text(g.verdict)), g.grade, g.reason));
    for (auto const& x : indices)
        out.push_back(
            line(rules.indices[x.table].id, x.record, "index", x.index ? x.index->exact_text() + " " + x.band : "", x.reason));
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace huanchi::property

// Cases of a table that none of its rows for a factor covers although the rows beside do: a value left out between two
// conditions, a column that is missing, days between two spans. A `-` in the table covers its case.
#include "analysis/examination.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace huanchi::analysis {

using namespace model;

namespace {

constexpr std::size_t most_cases_tried = 8;

// A row in a column: a limit, or a cell that says there is none.
struct covering {
    conditions own;
    base::span_of_dates effective;
    limit const* l; // null for a `-`
};

struct gap_case {
    cases::assignment left_out, beside;
    limit const* neighbour;
    base::date on, beside_on;
};

struct gap {
    std::uint16_t factor;
    std::string what; // `temperature = 12 ℃`
    std::string name; // of the factor, as the table prints it
    source::span where;
    std::vector<std::string> provisions;
    lint_witness witness;
};

struct gap_search {
    examination& x;
    table const& t;
    std::uint32_t table_index;
    std::uint16_t factor;
    std::vector<covering> rows;
    combinations own, rest; // fields that tell rows apart; fields that only the table itself asks for
    conditions where = conjuncts(t.where);
    std::map<std::pair<std::size_t, std::size_t>, std::vector<gap_case>> by_value = {}; // axis and value of it
    std::map<std::string, std::vector<gap_case>> by_days = {};

    static bool may_cover(covering const& c, cases::assignment const& a) { return !is_false(cases::holds(c.own, a)); }

    // The case with whatever else the table asks for; nullopt if the table is not about it.
    std::optional<cases::assignment> within_table(cases::assignment const& a) const {
        std::optional<cases::assignment> found;
        rest.each(a, [&](cases::assignment const& whole, auto const&) {
            if (is_true(cases::holds(where, whole))) found = whole;
            return !found;
        });
        return found;
    }

    // Of an open set of words nobody can name all; what is not known is not left out but missing.
    static bool is_open(value const& v) {
        auto const* text = std::get_if<std::string>(&v);
        return !known(v) || (text && *text == "\x01");
    }

    // Along one field, all others equal: at least two rows that cover other values of it.
    std::optional<gap_case> beside(cases::assignment const& a, combinations::picks const& at, std::size_t axis) const {
        if (is_open(own.axes()[axis].values[at[axis]])) return std::nullopt;
        std::set<covering const*> covers;
        std::optional<gap_case> found;
        for (std::size_t v = 0; v < own.axes()[axis].values.size(); ++v) {
            if (v == at[axis]) continue;
            auto other = a;
            own.put(other, axis, v);
            for (auto const& r : rows) {
                if (!is_true(cases::holds(r.own, other))) continue;
                covers.insert(&r);
                if (found || !r.l || !x.takes_part(*r.l)) continue;
                auto const whole = within_table(other);
                if (!whole) continue;
                auto const day = day_in(r.effective, x.options.at);
                found = gap_case{a, *whole, r.l, day, day};
            }
        }
        return covers.size() >= 2 ? found : std::nullopt;
    }

    void look_for_subjects() {
        own.each({}, [&](cases::assignment const& a, combinations::picks const& at) {
            if (std::any_of(rows.begin(), rows.end(), [&](auto const& r) { return may_cover(r, a); })) {
                look_for_days(a);
                return true;
            }
            for (std::size_t axis = 0; axis < own.axes().size(); ++axis) {
                auto& tried = by_value[{axis, at[axis]}];
                if (tried.size() >= most_cases_tried) continue;
                auto found = beside(a, at, axis);
                if (!found) continue;
                auto const whole = within_table(a);
                if (!whole) return true;
                found->left_out = *whole;
                tried.push_back(std::move(*found));
                return true;
            }
            return true;
        });
    }

    // Days that lie between two spans in which the case is covered.
    void look_for_days(cases::assignment const& a) {
        std::vector<covering const*> here;
        for (auto const& r : rows)
            if (may_cover(r, a)) here.push_back(&r);
        std::vector<base::span_of_dates> spans;
        for (auto const* r : here) spans.push_back(r->effective);
        auto const covered = [&](base::date d) {
            return std::find_if(here.begin(), here.end(), [&](auto const* r) { return r->effective.contains(d); });
        };
        for (auto const* r : here) {
            if (!r->effective.before || !r->l || !x.takes_part(*r->l) || !is_true(cases::holds(r->own, a))) continue;
            auto const from = *r->effective.before;
            if (!t.effective.contains(from) || covered(from) != here.end()) continue;
            std::optional<base::date> until;
            for (auto const& s : spans)
                if (s.from && from < *s.from && (!until || *s.from < *until)) until = s.from;
            if (!until) continue;
            auto& tried = by_days["date from " + from.text() + " before " + until->text()];
            if (tried.size() >= most_cases_tried) continue;
            if (auto const whole = within_table(a)) tried.push_back({*whole, *whole, r->l, from, from + -1});
        }
    }

    enum class outcome { confirmed, covered_elsewhere, open };
    outcome confirm(gap_case const& c, lint_witness& w) const {
        auto const there = x.breaking(*c.neighbour, c.beside, c.beside_on);
        auto const here = x.breaking(*c.neighbour, c.left_out, c.on);
        if (!there || !here) return outcome::open;
        auto const known_there = x.judge(*there, *c.neighbour), known_here = x.judge(*here, *c.neighbour);
        if (!known_there || !known_here || !has_id(known_there->applied, c.neighbour->id)) return outcome::open;
        for (auto const& r : rows)
            if (r.l && has_id(known_here->applied, r.l->id)) return outcome::open;
        auto const own_document = x.rules.documents[t.document].id + ".";
        for (auto const& id : known_here->applied)
            if (id.starts_with(own_document)) return outcome::covered_elsewhere;
        w = witness_of(*here, *known_here);
        return outcome::confirmed;
    }

    bool confirm_one(std::vector<gap_case> const& tried, std::optional<lint_witness>& into) {
        bool open = false;
        for (auto const& c : tried) {
            lint_witness w;
            auto const o = confirm(c, w);
            if (o == outcome::confirmed) {
                if (!into) into = std::move(w);
                return true;
            }
            open = open || o == outcome::open;
        }
        if (open) ++x.out.not_confirmed;
        return false;
    }

    void add(std::vector<gap>& all, std::string const& what, std::optional<lint_witness> w) const {
        gap g{factor, what, "", {}, {}, std::move(*w)};
        for (auto const& r : rows) {
            if (!r.l) continue;
            if (g.provisions.empty()) g.name = r.l->printed_name, g.where = r.l->where;
            g.provisions.push_back(r.l->id);
        }
        all.push_back(std::move(g));
    }

    void run(std::vector<gap>& all) {
        if (own.too_many() || rest.too_many()) {
            ++x.out.too_many;
            return;
        }
        look_for_subjects();
        for (std::size_t axis = 0; axis < own.axes().size(); ++axis) {
            std::string what;
            std::optional<lint_witness> w;
            for (std::size_t v = 0; v < own.axes()[axis].values.size(); ++v)
                if (auto const it = by_value.find({axis, v}); it != by_value.end() && confirm_one(it->second, w))
                    what += (what.empty() ? "" : " or ") + own.axes()[axis].bands[v];
            if (w) add(all, what, std::move(w));
        }
        for (auto const& [days, tried] : by_days) {
            std::optional<lint_witness> w;
            if (confirm_one(tried, w)) add(all, days, std::move(w));
        }
    }
};

gap_search search_of(examination& x, std::uint32_t index, std::uint16_t factor, std::vector<limit const*> const& limits) {
    auto const& t = x.rules.tables[index];
    std::vector<covering> rows;
    for (auto const* l : limits) rows.push_back({x.own_conditions(*l), l->effective, l});
    for (auto const& b : t.blanks)
        if (b.factor == factor) rows.push_back({b.conditions, b.effective, nullptr});
    conditions asked;
    std::set<field_ref> fields;
    for (auto const& r : rows)
        for (auto const& c : r.own) {
            asked.push_back(c);
            for (auto const f : fields_of(*c)) fields.insert(f);
        }
    auto const of_table = conjuncts(t.where);
    asked.insert(asked.end(), of_table.begin(), of_table.end());
    std::vector<choice_of_values> own, rest;
    for (auto& axis : told_apart(asked, x.rules)) (fields.contains(axis.field) ? own : rest).push_back(std::move(axis));
    return {x, t, index, factor, std::move(rows), combinations(std::move(own)), combinations(std::move(rest))};
}

// What is left out alike for several factors of a table is one finding, at the table.
void report_gaps(examination& x, table const& t, std::vector<gap> const& gaps) {
    std::vector<std::string> said;
    for (auto const& first : gaps) {
        if (has_id(said, first.what)) continue;
        said.push_back(first.what);
        std::vector<std::string> names, provisions;
        std::size_t factors = 0;
        for (auto const& g : gaps) {
            if (g.what != first.what) continue;
            ++factors;
            names.push_back(g.name);
            provisions.insert(provisions.end(), g.provisions.begin(), g.provisions.end());
        }
        x.report("L201", factors > 1 ? t.where_declared : first.where, {listed(std::move(names)), first.what},
                 std::move(provisions), first.witness);
    }
}

} // namespace

void find_gaps(examination& x) {
    std::map<std::uint32_t, std::map<std::uint16_t, std::vector<limit const*>>> by_table;
    for (auto const& l : x.rules.limits)
        if (l.scope == measurement_record) by_table[l.table][l.factor].push_back(&l);
    for (auto const& [index, factors] : by_table) {
        if (!x.is_asked(x.rules.tables[index].where_declared)) continue;
        std::vector<gap> gaps;
        for (auto const& [factor, limits] : factors) search_of(x, index, factor, limits).run(gaps);
        std::stable_sort(gaps.begin(), gaps.end(), [](gap const& a, gap const& b) { return a.where < b.where; });
        report_gaps(x, x.rules.tables[index], gaps);
    }
}

} // namespace huanchi::analysis

// Values left out between two tables of one document: the one is about what was approved before a day, the other about what was
// approved after it, and nobody is about the day itself. Numbers and dates only; words that no table names are none of its
// business.
#include "analysis/examination.hpp"

#include <algorithm>
#include <set>

namespace huanchi::analysis {

using namespace model;

namespace {

constexpr std::size_t most_tried_between = 8;
constexpr std::int32_t uncovered = -1, unclear = -2;

struct covering_row {
    conditions all;
    std::uint32_t table;
    limit const* l; // null for a `-`
};

struct between {
    cases::assignment here, below, above;
    limit const *under, *over;
    base::date on;
};

// Asks each condition once a case, however many rows have it.
class asked_once {
public:
    explicit asked_once(std::vector<covering_row> const& rows) {
        for (auto const& r : rows) {
            std::vector<std::size_t> ids;
            for (auto const& c : r.all) {
                auto const at = std::find(conditions_.begin(), conditions_.end(), c);
                ids.push_back(static_cast<std::size_t>(at - conditions_.begin()));
                if (at == conditions_.end()) conditions_.push_back(c);
            }
            rows_.push_back(std::move(ids));
        }
    }

    // The first row that covers the case, `uncovered` if surely none does.
    std::int32_t covering(cases::assignment const& a) {
        asked_.assign(conditions_.size(), std::nullopt);
        bool open = false;
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            bool all = true, none = false;
            for (auto const c : rows_[r]) {
                if (!asked_[c]) asked_[c] = cases::holds({conditions_[c]}, a);
                none = is_false(*asked_[c]);
                all = all && is_true(*asked_[c]);
                if (none) break;
            }
            if (all && !none) return static_cast<std::int32_t>(r);
            open = open || !none;
        }
        return open ? unclear : uncovered;
    }

private:
    conditions conditions_;
    std::vector<std::vector<std::size_t>> rows_;
    std::vector<std::optional<value>> asked_;
};

struct between_search {
    examination& x;
    std::vector<covering_row> rows;
    combinations space;
    std::vector<std::size_t> axes; // of numbers and dates that more than one table asks for
    std::vector<std::int32_t> cover = {};
    std::vector<std::size_t> strides = {};
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::string>, std::vector<between>> found = {}; // tables, what

    cases::assignment case_at(std::size_t n) const {
        cases::assignment a;
        for (std::size_t i = 0; i < strides.size(); ++i) space.put(a, i, pick(n, i));
        return a;
    }
    std::size_t pick(std::size_t n, std::size_t axis) const { return n / strides[axis] % space.axes()[axis].values.size(); }

    void fill() {
        strides.assign(space.axes().size(), 1);
        for (auto i = strides.size(); i-- > 1;) strides[i - 1] = strides[i] * space.axes()[i].values.size();
        asked_once ask(rows);
        space.each({}, [&](cases::assignment const& a, auto const&) {
            cover.push_back(ask.covering(a));
            return true;
        });
    }

    // The next case along the axis that is covered, over uncovered ones only.
    std::optional<std::size_t> covered_beyond(std::size_t n, std::size_t axis, bool up) const {
        auto const& values = space.axes()[axis].values;
        for (auto at = pick(n, axis);;) {
            if (up ? at + 1 == values.size() : at == 0) return std::nullopt;
            up ? ++at : --at;
            up ? n += strides[axis] : n -= strides[axis];
            if (!known(values[at]) || cover[n] == unclear) return std::nullopt;
            if (cover[n] != uncovered) return n;
        }
    }

    void look(std::size_t n, std::size_t axis) {
        auto const& a = space.axes()[axis];
        if (!known(a.values[pick(n, axis)])) return;
        auto const below = covered_beyond(n, axis, false), above = covered_beyond(n, axis, true);
        if (!below || !above) return;
        auto const &under = rows[static_cast<std::size_t>(cover[*below])],
                   &over = rows[static_cast<std::size_t>(cover[*above])];
        if (under.table == over.table || !under.l || !over.l || !x.takes_part(*under.l) || !x.takes_part(*over.l)) return;
        auto const days = base::intersection(under.l->effective, over.l->effective);
        if (days.empty()) return;
        auto& tried = found[{under.table, over.table, a.bands[pick(n, axis)]}];
        if (tried.size() < most_tried_between)
            tried.push_back({case_at(n), case_at(*below), case_at(*above), under.l, over.l, day_in(days, x.options.at)});
    }

    // Both neighbours are judged by their rows, the case between by nothing.
    std::optional<lint_witness> confirmed(between const& b) const {
        auto const applies_to = [&](limit const& l, cases::assignment const& a) {
            auto const t = x.breaking(l, a, b.on);
            auto const judged = t ? x.judge(*t, l) : std::nullopt;
            return judged && has_id(judged->applied, l.id);
        };
        if (!applies_to(*b.under, b.below) || !applies_to(*b.over, b.above)) return std::nullopt;
        auto const t = x.breaking(*b.under, b.here, b.on);
        auto const judged = t ? x.judge(*t, *b.under) : std::nullopt;
        if (!judged || !judged->applied.empty()) return std::nullopt;
        return witness_of(*t, *judged);
    }

    void run() {
        fill();
        for (std::size_t n = 0; n < cover.size(); ++n)
            if (cover[n] == uncovered)
                for (auto const axis : axes) look(n, axis);
    }
};

bool is_ordered(choice_of_values const& axis) {
    return std::any_of(axis.values.begin(), axis.values.end(), [](value const& v) {
        return std::holds_alternative<base::rational>(v) || std::holds_alternative<base::date>(v);
    });
}

std::vector<covering_row> rows_of(rulebook const& rules, std::uint16_t factor, std::vector<limit const*> const& limits) {
    std::vector<covering_row> rows;
    std::set<std::uint32_t> tables;
    for (auto const* l : limits) {
        rows.push_back({l->conditions, l->table, l});
        tables.insert(l->table);
    }
    for (auto const t : tables)
        for (auto const& b : rules.tables[t].blanks) {
            if (b.factor != factor) continue;
            auto all = conjuncts(rules.tables[t].where);
            all.insert(all.end(), b.conditions.begin(), b.conditions.end());
            rows.push_back({std::move(all), t, nullptr});
        }
    return rows;
}

std::optional<between_search> search_between(examination& x, std::vector<covering_row> rows) {
    conditions asked;
    std::map<field_ref, std::set<std::uint32_t>> tables_of;
    for (auto const& r : rows)
        for (auto const& c : r.all) {
            asked.push_back(c);
            for (auto const f : fields_of(*c)) tables_of[f].insert(r.table);
        }
    combinations space(told_apart(asked, x.rules));
    std::vector<std::size_t> axes;
    for (std::size_t i = 0; i < space.axes().size(); ++i)
        if (is_ordered(space.axes()[i]) && tables_of[space.axes()[i].field].size() > 1) axes.push_back(i);
    if (axes.empty()) return std::nullopt;
    if (space.too_many()) {
        ++x.out.too_many;
        return std::nullopt;
    }
    return between_search{x, std::move(rows), std::move(space), std::move(axes)};
}

struct left_between {
    std::vector<std::string> names, provisions;
    std::optional<lint_witness> witness;
    source::span where, other;
};

} // namespace

void find_gaps_between_tables(examination& x) {
    std::map<std::pair<std::uint16_t, std::uint16_t>, std::vector<limit const*>> by_document;
    for (auto const& l : x.rules.limits)
        if (l.scope == measurement_record) by_document[{l.document, l.factor}].push_back(&l);
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::string>, left_between> all;
    for (auto const& [key, limits] : by_document) {
        if (std::all_of(limits.begin(), limits.end(), [&](auto const* l) { return l->table == limits.front()->table; }))
            continue;
        if (std::none_of(limits.begin(), limits.end(), [&](auto const* l) { return x.is_asked(l->where); })) continue;
        auto search = search_between(x, rows_of(x.rules, key.second, limits));
        if (!search) continue;
        search->run();
        for (auto const& [what, tried] : search->found)
            for (auto const& b : tried)
                if (auto w = search->confirmed(b)) {
                    auto& g = all[what];
                    g.names.push_back(b.under->printed_name);
                    g.provisions.insert(g.provisions.end(), {b.under->id, b.over->id});
                    if (!g.witness) g.witness = std::move(w), g.where = b.over->where, g.other = b.under->where;
                    break;
                }
    }
    for (auto& [what, g] : all) {
        auto& f = x.report("L201", g.where, {listed(std::move(g.names)), std::get<2>(what)}, std::move(g.provisions),
                           std::move(g.witness));
        f.what.labels.push_back({g.other, "L102", {}});
    }
}

} // namespace huanchi::analysis

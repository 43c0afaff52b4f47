// Rows that apply to one case at once. Within a table with different limits that is an error of the model (M021); here are
// those that say the same twice, and tables of one document of which neither stands back behind the other.
#include "analysis/examination.hpp"

#include <algorithm>
#include <set>

namespace huanchi::analysis {

using namespace model;

namespace {

constexpr std::size_t most_meetings = 8;

conditions of_both(conditions const& a, conditions const& b) {
    auto all = a;
    all.insert(all.end(), b.begin(), b.end());
    return all;
}

// Cases to which both apply; whether every case of the one is a case of the other.
struct meeting {
    std::vector<cases::assignment> both = {};
    bool a_within_b = true, b_within_a = true;
};

std::optional<meeting> meet(examination& x, limit const& a, limit const& b) {
    combinations const all(cases::told_apart(of_both(a.conditions, b.conditions), x.rules));
    if (all.too_many()) {
        ++x.out.too_many;
        return std::nullopt;
    }
    meeting m;
    all.each({}, [&](cases::assignment const& c, auto const&) {
        auto const in_a = cases::holds(a.conditions, c), in_b = cases::holds(b.conditions, c);
        if (is_true(in_a) && is_true(in_b) && m.both.size() < most_meetings) m.both.push_back(c);
        if (!is_false(in_a) && !is_true(in_b)) m.a_within_b = false;
        if (!is_false(in_b) && !is_true(in_a)) m.b_within_a = false;
        return true;
    });
    auto const within = [](limit const& inner, limit const& outer) {
        return base::intersection(inner.effective, outer.effective) == inner.effective;
    };
    m.a_within_b = m.a_within_b && within(a, b);
    m.b_within_a = m.b_within_a && within(b, a);
    return m;
}

// A case to which the evaluator applies both.
std::optional<lint_witness> both_apply(examination& x, limit const& a, limit const& b,
                                       std::vector<cases::assignment> const& tried, base::date on) {
    for (auto const& c : tried) {
        auto const t = x.breaking(b, c, on);
        auto const judged = t ? x.judge(*t, b) : std::nullopt;
        if (judged && has_id(judged->applied, a.id) && has_id(judged->applied, b.id)) return witness_of(*t, *judged);
    }
    return std::nullopt;
}

void look_for_repetition(examination& x, limit const& a, limit const& b) {
    auto const days = base::intersection(a.effective, b.effective);
    if (a.curve || b.curve || !same_bounds(a, b) || !same_state(a, b) || !shares_statistic(a, b) || days.empty()) return;
    auto const m = meet(x, a, b);
    if (!m || m->both.empty()) return;
    auto w = both_apply(x, a, b, m->both, day_in(days, x.options.at));
    if (!w) {
        ++x.out.not_confirmed;
        return;
    }
    bool const swapped = m->a_within_b && !m->b_within_a;
    auto const &inner = swapped ? a : b, &outer = swapped ? b : a;
    auto& f = x.report("L202", inner.where, {inner.printed_name}, {inner.id, outer.id}, std::move(w));
    f.what.labels.push_back({outer.where, "L102", {}});
    if (!m->a_within_b && !m->b_within_a) f.what.severity = source::severity::note; // each is needed somewhere
}

void find_repetitions(examination& x) {
    std::map<std::pair<std::uint32_t, std::uint16_t>, std::vector<limit const*>> by_factor;
    for (auto const& l : x.rules.limits)
        if (x.takes_part(l)) by_factor[{l.table, l.factor}].push_back(&l);
    for (auto const& [key, limits] : by_factor)
        for (std::size_t i = 0; i < limits.size(); ++i)
            for (std::size_t j = i + 1; j < limits.size(); ++j) look_for_repetition(x, *limits[i], *limits[j]);
}

bool binds(limit const& l) {
    return l.level != level::policy && l.level != level::agreement && l.status == status::in_force;
}

// Of two upper or two lower bounds; what is expressed otherwise is not compared.
bool differ_in_number(limit const& a, limit const& b, rulebook const& rules) {
    if (a.curve || b.curve || a.allowance || b.allowance || rules.units[a.unit].dimension != rules.units[b.unit].dimension)
        return false;
    auto const number = [&](limit const& l, bound const& b_) {
        return base::rational(b_.written) * rules.units[l.unit].factor;
    };
    if (a.max && b.max && number(a, *a.max) != number(b, *b.max)) return true;
    return a.min && b.min && number(a, *a.min) != number(b, *b.min);
}

// Cases of both where neither table stands back.
std::vector<cases::assignment> undisplaced(examination& x, limit const& a, limit const& b) {
    auto asked = of_both(a.conditions, b.conditions);
    auto const of_a = x.displacers_of(a.table), of_b = x.displacers_of(b.table);
    for (auto const* all : {&of_a, &of_b})
        for (auto const& d : *all) asked.insert(asked.end(), d.when.begin(), d.when.end());
    combinations const space(cases::told_apart(asked, x.rules));
    std::vector<cases::assignment> found;
    if (space.too_many()) {
        ++x.out.too_many;
        return found;
    }
    space.each({}, [&](cases::assignment const& c, auto const&) {
        if (is_true(x.applies(a, of_a, c, x.options.at)) && is_true(x.applies(b, of_b, c, x.options.at))) found.push_back(c);
        return found.size() < most_meetings;
    });
    return found;
}

// What two tables say differently of some cases: the names of the factors, and the first case.
struct disagreement {
    std::vector<std::string> names, provisions;
    std::optional<lint_witness> witness;
    source::span first, second;
};

void compare_tables(examination& x, limit const& a, limit const& b, disagreement& d) {
    bool const now = a.effective.contains(x.options.at) && b.effective.contains(x.options.at);
    if (!now || !binds(a) || !binds(b) || !same_state(a, b) || !shares_statistic(a, b) || !differ_in_number(a, b, x.rules))
        return;
    // What columns and rows ask is quick to ask, and settles most pairs.
    auto const own = of_both(x.own_conditions(a), x.own_conditions(b));
    if (cases::fulfilling(own, x.rules, 1).empty()) return;
    auto const tried = undisplaced(x, a, b);
    if (tried.empty()) return;
    auto w = both_apply(x, a, b, tried, x.options.at);
    if (!w) {
        ++x.out.not_confirmed;
        return;
    }
    d.names.push_back(b.printed_name);
    d.provisions.insert(d.provisions.end(), {a.id, b.id});
    if (!d.witness) d.witness = std::move(w), d.first = a.where, d.second = b.where;
}

void find_disagreements(examination& x) {
    std::map<std::pair<std::uint16_t, std::uint16_t>, std::vector<limit const*>> by_document;
    for (auto const& l : x.rules.limits)
        if (x.takes_part(l)) by_document[{l.document, l.factor}].push_back(&l);
    std::map<std::pair<std::uint32_t, std::uint32_t>, disagreement> by_tables;
    for (auto const& [key, limits] : by_document)
        for (std::size_t i = 0; i < limits.size(); ++i)
            for (std::size_t j = i + 1; j < limits.size(); ++j)
                if (limits[i]->table != limits[j]->table)
                    compare_tables(x, *limits[i], *limits[j], by_tables[{limits[i]->table, limits[j]->table}]);
    for (auto& [tables, d] : by_tables) {
        if (!d.witness) continue;
        auto& f = x.report("L203", d.second,
                           {listed(std::move(d.names)), x.rules.tables[tables.first].id, x.rules.tables[tables.second].id},
                           std::move(d.provisions), std::move(d.witness));
        f.what.labels.push_back({d.first, "L102", {}});
    }
}

} // namespace

void find_overlaps(examination& x) {
    find_repetitions(x);
    find_disagreements(x);
}

} // namespace huanchi::analysis

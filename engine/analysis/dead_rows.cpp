// Rows that never decide anything: always displaced, or always beside a tighter limit of another table. (A row whose conditions
// contradict each other is an error of the model, M013.)
#include "analysis/examination.hpp"

#include <algorithm>

namespace huanchi::analysis {

using namespace model;

namespace {

constexpr std::size_t most_shown = 8;

struct displaced_row {
    limit const* l;
    std::vector<std::pair<cases::assignment, base::date>> cases = {};
    std::string by = {};
};

std::vector<base::span_of_dates> spans_of(std::vector<examination::displacing> const& by) {
    std::vector<base::span_of_dates> spans;
    for (auto const& d : by) spans.push_back(d.effective);
    return spans;
}

// The cases of a row, if it is displaced in all of them on all of its days.
std::optional<displaced_row> displaced_everywhere(examination& x, limit const& l) {
    auto const by = x.displacers_of(l.table);
    if (by.empty()) return std::nullopt;
    auto asked = l.conditions;
    for (auto const& d : by) asked.insert(asked.end(), d.when.begin(), d.when.end());
    combinations const space(cases::told_apart(asked, x.rules));
    if (space.too_many()) {
        ++x.out.too_many;
        return std::nullopt;
    }
    auto const days = days_between(l.effective, spans_of(by), x.options.at);
    displaced_row row{&l};
    bool everywhere = true;
    space.each({}, [&](cases::assignment const& a, auto const&) {
        if (is_false(cases::holds(l.conditions, a))) return true;
        for (auto const d : days) {
            everywhere = everywhere && is_false(x.applies(l, by, a, d));
            if (row.cases.size() < most_shown) row.cases.emplace_back(a, d);
        }
        return everywhere;
    });
    if (!everywhere || row.cases.empty()) return std::nullopt;
    for (auto const& d : by)
        if (d.effective.contains(row.cases.front().second) && is_true(cases::holds(d.when, row.cases.front().first)))
            row.by = d.by;
    return row;
}

// None of the cases tried is judged by the row; each would be if nothing displaced it.
std::optional<lint_witness> never_judged(examination& x, displaced_row const& row) {
    std::optional<lint_witness> first;
    for (auto const& [a, day] : row.cases) {
        auto const t = x.breaking(*row.l, a, day);
        auto const is = t ? x.judge(*t, *row.l) : std::nullopt, would = t ? x.judge_undisplaced(*t, *row.l) : std::nullopt;
        if (!is || !would || has_id(is->applied, row.l->id)) return std::nullopt;
        if (!first && has_id(would->applied, row.l->id)) first = witness_of(*t, *is);
    }
    return first;
}

void find_displaced(examination& x) {
    std::map<std::uint32_t, std::size_t> rows_of_table;
    std::map<std::uint32_t, std::vector<std::pair<displaced_row, lint_witness>>> dead;
    for (auto const& l : x.rules.limits) {
        if (!x.takes_part(l)) continue;
        ++rows_of_table[l.table];
        auto row = displaced_everywhere(x, l);
        if (!row) continue;
        if (auto w = never_judged(x, *row))
            dead[l.table].emplace_back(std::move(*row), std::move(*w));
        else
            ++x.out.not_confirmed;
    }
    for (auto& [index, rows] : dead) {
        auto const& t = x.rules.tables[index];
        if (rows.size() == rows_of_table[index] && rows.size() > 1) {
            std::vector<std::string> ids;
            for (auto const& [row, w] : rows) ids.push_back(row.l->id);
            x.report("L204", t.where_declared, {t.id, rows.front().first.by}, std::move(ids), rows.front().second);
            continue;
        }
        for (auto& [row, w] : rows) x.report("L204", row.l->where, {row.l->id, row.by}, {row.l->id}, std::move(w));
    }
}

// Whether whatever meets `b` meets `a` with room to spare.
bool is_looser(limit const& a, limit const& b, rulebook const& rules) {
    if (a.curve || b.curve || a.allowance || b.allowance || a.rounded || b.rounded || !a.scalings.empty() ||
        !b.scalings.empty() || rules.units[a.unit].dimension != rules.units[b.unit].dimension)
        return false;
    auto const number = [&](limit const& l, bound const& of) {
        return base::rational(of.written) * rules.units[l.unit].factor;
    };
    if (a.max && b.max && !a.min) return number(b, *b.max) < number(a, *a.max);
    if (a.min && b.min && !a.max) return number(a, *a.min) < number(b, *b.min);
    return false;
}

bool judges_all_of(limit const& b, limit const& a) {
    return std::all_of(a.statistics.begin(), a.statistics.end(),
                       [&](auto s) { return std::find(b.statistics.begin(), b.statistics.end(), s) != b.statistics.end(); });
}

bool is_policy(level l) {
    return l == level::policy || l == level::agreement;
}

// The cases of `a`, if `b` applies to all of them.
std::vector<std::pair<cases::assignment, base::date>> always_beside(examination& x, limit const& a, limit const& b) {
    for (auto const& some : cases::fulfilling(a.conditions, x.rules, 4))
        if (is_false(cases::holds(b.conditions, some))) return {};
    auto const of_a = x.displacers_of(a.table), of_b = x.displacers_of(b.table);
    auto asked = a.conditions;
    asked.insert(asked.end(), b.conditions.begin(), b.conditions.end());
    for (auto const* by : {&of_a, &of_b})
        for (auto const& d : *by) asked.insert(asked.end(), d.when.begin(), d.when.end());
    combinations const space(cases::told_apart(asked, x.rules));
    if (space.too_many()) {
        ++x.out.too_many;
        return {};
    }
    auto spans = spans_of(of_a), more = spans_of(of_b);
    spans.insert(spans.end(), more.begin(), more.end());
    spans.push_back(b.effective);
    auto const days = days_between(a.effective, spans, x.options.at);
    std::vector<std::pair<cases::assignment, base::date>> cases;
    bool always = true;
    space.each({}, [&](cases::assignment const& c, auto const&) {
        for (auto const d : days) {
            auto const here = x.applies(a, of_a, c, d);
            if (is_false(here)) continue;
            always = always && is_true(here) && is_true(x.applies(b, of_b, c, d));
            if (cases.size() < most_shown) cases.emplace_back(c, d);
        }
        return always;
    });
    if (!always) cases.clear();
    return cases;
}

// Every case that breaks the looser is judged by the tighter.
std::optional<lint_witness> tighter_decides(examination& x, limit const& a, limit const& b,
                                            std::vector<std::pair<cases::assignment, base::date>> const& cases) {
    std::optional<lint_witness> first;
    for (auto const& [c, day] : cases) {
        auto const t = x.breaking(a, c, day);
        auto const judged = t ? x.judge(*t, a) : std::nullopt;
        if (!judged || !has_id(judged->applied, a.id) || !has_id(judged->applied, b.id)) return std::nullopt;
        auto w = witness_of(*t, *judged);
        if (w.provision == a.id) return std::nullopt;
        if (!first) first = std::move(w);
    }
    return first;
}

void find_looser(examination& x) {
    std::map<std::uint16_t, std::vector<limit const*>> by_factor;
    for (auto const& l : x.rules.limits)
        if (x.takes_part(l) && l.status == status::in_force) by_factor[l.factor].push_back(&l);
    for (auto const& [factor, limits] : by_factor)
        for (auto const* a : limits)
            for (auto const* b : limits) {
                if (a->table == b->table || !same_state(*a, *b) || !judges_all_of(*b, *a) || !is_looser(*a, *b, x.rules) ||
                    (is_policy(b->level) && !is_policy(a->level)) || base::intersection(a->effective, b->effective).empty())
                    continue;
                auto const cases = always_beside(x, *a, *b);
                if (cases.empty()) continue;
                auto w = tighter_decides(x, *a, *b, cases);
                if (!w) {
                    ++x.out.not_confirmed;
                    continue;
                }
                auto& f = x.report("L205", a->where, {a->id, b->id}, {a->id, b->id}, std::move(w));
                f.what.labels.push_back({b->where, "L102", {}});
                break;
            }
}

} // namespace

void find_dead_rows(examination& x) {
    find_displaced(x);
    find_looser(x);
}

} // namespace huanchi::analysis

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

using answer = asked_for::answer;
using case_on_day = std::pair<cases::assignment, base::date>;

std::vector<base::span_of_dates> spans_of(std::vector<examination::displacing> const& by) {
    std::vector<base::span_of_dates> spans;
    for (auto const& d : by) spans.push_back(d.effective);
    return spans;
}

// Cases that a row may judge on that day.
std::vector<asked_for> may_apply(limit const& l, std::vector<examination::displacing> const& by, base::date day) {
    auto all = displacing_on(day, by, answer::not_yes);
    all.insert(all.begin(), {l.conditions, answer::not_no});
    return all;
}

// The first cases on the first of the days; false if they were not found out.
bool collect(examination& x, std::vector<asked_for> const& wanted, base::date day, std::vector<case_on_day>& into) {
    if (into.size() >= most_shown) return true;
    return case_search(wanted, x.rules).each([&](cases::assignment const& a) {
        into.emplace_back(a, day);
        return into.size() < most_shown;
    }) != case_search::outcome::given_up;
}

// The cases of a row, if it is displaced in all of them on all of its days.
std::optional<displaced_row> displaced_everywhere(examination& x, limit const& l) {
    auto const by = x.displacers_of(l.table);
    if (by.empty()) return std::nullopt;
    displaced_row row{&l};
    for (auto const day : days_between(l.effective, spans_of(by), x.options.at)) {
        auto const applies = case_search(may_apply(l, by, day), x.rules).any();
        if (applies && *applies) return std::nullopt;
        if (!applies || !collect(x, {{l.conditions, answer::not_no}}, day, row.cases)) {
            ++x.out.too_many;
            return std::nullopt;
        }
    }
    if (row.cases.empty()) return std::nullopt;
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
        if (!x.is_asked(l.where)) continue;
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

// Whether on that day there is a case that `a` may judge and of which it is not sure that both do; nullopt: not found out.
std::optional<bool> parts_from(examination& x, limit const& a, limit const& b, std::vector<examination::displacing> const& of_a,
                               std::vector<examination::displacing> const& of_b, base::date day) {
    std::vector<asked_for> ways{{b.conditions, answer::not_yes}, {a.conditions, answer::not_yes}};
    for (auto const* by : {&of_a, &of_b})
        for (auto& d : displacing_on(day, *by, answer::not_no)) ways.push_back(std::move(d));
    bool open = false;
    for (auto& way : ways) {
        auto wanted = may_apply(a, of_a, day);
        if (b.effective.contains(day)) wanted.push_back(std::move(way)); // else any case will do
        auto const found = case_search(wanted, x.rules).any();
        if (found && *found) return true;
        open = open || !found;
    }
    return open ? std::nullopt : std::optional(false);
}

// The cases of `a`, if `b` applies to all of them.
std::vector<case_on_day> always_beside(examination& x, limit const& a, limit const& b) {
    auto const of_a = x.displacers_of(a.table), of_b = x.displacers_of(b.table);
    auto spans = spans_of(of_a), more = spans_of(of_b);
    spans.insert(spans.end(), more.begin(), more.end());
    spans.push_back(b.effective);
    std::vector<case_on_day> found;
    for (auto const day : days_between(a.effective, spans, x.options.at)) {
        auto const parts = parts_from(x, a, b, of_a, of_b, day);
        if (parts && *parts) return {};
        if (!parts || !collect(x, may_apply(a, of_a, day), day, found)) {
            ++x.out.too_many;
            return {};
        }
    }
    return found;
}

// Every case that breaks the looser is judged by the tighter.
std::optional<lint_witness> tighter_decides(examination& x, limit const& a, limit const& b,
                                            std::vector<case_on_day> const& cases) {
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
                if (!x.is_asked(a->where) && !x.is_asked(b->where)) continue;
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

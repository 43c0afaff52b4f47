// Rows that apply to one case at once. Within a table with different limits that is an error of the model (M021); here are
// those that say the same twice, and tables of one document of which neither stands back behind the other.
#include "analysis/examination.hpp"

#include <algorithm>
#include <set>

namespace huanchi::analysis {

using namespace model;

namespace {

constexpr std::size_t most_meetings = 8;

// Cases to which both apply; whether every case of the one is a case of the other.
struct meeting {
    std::vector<cases::assignment> both = {};
    bool a_within_b = false, b_within_a = false;
};

std::optional<meeting> meet(examination& x, limit const& a, limit const& b) {
    using answer = asked_for::answer;
    meeting m;
    auto const met = case_search({{a.conditions}, {b.conditions}}, x.rules).each([&](cases::assignment const& c) {
        m.both.push_back(c);
        return m.both.size() < most_meetings;
    });
    auto const beyond = [&](limit const& inner, limit const& outer) {
        return case_search({{inner.conditions, answer::not_no}, {outer.conditions, answer::not_yes}}, x.rules).any();
    };
    auto const a_beyond = beyond(a, b), b_beyond = beyond(b, a);
    if (met == case_search::outcome::given_up || !a_beyond || !b_beyond) {
        ++x.out.too_many;
        return std::nullopt;
    }
    auto const within = [](limit const& inner, limit const& outer) {
        return base::intersection(inner.effective, outer.effective) == inner.effective;
    };
    m.a_within_b = !*a_beyond && within(a, b);
    m.b_within_a = !*b_beyond && within(b, a);
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
    if (!x.is_asked(a.where) && !x.is_asked(b.where)) return;
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
    std::vector<asked_for> wanted{{a.conditions}, {b.conditions}};
    for (auto const table : {a.table, b.table})
        for (auto& d : displacing_on(x.options.at, x.displacers_of(table), asked_for::answer::no))
            wanted.push_back(std::move(d));
    std::vector<cases::assignment> found;
    auto const all = case_search(wanted, x.rules).each([&](cases::assignment const& c) {
        found.push_back(c);
        return found.size() < most_meetings;
    });
    if (all == case_search::outcome::given_up) ++x.out.too_many;
    return found;
}

// What two tables say differently of some cases: the names of the factors, and the first case.
struct disagreement {
    std::vector<std::string> names, provisions;
    std::optional<lint_witness> witness;
    source::span first, second;
};

void compare_tables(examination& x, limit const& a, limit const& b, disagreement& d) {
    if (!x.is_asked(a.where) && !x.is_asked(b.where)) return;
    bool const now = a.effective.contains(x.options.at) && b.effective.contains(x.options.at);
    if (!now || !binds(a) || !binds(b) || !same_state(a, b) || !shares_statistic(a, b) || !differ_in_number(a, b, x.rules))
        return;
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

#include "tickets/cases.hpp"

#include "base/rational.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace huanchi::tickets {

namespace {

std::optional<base::rational> number(std::optional<std::string> const& text) {
    if (!text) return std::nullopt;
    auto const d = base::decimal::parse(*text);
    return d ? std::optional(base::rational(*d)) : std::nullopt;
}

// Whether the range of `b` lies above that of `a`. Ranges in other units than the first are not compared.
bool higher(basis const& b, basis const& a) {
    auto const max_a = number(a.fine_max), max_b = number(b.fine_max);
    if (!max_b || (max_a && a.fine_unit != b.fine_unit)) return false;
    if (!max_a || *max_a < *max_b) return true;
    auto const min_a = number(a.fine_min), min_b = number(b.fine_min);
    return *max_a == *max_b && min_b && (!min_a || *min_a < *min_b);
}

void add_prior(case_sheet& s, ticket const& t) {
    auto const& decision = t.course.decision;
    if (!decision || !decision->served) return;
    if (*decision->served < base::months_later(s.first, -12 * prior_years) || !(*decision->served < s.first)) return;
    auto const add = [&](basis const& b, bool same) {
        s.priors.push_back({t.id, t.case_id.value_or(""), decision->number, decision->amount, *decision->served, b.law,
                            b.penalty, same, t.last_day});
    };
    for (auto const& b : t.bases)
        for (auto const& now : s.bases)
            if (b.law == now.law && b.penalty == now.penalty) return add(b, true);
    for (auto const& one : s.tickets)
        for (auto const& type : one.violation_types)
            if (!t.bases.empty() && std::count(t.violation_types.begin(), t.violation_types.end(), type) > 0)
                return add(t.bases.front(), false);
}

} // namespace

case_sheet sheet_of(std::string id, std::vector<ticket> of_case, std::vector<ticket> const& earlier) {
    case_sheet s;
    s.id = std::move(id);
    s.tickets = std::move(of_case);
    if (s.tickets.empty()) return s;
    std::stable_sort(s.tickets.begin(), s.tickets.end(), [](ticket const& a, ticket const& b) {
        return std::tie(a.first_day, a.id) < std::tie(b.first_day, b.id);
    });
    s.enterprise_id = s.tickets.front().series.enterprise_id;
    s.enterprise_name = s.tickets.front().enterprise_name;
    s.first = s.tickets.front().first_day;
    s.last = s.tickets.front().last_day;
    for (auto const& t : s.tickets) {
        s.last = std::max(s.last, t.last_day);
        for (auto const& b : t.bases)
            if (std::find(s.bases.begin(), s.bases.end(), b) == s.bases.end()) s.bases.push_back(b);
    }
    for (std::size_t i = 0; i < s.bases.size(); ++i)
        if (number(s.bases[i].fine_max) && (!s.highest || higher(s.bases[i], s.bases[*s.highest]))) s.highest = i;
    for (auto const& t : earlier)
        if (std::none_of(s.tickets.begin(), s.tickets.end(), [&](ticket const& x) { return x.id == t.id; })) add_prior(s, t);
    std::sort(s.priors.begin(), s.priors.end(),
              [](prior const& a, prior const& b) { return std::tie(a.served, a.ticket) < std::tie(b.served, b.ticket); });
    return s;
}

std::vector<std::vector<summary>> proposed_cases(std::vector<summary> const& all) {
    std::map<std::pair<std::string, std::string>, std::vector<summary>> by_outlet;
    for (auto const& s : all)
        if (!s.case_id && !ended(s.state)) by_outlet[{s.series.enterprise_id, s.series.outlet_id}].push_back(s);
    std::vector<std::vector<summary>> groups;
    for (auto& [outlet, of_outlet] : by_outlet) {
        std::stable_sort(of_outlet.begin(), of_outlet.end(), [](summary const& a, summary const& b) {
            return std::tie(a.first_day, a.id) < std::tie(b.first_day, b.id);
        });
        std::vector<summary> group;
        base::date last{};
        auto const close = [&] {
            if (group.size() > 1) groups.push_back(std::move(group));
            group.clear();
        };
        for (auto& s : of_outlet) {
            if (!group.empty() && last + 1 < s.first_day) close();
            last = group.empty() ? s.last_day : std::max(last, s.last_day);
            group.push_back(std::move(s));
        }
        close();
    }
    return groups;
}

} // namespace huanchi::tickets

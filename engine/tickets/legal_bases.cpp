#include "tickets/legal_bases.hpp"

#include <algorithm>

namespace huanchi::tickets {

namespace {

std::optional<std::string> unless_empty(std::string const& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

} // namespace

basis basis_of(findings::possible_consequence const& one) {
    auto const& c = *one.what;
    basis b{c.law, c.duty, c.penalty, {}, {}, {}, {}, std::string(text(one.certain ? c.confidence : model::confidence::low))};
    auto const* fine = c.fine();
    if (fine) {
        b.fine_min = unless_empty(fine->min);
        b.fine_max = unless_empty(fine->max);
        b.fine_unit = unless_empty(fine->unit);
    }
    for (auto const& f : c.fines)
        if (&f != fine || f.may) b.measures.push_back(text(f));
    for (auto const& m : c.measures) b.measures.push_back(text(m));
    return b;
}

std::vector<findings::possible_consequence> const& legal_bases::candidates(std::string const& type, std::string const& medium) {
    auto const [place, is_new] = known_.try_emplace({type, medium});
    if (is_new) place->second = findings::consequences_of(rules_, type, medium);
    return place->second;
}

std::vector<basis> const& legal_bases::on(std::vector<std::string> const& types, std::string const& medium, base::date day) {
    auto const [place, is_new] = on_.try_emplace({day, medium, types});
    auto& all = place->second;
    if (!is_new) return all;
    for (auto const& type : types)
        for (auto const& c : candidates(type, medium)) {
            if (!c.what->effective.contains(day)) continue;
            auto one = basis_of(c);
            if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
        }
    return all;
}

bool legal_bases::change(std::string const& type, std::string const& medium, base::date a, base::date b) {
    auto const& all = candidates(type, medium);
    return std::any_of(all.begin(), all.end(), [&](findings::possible_consequence const& c) {
        return c.what->effective.contains(a) != c.what->effective.contains(b);
    });
}

} // namespace huanchi::tickets

#include "tickets/legal_bases.hpp"

#include <algorithm>

namespace huanchi::tickets {

namespace {

model::surroundings only_medium(model::rulebook const& rules, std::string const& medium) {
    model::surroundings s;
    s.field = [&rules, medium](model::field_ref f) -> model::value {
        if (f.record == model::outlet_record && rules.at(f).json == "medium" && !medium.empty()) return medium;
        return {};
    };
    return s;
}

std::optional<std::string> unless_empty(std::string const& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

basis basis_of(model::consequence const& c, bool certain) {
    return {c.law,
            c.duty,
            c.penalty,
            unless_empty(c.fine_min),
            unless_empty(c.fine_max),
            unless_empty(c.fine_unit),
            c.measures,
            std::string(text(certain ? c.confidence : model::confidence::low))};
}

} // namespace

std::vector<legal_bases::candidate> const& legal_bases::candidates(std::string const& type, std::string const& medium) {
    auto const [place, is_new] = known_.try_emplace({type, medium});
    if (!is_new) return place->second;
    auto const about = only_medium(rules_, medium);
    for (auto const& c : rules_.consequences) {
        if (c.violation_type != type) continue;
        auto const holds = c.where ? model::evaluate(*c.where, about) : model::value(true);
        bool const certain = model::known(holds);
        if (!certain || std::get<bool>(holds)) place->second.push_back({&c, certain});
    }
    return place->second;
}

std::vector<basis> legal_bases::on(std::vector<std::string> const& types, std::string const& medium, base::date day) {
    std::vector<basis> all;
    for (auto const& type : types)
        for (auto const& c : candidates(type, medium)) {
            if (!c.what->effective.contains(day)) continue;
            auto one = basis_of(*c.what, c.certain);
            if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
        }
    return all;
}

bool legal_bases::change(std::string const& type, std::string const& medium, base::date a, base::date b) {
    auto const& all = candidates(type, medium);
    return std::any_of(all.begin(), all.end(),
                       [&](candidate const& c) { return c.what->effective.contains(a) != c.what->effective.contains(b); });
}

} // namespace huanchi::tickets

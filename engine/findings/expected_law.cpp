#include "findings/expected_law.hpp"

#include <algorithm>

namespace huanchi::findings {

namespace {

using laws = std::vector<possible_consequence>;

void add(laws& to, laws const& from, base::date day) {
    for (auto const& c : from)
        if (c.what->effective.contains(day) && std::find(to.begin(), to.end(), c) == to.end()) to.push_back(c);
}

std::string identifiers(laws const& all, std::string model::consequence::*what) {
    std::vector<std::string> names;
    for (auto const& c : all)
        if (auto const& name = c.what->*what; std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    std::string text;
    for (auto const& n : names) text += (text.empty() ? "" : "、") + n;
    return text;
}

std::string lighter_word(law_comparison const& c) {
    switch (c.result) {
    case weight::lighter: return "decision";
    case weight::equal: return "equal";
    case weight::heavier: return "act";
    case weight::unclear: break;
    }
    return "unclear";
}

} // namespace

void hold_against_law(model::rulebook const& rules, model::rule_test const& t, act const& a, differ const& differs) {
    auto const& wanted = t.law;
    if (!wanted.law && !wanted.penalty && !wanted.lighter) return;
    auto const between = t.as_of ? compare_laws(rules, a.types, a.medium, a.first, a.last, *t.as_of) : std::nullopt;
    laws applied;
    std::string lighter = between ? "" : "equal", reason;
    for (auto const& type : a.types) {
        law_comparison const* changed = nullptr;
        if (between)
            for (auto const& c : between->comparisons)
                if (c.violation_type == type) changed = &c;
        if (!changed) {
            add(applied, consequences_of(rules, type, a.medium), a.last);
            continue;
        }
        auto const now = changed->applies == law_comparison::choice::decision;
        if (changed->applies != law_comparison::choice::neither)
            add(applied, now ? changed->at_decision : changed->at_act, now ? *t.as_of : a.last);
        lighter = lighter_word(*changed);
        reason = text(changed->reason);
    }
    auto const why = reason.empty() ? "" : " (" + reason + ")";
    auto const compare = [&](char const* what, std::optional<std::string> const& expected, std::string const& found) {
        if (expected && *expected != found) differs(what, *expected, found.empty() ? "none" + why : found + why);
    };
    compare("law", wanted.law, identifiers(applied, &model::consequence::law));
    compare("penalty", wanted.penalty, identifiers(applied, &model::consequence::penalty));
    compare("lighter", wanted.lighter, lighter);
    if (t.reason && !t.acts.empty() && *t.reason != reason) differs("reason", *t.reason, reason);
}

} // namespace huanchi::findings

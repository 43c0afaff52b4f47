#include "findings/expected_discretion.hpp"

namespace huanchi::findings {

namespace {

std::string digits(std::optional<base::rational> const& r) {
    return r ? base::printed(*r).value : "none";
}
bool same(std::string const& expected, std::optional<base::rational> const& found) {
    auto const n = base::decimal::parse(expected);
    return n && found && base::rational(*n) == *found;
}

} // namespace

void hold_against_discretion(model::rulebook const& rules, model::rule_test const& t, std::vector<std::string>& differences) {
    auto const& g = *t.discretion;
    auto const r = weigh(rules.discretions[g.table], g.on, g.facts, severity_from(g.severity).value_or(severity::ordinary));
    auto const differ = [&](std::string const& what, std::string const& expected, std::string const& found) {
        differences.push_back(what + ": expected " + expected + ", found " + found);
    };
    for (auto const& m : r.mistakes) differ("fact", "a level of " + m.name, m.said);
    if (!r.mistakes.empty()) return;
    if (text(r.standing) != t.verdict) differ("standing", t.verdict, std::string(text(r.standing)));
    if (t.result && !same(*t.result, r.sum)) differ("result", *t.result, digits(r.sum));
    if (g.low && g.high) {
        if (!r.band || !same(*g.low, r.band->min) || !same(*g.high, r.band->max))
            differ("fine", *g.low + ".." + *g.high, r.band ? digits(r.band->min) + ".." + digits(r.band->max) : "none");
    } else if (g.low && !same(*g.low, r.amount)) {
        differ("fine", *g.low, digits(r.amount));
    } else if (!g.low && r.amount && (t.verdict == "suspended" || t.verdict == "not_in_force")) {
        differ("fine", "none", digits(r.amount));
    }
}

} // namespace huanchi::findings

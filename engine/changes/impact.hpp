// What another rulebook would say of the same data: every judgement of both runs, paired by its key (site, outlet, factor,
// statistic, period, source), and those told apart whose verdict, or whose deciding limit, is another. Values in, values out.
#pragma once

#include "findings/check.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::changes {

// "none" stands for a judgement that one of the rulebooks does not make.
inline constexpr std::string_view no_judgement = "none";
std::string_view verdict_text(std::optional<findings::finding> const& f);

struct verdict_change {
    std::optional<findings::finding> before, after; // never both absent
    findings::finding const& either() const { return after ? *after : *before; }
};

struct impact {
    std::vector<verdict_change> changes;                                  // verdicts that are others, sorted as findings are
    std::map<std::pair<std::string, std::string>, std::uint64_t> by_kind; // from, to → how many
    std::uint64_t limit_changed = 0; // same verdict, another deciding limit or another bound of it
    std::uint64_t value_changed = 0; // same verdict and limit, another value formed from the data
    std::uint64_t unchanged = 0;
    std::array<std::uint64_t, 6> verdicts_before{}, verdicts_after{};
    std::uint64_t read = 0, judged_before = 0, judged_after = 0;
    // No verdict, no deciding limit and no value is another.
    bool none() const { return changes.empty() && limit_changed == 0 && value_changed == 0; }
};

// Two checks of the same inputs with all judgements kept, each with the rules that made it: bounds and values are compared in
// coherent units.
struct checked {
    findings::check_result result;
    model::rulebook const& rules;
};
impact compare(checked before, checked after);

} // namespace huanchi::changes

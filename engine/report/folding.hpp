// Findings of one kind in periods that touch, folded into one block: eleven hours of one night are one line with the worst of
// them. Changes nothing and drops nothing; a block points at its findings.
#pragma once

#include "findings/finding.hpp"

#include <vector>

namespace huanchi::report {

struct block {
    std::vector<findings::finding const*> findings; // in order of period; never empty
    findings::finding const* worst = nullptr;       // farthest beyond its limit, the first of equals

    base::period period() const { return {findings.front()->period.from, findings.back()->period.to}; }
    bool single() const { return findings.size() == 1; }
};

// `in` is in the order of a result. What differs in anything that a block says once (factor, statistic, limit, provision,
// source, standing, reason) is not folded together; blocks are in the order of their first finding.
std::vector<block> folded(std::vector<findings::finding const*> const& in);

} // namespace huanchi::report

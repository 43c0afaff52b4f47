#include "analysis/lint.hpp"

#include "analysis/examination.hpp"

#include <algorithm>
#include <tuple>

namespace huanchi::analysis {

using namespace model;

bool lint_report::none() const {
    return std::all_of(findings.begin(), findings.end(),
                       [](lint_finding const& f) { return f.what.severity == source::severity::note; });
}

namespace {

bool concerns(source::diagnostic const& d, examination const& x) {
    return x.is_asked(d.where) ||
           std::any_of(d.labels.begin(), d.labels.end(), [&](auto const& l) { return x.is_asked(l.where); });
}

} // namespace

lint_report lint(rulebook const& rules, plan::plan const& plan, lint_options const& options) {
    examination x(rules, plan, options);
    x.out.tables = rules.tables.size();
    x.out.limits = rules.limits.size();
    for (auto const& l : rules.limits) {
        if (l.confidence == confidence::low) x.out.unreviewed.push_back(l.id);
        if (l.status != status::in_force) x.out.not_in_force.emplace_back(l.id, l.status);
    }
    find_gaps(x);
    find_gaps_between_tables(x);
    find_overlaps(x);
    find_dead_rows(x);
    find_spans(x);
    find_law_spans(x);
    find_lapsed_requirements(x);
    std::erase_if(x.out.findings, [&](auto const& f) { return !concerns(f.what, x); });
    std::stable_sort(x.out.findings.begin(), x.out.findings.end(), [](lint_finding const& a, lint_finding const& b) {
        return std::tie(a.what.where, a.what.code) < std::tie(b.what.where, b.what.code);
    });
    return std::move(x.out);
}

} // namespace huanchi::analysis

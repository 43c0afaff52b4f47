#include "analysis/boundaries.hpp"

#include "analysis/boundary_cases.hpp"
#include "analysis/test_text.hpp"
#include "cases/trial.hpp"

#include <algorithm>

namespace huanchi::analysis {

using namespace model;

std::string_view text(boundary_kind k) {
    constexpr std::string_view names[] = {"bound", "condition", "date", "validity", "correction"};
    return names[static_cast<std::size_t>(k)];
}

namespace {

enum class agreement : std::uint8_t { agreed, not_comparable, disagreed };

// What the executor says of one limit in one case.
struct seen_limit {
    bool applied = false, broken = false, compliant = false, other_broken = false, open = false, too_few = false;
    std::string decides; // `violation GB18918.表1…`, for a report

    seen_limit(findings::judged_test const& judged, limit const& l, boundary_case const& c, rulebook const& rules) {
        applied = std::find(judged.applied.begin(), judged.applied.end(), l.id) != judged.applied.end();
        auto const is_this = [&](findings::provision const& p) { return p.id == l.id; };
        for (auto const& f : judged.findings) {
            if (f.factor != rules.factors[l.factor].code || f.statistic != rules.statistics[c.statistic].json ||
                f.quantity != model::text(l.quantity) || f.period.from != c.from)
                continue;
            bool const against = f.verdict == eval::verdict::violation || f.verdict == eval::verdict::not_met;
            bool const own =
                (f.provision && is_this(*f.provision)) || std::any_of(f.also_breached.begin(), f.also_breached.end(), is_this);
            broken = broken || (against && own);
            other_broken = other_broken || (against && !own);
            compliant = compliant || f.verdict == eval::verdict::compliant;
            bool const undetermined = f.verdict == eval::verdict::undetermined;
            too_few = too_few || (undetermined && f.reason && f.reason->code == "too_few_valid_values");
            open = open || (undetermined && !(f.provision && is_this(*f.provision)));
            decides += (decides.empty() ? "" : "; ") + std::string(eval::text(f.verdict)) +
                       (f.provision ? " " + f.provision->id : "") + (f.reason ? " (" + f.reason->code + ")" : "");
        }
        if (decides.empty()) decides = "not_applicable";
    }
};

agreement compared(boundary_case const& c, seen_limit const& seen) {
    auto const when = [](bool agrees, bool others) {
        return agrees ? agreement::agreed : others ? agreement::not_comparable : agreement::disagreed;
    };
    if (c.too_few_values) return when(seen.too_few, false);
    switch (c.expected) {
    case stated::not_applicable: return when(!seen.applied, false);
    case stated::broken: return when(seen.broken, seen.open);
    default: return when(seen.applied && !seen.broken && seen.compliant, (!seen.broken && seen.other_broken) || seen.open);
    }
}

std::string expected_verdict(boundary_case const& c, limit const& l) {
    if (c.too_few_values) return "undetermined";
    if (c.expected == stated::not_applicable) return "not_applicable";
    if (c.expected == stated::met) return "compliant";
    return l.level == level::policy || l.level == level::agreement ? "not_met" : "violation";
}

// As a test: a compliant judgement names the tightest limit, which need not be this one.
rule_test as_test(boundary_case const& c, limit const& l) {
    auto t = c.test;
    t.verdict = expected_verdict(c, l);
    if (t.verdict != "compliant" && t.verdict != "undetermined") t.provision = l.id;
    return t;
}

struct boundary_run {
    rulebook const& rules;
    plan::plan const& whole;
    boundary_options const& options;
    boundary_report out = {};
    std::map<std::uint16_t, plan::plan> by_factor = {};

    plan::plan const& plan_for(std::uint16_t factor) {
        auto it = by_factor.find(factor);
        auto const& f = rules.factors[factor];
        if (it == by_factor.end()) it = by_factor.emplace(factor, cases::plan_of_factor(whole, rules, f.medium, f.code)).first;
        return it->second;
    }

    // A test about a limit that does not apply cannot tell it from one whose id goes on where this ends.
    bool id_is_a_beginning(limit const& l) const {
        return std::any_of(rules.limits.begin(), rules.limits.end(), [&](limit const& other) {
            return &other != &l && other.factor == l.factor && other.id.starts_with(l.id);
        });
    }

    void try_case(boundary_case const& c, limit const& l) {
        ++out.cases;
        ++out.by_kind[c.kind];
        seen_limit const seen(findings::judge_test(rules, plan_for(l.factor), c.test), l, c, rules);
        auto const test = as_test(c, l);
        switch (compared(c, seen)) {
        case agreement::agreed:
            ++out.agreed;
            if (options.keep && !(test.verdict == "not_applicable" && id_is_a_beginning(l)))
                out.tests.push_back(test_block(test, rules));
            return;
        case agreement::not_comparable: ++out.not_comparable; return;
        case agreement::disagreed:
            out.disagreements.push_back({l.id, test.title, c.kind, test.verdict, seen.decides, test_block(test, rules)});
        }
    }

    bool is_wanted(limit const& l) const {
        return options.files.empty() ||
               std::find(options.files.begin(), options.files.end(), l.where.file) != options.files.end();
    }

    boundary_report run() {
        for (auto const& l : rules.limits) {
            if (!is_wanted(l)) continue;
            auto const made = cases_of(l, rules, options.at);
            if (!made.none_because.empty()) {
                out.without.emplace_back(l.id, made.none_because);
                continue;
            }
            ++out.limits;
            for (auto const& c : made.cases) try_case(c, l);
        }
        return std::move(out);
    }
};

} // namespace

boundary_report try_boundaries(rulebook const& rules, plan::plan const& plan, boundary_options const& options) {
    return boundary_run{rules, plan, options}.run();
}

} // namespace huanchi::analysis

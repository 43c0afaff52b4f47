// One described outlet and one row of data, judged by a rulebook: what a witness is made of. Texts in, verdict out, through the
// same readers and the same judging as real data. A value; what it is judged by outlives the call.
#pragma once

#include "cases/choices.hpp"
#include "findings/finding.hpp"
#include "plan/plan.hpp"

#include <map>
#include <string>
#include <vector>

namespace huanchi::cases {

struct judged_side {
    eval::verdict verdict = eval::verdict::not_applicable; // also where nothing is judged
    std::optional<findings::finding> finding;
    std::vector<std::string> applied; // ids of what took part in a judgement, whichever decided
};

// By JSON name, as the input files have it.
using described = std::map<std::string, std::string>;

struct trial {
    described outlet, datum;
    std::string factor, statistic, interval; // code, JSON name, as rows say it
    model::quantity quantity{};
    base::date on;
    std::string value, unit;

    std::string outlet_json() const;
    std::string row_json() const;

    // Says what is assumed, of the outlet or of the row.
    void describe(assignment const& a, model::rulebook const& rules);
};

// One value of a limit in one of its statistics, as it is delivered and at the reference state of its formula, where the value
// stays what it is. Date, value and what the conditions ask are still to be said. Nullopt if no row delivers the statistic.
std::optional<trial> trial_of(model::limit const& l, std::uint16_t statistic, model::rulebook const& rules);

// How a row delivers the statistic; null if none does.
model::acceptance const* delivery_of(std::uint16_t statistic, model::rulebook const& rules);

// Only the limits of one factor: enough to look for a case, and quick.
plan::plan plan_of_factor(plan::plan const& whole, model::rulebook const& rules, std::string const& medium,
                          std::string const& code);

// Nullopt where the rulebook cannot read the texts at all. `plan` may hold fewer limits than the rulebook.
std::optional<judged_side> judge(model::rulebook const& rules, plan::plan const& plan, trial const& t, bool unreviewed);

} // namespace huanchi::cases

// One described outlet and one row of data, judged by a rulebook: what a witness is made of. Texts in, verdict out, through the
// same readers and the same judging as real data. Internal to the folder.
#pragma once

#include "changes/witness.hpp"

#include <map>
#include <string>
#include <vector>

namespace huanchi::changes {

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
};

// Nullopt where the rulebook cannot read the texts at all. `plan` may hold fewer limits than the rulebook.
std::optional<judged_side> judge(model::rulebook const& rules, plan::plan const& plan, trial const& t, bool unreviewed);

} // namespace huanchi::changes

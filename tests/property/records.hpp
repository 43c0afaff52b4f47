// Grades and indices of records by the slow way, each as a line: table, record, verdict, class or index, reason.
#pragma once

#include "expression.hpp"

#include "eval/run.hpp"

namespace huanchi::property {

std::vector<std::string> rate_slowly(model::rulebook const& rules, std::vector<facts::record> const& records,
                                     std::optional<base::date> at);
std::vector<std::string> rated_by_plan(std::vector<eval::graded> const& grades, std::vector<eval::indexed> const& indices,
                                       model::rulebook const& rules);

} // namespace huanchi::property

// What a rule test says of a discretion table, held against what the table makes of the facts. Internal to this folder.
#pragma once

#include "findings/discretion.hpp"

#include <string>
#include <vector>

namespace huanchi::findings {

void hold_against_discretion(model::rulebook const& rules, model::rule_test const& t, std::vector<std::string>& differences);

} // namespace huanchi::findings

// A rule test as a rule file holds it. Internal to the folder.
#pragma once

#include "model/rulebook.hpp"

#include <string>

namespace huanchi::analysis {

std::string test_block(model::rule_test const& t, model::rulebook const& rules);

} // namespace huanchi::analysis

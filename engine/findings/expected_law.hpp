// What a rule test says of the law that is to be applied, held against what the rulebook says. Internal to this folder.
#pragma once

#include "findings/lighter_law.hpp"

#include <functional>

namespace huanchi::findings {

// An act as the comparison of laws sees it.
struct act {
    std::vector<std::string> types;
    std::string medium;
    base::date first, last;
};

using differ = std::function<void(std::string what, std::string const& expected, std::string const& found)>;

// Without a day of decision the law is that of the last day of the act.
void hold_against_law(model::rulebook const& rules, model::rule_test const& t, act const& a, differ const& differs);

} // namespace huanchi::findings

// The law of an act against that of the day of the decision, as text and JSON: both bases, part by part what is lighter, what
// is to be applied and by which clause. Pure functions, safe from many threads.
#pragma once

#include "findings/finding.hpp"
#include "findings/lighter_law.hpp"
#include "report/text_options.hpp"
#include "tickets/ticket.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::report {

// On which day a decision is made, and the rules that know the laws. The rulebook outlives it.
struct decision {
    base::date on;
    model::rulebook const* rules;
};

// Nullopt where there is no decision, nothing is violated, the decision precedes the act or the law has not changed.
std::optional<findings::law_transition> transition_of(findings::finding const& f, std::optional<decision> const& d);
std::optional<findings::law_transition> transition_of(tickets::ticket const& t, std::optional<decision> const& d);

// A lead word and its text, a line each: the result of each type, then its parts that differ.
struct law_line {
    std::string lead, text;
};
std::vector<law_line> transition_lines(findings::law_transition const& t, language in);

} // namespace huanchi::report

// What a ticket keeps of a finding.
#pragma once

#include "tickets/ticket.hpp"

namespace huanchi::tickets {

// `files`: names of the inputs, to which the rows of the finding's trace refer.
evidence from_finding(findings::finding const& f, std::vector<std::string> const& files);

} // namespace huanchi::tickets

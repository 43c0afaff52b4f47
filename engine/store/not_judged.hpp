// Which findings that a series holds a run has no judgement of, though it has seen what they rest on. Internal to this folder.
#pragma once

#include "store/judgement_rows.hpp"
#include "tickets/ticket.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace huanchi::store {

// `said`: what the run says of the series; `not_yet`: findings that it judged, but which are no news yet; `data_end`: windows
// that end later were left open. A finding counts only where the run judged something of the same source and period, or of
// every value that it rests on: what was not given again is not among them.
std::set<std::string> not_judged(tickets::series_state const& series, std::vector<findings::finding const*> const& said,
                                 std::set<std::string> const& not_yet, std::optional<base::moment> data_end,
                                 judgement_rows& judgements);

} // namespace huanchi::store

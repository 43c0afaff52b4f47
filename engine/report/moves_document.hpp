// What became of tickets by a move of somebody (huanchi.moves/1), and why a move is refused, in the words of people. Pure
// functions, safe from many threads.
#pragma once

#include "base/result.hpp"
#include "report/text_options.hpp"
#include "tickets/moves.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

std::string moves_json(std::vector<tickets::moved> const& moves);
std::string moves_text(std::vector<tickets::moved> const& moves, text_options const& options);
base::failure refusal_failure(tickets::refusal const& r, language in);

} // namespace huanchi::report

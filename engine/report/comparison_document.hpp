// The runs of a store, and how the tickets of one stand to what was there before it: as JSON (huanchi.runs/1,
// huanchi.comparison/1) and text. Pure functions, safe from many threads.
#pragma once

#include "report/text_options.hpp"
#include "tickets/comparison.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

std::string runs_json(std::vector<tickets::run_line> const& runs);
std::string runs_text(std::vector<tickets::run_line> const& runs, text_options const& options);
std::string comparison_json(tickets::comparison const& c);
std::string comparison_text(tickets::comparison const& c, text_options const& options);

} // namespace huanchi::report

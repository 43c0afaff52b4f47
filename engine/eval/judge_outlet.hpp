// All judgements about one outlet.
#pragma once

#include "eval/outlet_data.hpp"
#include "eval/run.hpp"

namespace huanchi::eval {

// Adds what the data of the outlet give to `into`. `data_end`: windows that end later are open.
void judge_outlet(bound const& b, outlet_data& data, run_options const& options, base::moment data_end, results& into);

} // namespace huanchi::eval

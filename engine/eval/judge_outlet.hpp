// All judgements about one outlet.
#pragma once

#include "eval/outlet_data.hpp"
#include "eval/run.hpp"

namespace huanchi::eval {

// Adds what the data of the outlet give to `into`. Windows that end after the span are open.
// `span`: where checks of the quality of the data look.
void judge_outlet(bound const& b, outlet_data& data, run_options const& options, watched_span const& span, results& into);
// The quality of what never came: an outlet without any data.
void judge_absent(bound const& b, std::uint32_t outlet, run_options const& options, watched_span const& span, results& into);

} // namespace huanchi::eval

// Stacks that count as one for limits on rates. Binding takes these limits from the stacks and gives them to the equivalent
// one; judging an outlet of the group then only gives its rates, which are summed here and held against the limit at the height
// of the equivalent stack. That height is a square root: limits between the points of a table are compared through bounds on it
// that are narrowed until they decide. Internal to this folder.
#pragma once

#include "eval/run.hpp"

namespace huanchi::eval {

void bind_stacks(bound& b);

// `parts`: the rates of single stacks, as judgements without a verdict, in any order; of an unusable one the reason is set.
results judge_stacks(bound const& b, std::vector<judgement> parts, run_options const& options);

} // namespace huanchi::eval

// The numbers between the raw rows and the measured value, as text: a formula with its values put in, a mean with sum and
// count.
#pragma once

#include "findings/finding.hpp"

#include <optional>
#include <string>

namespace huanchi::report {

// value * (21 % - reference) / (21 % - o2) with 58 mg/m³, 3.5 % and 9.5 % in their places. `reference`: "3.5 %". Where the
// formula asks for more than one further name, they are left standing.
std::string formula_with_numbers(findings::trace const& t, findings::used_value const& v, std::string const& reference);

// "175 / 3 = 58.333333" for a plain mean of values that are all known exactly; the sum is exact.
std::optional<std::string> mean_with_numbers(findings::trace const& t, findings::measured_value const& m);

// Sum of the flows by which a mean was weighted, "240 m³".
std::optional<std::string> sum_of_flows(findings::trace const& t);

std::size_t used_count(findings::trace const& t);

} // namespace huanchi::report

// What was known at a moment: the rows that had come by then. Rows that do not say when they came were known.
#pragma once

#include "facts/batch.hpp"

#include <optional>

namespace huanchi::findings {

// The batch without rows that came later; none if all had come, or no moment is asked about.
std::optional<facts::batch> known_by(facts::batch const& read, std::optional<base::moment> moment);

} // namespace huanchi::findings

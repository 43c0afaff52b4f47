// What the marks of a row say together of how to treat it: review over the state of operation and the plant's mark, these over
// the flag of the instrument.
#pragma once

#include "facts/batch.hpp"

#include <optional>
#include <string_view>

namespace huanchi::facts {

// What the table of a column says of a mark; nullopt where no table or no line of it does.
std::optional<model::treatment> treatment_of(model::rulebook const& rules, std::string_view column, std::string_view written);

usability usability_by(std::optional<model::treatment> review, std::optional<model::treatment> condition,
                       std::optional<model::treatment> mark, std::optional<model::treatment> flag);

} // namespace huanchi::facts

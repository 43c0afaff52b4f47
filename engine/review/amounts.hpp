// Amounts as an application writes them. Only the .cpp files of this folder see it.
#pragma once

#include "base/unit.hpp"
#include "model/rulebook.hpp"

#include <optional>
#include <string>

namespace huanchi::review {

struct amount {
    base::rational coherent;
    base::dimension dimension;
};
// `60 mg/L`, `1000000 t/a`: of a year, which the table says already. nullopt: no number, or no unit that the rules know.
std::optional<amount> read_amount(std::string written, model::rulebook const& rules);

} // namespace huanchi::review

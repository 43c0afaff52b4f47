// How one pair of bounds stands to a requirement's. Pure functions.
#pragma once

#include "eval/judgement.hpp"

#include <optional>
#include <string>

namespace huanchi::review {

enum class relation : std::uint8_t { equal, looser, tighter, differs }; // differs: looser at one end, tighter at the other

// Bounds in coherent units; none: no bound at that end. Any number is looser than `not detected` and `prohibited`.
relation stands_to(eval::requirement const& law, std::optional<base::rational> const& min,
                   std::optional<base::rational> const& max);

// A number as results print it: `58.5`, or `175/3`; nullopt for any other text.
std::optional<base::rational> exact_number(std::string const& text);

} // namespace huanchi::review

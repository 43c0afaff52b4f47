// Until when the data of an outlet may be marked, by the rules; and what had come by then.
#pragma once

#include "eval/bind.hpp"
#include "eval/row_store.hpp"

#include <optional>
#include <span>
#include <vector>

namespace huanchi::eval {

// Until when the data of that day at the outlet may be marked; none where no rule says, or nobody knows whether one applies.
struct closing {
    base::moment at;
    std::uint16_t marking = 0;
};
std::optional<closing> closing_of(bound const& b, std::uint32_t outlet, base::date day);

// What is said of a period, by what is known at a moment; without one all is final.
std::optional<finality> finality_of(bound const& b, std::uint32_t outlet, base::period const& p,
                                    std::optional<base::moment> known_at);

// Of the rows of one outlet those that had come when the marking of their day closed, if some came later; else nothing.
std::optional<std::vector<stored_row>> rows_in_time(bound const& b, std::span<stored_row const> rows);

} // namespace huanchi::eval

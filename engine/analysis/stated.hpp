// What a limit itself says of a case, read off the checked model: conditions, dates, displacement, bound, rounding. A second
// opinion on what the executor judges; it uses neither plan nor executor. Internal to the folder.
#pragma once

#include "cases/choices.hpp"

namespace huanchi::analysis {

enum class stated : std::uint8_t { not_applicable, met, broken, unclear };

// `value` in the unit of the limit, in its reference state.
stated by_the_row(model::limit const& l, model::rulebook const& rules, cases::assignment const& facts, base::date on,
                  base::rational const& value);

// The upper bound of the case in the unit of the limit, along its curve and scaled. Nullopt: none is said there; `open`: it
// hangs on what the case does not say.
struct upper_bound {
    std::optional<base::rational> most;
    bool open = false;
};
upper_bound bound_of(model::limit const& l, cases::assignment const& facts);

// Under which conditions another table or document takes the place of this one on that day (null: under any), and whether.
std::vector<model::expression_ptr> displacing(std::uint32_t table, model::rulebook const& rules, base::date on);
model::value is_displaced(std::uint32_t table, model::rulebook const& rules, cases::assignment const& facts, base::date on);

// A record of the day, for formulas that take figures over records.
struct day_record {
    std::uint16_t type = 0;
    cases::assignment fields; // of that type
};

// The value that the limit's formula makes of a measured one; both in the limit's unit. Nullopt if that cannot be said.
std::optional<base::rational> corrected(model::limit const& l, model::rulebook const& rules, cases::assignment const& facts,
                                        base::rational const& measured, std::vector<day_record> const& records = {});

// How many values of `finer` a window that begins on that day can hold, and how many of them the derivation needs.
std::optional<std::uint32_t> values_in(model::interval window, model::interval finer, base::date first);
std::uint32_t values_needed(model::derivation_of_statistic const& d, std::uint32_t possible, base::date first);

} // namespace huanchi::analysis

// Numbers as data writes them: a measured value that may lie below detection, an amount with an optional unit, and the exact
// conversion of a decimal from one unit to another. Pure functions; no digit is lost and nothing is rounded.
#pragma once

#include "base/decimal.hpp"
#include "base/unit.hpp"

#include <optional>
#include <string_view>

namespace huanchi::facts {

// Data that says nothing: blank, `-`, `--`, `—`, `——`, `-;`, `/`.
bool is_missing(std::string_view text);

enum class reading : std::uint8_t {
    number,
    below,        // `<0.5`, `0.5L`: below the limit it names
    not_detected, // ND, 未检出: below a limit that something else must name
    missing,
    unreadable,
};
struct measured {
    facts::reading reading = facts::reading::unreadable;
    base::decimal number; // the value, or the detection limit
};
measured read_measured(std::string_view text);

// `12.3`, `12.3 ℃`: the number and what stands behind it.
struct amount {
    base::decimal number;
    std::string_view unit;
};
std::optional<amount> read_amount(std::string_view text);

// A factor between units as a decimal, where it has a finite one.
std::optional<base::decimal> exact_factor(base::rational const& factor);
// Exact product; nullopt if it has more digits than a decimal holds.
std::optional<base::decimal> product(base::decimal const& a, base::decimal const& b);

} // namespace huanchi::facts

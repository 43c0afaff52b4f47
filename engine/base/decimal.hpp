// A decimal number as somebody wrote it: coefficient / 10^scale, with the written scale kept (`50` and `50.0` differ in
// scale, not in value). A value type, no allocation. At most 18 significant digits; what does not fit does not parse.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::base {

struct decimal {
    std::int64_t coefficient = 0;
    std::int8_t scale = 0; // digits after the point, 0..18

    // Whole text must be a number: optional sign, digits with an optional point (`.5` and `5.` too), optional exponent
    // (`1e3`, `5E-3`). Full-width digits, thousands separators and blanks are not numbers. Too many digits: nullopt.
    static std::optional<decimal> parse(std::string_view text);

    // Digits with the written scale, never an exponent: {500, 1} is "50.0".
    std::string text() const;

    // By value: 50 == 50.0.
    friend std::strong_ordering operator<=>(decimal const& a, decimal const& b);
    friend bool operator==(decimal const& a, decimal const& b) { return (a <=> b) == 0; }
};

} // namespace huanchi::base

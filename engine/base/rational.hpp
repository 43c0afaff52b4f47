// An exact rational number. Small values (numerator and denominator within 127 bits) live in place; larger ones spill to
// arbitrary precision, so no operation ever rounds or wraps. A value type; safe to copy between threads.
#pragma once

#include "base/decimal.hpp"
#include "base/int128.hpp"

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace huanchi::base {

class rational {
public:
    rational() = default;
    rational(std::int64_t whole) : numerator_(whole) {}         // NOLINT: a whole number is a rational number
    rational(decimal const& d);                                 // NOLINT
    rational(std::int64_t numerator, std::int64_t denominator); // denominator != 0

    friend rational operator+(rational const& a, rational const& b);
    friend rational operator-(rational const& a, rational const& b);
    friend rational operator*(rational const& a, rational const& b);
    friend rational operator/(rational const& a, rational const& b); // b != 0
    rational operator-() const;
    rational& operator+=(rational const& b) { return *this = *this + b; }

    friend std::strong_ordering operator<=>(rational const& a, rational const& b);
    friend bool operator==(rational const& a, rational const& b) {
        if (a.big_ || b.big_) return a.big_ && b.big_ && (a <=> b) == 0;
        return a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
    }

    bool is_zero() const { return !big_ && numerator_ == 0; }
    bool is_negative() const;
    rational abs() const { return is_negative() ? -*this : *this; }
    rational floor() const;
    rational ceil() const;

    // Rounded to a multiple of `interval` (> 0) by GB/T 8170: half to even, on the exact value.
    rational rounded(rational const& interval) const;

    // Numerator and denominator in lowest terms, the denominator positive; nullopt if one needs more than 127 bits. And back:
    // nullopt unless the denominator is positive.
    std::optional<std::pair<int128, int128>> parts() const;
    static std::optional<rational> of_parts(int128 numerator, int128 denominator);

    // "175/3"; a whole number prints without denominator.
    std::string exact_text() const;
    // Decimal digits without exponent and without trailing zeros if the value has a finite decimal of at most `places`
    // places; otherwise nullopt.
    std::optional<std::string> finite_text(int places = 12) const;
    // Rounded half-even to `places` and printed with exactly that many digits after the point; zero has no sign.
    std::string fixed_text(int places) const;

private:
    // One form for one value, so that equality is structural: the denominator is positive and coprime to the numerator;
    // big_ is set exactly when a part exceeds 2^127 - 1, and then the parts in place are 0 and 1.
    struct big; // arbitrary precision, in rational.cpp
    int128 numerator_ = 0;
    int128 denominator_ = 1;
    std::shared_ptr<big const> big_;

    static rational in_place(int128 numerator, int128 denominator); // canonical already
    static std::optional<rational> small_sum(rational const& a, int128 b_numerator, int128 b_denominator);
    static std::optional<rational> small_product(rational const& a, int128 b_numerator, int128 b_denominator);
    static rational from_big(big value);
    big to_big() const;
};

// How a measured value is printed in every output: `value` is finite_text() or, where there is none, the value rounded
// half-even to 6 places with `exact` beside it.
struct printed_number {
    std::string value;
    std::optional<std::string> exact;
};
printed_number printed(rational const& value);

} // namespace huanchi::base

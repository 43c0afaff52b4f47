#include "base/decimal.hpp"

#include "base/int128.hpp"

#include <array>
#include <charconv>
#include <cstddef>

namespace huanchi::base {

namespace {

constexpr std::int64_t first_too_large = powers_of_ten[18];

// Appends decimal digits to `coefficient` and moves `at` behind them; false when a 19th significant digit turns up.
bool read_digits(char const*& at, char const* end, std::int64_t& coefficient) {
    for (; at != end; ++at) {
        unsigned const digit = static_cast<unsigned char>(*at) - unsigned{'0'};
        if (digit > 9) break;
        if (coefficient >= first_too_large / 10) return false;
        coefficient = coefficient * 10 + digit;
    }
    return true;
}

// The number after `e`, held within ±max_exponent: beyond that no coefficient but zero can be brought back into range.
constexpr std::ptrdiff_t max_exponent = 1'000'000;
std::optional<std::ptrdiff_t> read_exponent(char const* at, char const* end) {
    bool negative = false;
    if (at != end && (*at == '-' || *at == '+')) negative = *at++ == '-';
    if (at == end) return std::nullopt;
    std::ptrdiff_t value = 0;
    for (; at != end; ++at) {
        unsigned const digit = static_cast<unsigned char>(*at) - unsigned{'0'};
        if (digit > 9) return std::nullopt;
        if (value < max_exponent) value = value * 10 + static_cast<std::ptrdiff_t>(digit);
    }
    return negative ? -value : value;
}

} // namespace

std::optional<decimal> decimal::parse(std::string_view text) {
    char const* at = text.data();
    char const* const end = at + text.size();
    bool negative = false;
    if (at != end && (*at == '-' || *at == '+')) negative = *at++ == '-';

    std::int64_t value = 0;
    char const* const whole = at;
    if (!read_digits(at, end, value)) return std::nullopt;
    std::ptrdiff_t digits = at - whole;
    std::ptrdiff_t places = 0;
    if (at != end && *at == '.') {
        char const* const fraction = ++at;
        if (!read_digits(at, end, value)) return std::nullopt;
        places = at - fraction;
        digits += places;
    }
    if (digits == 0) return std::nullopt;

    if (at != end) {
        if (*at != 'e' && *at != 'E') return std::nullopt;
        auto const exponent = read_exponent(at + 1, end);
        if (!exponent) return std::nullopt;
        places -= *exponent;
        if (places < 0) {
            if (value != 0 &&
                (places < -18 || __builtin_mul_overflow(value, powers_of_ten[static_cast<std::size_t>(-places)], &value))) {
                return std::nullopt;
            }
            if (value >= first_too_large) return std::nullopt;
            places = 0;
        }
    }
    if (places > 18) return std::nullopt;
    return decimal{negative ? -value : value, static_cast<std::int8_t>(places)};
}

std::string decimal::text() const {
    bool const negative = coefficient < 0;
    // The smallest int64 has no positive twin; its magnitude is taken unsigned.
    std::uint64_t const magnitude =
        negative ? std::uint64_t{0} - static_cast<std::uint64_t>(coefficient) : static_cast<std::uint64_t>(coefficient);
    std::array<char, 24> digits;
    char const* const last = std::to_chars(digits.data(), digits.data() + digits.size(), magnitude).ptr;
    auto const count = static_cast<std::size_t>(last - digits.data());
    auto const places = static_cast<std::size_t>(scale);

    std::string out;
    if (negative) out += '-';
    if (count > places) {
        out.append(digits.data(), count - places);
    } else {
        out += '0';
    }
    if (places == 0) return out;
    out += '.';
    if (count < places) out.append(places - count, '0');
    std::size_t const shown = count < places ? count : places;
    out.append(last - shown, shown);
    return out;
}

std::strong_ordering operator<=>(decimal const& a, decimal const& b) {
    if (a.scale == b.scale) return a.coefficient <=> b.coefficient;
    // |coefficient| < 2^63 and a power of at most 10^18: the product stays below 2^123.
    int128 left = a.coefficient;
    int128 right = b.coefficient;
    if (a.scale < b.scale) {
        left *= powers_of_ten[static_cast<std::size_t>(b.scale - a.scale)];
    } else {
        right *= powers_of_ten[static_cast<std::size_t>(a.scale - b.scale)];
    }
    return left < right   ? std::strong_ordering::less
           : left > right ? std::strong_ordering::greater
                          : std::strong_ordering::equal;
}

} // namespace huanchi::base

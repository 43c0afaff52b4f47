#include "base/rational.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <bit>
#include <cassert>
#include <limits>
#include <numeric>
#include <utility>

namespace huanchi::base {

namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

constexpr auto uint128_max = ~uint128{0};
constexpr auto int128_max = static_cast<int128>(uint128_max >> 1);

uint128 magnitude(int128 x) {
    return x < 0 ? uint128{0} - static_cast<uint128>(x) : static_cast<uint128>(x);
}

bool fits_64(uint128 x) {
    return x <= std::numeric_limits<std::uint64_t>::max();
}

uint128 greatest_common_divisor(uint128 a, uint128 b) {
    while (!(fits_64(a) && fits_64(b))) {
        if (b == 0) return a;
        a = std::exchange(b, a % b);
    }
    auto x = static_cast<std::uint64_t>(a);
    auto y = static_cast<std::uint64_t>(b);
    if (x == 1 || y == 1) return 1;
    // One of them is mostly a small power of ten: a division first leaves two small numbers.
    if (x > y) std::swap(x, y);
    return x == 0 ? y : std::gcd(x, y % x);
}

// x / divisor where the division is known to leave nothing.
int128 divided(int128 x, uint128 divisor) {
    return divisor == 1 ? x : x / static_cast<int128>(divisor);
}

// Products and sums that leave ±(2^127 - 1) count as overflow: the smallest int128 has no positive twin.
bool multiply(int128 a, int128 b, int128& out) {
    return !__builtin_mul_overflow(a, b, &out) && out >= -int128_max;
}
bool add(int128 a, int128 b, int128& out) {
    return !__builtin_add_overflow(a, b, &out) && out >= -int128_max;
}

int128 floored(int128 numerator, int128 denominator) {
    int128 const quotient = numerator / denominator;
    return quotient * denominator > numerator ? quotient - 1 : quotient;
}

cpp_int to_cpp_int(int128 x) {
    uint128 const bits = magnitude(x);
    cpp_int out = static_cast<std::uint64_t>(bits >> 64);
    out <<= 64;
    out |= static_cast<std::uint64_t>(bits);
    if (x < 0) out = -out;
    return out;
}

std::optional<int128> to_int128(cpp_int const& x) {
    cpp_int const bits = x < 0 ? cpp_int(-x) : x;
    if (bits != 0 && msb(bits) > 126) return std::nullopt;
    auto const low = static_cast<std::uint64_t>(bits & std::numeric_limits<std::uint64_t>::max());
    auto const high = static_cast<std::uint64_t>(bits >> 64);
    auto const value = static_cast<int128>((uint128{high} << 64) | low);
    return x < 0 ? -value : value;
}

std::string digits_of(int128 x) {
    std::string out;
    for (uint128 rest = magnitude(x); rest != 0; rest /= 10) out += static_cast<char>('0' + static_cast<int>(rest % 10));
    if (out.empty()) out = "0";
    if (x < 0) out += '-';
    std::reverse(out.begin(), out.end());
    return out;
}

// "-5" with 2 places is "-0.05".
std::string with_point(std::string digits, int places) {
    if (places == 0) return digits;
    auto const wanted = static_cast<std::size_t>(places);
    std::size_t const sign = digits.front() == '-' ? 1 : 0;
    if (digits.size() - sign <= wanted) digits.insert(sign, wanted + 1 + sign - digits.size(), '0');
    digits.insert(digits.size() - wanted, 1, '.');
    return digits;
}

rational power_of_ten(int exponent) {
    assert(exponent >= 0);
    rational power = 1;
    for (; exponent > 18; exponent -= 18) power = power * rational(powers_of_ten[18]);
    return power * rational(powers_of_ten[static_cast<std::size_t>(exponent)]);
}

} // namespace

struct rational::big {
    cpp_rational value;
};

rational rational::in_place(int128 numerator, int128 denominator) {
    rational out;
    out.numerator_ = numerator;
    out.denominator_ = denominator;
    return out;
}

rational rational::from_big(big value) {
    auto const small_numerator = to_int128(numerator(value.value));
    auto const small_denominator = to_int128(denominator(value.value));
    if (small_numerator && small_denominator) return in_place(*small_numerator, *small_denominator);
    rational out;
    out.big_ = std::make_shared<big const>(std::move(value));
    return out;
}

rational::big rational::to_big() const {
    if (big_) return *big_;
    return {cpp_rational(to_cpp_int(numerator_), to_cpp_int(denominator_))};
}

rational::rational(decimal const& d) : numerator_(d.coefficient) {
    if (d.scale == 0 || d.coefficient == 0) return;
    // The denominator is 2^scale * 5^scale, so only those two primes can cancel.
    std::int64_t rest = d.coefficient;
    int fives = d.scale;
    for (; fives > 0 && rest % 5 == 0; --fives) rest /= 5;
    int const halves = std::min<int>(d.scale, std::countr_zero(static_cast<std::uint64_t>(rest)));
    numerator_ = rest >> halves;
    std::int64_t const power_of_five = powers_of_ten[static_cast<std::size_t>(fives)] >> fives;
    denominator_ = static_cast<int128>(power_of_five) << (d.scale - halves);
}

rational::rational(std::int64_t numerator, std::int64_t denominator) {
    assert(denominator != 0);
    uint128 const divisor = greatest_common_divisor(magnitude(numerator), magnitude(denominator));
    numerator_ = divided(numerator, divisor);
    denominator_ = divided(denominator, divisor);
    if (denominator_ < 0) {
        numerator_ = -numerator_;
        denominator_ = -denominator_;
    }
}

std::optional<rational> rational::small_sum(rational const& a, int128 b_numerator, int128 b_denominator) {
    int128 sum = 0;
    if (a.denominator_ == b_denominator) {
        if (!add(a.numerator_, b_numerator, sum)) return std::nullopt;
        if (b_denominator == 1) return in_place(sum, 1);
        uint128 const divisor = greatest_common_divisor(magnitude(sum), magnitude(b_denominator));
        return in_place(divided(sum, divisor), divided(b_denominator, divisor));
    }
    // Over the least common denominator; what can still cancel is then a divisor of `shared`.
    uint128 const shared = greatest_common_divisor(magnitude(a.denominator_), magnitude(b_denominator));
    int128 const a_part = divided(a.denominator_, shared);
    int128 const b_part = divided(b_denominator, shared);
    int128 left = 0;
    int128 right = 0;
    if (!multiply(a.numerator_, b_part, left) || !multiply(b_numerator, a_part, right) || !add(left, right, sum))
        return std::nullopt;
    uint128 const divisor = shared == 1 ? 1 : greatest_common_divisor(magnitude(sum), shared);
    int128 denominator = 0;
    if (!multiply(a_part, divided(b_denominator, divisor), denominator)) return std::nullopt;
    return in_place(divided(sum, divisor), denominator);
}

std::optional<rational> rational::small_product(rational const& a, int128 b_numerator, int128 b_denominator) {
    int128 numerator = 0;
    if (a.denominator_ == 1 && b_denominator == 1) {
        if (!multiply(a.numerator_, b_numerator, numerator)) return std::nullopt;
        return in_place(numerator, 1);
    }
    // Each factor is in lowest terms, so cancelling crosswise leaves the product in lowest terms.
    uint128 const first = greatest_common_divisor(magnitude(a.numerator_), magnitude(b_denominator));
    uint128 const second = greatest_common_divisor(magnitude(b_numerator), magnitude(a.denominator_));
    int128 denominator = 0;
    if (!multiply(divided(a.numerator_, first), divided(b_numerator, second), numerator)) return std::nullopt;
    if (!multiply(divided(a.denominator_, second), divided(b_denominator, first), denominator)) return std::nullopt;
    return in_place(numerator, denominator);
}

rational operator+(rational const& a, rational const& b) {
    if (!a.big_ && !b.big_) {
        if (auto sum = rational::small_sum(a, b.numerator_, b.denominator_)) return *std::move(sum);
    }
    return rational::from_big({cpp_rational(a.to_big().value + b.to_big().value)});
}

rational operator-(rational const& a, rational const& b) {
    if (!a.big_ && !b.big_) {
        if (auto difference = rational::small_sum(a, -b.numerator_, b.denominator_)) return *std::move(difference);
    }
    return rational::from_big({cpp_rational(a.to_big().value - b.to_big().value)});
}

rational operator*(rational const& a, rational const& b) {
    if (!a.big_ && !b.big_) {
        if (auto product = rational::small_product(a, b.numerator_, b.denominator_)) return *std::move(product);
    }
    return rational::from_big({cpp_rational(a.to_big().value * b.to_big().value)});
}

rational operator/(rational const& a, rational const& b) {
    assert(!b.is_zero());
    if (!a.big_ && !b.big_) {
        bool const negative = b.numerator_ < 0;
        auto quotient =
            rational::small_product(a, negative ? -b.denominator_ : b.denominator_, negative ? -b.numerator_ : b.numerator_);
        if (quotient) return *std::move(quotient);
    }
    return rational::from_big({cpp_rational(a.to_big().value / b.to_big().value)});
}

rational rational::operator-() const {
    if (big_) return from_big({cpp_rational(-big_->value)});
    return in_place(-numerator_, denominator_);
}

std::strong_ordering operator<=>(rational const& a, rational const& b) {
    if (!a.big_ && !b.big_) {
        int128 left = a.numerator_;
        int128 right = b.numerator_;
        if (a.denominator_ == b.denominator_ ||
            (multiply(a.numerator_, b.denominator_, left) && multiply(b.numerator_, a.denominator_, right))) {
            return left < right   ? std::strong_ordering::less
                   : left > right ? std::strong_ordering::greater
                                  : std::strong_ordering::equal;
        }
    }
    return a.to_big().value.compare(b.to_big().value) <=> 0;
}

bool rational::is_negative() const {
    return big_ ? big_->value < 0 : numerator_ < 0;
}

rational rational::floor() const {
    if (!big_) return in_place(floored(numerator_, denominator_), 1);
    cpp_int quotient;
    cpp_int rest;
    divide_qr(numerator(big_->value), denominator(big_->value), quotient, rest);
    if (rest < 0) --quotient;
    return from_big({cpp_rational(quotient)});
}

rational rational::ceil() const {
    return -(-*this).floor();
}

rational rational::rounded(rational const& interval) const {
    assert(!interval.is_zero() && !interval.is_negative());
    rational const steps = *this / interval;
    rational const below = steps.floor();
    auto const side = (steps - below) <=> rational(1, 2);
    auto const is_odd = [](rational const& whole) {
        rational const half = whole / 2;
        return half.floor() != half;
    };
    bool const up = side > 0 || (side == 0 && is_odd(below));
    return (up ? below + 1 : below) * interval;
}

std::optional<std::pair<int128, int128>> rational::parts() const {
    if (big_) return std::nullopt;
    return std::pair(numerator_, denominator_);
}

std::optional<rational> rational::of_parts(int128 numerator, int128 denominator) {
    if (denominator <= 0 || numerator < -int128_max) return std::nullopt;
    auto const common = static_cast<int128>(greatest_common_divisor(magnitude(numerator), magnitude(denominator)));
    return in_place(numerator / common, denominator / common);
}

std::string rational::exact_text() const {
    if (big_) return big_->value.str(); // prints no denominator of 1
    std::string out = digits_of(numerator_);
    if (denominator_ != 1) out += '/' + digits_of(denominator_);
    return out;
}

std::optional<std::string> rational::finite_text(int places) const {
    rational const scaled = *this * power_of_ten(places);
    if (scaled.floor() != scaled) return std::nullopt;
    std::string out = with_point(scaled.exact_text(), places);
    if (places > 0) {
        while (out.back() == '0') out.pop_back();
        if (out.back() == '.') out.pop_back();
    }
    return out;
}

std::string rational::fixed_text(int places) const {
    return with_point((*this * power_of_ten(places)).rounded(1).exact_text(), places);
}

printed_number printed(rational const& value) {
    if (auto finite = value.finite_text()) return {*std::move(finite), std::nullopt};
    return {value.fixed_text(6), value.exact_text()};
}

} // namespace huanchi::base

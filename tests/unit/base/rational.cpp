#include "base/rational.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using huanchi::base::decimal;
using huanchi::base::printed;
using huanchi::base::rational;

namespace {

rational number(std::string_view text) {
    auto const parsed = decimal::parse(text);
    REQUIRE_MESSAGE(parsed, "not a number: " << text);
    return *parsed;
}

// 1 + 1/2 + 1/3 + ... + 1/last
rational harmonic(int last) {
    rational sum;
    for (int n = 1; n <= last; ++n) sum += rational(1, n);
    return sum;
}

constexpr auto int64_min = std::numeric_limits<std::int64_t>::min();
constexpr auto int64_max = std::numeric_limits<std::int64_t>::max();

rational cube(rational const& x) {
    return x * x * x;
}

} // namespace

TEST_CASE("a rational is in lowest terms with a positive denominator") {
    CHECK(rational(6, 4).exact_text() == "3/2");
    CHECK(rational(6, -4).exact_text() == "-3/2");
    CHECK(rational(-6, -4).exact_text() == "3/2");
    CHECK(rational(0, -7).exact_text() == "0");
    CHECK(rational(int64_min, int64_min).exact_text() == "1");
    CHECK(rational(1, int64_min).exact_text() == "-1/9223372036854775808");
    CHECK(rational(int64_min, -1).exact_text() == "9223372036854775808");
}

TEST_CASE("a decimal becomes the same value as a rational") {
    CHECK(number("0.125").exact_text() == "1/8");
    CHECK(number("50.0").exact_text() == "50");
    CHECK(number("-0.0365").exact_text() == "-73/2000");
    CHECK(number("0.000").exact_text() == "0");
    CHECK(number("0.000000000000000001").exact_text() == "1/1000000000000000000");
    CHECK(number("0.999999999999999999").exact_text() == "999999999999999999/1000000000000000000");
    CHECK(number("0.3").exact_text() == "3/10");
    CHECK(number("2.50").exact_text() == "5/2");
    CHECK(number("1.6").exact_text() == "8/5");
}

TEST_CASE("arithmetic is exact") {
    CHECK(rational(1, 3) + rational(1, 6) == rational(1, 2));
    CHECK(rational(1, 3) + rational(2, 3) == 1);
    CHECK(rational(1, 3) - rational(1, 3) == 0);
    CHECK(rational(1, 3) * 3 == 1);
    CHECK(rational(2, 3) / rational(-4, 9) == rational(-3, 2));
    CHECK(number("0.1") + number("0.2") == number("0.3"));
    CHECK(-rational(1, 3) == rational(-1, 3));
    CHECK(rational(-7, 2).abs() == rational(7, 2));
    rational sum;
    for (int i = 0; i < 10; ++i) sum += number("0.1");
    CHECK(sum == 1);
}

TEST_CASE("correction to reference oxygen is exact: 175/3 x (21-3)/(21-10.4) = 5250/53") {
    rational const corrected = rational(175, 3) * (rational(21) - 3) / (rational(21) - number("10.4"));
    CHECK(corrected.exact_text() == "5250/53");
}

TEST_CASE("rationals compare by value") {
    CHECK(rational(1, 3) < rational(34, 100));
    CHECK(rational(-1, 3) > rational(-34, 100));
    CHECK(rational(-1, 2) < rational(1, 3));
    CHECK(rational(50) == number("50.000"));
    CHECK(rational(175, 3) > 50);
    CHECK(rational(int64_max, int64_max - 1) < rational(int64_max - 1, int64_max - 2));
}

TEST_CASE("a comparison beyond 127 bits is still exact") {
    // a = 1 + 1/(n-1), b = 1 + 1/n with n near 10^36: cross products need 240 bits.
    rational const n = number("1e17") * number("1e17") * 100;
    rational const a = n / (n - 1);
    rational const b = (n + 1) / n;
    CHECK(b < a);
    CHECK(a > b);
    CHECK(a != b);
    CHECK(-a < -b);
}

TEST_CASE("sums spill beyond 127 bits and stay exact") {
    CHECK(harmonic(50).exact_text() == "13943237577224054960759/3099044504245996706400");
    CHECK(harmonic(100).exact_text() == "14466636279520351160221518043104131447711/2788815009188499086581352357412492142272");
}

TEST_CASE("a result that fits again is the same value as one that never left") {
    rational const big = harmonic(100);
    CHECK(big - big == 0);
    CHECK((big - big).is_zero());
    CHECK((big - harmonic(99)) == rational(1, 100));
    CHECK((big / big).exact_text() == "1");
    CHECK(big * 0 == 0);
    rational back = big;
    for (int n = 100; n > 2; --n) back = back - rational(1, n);
    CHECK(back == rational(3, 2));
    CHECK(back.exact_text() == "3/2");
}

TEST_CASE("products spill beyond 127 bits and stay exact") {
    CHECK(cube(int64_max).exact_text() == "784637716923335095224261902710254454442933591094742482943");
    CHECK(cube(int64_min).exact_text() == "-784637716923335095479473677900958302012794430558004314112");
    CHECK(cube(number("0.999999999999999999")).exact_text() ==
          "999999999999999997000000000000000002999999999999999999/1000000000000000000000000000000000000000000000000000000");
    CHECK(cube(int64_max) / int64_max / int64_max == int64_max);
    CHECK(cube(int64_min).is_negative());
    CHECK(-cube(int64_min) == cube(int64_min).abs());
    CHECK(cube(int64_min) < cube(int64_max));
    CHECK(cube(int64_min) == cube(int64_min));
    CHECK(cube(int64_min) != int64_min);
}

TEST_CASE("the edge of 127 bits is exact on both sides") {
    rational const power_of_63 = -rational(int64_min);   // 2^63
    rational const edge = power_of_63 * power_of_63 * 2; // 2^127
    CHECK((edge - 1).exact_text() == "170141183460469231731687303715884105727");
    CHECK(edge.exact_text() == "170141183460469231731687303715884105728");
    CHECK((-edge).exact_text() == "-170141183460469231731687303715884105728");
    CHECK((-(edge - 1)).exact_text() == "-170141183460469231731687303715884105727");
    CHECK((edge - 1) + 1 == edge);
    CHECK(edge - edge == 0);
    CHECK((rational(1) / edge).exact_text() == "1/170141183460469231731687303715884105728");
    CHECK(rational(1) / (rational(1) / edge) == edge);
    CHECK(-(-edge) == edge);
    CHECK(-edge < -(edge - 1));
}

TEST_CASE("floor and ceil go down and up for both signs") {
    CHECK(rational(7, 2).floor() == 3);
    CHECK(rational(7, 2).ceil() == 4);
    CHECK(rational(-7, 2).floor() == -4);
    CHECK(rational(-7, 2).ceil() == -3);
    CHECK(rational(5).floor() == 5);
    CHECK(rational(-5).ceil() == -5);
    rational const big = cube(int64_min) / 7;
    CHECK(big.floor().exact_text() == "-112091102417619299354210525414422614573256347222572044874");
    CHECK(big.ceil().exact_text() == "-112091102417619299354210525414422614573256347222572044873");
    CHECK(harmonic(100).floor() == 5);
}

TEST_CASE("rounding follows GB/T 8170-2008") {
    struct row {
        std::string_view input;
        std::string_view interval;
        std::string_view expected;
    };
    // Clause 3 examples, then values of the kind that environmental data have.
    constexpr row rows[] = {
        {"12.1498", "0.1", "12.1"},
        {"1268", "100", "1300"},
        {"1.050", "0.1", "1.0"},
        {"0.35", "0.1", "0.4"},
        {"2500", "1000", "2000"},
        {"3500", "1000", "4000"},
        {"-355", "10", "-360"},
        {"-325", "10", "-320"},
        {"-0.0365", "0.001", "-0.036"},
        {"15.4546", "1", "15"},
        {"97.46", "1", "97"},
        {"16.5203", "1", "17"},
        {"17.5000", "1", "18"},
        {"60.25", "0.5", "60.0"},
        {"60.38", "0.5", "60.5"},
        {"60.28", "0.5", "60.5"},
        {"-60.75", "0.5", "-61.0"},
        {"830", "20", "840"},
        {"842", "20", "840"},
        {"832", "20", "840"},
        {"-930", "20", "-920"},
        {"36.66", "1", "37"},
        {"35.5", "1", "36"},
        {"36.5", "1", "36"},
        {"34.50001", "1", "35"},
        {"0.135", "0.01", "0.14"},
        {"2.675", "0.01", "2.68"},
        {"1.005", "0.01", "1.00"},
        {"0.5", "1", "0"},
        {"-0.5", "1", "0"},
        {"0.05", "0.1", "0.0"},
        {"0.25", "0.1", "0.2"},
        {"9.995", "0.01", "10.00"},
        {"7.25", "0.1", "7.2"},
        {"7.75", "0.5", "8.0"},
        {"0.3", "0.2", "0.4"},
        {"0.5", "0.2", "0.4"},
        {"0.0000025", "0.000001", "0.000002"},
        {"1349", "100", "1300"},
        {"1351", "100", "1400"},
        {"96.96", "0.1", "97.0"},
        {"1.151", "0.1", "1.2"},
        {"9.85", "0.1", "9.8"},
        {"10.05", "0.1", "10.0"},
    };
    for (row const& r : rows) {
        CAPTURE(r.input);
        CAPTURE(r.interval);
        CHECK(number(r.input).rounded(number(r.interval)) == number(r.expected));
    }
}

TEST_CASE("rounding works on the exact value of a mean") {
    CHECK(rational(175, 3).rounded(1) == 58);
    CHECK(rational(176, 3).rounded(1) == 59);
    CHECK(rational(-175, 3).rounded(number("0.01")) == number("-58.33"));
    CHECK(harmonic(100).rounded(number("0.001")) == number("5.187")); // 5.18737751...
    // Half of an odd number that needs more than 127 bits: 2^188 + 1/2 goes to the even 2^188.
    rational const even = -rational(int64_min) * -rational(int64_min) * (std::int64_t{1} << 62);
    CHECK((even + rational(1, 2)).rounded(1) == even);
    CHECK((even + rational(3, 2)).rounded(1) == even + 2);
}

TEST_CASE("a finite decimal prints without trailing zeros and without exponent") {
    CHECK(number("50.0").finite_text() == "50");
    CHECK(number("58.10").finite_text() == "58.1");
    CHECK(number("-0.05").finite_text() == "-0.05");
    CHECK(rational(0).finite_text() == "0");
    CHECK(rational(1000).finite_text() == "1000");
    CHECK(rational(1, 4096).finite_text() == "0.000244140625");
    CHECK_FALSE(rational(1, 8192).finite_text());
    CHECK(rational(1, 8192).finite_text(13) == "0.0001220703125");
    CHECK_FALSE(rational(1, 3).finite_text());
    CHECK(rational(1, 8).finite_text(3) == "0.125");
    CHECK_FALSE(rational(1, 8).finite_text(2));
    CHECK(rational(7).finite_text(0) == "7");
    CHECK(rational(70).finite_text(0) == "70");
    CHECK_FALSE(rational(7, 2).finite_text(0));
    CHECK((cube(int64_max) / 2).finite_text() == "392318858461667547612130951355127227221466795547371241471.5");
}

TEST_CASE("a fixed text is rounded half to even and has all its places") {
    CHECK(rational(175, 3).fixed_text(6) == "58.333333");
    CHECK(rational(2, 3).fixed_text(2) == "0.67");
    CHECK(rational(-2, 3).fixed_text(2) == "-0.67");
    CHECK(number("0.125").fixed_text(2) == "0.12");
    CHECK(number("0.375").fixed_text(2) == "0.38");
    CHECK(rational(5).fixed_text(2) == "5.00");
    CHECK(rational(5).fixed_text(0) == "5");
    CHECK(rational(0).fixed_text(3) == "0.000");
    CHECK(number("-0.001").fixed_text(2) == "0.00");
    CHECK(rational(1, 3).fixed_text(40) == "0.3333333333333333333333333333333333333333");
}

TEST_CASE("a measured value prints as the outputs want it") {
    auto const finite = printed(number("58.50"));
    CHECK(finite.value == "58.5");
    CHECK_FALSE(finite.exact);
    auto const endless = printed(rational(175, 3));
    CHECK(endless.value == "58.333333");
    CHECK(endless.exact == "175/3");
}

TEST_CASE("the laws of arithmetic hold for random values of every size") {
    std::uint64_t state = 20260501;
    auto const random = [&state] {
        // Knuth's MMIX generator; the shift takes from 1 to 63 bits.
        state = state * 6364136223846793005U + 1442695040888963407U;
        std::uint64_t const bits = state >> 1;
        state = state * 6364136223846793005U + 1442695040888963407U;
        auto const size = static_cast<std::int64_t>(bits >> (state >> 58));
        return state & 1024 ? -size : size;
    };
    auto const random_rational = [&] {
        auto const bottom = random();
        rational const x(random(), bottom == 0 ? 1 : bottom);
        return random() % 3 == 0 ? cube(x) : x;
    };
    for (int i = 0; i < 2000; ++i) {
        rational const a = random_rational();
        rational const b = random_rational();
        rational const c = random_rational();
        CAPTURE(a.exact_text());
        CAPTURE(b.exact_text());
        CAPTURE(c.exact_text());
        CHECK((a + b) - b == a);
        CHECK(a - b == -(b - a));
        CHECK(a * (b + c) == a * b + a * c);
        if (!b.is_zero()) CHECK(a / b * b == a);
        CHECK((a < b) == (a - b).is_negative());
        CHECK((a == b) == (a - b).is_zero());
        CHECK(a.floor() <= a);
        CHECK(a.ceil() - a.floor() == (a.floor() == a ? 0 : 1));
        CHECK((a.rounded(1) - a).abs() <= rational(1, 2));
    }
}

TEST_CASE("copies of a large value may be read and dropped in several threads") {
    rational const shared = harmonic(100);
    std::vector<std::thread> threads;
    std::vector<int> agreed(4);
    for (std::size_t t = 0; t < agreed.size(); ++t) {
        threads.emplace_back([shared, &slot = agreed[t]] {
            for (int i = 0; i < 200; ++i) {
                rational const copy = shared;
                slot += copy - shared == 0 ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(agreed == std::vector<int>(4, 200));
}

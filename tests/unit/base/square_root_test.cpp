// Roots of rational numbers without floating point. The digits of sqrt(1000) are from tables.
#include "base/square_root.hpp"

#include <doctest/doctest.h>

using namespace huanchi::base;

TEST_CASE("a root among the decimals is found exactly") {
    CHECK(exact_root(rational(2500)) == rational(50));
    CHECK(exact_root(rational(decimal{225, 2})) == rational(decimal{15, 1})); // 2.25, 1.5
    CHECK(exact_root(rational(0)) == rational(0));
    CHECK(exact_root(rational(1000)) == std::nullopt);
    CHECK(exact_root(rational(1, 9)) == std::nullopt); // a third is no finite decimal
}

TEST_CASE("else it lies between two rationals") {
    auto const [low, high] = root_between(rational(1000), 100);
    CHECK(low * low < rational(1000));
    CHECK(high * high > rational(1000));
    CHECK(low.fixed_text(20) == "31.62277660168379331999");
    CHECK(high.fixed_text(20) == "31.62277660168379331999");
    CHECK(root_between(rational(2500), 3) == std::pair(rational(50), rational(50)));
}

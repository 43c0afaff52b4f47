// What was known at a moment: rows that came later are not there, and what stands beside the others stays with them.
#include "findings/known_by.hpp"

#include <doctest/doctest.h>

using namespace huanchi;

namespace {

facts::batch three_rows() {
    facts::batch b;
    for (std::uint32_t i = 0; i < 3; ++i) {
        b.outlet.push_back(i);
        b.factor.push_back(static_cast<std::uint16_t>(10 + i));
        b.interval.push_back(model::interval::hour);
        b.time.push_back(i * 3600000LL);
        b.period_end.push_back((i + 1) * 3600000LL);
        b.value.push_back(base::decimal{i, 0});
        b.unit.push_back(base::no_unit);
        b.below_detection.push_back(0);
        b.usability.push_back(facts::usability::valid);
        b.flag.push_back('N');
        b.source.push_back(facts::data_source::automatic);
        b.line.push_back(i + 2);
        b.extras.push_back({i, static_cast<std::uint16_t>(i), false, {}, 0});
    }
    b.received = {1000, 3000, facts::not_received};
    b.texts = {"text"};
    return b;
}

} // namespace

TEST_CASE("a row that came at the moment was known, one that came later was not, one that does not say was") {
    auto const known = findings::known_by(three_rows(), base::moment{1000});
    REQUIRE(known);
    CHECK(known->line == std::vector<std::uint32_t>{2, 4});
    CHECK(known->factor == std::vector<std::uint16_t>{10, 12});
    REQUIRE(known->extras.size() == 2);
    CHECK(known->extras[1].row == 1);
    CHECK(known->extras[1].field == 2);
}

TEST_CASE("where all had come, or nobody asks, the rows stay as they are") {
    CHECK_FALSE(findings::known_by(three_rows(), base::moment{3000}));
    CHECK_FALSE(findings::known_by(three_rows(), std::nullopt));
}

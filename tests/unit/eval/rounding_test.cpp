// GB/T 8170-2008: rounding, and the limit compared with the rounded value (4.3.3). tests/vectors/rounding_gbt8170.csv has one
// case a line; a second script worked them out from the rule.
#include "eval/judge.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

using namespace huanchi;

namespace {

struct vector {
    std::string id, value, interval, rounded, limit, verdict;
};

std::vector<vector> vectors() {
    std::ifstream in(std::string(HUANCHI_SOURCE_DIR) + "/tests/vectors/rounding_gbt8170.csv");
    REQUIRE(in);
    std::vector<vector> all;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::istringstream cells(line);
        vector v;
        for (auto* cell : {&v.id, &v.value, &v.interval, &v.rounded, &v.limit, &v.verdict}) std::getline(cells, *cell, ',');
        all.push_back(std::move(v));
    }
    return all;
}

base::rational number(std::string const& digits) {
    auto const d = base::decimal::parse(digits);
    REQUIRE_MESSAGE(d, digits);
    return base::rational(*d);
}

// ≥97.0  ≤0.5  <50  >0.3  1.2~1.6  ≥14×100  10.0±0.1(不含+0.1)
eval::requirement requirement_of(std::string text, base::rational const& interval) {
    eval::requirement r;
    r.rounding = interval;
    auto at_least = [&](base::rational const& x, bool strict) {
        r.min = base::decimal{}, r.coherent_min = x, r.min_strict = strict;
    };
    auto at_most = [&](base::rational const& x, bool strict) {
        r.max = base::decimal{}, r.coherent_max = x, r.max_strict = strict;
    };
    auto const cut = [&](std::string const& mark) {
        auto const i = text.find(mark);
        return i == std::string::npos ? std::optional<std::pair<std::string, std::string>>()
                                      : std::pair(text.substr(0, i), text.substr(i + mark.size()));
    };
    if (auto const about = cut("±")) {
        auto const end = about->second.find('(');
        auto const without = end == std::string::npos ? std::string() : about->second.substr(end);
        auto const middle = number(about->first), width = number(about->second.substr(0, end));
        bool const both = without.find("不含0") != std::string::npos;
        at_least(middle - width, both || without.find("不含-") != std::string::npos);
        at_most(middle + width, both || without.find("不含+") != std::string::npos);
    } else if (auto const range = cut("~")) {
        at_least(number(range->first), false);
        at_most(number(range->second), false);
    } else if (auto const least = cut("≥")) {
        auto const times = least->second.find("×");
        auto const factor = times == std::string::npos ? base::rational(1) : number(least->second.substr(times + 2));
        at_least(number(least->second.substr(0, times)) * factor, false);
    } else if (auto const most = cut("≤")) {
        at_most(number(most->second), false);
    } else if (auto const below = cut("<")) {
        at_most(number(below->second), true);
    } else if (auto const above = cut(">")) {
        at_least(number(above->second), true);
    } else {
        FAIL("no limit: " << text);
    }
    return r;
}

} // namespace

TEST_CASE("values are rounded half to even, on the exact value, to any interval") {
    std::size_t cases = 0;
    for (auto const& v : vectors()) {
        CAPTURE(v.id);
        ++cases;
        CHECK(number(v.value).rounded(number(v.interval)) == number(v.rounded));
    }
    CHECK(cases == 104);
}

TEST_CASE("a limit that is compared after rounding is met or violated as the standard's table says") {
    std::size_t cases = 0;
    for (auto const& v : vectors()) {
        if (v.limit.empty()) continue;
        CAPTURE(v.id);
        ++cases;
        auto const x = number(v.value);
        auto const stands = eval::compare(requirement_of(v.limit, number(v.interval)), {x, x, false});
        CHECK((stands == eval::fit::violated) == (v.verdict == "violated"));
        CHECK(stands != eval::fit::open);
    }
    CHECK(cases == 74);
}

TEST_CASE("the full value is the default: any excess, however small, violates") {
    eval::requirement r;
    r.max = base::decimal{500, 1};
    r.coherent_max = number("50.0");
    auto const stands = [&](char const* digits) { return eval::compare(r, {number(digits), number(digits), false}); };
    CHECK(stands("50.00000001") == eval::fit::violated);
    CHECK(stands("50") == eval::fit::met);
}

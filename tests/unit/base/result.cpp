#include "base/result.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

using huanchi::base::failure;
using huanchi::base::result;

namespace {

result<std::string> read(bool there) {
    if (!there) return failure{"rules/a.rules cannot be read", "check the path"};
    return std::string("text");
}

} // namespace

TEST_CASE("a result holds the value") {
    auto const text = read(true);
    REQUIRE(text);
    CHECK(*text == "text");
    CHECK(text->size() == 4);
}

TEST_CASE("a result holds what went wrong and what to do about it") {
    auto const text = read(false);
    REQUIRE_FALSE(text);
    CHECK(text.error().what == "rules/a.rules cannot be read");
    CHECK(text.error().remedy == "check the path");
}

TEST_CASE("a value that only moves can be taken out of a result") {
    result<std::unique_ptr<int>> owned = std::make_unique<int>(7);
    REQUIRE(owned);
    std::unique_ptr<int> const taken = std::move(*owned);
    CHECK(*taken == 7);
}

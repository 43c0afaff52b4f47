#include "image/image.hpp"
#include "model/from_syntax.hpp"
#include "model/rule_sources.hpp"
#include "rule_image.hpp"
#include "rule_library.hpp"

#include <doctest/doctest.h>

using namespace huanchi;

namespace {

model::rulebook library(bool with_tests) {
    std::vector<model::rule_file> all;
    for (auto const& f : rules::library()) all.push_back({std::string(f.path), std::string(f.text)});
    auto loaded = model::load(model::assemble(all, {}, with_tests ? model::test_files::all : model::test_files::none));
    REQUIRE(!loaded.report.has_errors());
    return std::move(loaded.rules);
}

} // namespace

TEST_CASE("the image in the program is what the files of the library say") {
    CHECK(std::string(rules::image()) == image::write(library(false)));
}

TEST_CASE("what is read from an image is written as the same bytes, the tests of rules included") {
    auto const whole = image::write(library(true));
    auto const read = image::read(whole);
    REQUIRE(read);
    CHECK(image::write(*read) == whole);
}

TEST_CASE("what was read answers as what was loaded") {
    auto const loaded = library(false);
    auto const read = image::read(rules::image());
    REQUIRE(read);
    CHECK(read->digest == loaded.digest);
    CHECK(model::provision_ids(*read) == model::provision_ids(loaded));
    REQUIRE(read->find_factor("化学需氧量", "water"));
    CHECK(read->factors[*read->find_factor("化学需氧量", "water")].code == "w01018");
    auto const mg_per_litre = read->units.find("毫克/升"), microgram = read->units.find("µg/L");
    REQUIRE(mg_per_litre);
    REQUIRE(microgram);
    CHECK(read->units.factor(*mg_per_litre, *microgram) == base::rational(1000));
    CHECK(read->units.nearest("mg/l.") == loaded.units.nearest("mg/l."));
    REQUIRE(read->limits.size() == loaded.limits.size());
    for (std::size_t i = 0; i < read->limits.size(); ++i) {
        REQUIRE(read->limits[i].conditions.size() == loaded.limits[i].conditions.size());
        for (std::size_t k = 0; k < read->limits[i].conditions.size(); ++k)
            CHECK(model::text(*read->limits[i].conditions[k], *read) == model::text(*loaded.limits[i].conditions[k], loaded));
    }
}

TEST_CASE("an image that is torn at any place is refused") {
    auto const whole = rules::image();
    for (std::size_t length = 0; length < whole.size(); length += 1 + length / 7)
        CHECK_FALSE(image::read(whole.substr(0, length)));
    CHECK_FALSE(image::read(whole.substr(0, whole.size() - 1)));
    CHECK_FALSE(image::read(std::string(whole) + "x"));
}

TEST_CASE("an image of another version is refused, with what to do") {
    std::string other(rules::image());
    other[18] = '9'; // the last letter of the version, after its length
    auto const read = image::read(other);
    REQUIRE_FALSE(read);
    CHECK(read.error().what == "the image of the rulebook cannot be used: it is of another version");
    CHECK(read.error().remedy == "build the program anew");
}

TEST_CASE("a number too large for the image ends its making") {
    model::rulebook rules;
    base::rational big(1);
    for (int i = 0; i < 8; ++i) big = big * base::rational(1'000'000'000'000'000'000);
    rules.units.add({"big", {}, big}, {});
    CHECK_THROWS_AS(image::write(rules), std::length_error);
}

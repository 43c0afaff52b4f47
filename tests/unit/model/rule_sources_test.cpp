// A user's file that declares a document of the library replaces that document, and no other.
#include "model/from_syntax.hpp"
#include "model/rule_sources.hpp"
#include "rule_library.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace huanchi;

namespace {

std::vector<model::rule_file> library() {
    std::vector<model::rule_file> all;
    for (auto const& f : rules::library()) all.push_back({std::string(f.path), std::string(f.text)});
    return all;
}

model::loaded with(std::vector<model::rule_file> const& own) {
    return model::load(model::assemble(library(), own, model::test_files::none));
}

// Limits by document.
std::map<std::string, std::size_t> limits_of(model::rulebook const& rules) {
    std::map<std::string, std::size_t> count;
    for (auto const& d : rules.documents) count[d.id];
    for (auto const& l : rules.limits) ++count[rules.documents[l.document].id];
    return count;
}

} // namespace

TEST_CASE("a document that stands in two files of the library is replaced as a whole, and no other with it") {
    auto const before = limits_of(with({}).rules);
    REQUIRE(before.at("GB31571") > 200); // water and air
    auto own =
        with({{"own.rules", "standard GB31571 \"石化\" {\n  number \"GB 31571-2015\"\n  level national\n  effective from "
                            "2015-07-01\n}\nlimits 表1 of GB31571 \"水\" {\n  medium water\n  judge daily_mean\n  value:\n"
                            "  化学需氧量  <=  60  mg/L\n}\n"}});
    CHECK(!own.report.has_errors());
    auto expected = before;
    expected["GB31571"] = 1;
    CHECK(limits_of(own.rules) == expected);
}

TEST_CASE("of two documents in one file the other stays") {
    auto const before = limits_of(with({}).rules);
    REQUIRE(before.at("GB12523") > 0);
    REQUIRE(before.at("GB12523_2025") > 0);
    auto own = with(
        {{"own.rules", "standard GB12523_2025 \"建筑施工噪声\" {\n  number \"GB 12523-2025\"\n  level national\n  effective "
                       "from 2026-01-01\n}\n"}});
    CHECK(!own.report.has_errors());
    auto expected = before;
    expected["GB12523_2025"] = 0;
    CHECK(limits_of(own.rules) == expected);
}

TEST_CASE("every file that declares documents can be given again as the user's own") {
    auto const before = limits_of(with({}).rules);
    for (auto const& f : library()) {
        if (!f.name.starts_with("national/") && !f.name.starts_with("local/")) continue;
        if (f.name.ends_with(".test.rules") || f.text.find("\nstandard ") == std::string::npos) continue;
        CAPTURE(f.name);
        auto own = with({{"own.rules", f.text}});
        CHECK(own.report.empty());
        auto const after = limits_of(own.rules);
        CHECK(after.size() == before.size());
        // What stood in a second file of the same document is gone with it; nothing of any other.
        for (auto const& [id, count] : before)
            if (f.text.find("standard " + id + " ") == std::string::npos) {
                CAPTURE(id);
                CHECK(after.at(id) == count);
            }
    }
}

TEST_CASE("a file of the library that is copied alone, of a document that lies in two, says what falls away") {
    auto const told = [](std::vector<model::rule_file> const& own) {
        auto const files = model::assemble(library(), own, model::test_files::none);
        std::vector<std::string> all;
        auto found = model::parts_left_out(files, library(), own);
        for (auto const& d : found.sorted())
            all.push_back(files[d.where.file].name + ": " + source::message(d, source::language::en));
        return all;
    };
    auto const water = std::string("national/water/GB31571-2015.rules"), air = std::string("national/air/GB31571-2015.rules");
    std::map<std::string, std::string> text;
    for (auto const& f : library()) text[f.name] = f.text;
    auto const alone = told({{"own.rules", text.at(water)}});
    REQUIRE(alone.size() == 1);
    CHECK(alone[0].starts_with("own.rules: what the built-in file national/air/GB31571-2015.rules says for GB31571"));
    CHECK(told({{"own.rules", text.at(water)}, {"second.rules", text.at(air)}}).empty());
    CHECK(told({{"rules/" + water, text.at(water)}}).size() ==
          1); // named as in the library: the other part is gone all the same
    // A document of one file that is written anew is replaced, however its tables are called.
    CHECK(told({{"own.rules", "standard GB12348 \"噪声\" {\n  level national\n}\n"}}).empty());
    CHECK(told({{"own.rules", "standard GB99999 \"新\" {\n  level national\n}\n"}}).empty());
}

// Plain files: tests/golden/model/bad/*.rules behind the vocabulary, with the diagnostics beside them as .zh.txt and .en.txt.
// With HUANCHI_BLESS=1 in the environment the expected files are written anew; read their diff before you keep it.
#include "loading.hpp"

#include "source/catalogue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <vector>

using namespace huanchi;

namespace {

std::filesystem::path const golden = std::filesystem::path(HUANCHI_SOURCE_DIR) / "tests/golden/model";

std::vector<std::filesystem::path> cases() {
    std::vector<std::filesystem::path> all;
    for (auto const& file : std::filesystem::directory_iterator(golden / "bad"))
        if (file.path().extension() == ".rules") all.push_back(file.path());
    std::sort(all.begin(), all.end());
    return all;
}

void check(std::filesystem::path const& expected, std::string const& actual) {
    if (std::getenv("HUANCHI_BLESS") != nullptr) {
        std::ofstream(expected, std::ios::binary) << actual;
        return;
    }
    CHECK(loading::content(expected) == actual);
}

} // namespace

TEST_CASE("the vocabulary of the tests has no mistakes") {
    CHECK(loading::mistakes("") == "");
}

TEST_CASE("bad rule files give the diagnostics beside them, in both languages") {
    auto const all = cases();
    REQUIRE(all.size() >= 8);
    for (auto const& path : all) {
        CAPTURE(path.filename().string());
        auto const text = loading::content(path);
        auto const name = path.filename().string();
        check(std::filesystem::path(path).replace_extension(".zh.txt"), loading::rendered(text, name, source::language::zh));
        check(std::filesystem::path(path).replace_extension(".en.txt"), loading::rendered(text, name, source::language::en));
    }
}

TEST_CASE("every mistake in meaning that the catalogue knows has a bad file that shows it") {
    std::string shown;
    for (auto const& path : cases()) shown += loading::mistakes(loading::content(path)) + "\n";
    for (auto const& entry : source::meaning_entries()) {
        if (!entry.code.starts_with("M") || entry.code == "M041") continue; // M041 is of files beside the library
        CAPTURE(std::string(entry.code));
        CHECK(shown.find(entry.code) != std::string::npos);
    }
    CHECK(shown.find("of the vocabulary") == std::string::npos);
}

TEST_CASE("a file with six different mistakes reports all six, each at its place, and nothing else") {
    CHECK(loading::mistakes(loading::content(golden / "bad/six_mistakes.rules")) ==
          "M008 9:27, M009 11:3, M005 12:40, M006 13:40, M014 14:3, M012 15:3");
}

TEST_CASE("a mistake in one declaration does not hide the others, and brings no further ones with it") {
    // The row with the unknown field is left out: it neither applies always nor contradicts the row below.
    CHECK(
        loading::mistakes(
            "standard 甲 {\n number \"甲\"\n level national\n effective from 2020-01-01\n}\nlimits 表 of 甲 {\n medium water\n "
            "judge daily_mean\n value:\n 氨氮 <= 5 mg/L when 水问 > 12 ℃\n 氨氮 <= 8 mg/L\n}\n") == "M004 10:22");
}

// Plain files: tests/golden/syntax/good/*.rules with the canonical text beside them as .fmt, and bad/*.rules with the
// diagnostics as .zh.txt and .en.txt. With HUANCHI_BLESS=1 in the environment the expected files are written anew; read
// their diff before you keep it.
#include "parsing.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace huanchi;

namespace {

std::filesystem::path const golden = std::filesystem::path(HUANCHI_SOURCE_DIR) / "tests/golden/syntax";

std::vector<std::filesystem::path> cases(char const* kind) {
    std::vector<std::filesystem::path> all;
    for (auto const& file : std::filesystem::directory_iterator(golden / kind)) {
        if (file.path().extension() == ".rules") all.push_back(file.path());
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::string content(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void check(std::filesystem::path const& expected, std::string const& actual) {
    if (std::getenv("HUANCHI_BLESS") != nullptr) {
        std::ofstream(expected, std::ios::binary) << actual;
        return;
    }
    CHECK(content(expected) == actual);
}

std::string rendered(std::filesystem::path const& path, source::language in) {
    source::source_set files;
    source::diagnostics report;
    auto const id = files.add(path.filename().string(), content(path));
    syntax::parse(files, id, report);
    std::string out;
    for (auto const& d : report.sorted()) out += source::render(d, files, in, false) + "\n";
    return out;
}

} // namespace

TEST_CASE("good rule files have no mistakes, and their canonical text is the one beside them") {
    auto const all = cases("good");
    REQUIRE(all.size() >= 4);
    for (auto const& path : all) {
        CAPTURE(path.filename().string());
        std::string const once = parsing::formatted(content(path));
        check(std::filesystem::path(path).replace_extension(".fmt"), once);
        // From one column of keywords to the other and back the tree stays the same.
        std::string const zh = parsing::formatted(once, syntax::spelling::zh);
        std::string const en = parsing::formatted(zh, syntax::spelling::en);
        CHECK(parsing::tree(zh) == parsing::tree(once));
        CHECK(parsing::formatted(en, syntax::spelling::zh) == zh);
    }
}

TEST_CASE("bad rule files give the diagnostics beside them, in both languages") {
    auto const all = cases("bad");
    REQUIRE(all.size() >= 4);
    for (auto const& path : all) {
        CAPTURE(path.filename().string());
        std::string const zh = rendered(path, source::language::zh);
        CHECK_FALSE(zh.empty());
        check(std::filesystem::path(path).replace_extension(".zh.txt"), zh);
        check(std::filesystem::path(path).replace_extension(".en.txt"), rendered(path, source::language::en));
    }
}

TEST_CASE("a file with six different mistakes reports all six, each at its place, and nothing else") {
    CHECK(parsing::mistakes(content(golden / "bad/six_mistakes.rules")) ==
          "S010 2:1, S016 4:18, S012 8:16, S020 9:11, S026 10:23, S003 14:9");
}

// The page of every diagnostic code: its example really makes the mistake, the mended one does not, through the load of the
// shipped library with the example as one file more. What is printed of the example stands in tests/golden/pages, a file a
// code and language; with HUANCHI_BLESS=1 in the environment these are written anew: read their diff before you keep it.
#include "loading.hpp"

#include "model/rule_sources.hpp"
#include "rule_library.hpp"
#include "source/catalogue.hpp"
#include "source/page.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

using namespace huanchi;

namespace {

std::filesystem::path const golden = std::filesystem::path(HUANCHI_SOURCE_DIR) / "tests/golden/pages";

struct outcome {
    source::source_set files;
    source::diagnostics report;
    std::vector<source::diagnostic> all;
};

outcome load(std::string_view example) {
    std::vector<model::rule_file> library;
    for (auto const& f : rules::library()) library.push_back({std::string(f.path), std::string(f.text)});
    outcome o;
    o.files = model::assemble(library, {{"example.rules", source::written_out(example)}}, model::test_files::none);
    o.report = model::load(o.files).report;
    o.report.append(model::parts_left_out(o.files, library, {{"example.rules", source::written_out(example)}}));
    o.all = o.report.sorted();
    return o;
}

// Codes of the diagnostics, and those of the remarks beside them.
std::set<std::string> codes(outcome const& o) {
    std::set<std::string> all;
    for (auto const& d : o.all) all.insert(d.code);
    return all;
}
std::set<std::string> remarks(outcome const& o) {
    std::set<std::string> all;
    for (auto const& d : o.all)
        for (auto const& l : d.labels) all.insert(l.code);
    return all;
}

void check(std::string const& file, std::string const& actual) {
    if (std::getenv("HUANCHI_BLESS") != nullptr) {
        std::ofstream(golden / file, std::ios::binary) << actual;
        return;
    }
    CHECK(loading::content(golden / file) == actual);
}

// Of a hundred alike the first and the last are enough.
std::string rendered(outcome const& o, source::language in) {
    if (o.all.empty()) return {};
    auto out = source::render(o.all.front(), o.files, in, false);
    if (o.all.size() > 1) out += "…\n" + source::render(o.all.back(), o.files, in, false);
    return out;
}

} // namespace

TEST_CASE("every code of the catalogue has a page in both languages, and every page a code") {
    for (auto const& entry : source::catalogue()) {
        CAPTURE(std::string(entry.code));
        auto const* page = source::find_page(entry.code);
        REQUIRE(page);
        CHECK(page->meaning_zh.size() > 30);
        CHECK(page->meaning_en.size() > 30);
        CHECK_FALSE(page->bad.empty());
        CHECK_FALSE(page->mended.empty());
        CHECK(page->bad != page->mended);
        CHECK_FALSE(page->commands);
    }
    for (auto const& page : source::pages()) {
        CAPTURE(std::string(page.code));
        CHECK(page.commands == (source::find_in_catalogue(page.code) == nullptr));
        CHECK(page.commands == page.code.starts_with("E"));
    }
}

// Several cases, since the library is loaded anew for each example.
namespace {

void check_bad_examples(bool (*takes)(std::string_view)) {
    for (auto const& page : source::pages()) {
        if (page.commands || !takes(page.code)) continue;
        std::string const code(page.code);
        CAPTURE(code);
        auto const bad = load(page.bad);
        if (code.starts_with("L")) // a remark beside a mistake
            CHECK(remarks(bad).contains(code));
        else if (code == "S090") // comes behind what was too much
            CHECK(codes(bad) == std::set<std::string>{"S010", "S090"});
        else
            CHECK(codes(bad) == std::set<std::string>{code});
        for (auto const& d : bad.all) CHECK(bad.files[d.where.file].name == "example.rules");
        CHECK(bad.all.size() == (code == "S090" ? source::diagnostics::most_errors : 1));
        check(code + ".zh.txt", rendered(bad, source::language::zh));
        check(code + ".en.txt", rendered(bad, source::language::en));
    }
}

void check_mended_examples(bool (*takes)(std::string_view)) {
    for (auto const& page : source::pages()) {
        if (page.commands || !takes(page.code)) continue;
        CAPTURE(std::string(page.code));
        auto const mended = load(page.mended);
        CHECK_MESSAGE(mended.all.empty(), rendered(mended, source::language::en));
    }
}

bool of_meaning(std::string_view code) {
    return code.starts_with("M");
}
bool of_syntax(std::string_view code) {
    // The examples of `rules lint` load without a mistake; they are walked in the tests of analysis.
    return !of_meaning(code) && !code.starts_with("L2");
}

} // namespace

TEST_CASE("the bad example of a page about syntax gives that code and no other") {
    check_bad_examples(of_syntax);
}
TEST_CASE("the bad example of a page about meaning gives that code and no other") {
    check_bad_examples(of_meaning);
}
TEST_CASE("the mended example of a page about syntax gives nothing") {
    check_mended_examples(of_syntax);
}
TEST_CASE("the mended example of a page about meaning gives nothing") {
    check_mended_examples(of_meaning);
}

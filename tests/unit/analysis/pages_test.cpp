// The pages of the codes of `rules lint`: the bad example, as a file beside the shipped library, is found fault with by that
// code and no other; the mended one is not. What is printed stands in tests/golden/pages; with HUANCHI_BLESS=1 in the
// environment it is written anew: read the diff before you keep it.
#include "analysis/lint.hpp"
#include "model/from_syntax.hpp"
#include "model/rule_sources.hpp"
#include "rule_library.hpp"
#include "source/page.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace huanchi;

namespace {

std::filesystem::path const golden = std::filesystem::path(HUANCHI_SOURCE_DIR) / "tests/golden/pages";

struct linted {
    source::source_set files;
    std::vector<analysis::lint_finding> findings;
};

linted lint(std::string_view example) {
    std::vector<model::rule_file> library;
    for (auto const& f : rules::library()) library.push_back({std::string(f.path), std::string(f.text)});
    linted l;
    l.files = model::assemble(library, {{"example.rules", source::written_out(example)}}, model::test_files::none);
    auto loaded = model::load(l.files);
    for (auto const& d : loaded.report.sorted()) FAIL(source::render(d, l.files, source::language::en, false));
    auto const plan = plan::compile(loaded.rules);
    auto const own = static_cast<source::file_id>(l.files.size() - 1);
    l.findings = analysis::lint(loaded.rules, plan, {*base::date::parse("2026-06-01"), false, {own}}).findings;
    return l;
}

void check(std::string const& file, std::string const& actual) {
    if (std::getenv("HUANCHI_BLESS") != nullptr) {
        std::ofstream(golden / file, std::ios::binary) << actual;
        return;
    }
    std::ifstream in(golden / file, std::ios::binary);
    CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == actual);
}

} // namespace

TEST_CASE("the examples of the pages about analysis do as they say") {
    std::size_t walked = 0;
    for (auto const& page : source::pages()) {
        if (!page.code.starts_with("L2")) continue;
        ++walked;
        std::string const code(page.code);
        CAPTURE(code);
        auto const bad = lint(page.bad);
        REQUIRE(bad.findings.size() == 1);
        CHECK(bad.findings[0].what.code == code);
        check(code + ".zh.txt", source::render(bad.findings[0].what, bad.files, source::language::zh, false));
        check(code + ".en.txt", source::render(bad.findings[0].what, bad.files, source::language::en, false));
        auto const mended = lint(page.mended);
        for (auto const& f : mended.findings) FAIL_CHECK(source::render(f.what, mended.files, source::language::en, false));
    }
    CHECK(walked == 12);
}

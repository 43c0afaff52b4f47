#include "book.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace analysed {

namespace {

std::string vocabulary() {
    std::ifstream in(HUANCHI_SOURCE_DIR "/tests/golden/model/vocabulary.rules", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

constexpr char const* standard =
    "standard 甲 \"试例\" {\n  number \"甲-2000\"\n  level national\n  effective from 2000-01-01\n}\n";

} // namespace

book::book(std::string const& text) {
    files.add("vocabulary.rules", vocabulary());
    files.add("case.rules", standard + text);
    auto loaded = model::load(files);
    for (auto const& d : loaded.report.sorted()) FAIL(source::render(d, files, source::language::en, false));
    rules = std::move(loaded.rules);
    plan = plan::compile(rules);
}

analysis::lint_report book::lint(bool unreviewed) const {
    return analysis::lint(rules, plan, {*base::date::parse("2026-06-01"), unreviewed, {}});
}

std::string book::found() const {
    std::string out;
    for (auto const& f : lint().findings)
        out += (out.empty() ? "" : "; ") + f.what.code + " " + f.what.parameters.back() +
               (f.what.severity == source::severity::note ? " (note)" : "");
    return out;
}

std::string table(std::string const& rows, std::string const& more, std::string const& id) {
    return "limits " + id + " of 甲 \"表\" {\n  medium water\n  judge daily_mean\n" + more +
           (more.find("  by ") == std::string::npos ? "  value:\n" : "") + rows + "\n}\n";
}

} // namespace analysed

#include "loaded_book.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace loaded {

std::string vocabulary() {
    std::ifstream in(HUANCHI_SOURCE_DIR "/tests/golden/model/vocabulary.rules", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

book::book(std::string const& text) {
    files.add("vocabulary.rules", vocabulary());
    files.add("case.rules",
              "standard 甲 \"试例\" {\n  number \"甲-2000\"\n  level national\n  effective from 2000-01-01\n}\n" + text);
    load();
}

void book::load() {
    auto read = model::load(files);
    for (auto const& d : read.report.sorted()) FAIL(source::render(d, files, source::language::en, false));
    rules = std::move(read.rules);
    plan = plan::compile(rules);
}

std::string table(std::string const& rows, std::string const& more, std::string const& id) {
    return "limits " + id + " of 甲 \"表\" {\n  medium water\n  judge daily_mean\n" + more +
           (more.find("  by ") == std::string::npos ? "  value:\n" : "") + rows + "\n}\n";
}

} // namespace loaded

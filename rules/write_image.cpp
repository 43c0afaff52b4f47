// Writes the image of the library to the file that is named: the files without their tests, read and checked as any others.
// A mistake in one of them ends the build with its diagnostics.
#include "image/image.hpp"
#include "model/from_syntax.hpp"
#include "model/rule_sources.hpp"
#include "rule_library.hpp"

#include <fstream>
#include <iostream>

int main(int argc, char** argv) {
    using namespace huanchi;
    if (argc != 2) return 2;
    std::vector<model::rule_file> library;
    for (auto const& f : rules::library()) library.push_back({std::string(f.path), std::string(f.text)});
    auto const files = model::assemble(library, {}, model::test_files::none);
    auto loaded = model::load(files);
    if (loaded.report.has_errors()) {
        for (auto const& d : loaded.report.sorted()) std::cerr << source::render(d, files, source::language::en, false);
        return 1;
    }
    std::ofstream out(argv[1], std::ios::binary);
    out << image::write(loaded.rules);
    return out.flush() ? 0 : 1;
}

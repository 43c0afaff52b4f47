// libFuzzer entry: any bytes may be a rule file. A file that parses must format to a text that parses to itself.
#include "syntax/parse.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace huanchi;

namespace {

struct outcome {
    source::source_set files;
    source::diagnostics report;
    syntax::file file;
};

void parse_into(outcome& out, std::string text) {
    auto const id = out.files.add("fuzz.rules", std::move(text));
    out.file = syntax::parse(out.files, id, out.report);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    outcome first;
    parse_into(first, std::string(reinterpret_cast<char const*>(data), size));
    for (auto const& d : first.report.sorted()) {
        source::render(d, first.files, source::language::zh, true);
        source::render(d, first.files, source::language::en, false);
    }
    if (first.report.has_errors()) return 0;
    std::string const once = syntax::format(first.file, first.files);
    outcome second;
    parse_into(second, once);
    if (second.report.has_errors() || syntax::format(second.file, second.files) != once) std::abort();
    if (second.file.comments.size() != first.file.comments.size()) std::abort();
    outcome other;
    parse_into(other, syntax::format(first.file, first.files, syntax::spelling::zh));
    if (other.report.has_errors()) std::abort();
    return 0;
}

#include "editor/formatting.hpp"

#include "syntax/parse.hpp"

namespace huanchi::editor {

namespace {

std::size_t behind_line(std::string_view text, std::size_t at) {
    auto const end = text.find('\n', at);
    return end == std::string_view::npos ? text.size() : end + 1;
}

// The length of the lines at the beginning that the texts share.
std::size_t shared_beginning(std::string_view a, std::string_view b) {
    std::size_t at = 0;
    while (at < a.size() && at < b.size()) {
        auto const end = behind_line(a, at);
        if (a.substr(at, end - at) != b.substr(at, behind_line(b, at) - at)) break;
        at = end;
    }
    return at;
}

// The same at the end, within what is left behind `from`.
std::size_t shared_end(std::string_view a, std::string_view b, std::size_t from) {
    std::size_t best = 0;
    for (std::size_t n = 1; n <= a.size() - from && n <= b.size() - from && a[a.size() - n] == b[b.size() - n]; ++n) {
        bool const whole_a = n == a.size() || a[a.size() - n - 1] == '\n';
        bool const whole_b = n == b.size() || b[b.size() - n - 1] == '\n';
        if (whole_a && whole_b) best = n;
    }
    return best;
}

} // namespace

std::optional<text_edit> formatting_of(book const& b, source::file_id file) {
    std::string_view const text = b.files[file].text;
    source::diagnostics report;
    auto const tree = syntax::parse(b.files, file, report);
    if (report.has_errors()) return std::nullopt;
    auto const laid_out = syntax::format(tree, b.files);
    if (laid_out == text) return std::nullopt;
    auto const begin = shared_beginning(text, laid_out);
    auto const end = shared_end(text, laid_out, begin);
    return text_edit{b.lines[file].range_of(text, begin, text.size() - end),
                     laid_out.substr(begin, laid_out.size() - end - begin)};
}

} // namespace huanchi::editor

#include "editor/fixes.hpp"

#include "syntax/lexer.hpp"

namespace huanchi::editor {

std::optional<correction> correction_of(book const& b, source::diagnostic const& d) {
    if (d.suggestion.empty() || d.parameters.empty() || d.where.file >= b.files.size()) return std::nullopt;
    auto const written = b.files.text(d.where);
    auto const* const end = written.data() + written.size();
    auto const string = syntax::scan_string(written.data(), end);
    bool const quoted = string && string->end == end;
    // Some diagnostics mark more than the wrong word.
    if ((quoted ? string->value : syntax::normal(written.data(), end)) != d.parameters.front()) return std::nullopt;
    return correction{d.where, quoted ? "\"" + d.suggestion + "\"" : d.suggestion};
}

} // namespace huanchi::editor

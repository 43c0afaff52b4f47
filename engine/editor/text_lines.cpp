#include "editor/text_lines.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace huanchi::editor {

namespace {

std::uint32_t units_of(char32_t c) {
    return c > 0xffff ? 2 : 1;
}

bool ends_line(char c) {
    return c == '\n' || c == '\r';
}

} // namespace

text_lines::text_lines(std::string_view text) : starts_{0} {
    for (std::size_t at = 0; at < text.size(); ++at) {
        bool const paired = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
        if (ends_line(text[at]) && !paired) starts_.push_back(static_cast<std::uint32_t>(at + 1));
    }
}

position text_lines::position_at(std::string_view text, std::size_t offset) const {
    offset = std::min(offset, text.size());
    auto const after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    position p{static_cast<std::uint32_t>(after - starts_.begin() - 1), 0};
    for (std::size_t at = *(after - 1); at < offset && !ends_line(text[at]);) {
        auto const c = base::decode(text, at);
        at += c.length;
        if (at > offset) break;
        p.character += units_of(c.value);
    }
    return p;
}

std::size_t text_lines::offset_at(std::string_view text, position p) const {
    if (p.line >= starts_.size()) return text.size();
    std::size_t at = starts_[p.line];
    for (std::uint32_t left = p.character; left > 0 && at < text.size() && !ends_line(text[at]);) {
        auto const c = base::decode(text, at);
        if (units_of(c.value) > left) break;
        left -= units_of(c.value);
        at += c.length;
    }
    return at;
}

} // namespace huanchi::editor

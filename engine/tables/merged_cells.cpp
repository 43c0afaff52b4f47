#include "tables/merged_cells.hpp"

#include <algorithm>

namespace huanchi::tables {

namespace {

constexpr std::string_view element = "mergeCell ";
constexpr std::size_t longest = 128; // of such an element

std::optional<merged> read_stretch(std::string_view text) {
    auto const colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto const from = read_place(text.substr(0, colon)), to = read_place(text.substr(colon + 1));
    if (!from || !to || to->row < from->row || to->column < from->column) return std::nullopt;
    return merged{*from, *to};
}

} // namespace

// `<` stands in no text of XML but begins an element, so what looks like one is one; a comment at worst.
bool merged_finder::feed(std::string_view piece) {
    rest_.append(piece);
    std::size_t at = 0;
    for (;;) {
        auto const found = rest_.find(element, at);
        if (found == std::string::npos) {
            at = std::max(at, rest_.size() - std::min(rest_.size(), element.size() + 1));
            break;
        }
        bool const begins = found > 0 && (rest_[found - 1] == '<' || rest_[found - 1] == ':');
        auto const close = rest_.find('>', found);
        if (close == std::string::npos && rest_.size() - found < longest) {
            at = found == 0 ? 0 : found - 1;
            break;
        }
        at = found + element.size();
        if (!begins || close == std::string::npos) continue;
        std::string_view const inside = std::string_view(rest_).substr(at, close - at);
        auto const ref = inside.find("ref=");
        if (ref == std::string_view::npos || ref + 5 > inside.size()) continue;
        auto const value = inside.substr(ref + 5, inside.find(inside[ref + 4], ref + 5) - ref - 5);
        if (auto const stretch = read_stretch(value)) {
            if (found_.size() >= most_) return false;
            found_.push_back(*stretch);
        }
    }
    rest_.erase(0, at);
    return true;
}

} // namespace huanchi::tables

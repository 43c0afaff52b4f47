// Places in a text as editors count them: lines and UTF-16 code units, both from 0. A line ends with \n, \r\n or \r; a
// character outside the basic plane counts 2; a byte that is no UTF-8 counts as one character. A value; keeps no reference
// to the text, which must be the same in every call.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace huanchi::editor {

struct position {
    std::uint32_t line = 0;
    std::uint32_t character = 0; // UTF-16 code units
    friend auto operator<=>(position, position) = default;
};

// Half-open.
struct text_range {
    position begin, end;
    friend auto operator<=>(text_range, text_range) = default;
};

class text_lines {
public:
    explicit text_lines(std::string_view text);

    // An offset inside a character is the place before it; one behind the end is the end.
    position position_at(std::string_view text, std::size_t offset) const;
    // The byte offset; the end of the line for a character behind it, the end of the text for a line behind it, the
    // beginning of the character for a place within a surrogate pair.
    std::size_t offset_at(std::string_view text, position p) const;
    text_range range_of(std::string_view text, std::size_t begin, std::size_t end) const {
        return {position_at(text, begin), position_at(text, end)};
    }

private:
    std::vector<std::uint32_t> starts_; // byte offsets; the first is 0
};

} // namespace huanchi::editor

// Lines on a terminal: colour, paragraphs that wrap, tables that align. Widths are display columns, so that Chinese text lines
// up. Text values in, text values out; no state.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::report {

enum class ink : std::uint8_t { plain, red, yellow, magenta, green, cyan, bold, dim };
std::string painted(ink with, std::string_view text, bool colour);

// Without characters that would move the cursor or turn the direction of writing: what a file says must not rewrite a screen.
std::string printable(std::string_view text);

// Lines of at most `width` columns (0: one line). Breaks at blanks and between Chinese characters, never before a closing or
// behind an opening mark; a word longer than the line stands alone.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

// `lead` in its ink, then the text; later lines are indented to where the text began. Each line ends with '\n'.
struct paragraph {
    std::size_t indent = 0;
    std::string lead;
    ink with = ink::plain;
    std::string text;
};
std::string laid_out(paragraph const& p, std::size_t width, bool colour);

std::string padded(std::string_view text, std::size_t width);      // blanks behind
std::string padded_left(std::string_view text, std::size_t width); // blanks in front

// Columns two blanks apart, as wide as their widest cell; the last one wraps to what is left of `width`.
struct text_table {
    struct column {
        std::string title;
        bool right = false; // numbers
    };
    std::vector<column> columns;
    std::vector<std::vector<std::string>> rows;
};
std::string laid_out(text_table const& t, std::size_t width, bool colour);

} // namespace huanchi::report

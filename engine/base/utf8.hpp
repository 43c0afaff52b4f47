// UTF-8 text: validity, code points, normal forms and display width (Chinese = 2 columns). Over utf8proc. Pure functions that
// fail on no input: an invalid byte counts as U+FFFD.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::base {

// Byte offset of the first byte that is not part of a valid sequence, or nullopt.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

// The code point that starts at text[at] and its length in bytes; {0xFFFD, 1} on an invalid byte. at < text.size().
struct code_point {
    char32_t value;
    std::size_t length;
};
code_point decode(std::string_view text, std::size_t at);
void append(std::string& out, char32_t c); // U+FFFD for what is no code point

std::string nfc(std::string_view text);
std::string nfkc(std::string_view text);
std::string nfkc_casefold(std::string_view text); // NFKC without regard to case, for comparing

// Columns that a terminal uses for the text: 2 for wide characters, 0 for combining ones. A tab counts as 1.
std::size_t display_width(std::string_view text);

// A letter, ideograph, digit, `_` or Roman numeral (Ⅰ..Ⅻ, ⅰ..ⅻ); a name starts with any of these but a digit.
bool is_name_start(char32_t c);
bool is_name_part(char32_t c);

// Edit distance in code points between two names (insert, delete, replace, swap of neighbours).
std::size_t edit_distance(std::string_view a, std::string_view b);

} // namespace huanchi::base

#include "base/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace huanchi::base {

namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return is_ascii(c); });
}

struct sequence {
    utf8proc_int32_t value;
    utf8proc_ssize_t length; // not positive: no valid sequence
};

sequence read(std::string_view text, std::size_t at) {
    utf8proc_int32_t value = -1;
    auto const* const bytes = reinterpret_cast<utf8proc_uint8_t const*>(text.data() + at);
    auto const length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &value);
    return {value, length};
}

std::string with_replacements(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto const [value, length] = decode(text, at);
        append(out, value);
        at += length;
    }
    return out;
}

struct free_memory {
    void operator()(utf8proc_uint8_t* memory) const { std::free(memory); }
};

std::string mapped(std::string_view text, int options) {
    if (first_invalid_utf8(text)) return mapped(with_replacements(text), options);
    utf8proc_uint8_t* memory = nullptr;
    auto const* const bytes = reinterpret_cast<utf8proc_uint8_t const*>(text.data());
    auto const length =
        utf8proc_map(bytes, static_cast<utf8proc_ssize_t>(text.size()), &memory, static_cast<utf8proc_option_t>(options));
    std::unique_ptr<utf8proc_uint8_t, free_memory> const owned(memory);
    // The text is valid by now, so memory is all that can be wanting.
    if (length < 0) throw std::bad_alloc();
    return {reinterpret_cast<char const*>(memory), static_cast<std::size_t>(length)};
}

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto const [value, length] = decode(text, at);
        out.push_back(value);
        at += length;
    }
    return out;
}

// Brackets, commas, stops and full-width forms, which fonts for Chinese draw over two columns.
bool is_wide_punctuation(char32_t c) {
    return (c >= 0x3000 && c <= 0x303E) || (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF01 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6);
}

bool is_combining(char32_t c) {
    auto const category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

} // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (is_ascii(text[at])) {
            ++at;
            continue;
        }
        auto const length = read(text, at).length;
        if (length <= 0) return at;
        at += static_cast<std::size_t>(length);
    }
    return std::nullopt;
}

code_point decode(std::string_view text, std::size_t at) {
    if (is_ascii(text[at])) return {static_cast<char32_t>(text[at]), 1};
    auto const [value, length] = read(text, at);
    if (length <= 0) return {replacement, 1};
    return {static_cast<char32_t>(value), static_cast<std::size_t>(length)};
}

void append(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    bool const is_code_point = c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF);
    utf8proc_uint8_t bytes[4];
    auto const length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(is_code_point ? c : replacement), bytes);
    out.append(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(length));
}

std::string nfc(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string nfkc(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
}

std::string nfkc_casefold(std::string_view text) {
    return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const [value, length] = decode(text, at);
        at += length;
        if (value == '\t' || (value >= 0x20 && value < 0x7F)) {
            ++width;
        } else if (is_wide_punctuation(value)) {
            width += is_combining(value) ? 0 : 2;
        } else {
            width += static_cast<std::size_t>(std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(value))));
        }
    }
    return width;
}

bool is_name_start(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (c > 0x10FFFF) return false;
    if ((c >= 0x2160 && c <= 0x216B) || (c >= 0x2170 && c <= 0x217B)) return true; // Ⅰ..Ⅻ, ⅰ..ⅻ
    if (c == 0x3007) return true;                                                  // 〇, by Unicode a number
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return true;
    default: return false;
    }
}

bool is_name_part(char32_t c) {
    if (c < 0x80) return is_name_start(c) || (c >= '0' && c <= '9');
    if (c > 0x10FFFF) return false;
    return is_name_start(c) || utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_ND;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    auto const left = code_points(a);
    auto const right = code_points(b);
    // Three rows of the table: a swap looks two rows back.
    std::vector<std::size_t> before(right.size() + 1);
    std::vector<std::size_t> above(right.size() + 1);
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::swap(before, above);
        std::swap(above, row);
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            std::size_t const replaced = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
            bool const swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
        }
    }
    return row.back();
}

} // namespace huanchi::base

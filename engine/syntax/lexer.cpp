#include "syntax/lexer.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace huanchi::syntax {

namespace {

base::code_point decode(iterator at, iterator end) {
    if (static_cast<unsigned char>(*at) < 0x80) return {static_cast<char32_t>(*at), 1};
    return base::decode({at, static_cast<std::size_t>(end - at)}, 0);
}

// The ASCII twin of a full-width character, or the character itself.
char32_t twin(char32_t c) {
    static constexpr std::pair<char32_t, char32_t> twins[] = {
        {U'；', U';'}, {U'，', U','}, {U'、', U','}, {U'（', U'('}, {U'）', U')'}, {U'：', U':'},
        {U'＜', U'<'}, {U'＞', U'>'}, {U'＝', U'='}, {U'｛', U'{'}, {U'｝', U'}'}, {U'＋', U'+'},
        {U'－', U'-'}, {U'−', U'-'},  {U'＊', U'*'}, {U'／', U'/'}, {U'×', U'*'},  {U'！', U'!'},
    };
    if (c < 0x80) return c;
    for (auto const& [wide, ascii] : twins) {
        if (c == wide) return ascii;
    }
    return c;
}

bool is_blank(char32_t c) {
    return c == U' ' || c == U'\t' || c == U'\r' || c == 0x3000 || c == 0xfeff || c == 0xa0;
}

std::optional<symbol> single(char32_t c) {
    switch (c) {
    case U',': return symbol::comma;
    case U';': return symbol::semicolon;
    case U':': return symbol::colon;
    case U'(': return symbol::open;
    case U')': return symbol::close;
    case U'{': return symbol::open_block;
    case U'}': return symbol::close_block;
    case U'+': return symbol::plus;
    case U'-': return symbol::minus;
    case U'*': return symbol::times;
    case U'/': return symbol::over;
    case U'=': return symbol::eq;
    case U'<': return symbol::lt;
    case U'>': return symbol::gt;
    case U'≤': return symbol::le;
    case U'≥': return symbol::ge;
    case U'≠': return symbol::ne;
    case U'~':
    case U'〜':
    case U'～': return symbol::dots;
    default: return std::nullopt;
    }
}

} // namespace

bool is_word_part(char32_t c) {
    return base::is_name_part(c) || (c >= 0x300 && c <= 0x36f);
}

char32_t peek(iterator at, iterator end) {
    return at == end ? U'\0' : decode(at, end).value;
}

iterator next(iterator at, iterator end) {
    return at == end ? end : at + decode(at, end).length;
}

std::optional<symbol_token> scan_symbol(iterator at, iterator end) {
    if (at == end) return std::nullopt;
    char32_t const c = twin(peek(at, end));
    bool const letter = (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c > 0xffff;
    bool const ideograph = c >= 0x4e00 && c < 0xa000;
    if (letter || ideograph) return std::nullopt; // the most frequent answer first
    iterator const second = next(at, end);
    char32_t const d = twin(peek(second, end));
    iterator const third = next(second, end);
    if (d == U'=' && c == U'<') return symbol_token{symbol::le, third};
    if (d == U'=' && c == U'>') return symbol_token{symbol::ge, third};
    if (d == U'=' && c == U'!') return symbol_token{symbol::ne, third};
    if (d == U'.' && c == U'.') return symbol_token{symbol::dots, third};
    std::optional<symbol> const one = single(c);
    if (!one) return std::nullopt;
    return symbol_token{*one, second};
}

bool is_comparison(symbol s) {
    return s >= symbol::eq && s <= symbol::ge;
}

std::string_view text(symbol s) {
    static constexpr std::array<std::string_view, 18> all = {",", ";", ":", "(",  ")", "{",  "}", "+",  "-",
                                                             "*", "/", "=", "!=", "<", "<=", ">", ">=", ".."};
    return all[static_cast<std::size_t>(s)];
}

bool at_comment(iterator at, iterator end) {
    return end - at >= 2 && at[0] == '/' && at[1] == '/';
}

iterator skip_blanks(iterator at, iterator end) {
    while (at != end) {
        if (*at == ' ') {
            ++at;
            continue;
        }
        if (*at > ' ' && *at != '/') return at;
        if (at_comment(at, end)) return std::find(at, end, '\n');
        auto const [c, length] = decode(at, end);
        if (!is_blank(c)) return at;
        at += length;
    }
    return at;
}

iterator skip_lines(iterator at, iterator end) {
    for (at = skip_blanks(at, end); at != end && *at == '\n'; at = skip_blanks(at + 1, end)) {}
    return at;
}

bool at_line_end(iterator at, iterator end) {
    at = skip_blanks(at, end);
    if (at == end || *at == '\n') return true;
    auto const token = scan_symbol(at, end);
    return token && (token->id == symbol::semicolon || token->id == symbol::close_block);
}

iterator scan_word(iterator at, iterator end) {
    while (at != end) {
        auto const [c, length] = decode(at, end);
        if (!is_word_part(c)) break;
        at += length;
    }
    return at;
}

std::string normal(iterator at, iterator end) {
    std::string_view const whole(at, static_cast<std::size_t>(end - at));
    // Below U+0300 and among the unified ideographs nothing changes under NFC.
    for (std::size_t i = 0; i < whole.size();) {
        auto const [c, length] = base::decode(whole, i);
        if (!(c < 0x300 || (c >= 0x3000 && c < 0x3099) || (c >= 0x4e00 && c < 0xa000) || (c >= 0xff00 && c < 0xffe0))) {
            return base::nfc(whole);
        }
        i += length;
    }
    return std::string(whole);
}

std::optional<name_token> scan_name(iterator at, iterator end) {
    if (at == end || !base::is_name_start(peek(at, end))) return std::nullopt;
    iterator stop = scan_word(at, end);
    name_token out;
    out.name.parts.push_back(normal(at, stop));
    while (stop != end && *stop == '.' && stop + 1 != end && is_word_part(peek(stop + 1, end))) {
        iterator const part = stop + 1;
        stop = scan_word(part, end);
        out.name.parts.push_back(normal(part, stop));
    }
    if (out.name.parts.size() == 1) {
        auto const word = find_keyword(out.name.parts.front());
        if (word && entry_of(word->id).operator_word) return std::nullopt;
    }
    out.end = stop;
    return out;
}

std::optional<keyword_token> scan_keyword(iterator at, iterator end) {
    if (at == end) return std::nullopt;
    iterator const stop = scan_word(at, end);
    auto const word = find_keyword({at, static_cast<std::size_t>(stop - at)});
    if (!word) return std::nullopt;
    bool const dotted = end - stop >= 2 && *stop == '.' && is_word_part(peek(stop + 1, end));
    if (dotted) return std::nullopt;
    return keyword_token{word->id, word->written, stop};
}

std::optional<string_token> scan_string(iterator at, iterator end) {
    char32_t const opening = peek(at, end);
    char32_t closing = 0;
    if (opening == U'"') closing = U'"';
    if (opening == U'“' || opening == U'”') closing = U'”';
    if (opening == U'「') closing = U'」';
    if (closing == 0) return std::nullopt;
    std::string value;
    at = next(at, end);
    while (at != end && *at != '\n') {
        auto const [c, length] = decode(at, end);
        bool const escape = c == U'\\' && at + 1 != end && (at[1] == '"' || at[1] == '\\');
        if (c == closing) { return string_token{normal(value.data(), value.data() + value.size()), at + length, true}; }
        if (escape) {
            value += at[1];
            at += 2;
        } else if (c == 0xfffd && length == 1) {
            base::append(value, c);
            at += length;
        } else {
            value.append(at, length);
            at += length;
        }
    }
    return string_token{std::move(value), at, false};
}

iterator scan_lump(iterator at, iterator end) {
    if (at == end || *at == '\n') return at;
    if (auto const string = scan_string(at, end)) return string->end;
    if (auto const figure = scan_figure(at, end)) return std::max(figure->end, scan_word(figure->end, end));
    if (iterator const word = scan_word(at, end); word != at) return word;
    if (auto const token = scan_symbol(at, end)) return token->end;
    return next(at, end);
}

} // namespace huanchi::syntax

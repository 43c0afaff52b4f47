// The smallest parts of a rule file as plain functions over bytes: blanks, comments, symbols, words, strings, numbers and
// units. No state, no errors: a function says what stands at a place, or that it does not stand there. The end of the text
// is a pointer; nothing is read behind it. Full-width twins of symbols count as the symbols themselves.
#pragma once

#include "syntax/ast.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace huanchi::syntax {

using iterator = char const*;

enum class symbol {
    comma,
    semicolon,
    colon,
    open,
    close,
    open_block,
    close_block,
    plus,
    minus,
    times,
    over,
    eq,
    ne,
    lt,
    le,
    gt,
    ge,
    dots,
};
struct symbol_token {
    symbol id;
    iterator end;
};
// Longest match; a quotation mark is no symbol.
std::optional<symbol_token> scan_symbol(iterator at, iterator end);
bool is_comparison(symbol s);
// `<=` for the symbol that the table_row or bounded stores, in ASCII.
std::string_view text(symbol s);

char32_t peek(iterator at, iterator end); // 0 at the end
iterator next(iterator at, iterator end); // behind the code point

bool at_comment(iterator at, iterator end);
iterator skip_blanks(iterator at, iterator end); // blanks and comments of this line
iterator skip_lines(iterator at, iterator end);  // ends of lines too
// Nothing more follows on the logical line: newline, `;`, `}` or the end of the text.
bool at_line_end(iterator at, iterator end);

// A name character, or a combining accent, which NFC joins to the letter before.
bool is_word_part(char32_t c);
// A maximal run of name characters; `at` if there is none. A digit may start it.
iterator scan_word(iterator at, iterator end);
// NFC of a part of the text; cheap where it is normal already.
std::string normal(iterator at, iterator end);

struct name_token {
    syntax::name name;
    iterator end;
};
// `GB18918.表1`; the first part is no operator word.
std::optional<name_token> scan_name(iterator at, iterator end);

struct keyword_token {
    keyword id;
    spelling written;
    iterator end;
};
// A whole word that is a keyword and not the first part of a dotted name.
std::optional<keyword_token> scan_keyword(iterator at, iterator end);

struct string_token {
    std::string value; // escapes resolved, NFC
    iterator end;      // behind the closing mark; the end of the line if there is none
    bool closed;
};
// "…", “…” or 「…」, on one line.
std::optional<string_token> scan_string(iterator at, iterator end);

// A run of letters, ideographs and the signs of units with directly attached brackets: `mg/m³`, `dB(A)`, `m3/(百头·d)`.
// No keyword. `at` if there is none.
iterator scan_unit(iterator at, iterator end);

// A number, date or clock as the digits say it.
struct figure_token {
    enum class kind { number, date, clock, long_number, bad_date, bad_clock } what;
    iterator end;
    base::decimal value; // number
    base::date day;      // date
    int minutes;         // clock
};
std::optional<figure_token> scan_figure(iterator at, iterator end);

// An empty cell: `-` or `—`, alone between blanks. `at` if it is none.
iterator scan_dash(iterator at, iterator end);

// A quoted string or everything up to a blank, a terminator of the line or a comma before a blank. `at` if there is none.
iterator scan_raw_word(iterator at, iterator end);

// What the eye takes for one word or sign at this place, for messages: a word, number, string, operator or character.
iterator scan_lump(iterator at, iterator end);

} // namespace huanchi::syntax

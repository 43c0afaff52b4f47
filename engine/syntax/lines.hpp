// What kind of line begins at a place, and where a line ends. The kind of a line is decided once, from its first words, so
// that the grammar never has to try one reading after another. Plain functions without state.
#pragma once

#include "syntax/lexer.hpp"

namespace huanchi::syntax {

enum class line_kind {
    item,          // begins with a keyword
    header,        // by, value, rows, columns
    row,           // label, operator, cells
    reference_row, // `reference` before that
    raw_row,       // words below `columns`
    unknown,       // none of these
};
line_kind classify(iterator at, iterator end, bool in_block, bool below_columns);

// The label of a row and what stands between it and the cells.
struct row_head {
    std::string label; // quotes removed, NFC
    iterator label_end;
    std::optional<symbol> op;    // nullopt: `in`, or the cells say it themselves
    std::optional<keyword> word; // in, not_detected, prohibited
    iterator op_begin, op_end;   // equal if the cells say it themselves
};
std::optional<row_head> scan_row_head(iterator at, iterator end);

// Where to go on after a mistake: the end of the logical line, or the `{` that opens its block. Strings and comments are
// stepped over; a line that ends in a comma, operator or bracket takes the next with it.
iterator end_of_broken_line(iterator at, iterator end);

// Behind the `}` that closes the `{` at `at`, or the end.
iterator skip_block(iterator at, iterator end);

// `keyword` misspelt: the nearest word of the column in which it seems to be written, if one is near enough.
std::optional<std::string_view> nearest_keyword(std::string_view word);

// `wher kind`: a label whose first word is a keyword with one slip of the pen.
bool looks_misspelt(iterator label, iterator label_end);

} // namespace huanchi::syntax

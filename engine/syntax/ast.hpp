// What the author of a rule file wrote, with places and spellings; nothing of what it means.
//
// The whole language is one shape: a file is a list of items; an item is one line of segments (a keyword with its arguments),
// with a block of items in braces behind it where it needs one. Inside a block a table may stand: header lines, then rows.
//
//     limits 表1 of GB18918 "…" {                    item: segments `limits 表1`, `of GB18918 "…"`, with a block
//       judge daily_mean                              item
//       by grade:     一级A  一级B  二级  三级           table_header (keyword by, subject grade, four cells)
//       化学需氧量 <=    50     60   100   120  mg/L     table_row
//       氨氮      <=     5      8    25     -   mg/L when 水温 > 12 ℃
//     }
//
// The end of a line ends an item, except after a comma, an operator or an opening bracket. `//` starts a comment.
#pragma once

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "source/source_text.hpp"
#include "syntax/keywords.hpp"


#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace huanchi::syntax {

using source::span;

struct expression;
using expression_ptr = std::shared_ptr<expression const>; // immutable once parsed; shared so that copies are cheap

struct name {                      // GB18918.表1 has two parts; NFC
    std::vector<std::string> parts;
    std::string text() const;      // joined by '.'
};
struct number {                    // 50 mg/L; unit as written, "" if none
    base::decimal value;
    std::string written;           // digits as written
    std::string unit;
    span unit_where;
};
struct text_literal { std::string value; };            // without quotes, escapes \" \\ resolved
struct date_literal { base::date value; };             // 2006-01-01
struct clock_literal { int minutes; };                 // 22:00, of the day, 0..1440
struct constant { keyword value; };                    // yes, no, not_detected, prohibited
struct dash {};                                        // an empty cell
enum class unary_op { not_, minus };
struct unary { unary_op op; expression_ptr operand; };
enum class binary_op { or_, and_, eq, ne, lt, le, gt, ge, in, within, add, subtract, multiply, divide };
struct binary { binary_op op; expression_ptr left, right; span op_where; };
struct range { expression_ptr low, high; };            // 6..9, both ends included
struct list { std::vector<expression> elements; };     // (a, b, c) with at least one comma
struct call { syntax::name function; span function_where; std::vector<expression> arguments; };
struct bounded { binary_op op; expression_ptr bound; };// a header cell or row label like `> 20 t/h`

struct expression {
    std::variant<name, number, text_literal, date_literal, clock_literal, constant, dash, unary, binary, range, list, call,
                 bounded>
        node;
    span where;
};

struct segment {
    keyword key{};
    spelling written{};
    span where;                       // of the keyword
    std::vector<expression> arguments; // `judge a, b` and `standard X "title"` both have two
    mutable bool asked_for = false;    // a reader looked for it; what none looks for means nothing where it stands
};

struct block;
struct item {
    std::vector<segment> segments; // never empty
    std::shared_ptr<block> body;   // null: no braces
    span where;                    // from the first keyword to the end of the line or the closing brace
    segment const* find(keyword k) const; // the first such segment, or null
};

// `by grade: 一级A 一级B`, `value:`, `rows zone_class`, `columns code name unit`. Several `by` lines nest: the conditions of a
// column are the cells above it. Headers stay in force to the end of the block or the next `columns`.
struct table_header {
    keyword key{}; // by, value, rows, columns
    spelling written{};
    std::optional<expression> subject; // by, rows: `grade`; none for value and columns
    std::vector<expression> cells;     // columns: names; rows: none
    span where;
};

enum class comparison { le, lt, ge, gt, eq, in, none }; // none: the cells say it themselves (not_detected, prohibited)
// A line of a block that does not begin with a keyword (or begins with `reference`, in a table).
struct table_row {
    bool is_reference = false; // `reference 基准氧含量 = 9 3.5 3.5 %`
    // Under `by`, `value`, `rows`, or in a block without header (`kind = 锅炉`): the text before the operator as a whole
    // (`1,2-二氯乙烷`), quotes removed, NFC. Under `columns`: empty, all words of the line are cells (text_literal or dash).
    std::string label;
    span label_where;
    comparison op = comparison::none;
    std::vector<expression> cells; // numbers (without unit), ranges, dashes, names, texts, dates, clocks, constants
    std::string unit; // as written, "" if none
    span unit_where;
    std::vector<segment> tail; // when …, note …, effective …
    span where;
    segment const* find(keyword k) const;
};

using entry = std::variant<item, table_header, table_row>;

struct block {
    std::vector<entry> entries;
    span where; // braces included
};

struct comment {
    std::string text; // with the slashes, without line end
    span where;
};

struct file {
    source::file_id id = 0;
    std::vector<item> items;       // broken ones left out; each has been reported
    std::vector<comment> comments; // in order of place
};

} // namespace huanchi::syntax

// What one run of the grammar carries along: the text, the diagnostics, the depth of nesting and the state of the blocks
// around. The readers of tokens are plain functions over it; the grammar puts them together. One session, one thread.
#pragma once

#include "source/diagnostic.hpp"
#include "syntax/ast.hpp"
#include "syntax/lines.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::syntax {

struct block_at_hand {
    iterator at;
    bool below_columns = false; // the rows that follow are raw words
    bool in_table = false;      // a header stands above
};

struct mistake {
    iterator begin, end;
    std::vector<std::string> parameters;
};

struct session {
    source::file_id file;
    iterator begin, end;
    source::diagnostics* report;

    int depth = 0;
    int operators = 0;                 // in the line at hand
    std::vector<iterator> brackets;    // open in the line at hand
    std::vector<block_at_hand> blocks; // open around the line at hand
    keyword last_keyword{};            // of the segment at hand
    spelling last_spelling{};
    iterator name_end = nullptr;         // of the name read last: a bracket right there makes it a call
    line_kind kind{};                    // of the line at hand
    bool broken = false;                 // the line just read has been reported
    bool orphan_block = false;           // and it ended before a `{`
    std::optional<mistake> raised;       // details of the failure on its way
    iterator line_begin = nullptr;       // the first token of the line at hand
    iterator last_block_begin = nullptr; // the `{` of the block closed last
    iterator last_block_end = nullptr;   // the `}` before, for a stray one
    iterator askew_open = nullptr;       // the first block whose `}` stands further to the left than its first line
    iterator askew_close = nullptr;

    span where(iterator from, iterator to) const {
        return {file, static_cast<std::uint32_t>(from - begin), static_cast<std::uint32_t>(to - begin)};
    }
};

struct infix {
    binary_op op;
    span where;
};
enum class level { or_, and_, comparison, additive, multiplicative };

struct unit_token {
    std::string unit;
    span where;
};
struct name_at {
    syntax::name name;
    span where;
};

// Ends the line with a diagnostic: throws what the rules of the grammar catch and report.
[[noreturn]] void raise(session& s, char const* code, iterator from, iterator to, std::vector<std::string> parameters = {});
// Reports a failure at `at`: the token there, or the end of the text before if the line ends there.
void report_failure(session& s, std::string const& code, iterator at);

// Readers: true and `at` moved behind the token, or false and nothing changed. `at` stands on no blank.
bool read_symbol(session& s, iterator& at, symbol wanted);
bool read_infix(session& s, iterator& at, infix& out, level wanted); // takes ends of lines behind it
bool read_word(session& s, iterator& at, keyword wanted);
bool read_name(session& s, iterator& at, name_at& out);
bool read_string(session& s, iterator& at, expression& out);
bool read_constant(session& s, iterator& at, expression& out);
bool read_figure(session& s, iterator& at, expression& out);      // number with its unit, date, clock
bool read_cell_figure(session& s, iterator& at, expression& out); // without unit; a sign may stand before
bool read_cell_name(session& s, iterator& at, expression& out);   // no unit that is not a name too
bool read_dash(session& s, iterator& at, expression& out);
bool read_raw_word(session& s, iterator& at, expression& out);
bool read_column_name(session& s, iterator& at, expression& out);
bool read_unit(session& s, iterator& at, unit_token& out);
bool read_comparison(session& s, iterator& at, binary_op& out);
bool read_open(session& s, iterator& at);
bool read_close(session& s, iterator& at, span& out); // the whole of the bracket
bool read_keyword(session& s, iterator& at, segment& out);
bool read_second_name(session& s, iterator& at, expression& out);
bool read_row_head(session& s, iterator& at, table_row& out);

// What follows, without taking it.
bool argument_follows(session const& s, iterator at);
bool keyword_follows(session const& s, iterator at);
bool line_ends(session const& s, iterator at);
bool head_ends(session const& s, iterator at); // line end or `{`

// Blocks and lines.
bool begin_line(session& s, iterator& at); // decides s.kind; false at `}` and at the end
bool open_block(session& s, iterator& at);
bool skip_deep_block(session& s, iterator& at); // reports a block that is nested too deeply and steps over it
bool close_block(session& s, iterator& at);     // reports its absence
bool report_stray_close(session& s, iterator& at);

// The X3 grammar, from the first byte of the session to the last.
void run_grammar(session& s, syntax::file& out);

} // namespace huanchi::syntax

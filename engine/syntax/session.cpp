#include "syntax/session.hpp"

#include "base/utf8.hpp"
#include "syntax/parse.hpp"

#include <algorithm>
#include <utility>

namespace huanchi::syntax {

namespace {

constexpr std::size_t longest_shown = 40; // bytes of the user's text in a message

std::string shown(iterator from, iterator to) {
    std::string_view const whole(from, static_cast<std::size_t>(to - from));
    if (whole.size() <= longest_shown) return std::string(whole);
    std::size_t cut = 0;
    while (cut < longest_shown) cut += base::decode(whole, cut).length;
    return std::string(whole.substr(0, cut)) + "…";
}

iterator start_of_line(session const& s, iterator at) {
    while (at != s.begin && at[-1] != '\n') --at;
    return at;
}

// Columns before the first character of the line that is no blank.
std::size_t indent_of_line(session const& s, iterator at) {
    iterator const start = start_of_line(s, at);
    return static_cast<std::size_t>(skip_blanks(start, s.end) - start);
}

bool is_first_of_line(session const& s, iterator at) {
    return skip_blanks(start_of_line(s, at), s.end) == at;
}

// A segment's keyword that would have nothing behind it if it were read as one.
bool lacks_argument(session const& s, iterator at) {
    iterator const behind = skip_blanks(at, s.end);
    if (head_ends(s, behind)) return true;
    auto const word = scan_keyword(behind, s.end);
    return word && !entry_of(word->id).operator_word;
}

bool takes_argument(keyword k) {
    arity const a = entry_of(k).arity;
    return a == arity::some || a == arity::names;
}

} // namespace

void report_failure(session& s, std::string const& code, iterator at) {
    if (s.raised) {
        mistake const found = *std::exchange(s.raised, std::nullopt);
        s.report->report(code, s.where(found.begin, found.end), found.parameters);
        return;
    }
    iterator const token = skip_blanks(at, s.end);
    iterator const lump = scan_lump(token, s.end);
    bool const at_end = lump == token;
    if (auto const string = scan_string(token, s.end); string && !string->closed) {
        s.report->report("S003", s.where(token, lump)); // reported already: a text without end explains the rest
        return;
    }
    bool const broken_byte = !at_end && base::decode({token, static_cast<std::size_t>(s.end - token)}, 0).value == 0xfffd;
    if (broken_byte && s.report->has_errors()) return; // reported already
    // At the end of a line the caret stands right behind the last token.
    while (at_end && at != s.begin && (at[-1] == ' ' || at[-1] == '\t' || at[-1] == '\r' || at[-1] == '\n')) --at;
    span const where = at_end ? s.where(at, at) : s.where(token, lump);
    std::vector<std::string> parameters{shown(token, lump)};
    if (code == "S011") parameters.emplace_back(text(s.last_keyword, s.last_spelling));
    std::string suggestion;
    bool const starts_line = code == "S010" || code == "S029";
    if (starts_line) suggestion = nearest_keyword({token, static_cast<std::size_t>(lump - token)}).value_or("");
    source::diagnostic& d = s.report->report(code, where, std::move(parameters), std::move(suggestion));
    if (code == "S006" && !s.brackets.empty())
        d.labels.push_back({s.where(s.brackets.back(), s.brackets.back() + 1), "L001", {}});
}

bool read_keyword(session& s, iterator& at, segment& out) {
    auto const word = scan_keyword(at, s.end);
    if (!word || entry_of(word->id).operator_word) return false;
    out = {word->id, word->written, s.where(at, word->end), {}};
    s.last_keyword = word->id;
    s.last_spelling = word->written;
    at = word->end;
    return true;
}

bool read_second_name(session& s, iterator& at, expression& out) {
    if (entry_of(s.last_keyword).arity != arity::names) return false;
    auto const word = scan_keyword(at, s.end);
    if (!word || !takes_argument(word->id) || !lacks_argument(s, word->end)) return false;
    out = {name{{normal(at, word->end)}}, s.where(at, word->end)};
    at = word->end;
    return true;
}

bool read_row_head(session& s, iterator& at, table_row& out) {
    out.is_reference = s.kind == line_kind::reference_row;
    iterator label = at;
    if (out.is_reference) label = skip_blanks(scan_word(at, s.end), s.end);
    auto head = scan_row_head(label, s.end);
    if (!head) return false;
    out.label = std::move(head->label);
    out.label_where = s.where(label, head->label_end);
    out.op = comparison::none;
    if (head->word == keyword::in) out.op = comparison::in;
    bool const foreign = head->op == symbol::ne || head->word == keyword::within;
    if (foreign) raise(s, "S028", head->op_begin, head->op_end, {shown(head->op_begin, head->op_end)});
    if (head->op == symbol::le) out.op = comparison::le;
    if (head->op == symbol::lt) out.op = comparison::lt;
    if (head->op == symbol::ge) out.op = comparison::ge;
    if (head->op == symbol::gt) out.op = comparison::gt;
    if (head->op == symbol::eq) out.op = comparison::eq;
    if (looks_misspelt(label, head->label_end)) {
        report_failure(s, "S029", label);
        s.broken = true;
    }
    at = head->op_end;
    return true;
}

bool argument_follows(session const& s, iterator at) {
    if (at == s.end) return false;
    char32_t const c = peek(at, s.end);
    if (scan_string(at, s.end) || (c >= U'0' && c <= U'9')) return true;
    if (auto const token = scan_symbol(at, s.end)) return token->id == symbol::open;
    auto const word = scan_keyword(at, s.end);
    if (!word) return base::is_name_start(c);
    switch (word->id) {
    case keyword::not_:
    case keyword::yes:
    case keyword::no:
    case keyword::not_detected:
    case keyword::prohibited:
    case keyword::known: return true;
    default: return false;
    }
}

bool keyword_follows(session const& s, iterator at) {
    auto const word = scan_keyword(at, s.end);
    return word && !entry_of(word->id).operator_word;
}

bool line_ends(session const& s, iterator at) {
    return at_line_end(at, s.end);
}

bool head_ends(session const& s, iterator at) {
    auto const token = scan_symbol(skip_blanks(at, s.end), s.end);
    return line_ends(s, at) || (token && token->id == symbol::open_block);
}

bool begin_line(session& s, iterator& at) {
    while (true) {
        at = skip_lines(at, s.end);
        auto const token = scan_symbol(at, s.end);
        if (at == s.end || (token && token->id == symbol::close_block)) return false;
        if (!token || token->id != symbol::semicolon) break;
        at = token->end;
    }
    bool const below_columns = !s.blocks.empty() && s.blocks.back().below_columns;
    s.kind = classify(at, s.end, !s.blocks.empty(), below_columns);
    s.line_begin = at;
    s.brackets.clear();
    s.operators = 0;
    s.broken = s.orphan_block = false;
    return true;
}

bool skip_deep_block(session& s, iterator& at) {
    if (s.depth < most_nesting) return false;
    auto const token = scan_symbol(skip_lines(at, s.end), s.end);
    if (!token || token->id != symbol::open_block) return false;
    at = skip_lines(at, s.end);
    s.report->report("S007", s.where(at, token->end), {std::to_string(most_nesting)});
    at = skip_block(at, s.end);
    return true;
}

bool open_block(session& s, iterator& at) {
    iterator const begin = skip_lines(at, s.end);
    auto const token = scan_symbol(begin, s.end);
    if (!token || token->id != symbol::open_block) return false;
    s.blocks.push_back({begin});
    ++s.depth;
    at = token->end;
    return true;
}

bool close_block(session& s, iterator& at) {
    iterator const open = s.blocks.back().at;
    s.last_block_begin = open;
    s.blocks.pop_back();
    --s.depth;
    iterator const here = skip_lines(at, s.end);
    auto const token = scan_symbol(here, s.end);
    if (token && token->id == symbol::close_block) {
        bool const askew = is_first_of_line(s, here) && indent_of_line(s, here) < indent_of_line(s, open);
        if (askew && s.askew_open == nullptr) {
            s.askew_open = open;
            s.askew_close = here;
        }
        s.last_block_end = here;
        at = token->end;
        return true;
    }
    // The `}` that is missing is rather that of a block whose own stands too far to the left.
    iterator const missing = s.askew_open != nullptr ? std::exchange(s.askew_open, nullptr) : open;
    source::diagnostic& d = s.report->report("S004", s.where(missing, next(missing, s.end)));
    if (missing != open) {
        d.labels.push_back({s.where(s.askew_close, next(s.askew_close, s.end)), "L004", {}});
    } else {
        iterator last = s.end;
        while (last != open && (last[-1] == '\n' || last[-1] == ' ' || last[-1] == '\t' || last[-1] == '\r')) --last;
        d.labels.push_back({s.where(last, last), "L003", {}});
    }
    at = here;
    return true;
}

bool report_stray_close(session& s, iterator& at) {
    iterator const here = skip_lines(at, s.end);
    auto const token = scan_symbol(here, s.end);
    if (!token || token->id != symbol::close_block) return false;
    source::diagnostic& d = s.report->report("S005", s.where(here, token->end));
    if (s.last_block_end != nullptr) {
        d.labels.push_back({s.where(s.last_block_end, next(s.last_block_end, s.end)), "L002", {}});
    }
    at = token->end;
    return true;
}

} // namespace huanchi::syntax

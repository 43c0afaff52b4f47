// The readers of tokens that become expressions.
#include "base/utf8.hpp"
#include "syntax/parse.hpp"
#include "syntax/session.hpp"

#include <memory>
#include <utility>

namespace huanchi::syntax {

namespace {

std::string raw(iterator from, iterator to) {
    return {from, static_cast<std::size_t>(to - from)};
}

bool is_constant(keyword k) {
    return k == keyword::yes || k == keyword::no || k == keyword::not_detected || k == keyword::prohibited;
}

struct operation {
    binary_op op;
    syntax::level level;
};

std::optional<operation> operation_of(symbol s) {
    switch (s) {
    case symbol::eq: return operation{binary_op::eq, level::comparison};
    case symbol::ne: return operation{binary_op::ne, level::comparison};
    case symbol::lt: return operation{binary_op::lt, level::comparison};
    case symbol::le: return operation{binary_op::le, level::comparison};
    case symbol::gt: return operation{binary_op::gt, level::comparison};
    case symbol::ge: return operation{binary_op::ge, level::comparison};
    case symbol::plus: return operation{binary_op::add, level::additive};
    case symbol::minus: return operation{binary_op::subtract, level::additive};
    case symbol::times: return operation{binary_op::multiply, level::multiplicative};
    case symbol::over: return operation{binary_op::divide, level::multiplicative};
    default: return std::nullopt;
    }
}

std::optional<operation> operation_of(keyword k) {
    switch (k) {
    case keyword::or_: return operation{binary_op::or_, level::or_};
    case keyword::and_: return operation{binary_op::and_, level::and_};
    case keyword::in: return operation{binary_op::in, level::comparison};
    case keyword::within: return operation{binary_op::within, level::comparison};
    default: return std::nullopt;
    }
}

// A date or clock, or the diagnostic about a figure that is none; false for a number.
bool read_calendar(session& s, iterator at, figure_token const& token, expression& out) {
    switch (token.what) {
    case figure_token::kind::number: return false;
    case figure_token::kind::date: out = {date_literal{token.day}, s.where(at, token.end)}; return true;
    case figure_token::kind::clock: out = {clock_literal{token.minutes}, s.where(at, token.end)}; return true;
    case figure_token::kind::long_number: raise(s, "S015", at, token.end, {raw(at, token.end)});
    case figure_token::kind::bad_date: raise(s, "S016", at, token.end, {raw(at, token.end)});
    case figure_token::kind::bad_clock: raise(s, "S017", at, token.end, {raw(at, token.end)});
    }
    return false;
}

bool is_bracket(session const& s, iterator at) {
    auto const token = scan_symbol(at, s.end);
    return token && token->id == symbol::open;
}

} // namespace

bool read_symbol(session& s, iterator& at, symbol wanted) {
    auto const token = scan_symbol(at, s.end);
    if (!token || token->id != wanted) return false;
    at = wanted == symbol::comma || wanted == symbol::dots ? skip_lines(token->end, s.end) : token->end;
    return true;
}

bool read_infix(session& s, iterator& at, infix& out, level wanted) {
    std::optional<operation> found;
    iterator stop = at;
    if (auto const token = scan_symbol(at, s.end)) {
        found = operation_of(token->id);
        stop = token->end;
    } else if (wanted <= level::comparison) {
        auto const word = scan_keyword(at, s.end);
        if (!word) return false;
        found = operation_of(word->id);
        stop = word->end;
    }
    if (!found || found->level != wanted) return false;
    if (++s.operators > most_operators) raise(s, "S008", at, stop, {std::to_string(most_operators)});
    out = {found->op, s.where(at, stop)};
    // A line that begins with a keyword is not what the operator waits for: its right side has been forgotten.
    iterator const line_end = skip_blanks(stop, s.end);
    iterator const operand = skip_lines(line_end, s.end);
    at = operand != line_end && keyword_follows(s, operand) ? stop : operand;
    return true;
}

bool read_word(session& s, iterator& at, keyword wanted) {
    auto const word = scan_keyword(at, s.end);
    if (!word || word->id != wanted) return false;
    at = word->end;
    return true;
}

bool read_name(session& s, iterator& at, name_at& out) {
    auto token = scan_name(at, s.end);
    if (!token) return false;
    out = {std::move(token->name), s.where(at, token->end)};
    at = s.name_end = token->end;
    return true;
}

bool read_string(session& s, iterator& at, expression& out) {
    auto token = scan_string(at, s.end);
    if (!token) return false;
    if (!token->closed) raise(s, "S003", at, token->end);
    out = {text_literal{std::move(token->value)}, s.where(at, token->end)};
    at = token->end;
    return true;
}

bool read_constant(session& s, iterator& at, expression& out) {
    auto const word = scan_keyword(at, s.end);
    if (!word || !is_constant(word->id)) return false;
    out = {constant{word->id}, s.where(at, word->end)};
    at = word->end;
    return true;
}

bool read_figure(session& s, iterator& at, expression& out) {
    auto const token = scan_figure(at, s.end);
    if (!token) return false;
    iterator stop = token->end;
    if (!read_calendar(s, at, *token, out)) {
        iterator const unit = skip_blanks(token->end, s.end);
        iterator const unit_end = scan_unit(unit, s.end);
        if (is_bracket(s, token->end)) raise(s, "S026", at, scan_raw_word(at, s.end), {raw(at, scan_raw_word(at, s.end))});
        number value{token->value, raw(at, token->end), raw(unit, unit_end), {}};
        if (unit_end != unit) {
            value.unit_where = s.where(unit, unit_end);
            stop = unit_end;
        }
        out = {std::move(value), s.where(at, stop)};
    }
    at = stop;
    return true;
}

bool read_cell_figure(session& s, iterator& at, expression& out) {
    auto const sign = scan_symbol(at, s.end);
    bool const negative = sign && sign->id == symbol::minus;
    iterator const digits = negative ? sign->end : at;
    auto const token = scan_figure(digits, s.end);
    if (!token) return false;
    if (!read_calendar(s, digits, *token, out)) {
        bool const attached = is_bracket(s, token->end) || scan_unit(token->end, s.end) != token->end;
        iterator const lump = attached ? scan_raw_word(at, s.end) : at;
        if (attached) raise(s, "S026", at, lump, {raw(at, lump)});
        out = {number{token->value, raw(digits, token->end), {}, {}}, s.where(digits, token->end)};
    }
    if (negative) out = {unary{unary_op::minus, std::make_shared<expression const>(out)}, s.where(at, token->end)};
    at = token->end;
    return true;
}

bool read_cell_name(session& s, iterator& at, expression& out) {
    auto token = scan_name(at, s.end);
    if (!token || scan_unit(at, s.end) > token->end) return false;
    out = {std::move(token->name), s.where(at, token->end)};
    at = token->end;
    return true;
}

bool read_dash(session& s, iterator& at, expression& out) {
    iterator const stop = scan_dash(at, s.end);
    if (stop == at) return false;
    out = {dash{}, s.where(at, stop)};
    at = stop;
    return true;
}

bool read_raw_word(session& s, iterator& at, expression& out) {
    if (line_ends(s, at)) return false;
    if (read_dash(s, at, out) || read_string(s, at, out)) return true;
    iterator const stop = scan_raw_word(at, s.end);
    if (stop == at) return false;
    out = {text_literal{normal(at, stop)}, s.where(at, stop)};
    at = stop;
    return true;
}

bool read_column_name(session& s, iterator& at, expression& out) {
    if (!read_raw_word(s, at, out)) return false;
    auto* text = std::get_if<text_literal>(&out.node);
    bool const quoted = text != nullptr && scan_string(s.begin + out.where.begin, s.end);
    if (text != nullptr && !quoted) out.node = name{{std::move(text->value)}};
    return true;
}

bool read_unit(session& s, iterator& at, unit_token& out) {
    iterator const stop = scan_unit(at, s.end);
    if (stop == at) return false;
    out = {raw(at, stop), s.where(at, stop)};
    at = stop;
    return true;
}

bool read_comparison(session& s, iterator& at, binary_op& out) {
    infix found{};
    if (!read_infix(s, at, found, level::comparison)) return false;
    out = found.op;
    return true;
}

bool read_open(session& s, iterator& at) {
    iterator const begin = at;
    if (!read_symbol(s, at, symbol::open)) return false;
    s.brackets.push_back(begin);
    at = skip_lines(at, s.end);
    return true;
}

bool read_close(session& s, iterator& at, span& out) {
    auto const token = scan_symbol(skip_lines(at, s.end), s.end);
    if (!token || token->id != symbol::close || s.brackets.empty()) return false;
    out = s.where(s.brackets.back(), token->end);
    s.brackets.pop_back();
    at = token->end;
    return true;
}

} // namespace huanchi::syntax

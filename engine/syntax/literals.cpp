// Numbers, dates, clocks, units, dashes and raw words.
#include "base/utf8.hpp"
#include "syntax/lexer.hpp"

#include <algorithm>

namespace huanchi::syntax {

namespace {

bool is_digit(iterator at, iterator end) {
    return at != end && *at >= '0' && *at <= '9';
}

iterator digits(iterator at, iterator end) {
    while (is_digit(at, end)) ++at;
    return at;
}

int value_of(iterator at, iterator end) {
    int value = 0;
    for (; at != end; ++at) value = value * 10 + (*at - '0');
    return value;
}

bool is_unit_start(char32_t c) {
    static constexpr char32_t signs[] = {U'%', U'％', U'‰', U'℃', U'℉', U'°', U'µ', U'μ', U'Ω', U'′', U'″'};
    return base::is_name_start(c) || (c >= 0x3380 && c <= 0x33df) ||
           std::find(std::begin(signs), std::end(signs), c) != std::end(signs);
}

bool is_superscript(char32_t c) {
    return c == U'²' || c == U'³' || c == U'¹' || (c >= 0x2070 && c <= 0x207f);
}

// Signs that stand between two parts of a unit.
bool is_unit_joint(char32_t c) {
    return c == U'/' || c == U'·' || c == U'∙' || c == U'⋅' || c == U'•' || c == U'^';
}

// Behind the bracket that closes the one at `at`, on the same line; `at` if there is none.
iterator balanced(iterator at, iterator end) {
    int depth = 0;
    for (iterator i = at; i != end && *i != '\n'; i = next(i, end)) {
        auto const token = scan_symbol(i, end);
        if (token && token->id == symbol::open) ++depth;
        if (token && token->id == symbol::close && --depth == 0) return token->end;
        if (token && (token->id == symbol::open_block || token->id == symbol::close_block)) return at;
    }
    return at;
}

bool is_open(iterator at, iterator end) {
    auto const token = scan_symbol(at, end);
    return token && token->id == symbol::open;
}

bool ends_word(iterator at, iterator end) {
    return at == end || !(is_word_part(peek(at, end)));
}

std::optional<figure_token> scan_date(iterator at, iterator end) {
    iterator const year = digits(at, end);
    if (year - at != 4 || year == end || *year != '-') return std::nullopt;
    iterator const month = digits(year + 1, end);
    if (month == year + 1 || month - year > 3 || month == end || *month != '-') return std::nullopt;
    iterator const day = digits(month + 1, end);
    if (day == month + 1 || day - month > 3) return std::nullopt;
    bool const canonical = month - year == 3 && day - month == 3 && ends_word(day, end);
    auto const date = base::date::from_ymd(value_of(at, year), value_of(year + 1, month), value_of(month + 1, day));
    if (!canonical || !date) return figure_token{figure_token::kind::bad_date, scan_word(day, end), {}, {}, 0};
    return figure_token{figure_token::kind::date, day, {}, *date, 0};
}

std::optional<figure_token> scan_clock(iterator at, iterator end) {
    iterator const hour = digits(at, end);
    auto const colon = scan_symbol(hour, end);
    if (hour == at || hour - at > 2 || !colon || colon->id != symbol::colon) return std::nullopt;
    iterator const minute = digits(colon->end, end);
    if (minute - colon->end != 2) return std::nullopt;
    int const h = value_of(at, hour);
    int const m = value_of(colon->end, minute);
    bool const good = m < 60 && h * 60 + m <= 24 * 60 && ends_word(minute, end);
    auto const what = good ? figure_token::kind::clock : figure_token::kind::bad_clock;
    return figure_token{what, scan_word(minute, end), {}, {}, h * 60 + m};
}

iterator behind_commas(iterator at, iterator end) {
    for (auto token = scan_symbol(at, end); token && token->id == symbol::comma; token = scan_symbol(at, end)) at = token->end;
    return at;
}

} // namespace

iterator scan_unit(iterator at, iterator end) {
    if (at == end || !is_unit_start(peek(at, end))) return at;
    iterator stop = at;
    while (stop != end) {
        char32_t const c = peek(stop, end);
        iterator const behind = next(stop, end);
        if (is_unit_start(c) || is_word_part(c) || is_superscript(c)) {
            stop = behind;
        } else if (is_unit_joint(c) && !at_comment(stop, end)) {
            char32_t const d = peek(behind, end);
            bool const goes_on = is_unit_start(d) || is_word_part(d) || is_open(behind, end) || is_superscript(d);
            if (!goes_on) break;
            stop = behind;
        } else if (is_open(stop, end)) {
            iterator const close = balanced(stop, end);
            if (close == stop) break;
            stop = close;
        } else {
            break;
        }
    }
    if (find_keyword({at, static_cast<std::size_t>(stop - at)})) return at;
    return stop;
}

std::optional<figure_token> scan_figure(iterator at, iterator end) {
    if (!is_digit(at, end)) return std::nullopt;
    if (auto const date = scan_date(at, end)) return date;
    if (auto const clock = scan_clock(at, end)) return clock;
    iterator stop = digits(at, end);
    if (stop != end && *stop == '.' && is_digit(stop + 1, end)) stop = digits(stop + 1, end);
    auto const value = base::decimal::parse({at, static_cast<std::size_t>(stop - at)});
    if (!value) return figure_token{figure_token::kind::long_number, stop, {}, {}, 0};
    return figure_token{figure_token::kind::number, stop, *value, {}, 0};
}

iterator scan_dash(iterator at, iterator end) {
    iterator stop = at;
    for (int i = 0; i < 2; ++i) {
        char32_t const c = peek(stop, end);
        if (c == U'-' || c == U'—' || c == U'–' || c == U'－') stop = next(stop, end);
    }
    if (stop == at) return at;
    bool const alone = skip_blanks(stop, end) != stop || at_line_end(stop, end) || scan_symbol(stop, end);
    return alone ? stop : at;
}

iterator scan_raw_word(iterator at, iterator end) {
    if (auto const string = scan_string(at, end)) return string->end;
    iterator stop = at;
    while (!at_line_end(stop, end) && skip_blanks(stop, end) == stop) {
        if (auto const string = scan_string(stop, end)) {
            stop = string->end;
            continue;
        }
        auto const token = scan_symbol(stop, end);
        if (token && token->id == symbol::open_block) break;
        bool const comma = token && token->id == symbol::comma;
        iterator const behind = comma ? behind_commas(stop, end) : next(stop, end);
        if (comma && (at_line_end(behind, end) || skip_blanks(behind, end) != behind)) break;
        stop = behind;
    }
    return stop;
}

} // namespace huanchi::syntax

#include "syntax/lines.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace huanchi::syntax {

namespace {

bool closes_label(symbol s) {
    return s == symbol::semicolon || s == symbol::open_block || s == symbol::close_block;
}

// Brackets inside a name: `铬(六价)`, `苯并[a]芘`, `总磷（以P计）`.
int bracket(char32_t c) {
    if (c == U'(' || c == U'（' || c == U'[' || c == U'［' || c == U'【') return 1;
    if (c == U')' || c == U'）' || c == U']' || c == U'］' || c == U'】') return -1;
    return 0;
}

bool is_row_word(keyword k) {
    return k == keyword::in || k == keyword::within || k == keyword::not_detected || k == keyword::prohibited;
}

std::string label_text(iterator at, iterator stop) {
    auto const string = scan_string(at, stop);
    if (string && string->closed && string->end == stop) return string->value;
    return normal(at, stop);
}

// `ignoring`: an operator counts in brackets too, if a blank stands before it.
std::optional<row_head> split(iterator begin, iterator end, bool ignoring) {
    int depth = 0;
    iterator stop = begin; // behind the last character of the label that is no blank
    for (iterator at = begin; at != end && *at != '\n';) {
        iterator const sign = skip_blanks(at, end);
        bool const after_blank = sign != at;
        at = sign;
        if (at == end || *at == '\n') break;
        if (auto const string = scan_string(at, end)) {
            at = stop = string->end;
            continue;
        }
        auto const token = scan_symbol(at, end);
        if (token && closes_label(token->id)) break;
        bool const outside = depth == 0 || (ignoring && after_blank);
        if (token && is_comparison(token->id) && outside && stop != begin) {
            return row_head{label_text(begin, stop), stop, token->id, std::nullopt, at, token->end};
        }
        auto const word = after_blank && outside && stop != begin ? scan_keyword(at, end) : std::nullopt;
        if (word && is_row_word(word->id)) {
            bool const is_cell = word->id == keyword::not_detected || word->id == keyword::prohibited;
            return row_head{label_text(begin, stop), stop, std::nullopt, word->id, at, is_cell ? at : word->end};
        }
        depth = std::max(0, depth + bracket(peek(at, end)));
        at = stop = next(at, end);
    }
    return std::nullopt;
}

bool is_header(keyword k) {
    return k == keyword::by || k == keyword::value || k == keyword::rows || k == keyword::columns;
}

// A minus at the end of a line is an empty cell more often than an operator.
bool takes_next_line(symbol s) {
    return s == symbol::comma || s == symbol::open || s == symbol::plus || s >= symbol::times;
}

bool has_ideograph(std::string_view word) {
    return std::any_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

} // namespace

std::optional<row_head> scan_row_head(iterator at, iterator end) {
    auto found = split(at, end, false);
    return found ? found : split(at, end, true);
}

line_kind classify(iterator at, iterator end, bool in_block, bool below_columns) {
    auto const word = scan_keyword(at, end);
    if (!word || entry_of(word->id).operator_word) {
        if (!in_block) return line_kind::unknown;
        if (below_columns) return line_kind::raw_row;
        return scan_row_head(at, end) ? line_kind::row : line_kind::unknown;
    }
    if (in_block && !below_columns) {
        auto const op = scan_symbol(skip_blanks(word->end, end), end);
        if (op && is_comparison(op->id)) return line_kind::row; // `medium = water`
        if (word->id == keyword::reference && scan_row_head(skip_blanks(word->end, end), end)) {
            return line_kind::reference_row;
        }
    }
    return is_header(word->id) ? line_kind::header : line_kind::item;
}

iterator end_of_broken_line(iterator at, iterator end) {
    bool goes_on = false;
    while (true) {
        at = skip_blanks(at, end);
        if (at == end || (*at == '\n' && !goes_on)) return at;
        if (*at == '\n') {
            goes_on = false;
            ++at;
        } else if (auto const string = scan_string(at, end)) {
            goes_on = false;
            at = string->end;
        } else if (auto const token = scan_symbol(at, end)) {
            if (closes_label(token->id)) return at;
            goes_on = takes_next_line(token->id);
            at = token->end;
        } else {
            goes_on = false;
            at = next(at, end);
        }
    }
}

iterator skip_block(iterator at, iterator end) {
    int depth = 0;
    while (at != end) {
        at = skip_lines(at, end);
        if (at == end) break;
        if (auto const string = scan_string(at, end)) {
            at = string->end;
            continue;
        }
        auto const token = scan_symbol(at, end);
        at = token ? token->end : next(at, end);
        if (token && token->id == symbol::open_block) ++depth;
        if (token && token->id == symbol::close_block && --depth == 0) break;
    }
    return at;
}

std::optional<std::string_view> nearest_keyword(std::string_view word) {
    constexpr std::size_t longest_word = 64;
    if (word.empty() || word.size() > longest_word) return std::nullopt;
    bool const zh = has_ideograph(word);
    std::optional<std::string_view> best;
    std::size_t least = zh ? 2 : std::min<std::size_t>(3, word.size() / 2); // distance below which a word is near
    for (keyword_entry const& e : keyword_table()) {
        std::string_view const candidate = zh ? e.zh : e.en;
        if (e.operator_word || candidate.size() < 3) continue;
        if (zh && candidate.size() == 3) continue; // one character is near to every other
        std::size_t const distance = base::edit_distance(word, candidate);
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

bool looks_misspelt(iterator label, iterator label_end) {
    iterator const stop = scan_word(label, label_end);
    std::string_view const word(label, static_cast<std::size_t>(stop - label));
    constexpr std::size_t shortest = 4; // display columns: two ideographs, four letters
    bool const several = stop != label_end && skip_blanks(stop, label_end) != stop;
    if (!several || base::display_width(word) < shortest) return false;
    auto const near = nearest_keyword(word);
    return near && base::edit_distance(*near, word) == 1;
}

} // namespace huanchi::syntax

#include "facts/csv.hpp"

#include <algorithm>
#include <cstring>

namespace huanchi::facts {

namespace {

constexpr char const* too_long_row = "the row is longer than 64 KiB";
constexpr std::string_view ideographic_space = "\xE3\x80\x80";

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

} // namespace

std::string_view trimmed(std::string_view text) {
    for (;;) {
        while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
        if (!text.starts_with(ideographic_space)) break;
        text.remove_prefix(ideographic_space.size());
    }
    for (;;) {
        while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
        if (!text.ends_with(ideographic_space)) break;
        text.remove_suffix(ideographic_space.size());
    }
    return text;
}

csv_scanner::stop csv_scanner::plain_field(char const*& at, char const* end) {
    char const* const begin = at;
    while (at != end && *at != separator_ && *at != '\n') ++at;
    fields_.emplace_back(begin, static_cast<std::size_t>(at - begin));
    if (at == end) return stop::end;
    return *at == separator_ ? stop::comma : stop::line_end;
}

// `at` stands on the opening quote.
csv_scanner::stop csv_scanner::quoted_field(char const*& at, char const* end) {
    char const* piece = ++at;
    std::size_t const scratch = unescaped_.size();
    bool doubled = false;
    open_quote_ = true;
    for (; at != end; ++at) {
        if (*at == '\n') ++lines_;
        if (*at != '"') continue;
        if (at + 1 == end || at[1] != '"') {
            open_quote_ = false;
            break;
        }
        doubled = true;
        unescaped_.append(piece, ++at); // one of the two quotes
        piece = at + 1;
    }
    if (open_quote_) return stop::end;
    if (doubled) {
        unescaped_.append(piece, at);
        fields_.emplace_back(unescaped_.data() + scratch, unescaped_.size() - scratch);
    } else {
        fields_.emplace_back(piece, static_cast<std::size_t>(at - piece));
    }
    char const* const behind = ++at;
    while (at != end && *at != separator_ && *at != '\n') ++at;
    if (std::any_of(behind, at, [](char c) { return !is_blank(c); }))
        problem_ = "text stands between a closing quote and the next separator";
    if (at == end) return stop::end;
    return *at == separator_ ? stop::comma : stop::line_end;
}

csv_scanner::outcome csv_scanner::finish(std::string_view text, std::size_t length, bool has_line_end) {
    consumed_ = length + (has_line_end ? 1 : 0);
    lines_ += has_line_end ? 1 : 0;
    raw_ = text.substr(0, length);
    if (raw_.ends_with('\r')) raw_.remove_suffix(1);
    if (problem_) return outcome::broken;
    if (length > longest_record) {
        problem_ = too_long_row;
        return outcome::broken;
    }
    return fields_.size() == 1 && trimmed(raw_).empty() ? outcome::blank : outcome::record;
}

// A quote that is not closed within reach breaks its own line only.
csv_scanner::outcome csv_scanner::unclosed(std::string_view text, bool last) {
    auto const line_end = text.find('\n');
    problem_ = "a quote is opened and not closed";
    lines_ = 0;
    if (line_end != std::string_view::npos) return finish(text, line_end, true);
    return last ? finish(text, text.size(), false) : drop(text, problem_);
}

csv_scanner::outcome csv_scanner::drop(std::string_view text, char const* problem) {
    problem_ = problem;
    raw_ = text.substr(0, longest_record);
    consumed_ = raw_.size();
    lines_ = 0;
    return outcome::too_long;
}

csv_scanner::outcome csv_scanner::next(std::string_view text, bool last) {
    fields_.clear();
    unescaped_.clear();
    problem_ = nullptr;
    open_quote_ = false;
    lines_ = 0;
    std::string_view const reach = text.substr(0, longest_record + 1);
    bool const cut = reach.size() < text.size();
    char const* at = reach.data();
    char const* const end = at + reach.size();
    stop stopped = stop::comma;
    for (;;) {
        stopped = at != end && *at == '"' ? quoted_field(at, end) : plain_field(at, end);
        if (stopped != stop::comma) break;
        ++at;
    }
    auto const length = static_cast<std::size_t>(at - reach.data());
    if (stopped == stop::line_end) return finish(text, length, true);
    bool const beyond_reach = reach.size() > longest_record;
    if (!last && !beyond_reach) return outcome::incomplete;
    if (open_quote_) return unclosed(text, last);
    if (last && !cut) return finish(text, length, false);
    return drop(text, too_long_row);
}

} // namespace huanchi::facts

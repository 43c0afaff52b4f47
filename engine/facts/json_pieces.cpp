#include "facts/json_pieces.hpp"

#include "facts/csv.hpp"

#include <cstring>

namespace huanchi::facts {

namespace {

constexpr std::string_view blanks = " \t\r\n";

struct extent {
    std::size_t length = std::string_view::npos; // npos: the object does not end within the text
    bool broken = false;                         // it ends in a string that is not closed
};

// How far the object at the start of `text` reaches. Brackets are not counted, and no string holds a line end: a bracket or a
// quote that is missing then spoils its own object, or its own line, and not what follows.
extent extent_of_object(std::string_view text) {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (in_string && c == '\n') return {i, true};
        if (in_string) {
            if (c == '\\' && i + 1 < text.size() && text[i + 1] != '\n')
                ++i;
            else if (c == '"')
                in_string = false;
            continue;
        }
        if (c == '"') in_string = true;
        if (c == '{') ++depth;
        if (c == '}' && --depth == 0) return {i + 1, false};
    }
    return {};
}

} // namespace

base::result<std::optional<json_piece>> json_pieces::next() {
    in_.consume(taken_);
    taken_ = 0;
    if (auto problem = skip_mark()) return *problem;
    if (drop_) {
        if (auto problem = drop_line()) return *problem;
    }
    for (;;) {
        if (form_ == form::unknown) {
            auto const first = in_.window().find_first_not_of(blanks);
            if (first != std::string_view::npos) {
                form_ = in_.window()[first] == '[' ? form::array : form::lines;
                if (form_ == form::array) in_.consume(first + 1);
            }
        }
        json_piece piece;
        auto const result = form_ == form::done    ? found::nothing
                            : form_ == form::array ? element(piece)
                            : form_ == form::lines ? line(piece)
                            : in_.ended()          ? found::nothing
                                                   : found::incomplete;
        if (result == found::piece) return std::optional<json_piece>(piece);
        if (result == found::nothing) return std::optional<json_piece>();
        if (result == found::too_long)
            return base::failure{"'" + name_ + "': element " + std::to_string(place_ + 1) +
                                     " is longer than 1 MiB, or is not closed",
                                 "correct it, or write one object a line"};
        if (auto problem = in_.more()) return *problem;
    }
}

// A byte order mark at the very start.
std::optional<base::failure> json_pieces::skip_mark() {
    if (form_ != form::unknown) return std::nullopt;
    while (!in_.ended() && in_.window().size() < 3) {
        if (auto problem = in_.more()) return problem;
    }
    if (in_.window().starts_with("\xEF\xBB\xBF")) in_.consume(3);
    return std::nullopt;
}

json_pieces::found json_pieces::line(json_piece& out) {
    for (;;) {
        auto const window = in_.window();
        auto const end = window.find('\n');
        if (end == std::string_view::npos && !in_.ended()) {
            if (window.size() <= longest) return found::incomplete;
            drop_ = true;
        }
        if (window.empty()) return found::nothing;
        ++place_;
        auto const text = window.substr(0, drop_ ? longest : end);
        taken_ = drop_ ? text.size() : end == std::string_view::npos ? window.size() : end + 1;
        if (drop_ || text.size() > longest) {
            out = {text.substr(0, longest), place_, "the line is longer than 1 MiB"};
            return found::piece;
        }
        if (auto const content = trimmed(text); !content.empty()) {
            out = {content, place_, nullptr};
            return found::piece;
        }
        in_.consume(taken_);
        taken_ = 0;
    }
}

std::optional<base::failure> json_pieces::drop_line() {
    drop_ = false;
    for (;;) {
        auto const end = in_.window().find('\n');
        in_.consume(end == std::string_view::npos ? in_.window().size() : end + 1);
        if (end != std::string_view::npos || in_.ended()) return std::nullopt;
        if (auto problem = in_.more()) return problem;
    }
}

json_pieces::found json_pieces::element(json_piece& out) {
    auto const first = in_.window().find_first_not_of(array_ended_ ? " \t\r\n" : " \t\r\n,");
    in_.consume(first == std::string_view::npos ? in_.window().size() : first);
    if (in_.window().empty()) {
        if (!in_.ended()) return found::incomplete;
        form_ = form::done;
        if (array_ended_ || continued_) return found::nothing;
        out = {{}, ++place_, "the array is not closed: the file seems to be cut off"};
        return found::piece;
    }
    if (array_ended_) {
        // What follows is read on, so that no row in it is passed over.
        array_ended_ = false;
        continued_ = true;
        out = {{}, ++place_, "text follows the end of the array"};
        return found::piece;
    }
    if (in_.window().front() == ']') {
        array_ended_ = true;
        in_.consume(1);
        return element(out);
    }
    return in_.window().front() == '{' ? element_text(out) : odd_text(out);
}

json_pieces::found json_pieces::element_text(json_piece& out) {
    auto const window = in_.window();
    auto const extent = extent_of_object(window);
    bool const cut_off = extent.length == std::string_view::npos;
    if (cut_off && !in_.ended()) return window.size() > longest ? found::too_long : found::incomplete;
    ++place_;
    out = {window.substr(0, extent.length), place_, nullptr};
    taken_ = out.text.size();
    if (extent.broken) out.problem = "a string is not closed";
    if (cut_off) {
        out.problem = "the object is not closed: the file seems to be cut off";
        form_ = form::done;
    }
    return found::piece;
}

// Something that is no object, up to the next thing that may be one.
json_pieces::found json_pieces::odd_text(json_piece& out) {
    auto const window = in_.window();
    auto const end = window.find_first_of(",]{", 1);
    if (end == std::string_view::npos && !in_.ended()) return window.size() > longest ? found::too_long : found::incomplete;
    ++place_;
    out = {trimmed(window.substr(0, end)), place_, "the element is no object"};
    taken_ = end == std::string_view::npos ? window.size() : end;
    return found::piece;
}

} // namespace huanchi::facts

// Diagnostics as text for a terminal, in the manner of rustc.
#include "base/utf8.hpp"
#include "source/diagnostic.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace huanchi::source {

namespace {

constexpr std::size_t widest_line = 160; // columns of a source line that are shown
constexpr std::size_t before_caret = 60; // of these, in front of the caret when the line is cut

struct mark {
    std::size_t line;
    std::size_t from, to; // display columns from 0, half-open, never empty
    bool primary;
    std::string text;
};

struct painter {
    bool colour;
    std::string operator()(char const* code, std::string const& text) const {
        return colour ? std::string("\x1b[") + code + "m" + text + "\x1b[0m" : text;
    }
};
constexpr char const* frame = "1;34";
constexpr char const* strong = "1";

char const* colour_of(severity s) {
    return s == severity::error ? "1;31" : s == severity::warning ? "1;33" : "1;32";
}

std::string title(severity s, language in) {
    bool const zh = in == language::zh;
    if (s == severity::error) return zh ? "错误" : "error";
    if (s == severity::warning) return zh ? "警告" : "warning";
    return zh ? "说明" : "note";
}

// Characters that would move the cursor, turn the direction of writing or are no characters at all.
bool is_unsafe(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

// The line as it is printed: tabs are one blank, unsafe characters are U+FFFD, the byte order mark is left out.
std::string printable(std::string_view line) {
    std::string out;
    for (std::size_t at = 0; at < line.size();) {
        base::code_point const c = base::decode(line, at);
        if (c.value == '\t') {
            out += ' ';
        } else if (c.value != 0xfeff) {
            base::append(out, is_unsafe(c.value) ? char32_t{0xfffd} : c.value);
        }
        at += c.length;
    }
    return out;
}

mark mark_of(source_set const& files, span where, bool primary, std::string text) {
    place const start = files.place_of(where.file, where.begin);
    std::string_view const line = files.line_text(where.file, start.line);
    std::string_view const whole = files[where.file].text;
    std::size_t const line_begin = static_cast<std::size_t>(line.data() - whole.data());
    std::size_t const begin = std::min<std::size_t>(where.begin, line_begin + line.size());
    std::size_t const end = std::clamp<std::size_t>(where.end, begin, line_begin + line.size());
    std::size_t const from = base::display_width(printable(whole.substr(line_begin, begin - line_begin)));
    std::size_t const width = base::display_width(printable(whole.substr(begin, end - begin)));
    return {start.line, from, from + std::max<std::size_t>(width, 1), primary, std::move(text)};
}

// A long line is shown from a little before the mark on.
std::string cut(std::string const& line, std::size_t& from, std::size_t& to) {
    if (base::display_width(line) <= widest_line) return line;
    std::size_t const skip = from > before_caret ? from - before_caret : 0;
    std::string out;
    std::size_t column = 0, first = 0, shown = 0;
    for (std::size_t at = 0; at < line.size() && shown < widest_line;) {
        std::size_t const length = base::decode(line, at).length;
        std::string_view const one = std::string_view(line).substr(at, length);
        std::size_t const width = base::display_width(one);
        if (column >= skip) {
            if (out.empty()) first = column;
            out += one;
            shown += width;
        }
        column += width;
        at += length;
    }
    from -= first;
    to = std::max(from + 1, std::min(to - first, shown));
    return (first > 0 ? "…" : " ") + out + "…";
}

void print_marks(std::string& out, source_set const& files, file_id file, std::vector<mark> marks, std::size_t gutter,
                 severity level, painter const& paint) {
    std::stable_sort(marks.begin(), marks.end(), [](mark const& a, mark const& b) { return a.line < b.line; });
    std::string const margin = std::string(gutter, ' ');
    std::size_t last = 0;
    for (mark& m : marks) {
        std::string const line = printable(files.line_text(file, m.line));
        bool const is_cut = base::display_width(line) > widest_line;
        std::string const shown = cut(line, m.from, m.to);
        if (m.line != last || is_cut) {
            if (last != 0 && m.line > last + 1) out += paint(frame, "...") + "\n";
            std::string const number = std::to_string(m.line);
            out += paint(frame, std::string(gutter - number.size(), ' ') + number + " |");
            out += shown.empty() ? "\n" : " " + shown + "\n";
        }
        last = m.line;
        std::string carets = std::string(m.to - m.from, m.primary ? '^' : '-');
        if (!m.text.empty()) carets += " " + m.text;
        out += paint(frame, margin + " |") + std::string(m.from + 1 + (is_cut ? 1 : 0), ' ') +
               paint(m.primary ? colour_of(level) : frame, carets) + "\n";
    }
}

std::string location(source_set const& files, span where) {
    place const p = files.place_of(where.file, where.begin);
    return files[where.file].name + ":" + std::to_string(p.line) + ":" + std::to_string(p.column);
}

} // namespace

std::string render(diagnostic const& d, source_set const& files, language in, bool colour) {
    painter const paint{colour};
    bool const zh = in == language::zh;
    std::string out = paint(colour_of(d.severity), title(d.severity, in) + "[" + d.code + "]") +
                      paint(strong, (zh ? "：" : ": ") + printable(message(d, in))) + "\n";

    std::vector<mark> here{mark_of(files, d.where, true, "")};
    std::vector<std::pair<span, mark>> elsewhere;
    std::size_t most_line = here.front().line;
    for (label const& l : d.labels) {
        std::string text = printable(message({l.code, severity::note, l.where, l.parameters, {}, {}}, in));
        mark m = mark_of(files, l.where, false, std::move(text));
        most_line = std::max(most_line, m.line);
        if (l.where.file == d.where.file) {
            here.push_back(std::move(m));
        } else {
            elsewhere.emplace_back(l.where, std::move(m));
        }
    }
    std::size_t const gutter = std::to_string(most_line).size();
    std::string const margin = std::string(gutter, ' ');
    out += margin + paint(frame, "--> ") + location(files, d.where) + "\n" + paint(frame, margin + " |") + "\n";
    print_marks(out, files, d.where.file, std::move(here), gutter, d.severity, paint);
    for (auto& [where, m] : elsewhere) {
        out += margin + paint(frame, "::: ") + location(files, where) + "\n" + paint(frame, margin + " |") + "\n";
        print_marks(out, files, where.file, {std::move(m)}, gutter, d.severity, paint);
    }
    std::string const remedy = help(d, in);
    if (!remedy.empty()) {
        out += paint(frame, margin + " = ") + paint(strong, zh ? "提示：" : "help: ") + printable(remedy) + "\n";
    }
    return out;
}

} // namespace huanchi::source

#include "report/layout.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace huanchi::report {

namespace {

constexpr std::size_t narrowest_column = 20; // the last column of a table keeps at least this

constexpr std::string_view closing = "，。；：、）】》”’？！,.;:)]}%％";
constexpr std::string_view opening = "（【《“‘([{";

// A piece of text that no line end may split, and whether a blank stood before it.
struct atom {
    std::string text;
    std::size_t width = 0;
    bool blank_before = false;
    bool wide_end = false, open_end = false;
};

std::vector<atom> atoms_of(std::string_view text) {
    std::vector<atom> atoms;
    bool blank = false;
    for (std::size_t at = 0; at < text.size();) {
        auto const length = base::decode(text, at).length;
        auto const one = text.substr(at, length);
        at += length;
        if (one == " " || one == "\n") {
            blank = true;
            continue;
        }
        bool const wide = base::display_width(one) == 2;
        bool const joins =
            !atoms.empty() && !blank &&
            (atoms.back().open_end || closing.find(one) != std::string_view::npos || (!wide && !atoms.back().wide_end));
        if (!joins) atoms.push_back({{}, 0, blank, false, false});
        auto& last = atoms.back();
        last.text += one;
        last.width += base::display_width(one);
        last.wide_end = wide;
        last.open_end = opening.find(one) != std::string_view::npos;
        blank = false;
    }
    return atoms;
}

bool is_unsafe(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

std::string without_blanks_behind(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

} // namespace

std::string painted(ink with, std::string_view text, bool colour) {
    constexpr std::string_view codes[] = {"", "1;31", "1;33", "1;35", "1;32", "1;36", "1", "2"};
    if (!colour || with == ink::plain || text.empty()) return std::string(text);
    std::string out = "\x1b[";
    return out.append(codes[static_cast<std::size_t>(with)]).append("m").append(text).append("\x1b[0m");
}

std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = base::decode(text, at);
        base::append(out, c.value == '\t' || c.value == '\n' ? U' ' : is_unsafe(c.value) ? char32_t{0xFFFD} : c.value);
        at += c.length;
    }
    return out;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    if (width == 0) return {std::string(text)};
    std::vector<std::string> lines(1);
    std::size_t used = 0;
    for (auto const& a : atoms_of(text)) {
        std::size_t const gap = a.blank_before && used > 0 ? 1 : 0;
        if (used > 0 && used + gap + a.width > width) {
            lines.emplace_back();
            used = 0;
        } else if (gap > 0) {
            lines.back() += ' ';
            ++used;
        }
        lines.back() += a.text;
        used += a.width;
    }
    return lines;
}

std::string laid_out(paragraph const& p, std::size_t width, bool colour) {
    auto const text = printable(p.text), lead = printable(p.lead);
    std::size_t const hang = p.indent + base::display_width(lead) + (lead.empty() || text.empty() ? 0 : 1);
    std::string out = std::string(p.indent, ' ') + painted(p.with, lead, colour);
    if (text.empty()) return out + "\n";
    if (!lead.empty()) out += ' ';
    auto const lines = wrapped(text, width == 0 ? 0 : std::max(width, hang + narrowest_column) - hang);
    for (std::size_t i = 0; i < lines.size(); ++i) out += (i == 0 ? "" : std::string(hang, ' ')) + lines[i] + "\n";
    return out;
}

std::string padded(std::string_view text, std::size_t width) {
    auto const own = base::display_width(text);
    return std::string(text) + std::string(own < width ? width - own : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t width) {
    auto const own = base::display_width(text);
    return std::string(own < width ? width - own : 0, ' ') + std::string(text);
}

std::string laid_out(text_table const& t, std::size_t width, bool colour) {
    std::vector<std::vector<std::string>> cells(1);
    for (auto const& c : t.columns) cells.front().push_back(c.title);
    for (auto const& row : t.rows) {
        cells.emplace_back();
        for (auto const& cell : row) cells.back().push_back(printable(cell));
    }
    std::vector<std::size_t> widths(t.columns.size());
    for (auto const& row : cells)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], base::display_width(row[i]));
    std::size_t before_last = 0;
    for (std::size_t i = 0; i + 1 < widths.size(); ++i) before_last += widths[i] + 2;
    std::string out;
    for (std::size_t r = 0; r < cells.size(); ++r) {
        std::string line;
        for (std::size_t i = 0; i + 1 < widths.size(); ++i)
            line += (t.columns[i].right ? padded_left(cells[r][i], widths[i]) : padded(cells[r][i], widths[i])) + "  ";
        auto const last =
            wrapped(cells[r].back(), width == 0 ? 0 : std::max(width, before_last + narrowest_column) - before_last);
        for (std::size_t i = 0; i < last.size(); ++i) {
            auto const whole = without_blanks_behind((i == 0 ? line : std::string(before_last, ' ')) + last[i]);
            out += painted(r == 0 ? ink::bold : ink::plain, whole, colour) + "\n";
        }
    }
    return out;
}

} // namespace huanchi::report

#include "facts/table_head.hpp"

#include "facts/table_headings.hpp"

#include <algorithm>

namespace huanchi::facts {

void table_head::add(tables::sheet_row const& row) {
    head_row kept;
    kept.number = row.number;
    kept.cells.assign(row.cells.begin(), row.cells.end());
    kept.filled.assign(row.filled.begin(), row.filled.end());
    rows.push_back(std::move(kept));
}

head_row const* table_head::row(std::uint32_t number) const {
    auto const found = std::find_if(rows.begin(), rows.end(), [&](auto const& r) { return r.number == number; });
    return found == rows.end() ? nullptr : &*found;
}

std::size_t table_head::columns(std::uint32_t from, std::uint32_t to) const {
    std::size_t n = 0;
    for (auto const& r : rows)
        if (r.number >= from && r.number <= to) n = std::max(n, r.filled.size());
    return n;
}

std::vector<std::vector<std::string>> table_head::headers(std::uint32_t from, std::uint32_t to) const {
    auto const width = columns(from, to);
    std::vector<std::vector<std::string>> lines; // by row, then column
    for (auto const& r : rows) {
        if (r.number < from || r.number > to) continue;
        lines.push_back(r.filled);
        lines.back().resize(width);
    }
    // In CSV a group is written over its first column only: a blank cell with something below it belongs to the one before it.
    for (std::size_t i = 0; i + 1 < lines.size(); ++i)
        for (std::size_t c = 1; c < width; ++c) {
            auto const below = [&](std::size_t column) {
                return std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1, lines.end(),
                                   [&](auto const& line) { return !line[column].empty(); });
            };
            bool const own_above = i > 0 && !lines[i - 1][c].empty() && lines[i - 1][c] != lines[i - 1][c - 1];
            if (lines[i][c].empty() && below(c) && below(c - 1) && !own_above) lines[i][c] = lines[i][c - 1];
        }
    std::vector<std::vector<std::string>> out(width);
    for (auto const& line : lines)
        for (std::size_t c = 0; c < width; ++c)
            if (!line[c].empty() && (out[c].empty() || out[c].back() != line[c])) out[c].push_back(line[c]);
    return out;
}

std::string joined_header(std::vector<std::string> const& lines) {
    std::string out;
    for (auto const& line : lines) {
        if (!out.empty()) out += " ";
        for (char const c : line)
            if (c != '\n' && c != '\r') out += c;
    }
    return out;
}

} // namespace huanchi::facts

#include "facts/named_rows.hpp"

#include "facts/input.hpp"
#include "facts/text_rows.hpp"
#include "tables/encoding.hpp"
#include "tables/workbook.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace huanchi::facts {

namespace {

constexpr std::size_t most_lines_above = 20; // titles and notes above the header

// Blanks and a bracket at the end do not make another heading: `限值 (mg/L)` is 限值.
std::string heading(std::string_view cell) {
    for (auto const* bracket : {"(", "（"})
        if (auto const at = cell.find(bracket); at != std::string_view::npos && at > 0) cell = cell.substr(0, at);
    std::string out;
    for (char const c : cell)
        if (c != ' ' && c != '\t') out += c;
    return out;
}

struct gatherer {
    std::vector<named_column> const& columns;
    std::vector<std::optional<std::size_t>> places = {}; // by column, once the header was found
    std::vector<named_row> rows = {};
    std::string seen = {}; // the first line, for the message
    std::size_t above = 0;

    std::optional<std::size_t> column_of(std::string const& head) const {
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].name == head ||
                std::find(columns[i].also.begin(), columns[i].also.end(), head) != columns[i].also.end())
                return i;
        return std::nullopt;
    }

    std::vector<std::string> missing(std::vector<std::optional<std::size_t>> const& found) const {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].required && !found[i])
                out.push_back(columns[i].also.empty() ? columns[i].name : columns[i].also.front());
        return out;
    }

    bool take(tables::sheet_row const& row) {
        if (!places.empty()) {
            named_row r{row.number, std::vector<std::string>(columns.size())};
            bool says_anything = false;
            for (std::size_t i = 0; i < columns.size(); ++i)
                if (places[i] && *places[i] < row.cells.size()) {
                    r.cells[i] = row.cells[*places[i]];
                    says_anything = says_anything || !r.cells[i].empty();
                }
            if (says_anything) rows.push_back(std::move(r));
            return true;
        }
        std::vector<std::optional<std::size_t>> found(columns.size());
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            if (auto const c = column_of(heading(row.cells[i])); c && !found[*c]) found[*c] = i;
        if (missing(found).empty()) {
            places = std::move(found);
        } else if (seen.empty()) {
            for (auto const& c : row.cells) seen += (seen.empty() ? "" : ", ") + std::string(c);
        }
        return !places.empty() || ++above < most_lines_above;
    }

    base::failure no_header(std::string const& path) const {
        std::string needed;
        for (auto const& m : missing(std::vector<std::optional<std::size_t>>(columns.size())))
            needed += (needed.empty() ? "" : ", ") + m;
        return {"`" + path + "`: no line has all of these headings: " + needed +
                    (seen.empty() ? "" : "; the first line has: " + seen),
                "name the columns like this, in any order"};
    }
};

std::string text_of(nlohmann::json const& v) {
    return v.is_null() ? "" : v.is_string() ? v.get<std::string>() : v.dump();
}

base::result<std::vector<named_row>> from_ndjson(std::string const& text, std::string const& path, gatherer& g) {
    std::uint32_t line = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('\n', at), text.size());
        auto const one = std::string_view(text).substr(at, end - at);
        at = end + 1;
        ++line;
        if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        auto const place = "`" + path + "` line " + std::to_string(line);
        auto const j = nlohmann::json::parse(one, nullptr, false);
        if (!j.is_object()) return base::failure{place + ": no JSON object", "write one object a line"};
        named_row r{line, std::vector<std::string>(g.columns.size())};
        for (auto const& [key, v] : j.items())
            if (auto const c = g.column_of(heading(key))) r.cells[*c] = text_of(v);
        for (std::size_t i = 0; i < g.columns.size(); ++i)
            if (g.columns[i].required && r.cells[i].empty())
                return base::failure{place + ": no " + g.columns[i].name, "give every line its " + g.columns[i].name};
        g.rows.push_back(std::move(r));
    }
    return std::move(g.rows);
}

} // namespace

base::result<std::vector<named_row>> read_named_rows(std::string const& path, std::vector<named_column> const& columns) {
    auto text = read_whole(path);
    if (!text) return text.error();
    gatherer g{columns};
    auto const first = text->find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != std::string::npos && (*text)[first] == '{') return from_ndjson(*text, path, g);
    auto const take = [&](tables::sheet_row const& row) { return g.take(row); };
    if (tables::looks_like_workbook(*text)) {
        auto book = tables::workbook::open(std::move(*text), path);
        if (!book) return book.error();
        for (std::size_t i = 0; i < book->sheets().size() && g.places.empty(); ++i) {
            g.above = 0;
            if (auto const problem = book->read(i, take)) return *problem;
        }
    } else {
        auto const start = std::string_view(*text).substr(0, 65536);
        auto const whole = std::string_view(*text).substr(text->starts_with("\xEF\xBB\xBF") ? 3 : 0);
        auto in = input::over(whole);
        text_rows lines(tables::encoding_of(start), separator_of(start));
        std::optional<base::failure> broken;
        auto problem = lines.read(in, take, [&](text_rows::broken const& b) {
            broken = base::failure{"`" + path + "` line " + std::to_string(b.line) + ": " + b.reason, "mend the line"};
            return false;
        });
        if (problem) return *problem;
        if (broken) return *broken;
    }
    if (g.places.empty()) return g.no_header(path);
    return std::move(g.rows);
}

} // namespace huanchi::facts

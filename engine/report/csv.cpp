#include "report/csv.hpp"

#include "base/decimal.hpp"

namespace huanchi::report {

namespace {

std::string cell_text(std::string const& cell) {
    bool const formula = !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos &&
                         !base::decimal::parse(cell);
    std::string const text = formula ? "'" + cell : cell;
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

} // namespace

void csv_lines::line(std::vector<std::string> const& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) out_.append(i == 0 ? "" : ",").append(cell_text(cells[i]));
    out_ += "\r\n";
}

} // namespace huanchi::report

#include "tables/cell_place.hpp"

namespace huanchi::tables {

std::optional<std::uint32_t> read_column_letters(std::string_view letters) {
    std::uint32_t n = 0;
    if (letters.empty() || letters.size() > 3) return std::nullopt;
    for (char c : letters) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c < 'A' || c > 'Z') return std::nullopt;
        n = n * 26 + static_cast<std::uint32_t>(c - 'A' + 1);
    }
    if (n > most_columns) return std::nullopt;
    return n - 1;
}

std::optional<cell_place> read_place(std::string_view text) {
    auto const digits = text.find_first_of("0123456789");
    if (digits == std::string_view::npos || text.size() - digits > 7) return std::nullopt;
    auto const column = read_column_letters(text.substr(0, digits));
    std::uint32_t row = 0;
    for (char const c : text.substr(digits)) {
        if (c < '0' || c > '9') return std::nullopt;
        row = row * 10 + static_cast<std::uint32_t>(c - '0');
    }
    if (!column || row == 0 || row > most_rows) return std::nullopt;
    return cell_place{row - 1, *column};
}

std::string column_letters(std::uint32_t column) {
    std::string out;
    for (std::uint32_t n = column + 1; n > 0; n = (n - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
    return out;
}

} // namespace huanchi::tables

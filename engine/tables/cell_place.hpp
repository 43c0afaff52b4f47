// Where a cell stands in a sheet, as spreadsheets write it: B12, and stretches such as A1:C3. Rows and columns count from 0
// here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::tables {

inline constexpr std::uint32_t most_columns = 16384, most_rows = 1048576; // of a sheet of Excel

struct cell_place {
    std::uint32_t row = 0, column = 0;
    friend bool operator==(cell_place, cell_place) = default;
};
std::optional<std::uint32_t> read_column_letters(std::string_view letters); // C is 2
std::optional<cell_place> read_place(std::string_view text);
std::string column_letters(std::uint32_t column);

} // namespace huanchi::tables

// The rows at the top of a table, kept while it is settled what its columns are: titles, the header, the first data.
#pragma once

#include "tables/workbook.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace huanchi::facts {

struct head_row {
    std::uint32_t number = 0; // line or row, from 1
    std::vector<std::string> cells, filled;
};
struct table_head {
    static constexpr std::size_t most_rows = 64;
    std::vector<head_row> rows;

    void add(tables::sheet_row const& row);
    head_row const* row(std::uint32_t number) const;
    std::size_t columns(std::uint32_t from, std::uint32_t to) const;
    // What the lines `from` to `to` say of each column, from the top, without repetitions: a group stands above all its
    // columns.
    std::vector<std::vector<std::string>> headers(std::uint32_t from, std::uint32_t to) const;
};

// The lines of a header as one text.
std::string joined_header(std::vector<std::string> const& lines);

} // namespace huanchi::facts

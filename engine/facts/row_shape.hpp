// Where the cells of a row stand that plain rows are read from: of the columns of a CSV, or of the keys of a JSON object in the
// order in which they come.
#pragma once

#include "facts/csv_header.hpp"
#include "facts/row_patterns.hpp"

#include <array>
#include <vector>

namespace huanchi::facts {

struct row_shape {
    static constexpr std::size_t nowhere = SIZE_MAX;
    struct number {
        std::size_t column = 0;
        std::size_t place = 0; // among the numbers of a plain row
    };
    struct gap {
        row_patterns::gap_kind kind{};
        std::size_t column = 0;
        std::size_t number = 0;
    };
    std::array<std::size_t, role_count> column{}; // of each role, or nowhere
    std::vector<number> numbers;
    std::vector<std::size_t> must_be_blank; // else the row is unusual
    std::size_t flow_column = nowhere;
    bool has_marks_beside_flag = false;
    std::size_t start_columns = 0; // 3 where enterprise, outlet and time are the first columns, or 0
    std::vector<gap> gaps;         // what differs between rows that are alike, by column; none: rows are never taken as alike

    bool has(role r) const { return column[index(r)] != nowhere; }
};

// `fields`: what the numbers of plain rows are; those of the shape that are missing are added.
row_shape shape_of(csv_header const& header, model::rulebook const& rules, std::vector<std::uint16_t>& fields);

} // namespace huanchi::facts

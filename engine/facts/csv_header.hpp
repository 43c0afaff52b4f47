// The header of a CSV of measurements, and how a record under it becomes the texts of a row.
#pragma once

#include "base/result.hpp"
#include "facts/columns.hpp"
#include "facts/csv.hpp"
#include "facts/row_reader.hpp"

#include <string>
#include <utility>
#include <vector>

namespace huanchi::facts {

struct csv_header {
    struct field_column {
        std::uint16_t field; // of the record `measurement`
        std::size_t column;
    };
    std::vector<std::string> names;
    std::vector<std::pair<role, std::size_t>> roles; // column of each that is there
    std::vector<field_column> fields;
    std::vector<std::size_t> others; // columns that nobody knows
};

// A failure is a header that is no UTF-8, repeats a meaning or lacks a required column.
base::result<csv_header> read_csv_header(std::vector<std::string_view> const& cells, std::string const& name,
                                         column_names const& known);
// The names of the columns that must be there.
std::string required_columns();

// Gives records under one header to a row reader; what cannot be read is rejected there. Header and reader must outlive it.
class csv_feed {
public:
    csv_feed(csv_header const& header, row_reader& rows);
    // What the scanner found at that line, whatever it is.
    void take(csv_scanner::outcome outcome, csv_scanner const& record, std::uint32_t line);

private:
    void row(csv_scanner const& record, std::uint32_t line);
    void reject_encoding(csv_scanner const& record, std::uint32_t line);

    csv_header const& header_;
    row_reader& rows_;
    row_text row_;
};

} // namespace huanchi::facts

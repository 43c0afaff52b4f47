// The lines of a table under a plan, given to a row reader: a row for each value of a line. Nothing is left out silently: a
// line without a value, a line that sums up others, a header that comes again are each one rejected row; a blank cell beside
// values is counted. One feed serves one table on one thread; plan, reader and facilities must outlive it.
#pragma once

#include "facts/facilities.hpp"
#include "facts/row_reader.hpp"
#include "facts/table_plan.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace huanchi::facts {

// 1,234.5 as 1234.5, written into `scratch`; any other text as it is.
std::string_view without_thousands(std::string_view text, std::string& scratch);

class table_feed {
public:
    // `full_lines`: a line has as many cells as the header, as in text; else cells at its end may lack.
    table_feed(table_plan const& plan, model::rulebook const& rules, facilities const& known, row_reader& rows,
               bool full_lines);
    void take(tables::sheet_row const& row);
    // A line of which nothing can be read.
    void reject(std::uint32_t line, std::string_view column, std::string code, std::string reason, std::string_view raw);

    std::uint64_t blank_cells() const { return blank_cells_; } // of values, beside others that are there
    std::uint64_t set_aside() const { return set_aside_; }     // lines that the mapping calls no data

private:
    struct kept_text { // of a column of the line
        bound_column const* column;
        std::string scratch; // where the text is not that of the cell
        std::string above;
    };
    std::string_view text_of(kept_text& k, tables::sheet_row const& row);
    bool is_data(tables::sheet_row const& row);
    bool whole(tables::sheet_row const& row);
    bool set_time(tables::sheet_row const& row);
    bool set_enterprise(tables::sheet_row const& row);
    void set(column_meaning const& meaning, std::string_view text, std::string_view column);
    bool give(value_column const& v, std::size_t index, tables::sheet_row const& row);
    bool marked_out(value_column const& v) const;
    std::string_view raw_of(tables::sheet_row const& row);

    table_plan const& plan_;
    model::rulebook const& rules_;
    row_reader& rows_;
    bool full_lines_;
    std::unordered_map<std::string, std::string> enterprises_; // id by name; blank where several have it
    std::vector<bool> holds_value_;                            // by column
    std::vector<kept_text> kept_;                              // of plan_.columns
    std::vector<std::vector<kept_text>> companions_;           // by value
    std::optional<kept_text> time_, date_, clock_, enterprise_;
    std::string time_text_, enterprise_text_, value_text_, raw_;
    row_text line_; // what holds for all rows of the line
    row_text row_;
    std::uint64_t blank_cells_ = 0, set_aside_ = 0;
};

} // namespace huanchi::facts

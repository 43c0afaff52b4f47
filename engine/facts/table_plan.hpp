// A mapping held against a table: which column gives which text of a row of measurements. One line of a table gives a row for
// each of its values. Made once a table; the rules and the mapping must outlive it.
#pragma once

#include "base/result.hpp"
#include "facts/columns.hpp"
#include "facts/table_head.hpp"
#include "tables/mapping.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace huanchi::facts {

using word_list = std::map<std::string, std::string>;

struct bound_column {
    std::size_t column = 0;
    std::string header;
    column_meaning meaning;
    std::string unit; // of its numbers; they are given with it
    bool fill_down = false;
    word_list const* words = nullptr; // for words of the table
};

using bound_constant = std::pair<column_meaning, std::string>;

struct value_column {
    std::optional<std::size_t> column; // none: only companions are there
    std::string header;
    std::vector<bound_constant> constants;
    std::vector<bound_column> companions;
    word_list const* words = nullptr;
    bool has_mark = false; // a companion marks it
};

struct table_plan {
    std::uint32_t first_row = 1; // of data
    std::size_t width = 0;       // columns under the header
    std::optional<bound_column> time, date, clock, enterprise_name;
    std::string time_format;
    tables::date_system dates = tables::date_system::from_1900;
    std::vector<bound_constant> constants;
    std::vector<bound_column> columns; // that hold for the whole line
    std::vector<value_column> values;
    std::vector<std::pair<std::size_t, std::string>> others; // columns that nobody knows, by name
    std::vector<std::string> not_data;
};

// A failure names the place in the mapping, or what the table lacks.
base::result<table_plan> plan_table(table_head const& head, tables::mapping const& m, std::string const& table,
                                    model::rulebook const& rules);

} // namespace huanchi::facts

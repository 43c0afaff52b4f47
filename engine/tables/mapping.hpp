// What the columns of a table mean, as a user writes it down where their names do not say so: a mapping file, JSON
// (schemas/mapping.schema.json). A mapping is a value; names of columns and of what they mean are held against a table and the
// rules by those who read tables with it. Every failure names the place in the file as a JSON pointer.
#pragma once

#include "base/result.hpp"
#include "tables/cell_place.hpp"
#include "tables/excel_values.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::tables {

// A text for all rows: as written, or that of a cell above the data, there the part behind some words.
struct fixed_text {
    std::string text;
    std::optional<cell_place> cell;
    std::string after;
};
struct constant {
    std::string name; // enterprise_id, factor, o2 …
    fixed_text value;
    std::string place; // in the mapping
    std::string why;   // of a proposal
};

struct column_entry {
    std::vector<std::string> header; // what the lines of its header say, from the top; or
    std::optional<std::uint32_t> column;
    std::string as;             // time, factor, value, unit, flag …, date, clock, enterprise_name, attribute, ignore
    std::vector<constant> with; // of a value: what holds for it alone; of others: `factor` says whose value they belong to
    std::string unit;           // of the numbers in the column
    bool fill_down = false;     // a blank cell says what the one above says
    std::string place;
    std::string why, sure; // of a proposal
};

struct time_reading {
    std::optional<bool> label_is_end;
    std::string format; // "" for the usual ones
    date_system dates = date_system::from_1900;
    std::string why;
};

struct mapping {
    std::string name; // of its file
    std::vector<std::string> files;
    std::string encoding; // "", UTF-8, GB18030
    std::optional<char> separator;
    std::vector<std::string> sheets;
    std::optional<std::uint32_t> header_first, header_last; // rows, from 1
    std::uint32_t first_row = 0;                            // of the data; 0: behind the header
    time_reading time;
    std::vector<constant> constants;
    std::vector<column_entry> columns;
    std::map<std::string, std::map<std::string, std::string>> values; // words of the table for words of the rules, by meaning
    std::vector<std::string> not_data;                                // how rows begin that are no measurements
    std::vector<std::string> questions;                               // of a proposal: what it could not tell

    // Whether it is meant for a file of that name.
    bool is_for(std::string_view path) const;
};

base::result<mapping> read_mapping(std::string_view text, std::string const& name);
// As a file that reads back.
std::string mapping_json(mapping const& m);

} // namespace huanchi::tables

// Tables that platforms and laboratories export, as an input of measurements: CSV in GB18030 or UTF-8 with other separators,
// titles above the header, a column a factor, and the sheets of XLSX workbooks. What their columns mean says a mapping, or else
// their headers (facts/table_headings). A CSV with the header of the contract is none of these: it is read by csv_rows.
#pragma once

#include "facts/facilities.hpp"
#include "facts/input.hpp"
#include "facts/measurements.hpp"
#include "facts/table_guess.hpp"
#include "facts/table_plan.hpp"
#include "tables/encoding.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::facts {

// The mapping that is meant for a file, or nullptr.
std::shared_ptr<tables::mapping const> mapping_for(reading_options const& options, std::string_view path);

// Whether a text that begins like this is to be read as a table whatever its header says.
bool needs_table(std::string_view start, std::string_view path, reading_options const& options);

// A table in a text, as its beginning shows it.
struct text_table {
    std::shared_ptr<tables::mapping const> mapping; // the plan points into it
    table_plan plan;
    tables::encoding encoding = tables::encoding::utf8;
    char separator = ',';
    std::vector<std::string> assumed;
};
// No value: a CSV of the contract, or none at all, which its own reader will say. Fills the window.
base::result<std::optional<text_table>> find_table(input& in, std::string const& name, model::rulebook const& rules,
                                                   facilities const& known, reading_options const& options);
base::result<read_count> read_text_table(text_table const& table, input& in, std::uint32_t file, std::string const& name,
                                         model::rulebook const& rules, facilities const& known, reading_options const& options,
                                         batch_sink const& rows, reject_sink const& rejects);

// Looks at the first bytes.
bool begins_workbook(input& in);
base::result<read_count> read_workbook(input& in, std::uint32_t file, std::string const& name, model::rulebook const& rules,
                                       facilities const& known, reading_options const& options, batch_sink const& rows,
                                       reject_sink const& rejects);

// A mapping proposed for a file, as JSON that reads back, and what has to be asked.
struct proposed {
    std::string json;
    std::vector<std::string> questions;
};
base::result<proposed> propose_for(std::string const& path, model::rulebook const& rules, facilities const& known,
                                   spoken language);

} // namespace huanchi::facts

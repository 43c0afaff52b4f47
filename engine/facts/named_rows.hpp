// A table whose columns have names that the reader knows: CSV of any usual encoding and separator, the first sheet of an XLSX
// workbook that has them, or NDJSON. The whole table in memory; for lists of limits and of exceedances, not for measurements.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace huanchi::facts {

struct named_column {
    std::string name;
    std::vector<std::string> also; // other headings for the same; blanks and what stands in brackets do not count
    bool required = false;
};
struct named_row {
    std::uint32_t line = 0;         // of the file or sheet, from 1
    std::vector<std::string> cells; // by column, "" where blank or absent
};

// `path` is a file, or - for standard input. Fails where it cannot be read or a required column is missing, naming what it has.
base::result<std::vector<named_row>> read_named_rows(std::string const& path, std::vector<named_column> const& columns);

} // namespace huanchi::facts

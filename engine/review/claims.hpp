// A monitoring platform's own list of exceedances, and the rows of data that it speaks of. What is read is kept in the
// platform's words; nothing is judged here.
#pragma once

#include "base/result.hpp"
#include "facts/measurements.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace huanchi::review {

// An exceedance as the platform has it.
struct claimed_exceedance {
    std::uint32_t line = 0; // of the file
    std::string enterprise_id, outlet_id, factor, time, statistic, value, limit, unit, oxygen, received;
};
// From a CSV, XLSX or NDJSON list with the columns of schemas/platform_exceedance.schema.json, Chinese headings too.
base::result<std::vector<claimed_exceedance>> read_claims(std::string const& path);

// A row of the data as it stands in the files: also what marks take out and what a later row replaces.
struct measured_row {
    std::uint32_t outlet = 0;
    std::uint16_t factor = 0;
    model::interval interval{};
    base::period period;
    base::rational value; // coherent
    bool has_value = true;
    facts::usability usability{};
    char flag = 'N';
    std::optional<base::moment> received;
    std::uint32_t file = 0, line = 0;
};
using series_set = std::set<std::pair<std::uint32_t, std::uint16_t>>; // outlet and factor

struct rows_asked {
    std::vector<std::string> const& data;
    facts::reading_options const& reading;
    std::optional<base::moment> as_of; // what came later is not known
};
// The rows of these series, by outlet, factor, period; of one period the later received last. Standard input has been used up
// by then and is refused.
base::result<std::vector<measured_row>> rows_of(series_set const& series, rows_asked const& asked, model::rulebook const& rules,
                                                facts::facilities const& known);

} // namespace huanchi::review

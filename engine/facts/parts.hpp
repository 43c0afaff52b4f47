// Reads a file of measurements in parts on several threads, for those who do not need the order of rows. Rows that are plain,
// of outlets that ask for it, come packed; all others as the row reader gives them.
#pragma once

#include "facts/measurements.hpp"
#include "facts/plain_rows.hpp"

#include <functional>
#include <string>
#include <vector>

namespace huanchi::facts {

// What one thread hands on; each is called by its own thread only, `progress` by any of them with the rows since its last call.
struct part_sinks {
    batch_sink rows;
    plain_sink plain;
    reject_sink rejects;
    std::function<void(std::uint64_t rows)> progress;
};

// `routes` by outlet of `known`; as many threads as sinks. Standard input, JSON, and what follows the first quote of a CSV are
// read by the first thread alone, as read_measurements does. Failures as there.
base::result<read_count> read_in_parts(std::string const& path, std::uint32_t file, model::rulebook const& rules,
                                       facilities const& known, reading_options const& options,
                                       std::vector<route> const& routes, std::vector<part_sinks> const& parts);

} // namespace huanchi::facts

// Readers of measurements: CSV and NDJSON to batches. Every row either becomes a row of a batch or is rejected with line,
// column and reason; nothing is dropped. Text is mapped or streamed; memory does not grow with the input. Decimals keep their
// digits.
#pragma once

#include "base/result.hpp"
#include "facts/batch.hpp"
#include "facts/facilities.hpp"

#include <functional>
#include <string>
#include <vector>

namespace huanchi::facts {

struct rejected_row {
    std::uint32_t file = 0;
    std::uint32_t line = 0;
    std::string column; // as the header spells it; "" if the row as a whole
    std::string code;   // unknown_factor, bad_time, off_boundary, bad_value, blank_value, bad_unit, unknown_flag,
                        // missing_column_value, bad_row, bad_utf8, bad_json …
    std::string reason; // one line, quotes the user's text
    std::string raw;    // the row as read, for --rejects
};

struct reading_options {
    std::string format; // "", csv, ndjson; "" is told from the content
    bool time_label_end = false;
    std::size_t batch_rows = 4096;
};

struct read_count {
    std::uint64_t rows = 0; // data rows seen, rejected ones included
    std::uint64_t rejected = 0;
    bool flag_assumed = false; // no flag column (or field): N assumed
};

using batch_sink = std::function<void(batch const&)>;
using reject_sink = std::function<void(rejected_row)>;

// `path` is a file or "-" for standard input. A failure is one of the file as a whole: unreadable, no header, a required column
// missing.
base::result<read_count> read_measurements(std::string const& path, std::uint32_t file, model::rulebook const& rules,
                                           facilities const& known, reading_options const& options, batch_sink const& rows,
                                           reject_sink const& rejects);
// The same over text in memory.
base::result<read_count> read_measurements_text(std::string_view text, std::uint32_t file, std::string const& name,
                                                model::rulebook const& rules, facilities const& known,
                                                reading_options const& options, batch_sink const& rows,
                                                reject_sink const& rejects);

} // namespace huanchi::facts

// Readers of measurements: CSV, XLSX, NDJSON and HJ 212 to batches. Every row either becomes a row of a batch or is rejected
// with line, column and reason; nothing is dropped. Text is mapped or streamed; memory does not grow with the input. Decimals
// keep their digits.
#pragma once

#include "base/result.hpp"
#include "facts/batch.hpp"
#include "facts/facilities.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::tables {
struct mapping;
}

namespace huanchi::facts {

struct rejected_row {
    std::uint32_t file = 0;
    std::uint32_t line = 0;
    std::string column;     // as the header spells it; "" if the row as a whole
    std::string code;       // unknown_factor, bad_time, off_boundary, bad_value, blank_value, bad_unit, unknown_flag,
                            // missing_column_value, bad_row, bad_utf8, bad_json …
    std::string reason;     // one line, quotes the user's text
    std::string raw;        // the row as read, for --rejects
    std::string sheet = {}; // of a workbook, else blank
};

struct row_text;
struct normal_row;

struct reading_options {
    std::string format; // "", csv, xlsx, ndjson, hj212; "" is told from the content
    bool time_label_end = false;
    std::size_t batch_rows = 4096;
    std::size_t first_bytes = SIZE_MAX; // of a file: no more are read, whatever is appended meanwhile
    // Sees every row that is taken, as written and as it was understood.
    std::function<void(row_text const&, normal_row const&)> on_row = {};
    // What the columns of tables mean; the first that is meant for a file counts. Without one the headers must say it.
    std::vector<std::shared_ptr<tables::mapping const>> mappings = {};
};

// What became of the packets of an HJ 212 stream, beside its rows.
struct packet_count {
    std::uint64_t packets = 0; // that were taken
    std::uint64_t with_rows = 0, without_rows = 0;
    std::uint64_t rejected = 0;                                      // each is one rejected row
    std::uint64_t garbage = 0, garbage_bytes = 0;                    // spans that are no packet; each is one rejected row
    std::uint64_t joined = 0, parts_missing = 0, repeated_parts = 0; // groups of split packets
    std::uint64_t other_items = 0; // items that are no measurements: states of equipment, texts, parameters
    std::vector<std::pair<std::string, std::uint64_t>>
        odd; // how many packets were odd in what way (hj212::note), readable all the same
};

struct read_count {
    std::uint64_t rows = 0; // data rows seen, rejected ones included
    std::uint64_t rejected = 0;
    bool flag_assumed = false;           // no flag column (or field): N assumed
    std::optional<packet_count> packets; // of an HJ 212 stream
    // Of tables: what was taken for granted (encoding=GB18030); cells of values that were blank beside others; lines that a
    // mapping calls no data; the sheets that were read, each as a file of its own, numbered on from `file`.
    std::vector<std::string> assumed = {};
    std::uint64_t blank_cells = 0, set_aside = 0;
    std::vector<std::string> sheets = {};
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

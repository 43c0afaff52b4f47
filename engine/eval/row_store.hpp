// Rows between reading and judging: packed, grouped by outlet into partitions, so that all of an outlet can be judged together
// whatever the order of the input. Memory stays within a fixed budget; beyond it partitions spill to an unlinked temporary
// file. add() is called from one thread; take() from many once reading has ended.
#pragma once

#include "base/date.hpp"
#include "facts/batch.hpp"
#include "facts/facilities.hpp"
#include "facts/plain_rows.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace huanchi::eval {

struct stored_row {
    std::int64_t time, end, received;
    std::int64_t coefficient;
    std::uint32_t outlet, line;
    std::uint32_t extras; // index of the first in the partition
    std::uint16_t extra_count;
    std::uint16_t factor;
    base::unit_id unit;
    std::uint16_t file;
    std::int8_t scale;
    char flag;
    model::interval interval;
    facts::data_source source;
    facts::usability usability;
    std::uint8_t below_detection;
};

struct stored_extra {
    std::int64_t coefficient;
    std::uint32_t text;
    std::uint16_t field;
    std::int8_t scale;
    bool is_number;
};

class row_store {
public:
    static constexpr std::size_t partitions = 64;
    static constexpr std::size_t chunk_rows =
        1024; // a partition holds at most this many rows in memory: 64 × 1024 × 64 B = 4 MiB

    // Keeps the rows of outlets whose route is whole, and counts those of outlets that nobody knows; `again`: those have been
    // counted. No routes: all are whole.
    void add(facts::batch const& b, std::vector<facts::route> const& routes = {}, bool again = false);

    struct content {
        std::vector<stored_row> rows;
        std::vector<stored_extra> extras;
    };
    content take(std::size_t partition);

    std::string const& text(std::uint32_t id) const { return texts_[id]; }
    std::uint64_t without_outlet() const { return without_outlet_; } // rows of outlets that nobody knows, flagged out or not
    std::uint64_t without_outlet_out() const { return without_outlet_out_; } // … those flagged out
    base::moment data_end() const { return {data_end_}; }                    // end of the latest period of a known outlet
    base::moment data_begin() const { return {data_begin_}; }                // start of the earliest period of a known outlet
    std::uint64_t spilled_bytes() const { return spilled_; }

private:
    struct chunk {
        long offset;
        std::uint32_t rows, extras;
    };
    struct partition {
        content in_memory;
        std::vector<chunk> on_disk;
    };
    void spill(partition& p);
    std::uint32_t intern(std::string const& text);

    struct close_file {
        void operator()(std::FILE* f) const { std::fclose(f); }
    };
    std::vector<partition> parts_ = std::vector<partition>(partitions);
    std::vector<std::string> texts_;
    std::unordered_map<std::string, std::uint32_t> text_ids_;
    std::unique_ptr<std::FILE, close_file> file_;
    std::uint64_t without_outlet_ = 0, without_outlet_out_ = 0, spilled_ = 0;
    std::int64_t data_end_ = INT64_MIN, data_begin_ = INT64_MAX;
};

} // namespace huanchi::eval

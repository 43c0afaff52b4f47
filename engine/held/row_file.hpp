// The rows that were given so far, each once, by outlet and day: one SQLite file beside a store of tickets, or in the journal
// of a receiver. Knows which days of which outlets have rows that no judgement has seen, and where every row came from. The
// object owns its connection, which nobody else may open meanwhile; use it from one thread. Failures name the file and a
// remedy.
#pragma once

#include "base/date.hpp"
#include "base/result.hpp"
#include "facts/facilities.hpp"
#include "facts/measurements.hpp"
#include "model/rulebook.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::held {

struct added_rows {
    std::uint64_t read = 0, rejected = 0, fresh = 0, known = 0, too_old = 0;
    bool flag_assumed = false;
};

// One outlet as it stands: what is new of it, and until when it was judged.
struct outlet_state {
    std::int64_t key = 0;
    std::string enterprise_id, outlet_id;
    bool long_rows = false;             // some row is of more than its day
    std::int64_t last_end = INT64_MIN;  // ms: end of the latest row
    std::int64_t judged_to = INT64_MIN; // as a whole
    struct open_day {
        std::int32_t day = 0;
        std::optional<std::int64_t> judged_to; // none: rows came that nothing has judged
    };
    std::vector<open_day> open;
};

class row_file {
public:
    static base::result<row_file> open(std::string const& path);
    row_file(row_file&&) noexcept;
    row_file& operator=(row_file&&) noexcept;
    ~row_file();

    // Rows that are held already are not added again. What cannot be read goes to `rejects`, with `file` as its file.
    base::result<added_rows> add(std::string const& path, std::uint32_t file, model::rulebook const& rules,
                                 facts::facilities const& known, facts::reading_options const& reading,
                                 facts::reject_sink const& rejects);
    // The same over the bytes of a growing file from where it was read last (and a little before, for what was split there) up
    // to `bytes`. A piece at a time, so that memory is bounded.
    base::result<added_rows> add_growing(std::string const& path, std::uint64_t bytes, std::uint32_t file,
                                         model::rulebook const& rules, facts::facilities const& known,
                                         facts::reading_options const& reading, facts::reject_sink const& rejects);
    std::uint64_t read_of(std::string const& path) const; // bytes that add_growing() has read

    // What judgements rest on beside the rows (rules, facilities, options): where it is another than at the last settled
    // judgement, everything is to be judged again.
    std::optional<base::failure> judge_with(std::string const& context, bool everything);
    std::vector<outlet_state> states() const;

    // Rows as lines of normal NDJSON. `take` gets the line and where it came from: a file by its number, and a line.
    using line_sink = std::function<void(std::string_view line, std::uint32_t file, std::uint32_t number)>;
    void read(std::int64_t outlet, std::optional<std::vector<std::int32_t>> const& days, line_sink const& take) const;
    std::string name_of(std::uint32_t file) const;

    // What was judged with data up to `end` and is durable elsewhere.
    struct settled_outlet {
        std::int64_t key = 0;
        bool whole = false;             // all of it, else these days
        std::vector<std::int32_t> days; // of which those that have not ended stay open
        bool settled = true;            // false: the days stay open all the same, for longer windows want them
    };
    std::optional<base::failure> settle(std::vector<settled_outlet> const& judged, base::moment end);

    // Drops settled rows of days before this; later ones of such days are refused from now on.
    std::optional<base::failure> forget_before(base::date day);
    std::optional<base::date> kept_from() const;

private:
    struct state;
    explicit row_file(std::unique_ptr<state> s);
    std::unique_ptr<state> state_;
};

} // namespace huanchi::held

// What has been read of outlets with lanes: for each day sums and counts, and the hours that are not compliant. The sheets of a
// reading divide the outlets among them, one sheet a thread, so that memory does not follow the number of threads.
#pragma once

#include "base/int128.hpp"
#include "eval/lanes.hpp"

#include <bit>
#include <cstdio>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace huanchi::eval {

class lane_sheet {
public:
    // `keeps_found`: somebody wants to see the hours that are not compliant.
    lane_sheet(lanes const& l, bool keeps_found);
    lane_sheet(lane_sheet const&) = delete;

    // A row of an outlet with lanes, with the numbers beside it in the order of the columns that were looked up last.
    void look_up_columns(std::vector<std::uint16_t> const& fields);
    void add(facts::plain_row const& row, facts::plain_number const* numbers);
    std::int64_t data_end() const { return data_end_; } // ms

private:
    friend class lane_settling;
    friend class lane_sheets;

    static constexpr int fixed_bits = 40;
    static constexpr std::uint32_t no_window = 0xFFFFFFFF;
    enum class state : std::uint8_t { usable, missing, invalid, doubtful, over, odd };
    struct multiplier {                                     // by which a value is corrected
        std::int64_t coefficient = 0;                       // of the number that it hangs on
        std::int64_t fixed = std::int64_t{1} << fixed_bits; // n/d in 2⁻⁴⁰, rounded down
        std::uint32_t n = 1, d = 1;
        std::int8_t scale = 0;
        std::uint8_t correction = lanes::uncorrected;
        lane_sheet::state state = state::odd;
        bool exact = true; // `fixed` is n/d
    };
    struct window {
        base::int128 sum = 0;   // of usable hours, corrected: in 2⁻⁴⁰ × 10⁻⁶ of the unit, rounded down
        std::int64_t read = 0;  // their sum as read, 10⁻⁶ of the unit: what the rounding may have taken from `sum`, at most
        std::uint32_t seen = 0; // hours that have a row
        std::int32_t day = 0;
        std::uint32_t before = no_window;               // the lane's window of an earlier day
        std::uint8_t out = 0;                           // of them
        std::uint8_t usable = 0, inexact = 0, over = 0; // hours in `sum`; of a rounded multiplier; with only a lower end
        std::uint8_t compliant = 0, violation = 0, not_met = 0; // hours …
        std::uint8_t missing = 0, invalid = 0, doubtful = 0, over_hours = 0, warned = 0;

        std::uint32_t valid() const { return static_cast<std::uint32_t>(std::popcount(seen)) - out; }
    };
    static_assert(sizeof(window) == 48);
    // Where a row goes: a cache line a lane.
    struct alignas(64) lane_state {
        window* at = nullptr;
        lanes::stretch_of_law const* law = nullptr;
        std::int64_t hour_max = INT64_MAX, hour_min = 0, warn_above = INT64_MAX; // of a simple day, 10⁻⁶ of the unit
        std::int32_t day = INT32_MIN;
        std::int32_t law_from = 0, law_before = 0; // days for which `law` is known to hold
        std::uint32_t newest = no_window;          // of the lane's windows, the one of the latest day
        base::unit_id unit = base::no_unit;
        std::uint8_t correction = lanes::uncorrected; // of a simple day
        std::uint8_t hourly_group = 0;
        verdict missed = verdict::compliant; // what any missed bound of an hour means; compliant: it hangs on which
        facts::data_source source = facts::data_source::unknown;
        bool simple : 1 = false, hourly : 1 = false, daily : 1 = false, judged : 1 = false, begun : 1 = false;
        bool flow_matters : 1 = false, tells_others : 1 = false;
    };
    static_assert(sizeof(lane_state) == 64);
    struct day_window {
        std::int32_t day;
        std::uint32_t window;
    };
    struct found {             // an hour that is not compliant
        std::int64_t read = 0; // 10⁻⁶ of the unit
        std::uint32_t lane = 0, requirement = 0, n = 1, d = 1;
        std::int32_t hour = 0;
        std::uint8_t group = 0;
        eval::verdict verdict{};
        lane_sheet::state state{};
    };
    struct unjudged_day {
        std::uint32_t seen = 0;
        std::uint8_t valid = 0, out = 0;
    };
    struct unjudged {
        facts::data_source source = facts::data_source::unknown;
        std::unordered_map<std::int32_t, unjudged_day> days;
    };

    void reopen(std::uint32_t outlet) { reopened_[outlet] = 1; }
    std::uint32_t find_lane(std::uint32_t outlet, std::uint16_t factor);
    void enter(std::uint32_t lane, std::int32_t day);
    window* find_window(std::uint32_t lane, std::int32_t day);
    std::uint32_t new_window(std::int32_t day);
    std::vector<day_window> days_of(std::uint32_t lane); // ascending
    void find_law(std::uint32_t lane, std::int32_t day);
    void simplify(lane_state& s, lanes::lane const& l);
    window& window_at(std::uint32_t index) { return chunks_[index / chunk][index % chunk]; }
    bool scaled(facts::plain_row const& r, base::unit_id own, std::int64_t& out);
    bool convert(base::unit_id from, base::unit_id to, std::int64_t& value);
    multiplier const& find_multiplier(std::uint8_t correction, facts::plain_number const* numbers);
    multiplier& multiplier_slot(std::uint8_t correction, std::int64_t coefficient, std::int8_t scale);
    void widen_multipliers();
    void work_out(multiplier& m) const;
    void judge(std::uint32_t lane, std::int32_t hour, std::int64_t read, bool over, facts::plain_number const* numbers);
    void judge_hour(std::uint32_t lane, std::uint8_t group, std::int32_t hour, std::int64_t read, bool over,
                    multiplier const& m);
    void add_to_day(window& w, std::int64_t read, bool over, multiplier const& m);
    void unmatched(facts::plain_row const& r, std::int32_t day, std::uint32_t bit);
    void note(found const& f);

    static bool misses(lanes::line const& l, base::int128 value, base::int128 denominator);
    // Of the lines of a group: compliant, violation or not_met, and which decides.
    template <class Misses>
    static std::pair<verdict, std::uint32_t> decide(lanes::line const* first, std::uint32_t count, Misses const& misses) {
        lanes::line const* policy = nullptr;
        for (auto const* l = first; l != first + count; ++l) {
            if (!misses(*l)) continue;
            if (!l->policy) return {verdict::violation, l->requirement};
            if (!policy) policy = l;
        }
        if (policy) return {verdict::not_met, policy->requirement};
        return {verdict::compliant, first->requirement};
    }

    static constexpr std::size_t chunk = 1024;
    static constexpr std::uint32_t no_lane = 0xFFFFFFFF;
    lanes const& l_;
    bool keeps_found_;
    std::vector<lane_state> states_;
    std::vector<std::vector<day_window>> sorted_; // by lane, ascending; of lanes whose rows went back to an earlier day
    std::vector<std::unique_ptr<window[]>> chunks_;
    std::uint32_t windows_ = 0;
    std::vector<char> reopened_; // by outlet
    std::int64_t data_end_ = INT64_MIN;
    std::uint32_t last_lane_ = 0;

    std::vector<std::uint16_t> columns_;
    std::vector<int> input_columns_; // of each correction
    int flow_column_ = -1, corrected_column_ = -1;

    multiplier none_, missing_, odd_;
    std::vector<multiplier> multipliers_ = std::vector<multiplier>(1024); // a hash table
    std::size_t multipliers_used_ = 0;
    std::unordered_map<std::uint32_t, fraction> conversions_;
    std::unordered_map<std::uint64_t, unjudged> unjudged_; // by outlet and factor

    struct close_file {
        void operator()(std::FILE* f) const { std::fclose(f); }
    };
    std::vector<found> found_;
    std::unique_ptr<std::FILE, close_file> spilled_;
};

class lane_sheets {
public:
    static constexpr std::size_t most_threads = 255;
    // `threads`: 1 to most_threads.
    lane_sheets(lanes const& l, std::size_t threads, bool keeps_found);

    // From the thread of that number.
    void add(std::size_t thread, facts::plain_rows const& rows);
    // Rows with all that they say: the plain ones of outlets with lanes are packed, others of such outlets reopen them.
    void add(std::size_t thread, facts::batch const& rows);
    base::moment data_end();

    // After reading: outlets that are settled hand their results on, the others are marked in the answer, by outlet. Without
    // `options.counts_only` an outlet that has a finding is reopened.
    std::vector<char> settle(run_options const& options, base::moment data_end, std::function<void(results)> const& take);

private:
    struct part {
        part(lanes const& l, std::size_t threads, bool keeps_found)
            : sheet(l, keeps_found), outgoing(threads), reopened(l.routes().size()) {}
        std::mutex guard; // of the sheet
        lane_sheet sheet;
        std::mutex inbox_guard;
        std::vector<facts::plain_rows> inbox;
        std::vector<facts::plain_rows> outgoing; // by part; touched by its own thread only
        std::vector<char> reopened;              // likewise
    };
    bool pack(facts::batch const& rows, std::size_t i, std::span<facts::extra const> extras, facts::plain_rows& to) const;
    void send(part& to, facts::plain_rows& rows);
    void take_in(part& p);
    void finish_reading();

    lanes const& l_;
    std::vector<std::unique_ptr<part>> parts_;
    std::vector<std::uint8_t> owner_; // part by outlet
};

} // namespace huanchi::eval

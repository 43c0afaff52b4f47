// Rows of measurements as every reader yields them: columns, in the order of the input. A batch is filled by one reader and
// handed on; it holds no pointer into the input.
#pragma once

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/unit.hpp"
#include "model/rulebook.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace huanchi::facts {

enum class data_source : std::uint8_t { unknown, automatic, enforcement, self_manual, commissioned, platform };
std::string_view text(data_source s); // unknown, auto, enforcement …

// How the marks of a row say to treat it; review over condition and mark over flag.
enum class usability : std::uint8_t { valid, out, over_range };

// In `below_detection`, of a row that is flagged out: it has no value, or is not detected without a detection limit.
inline constexpr std::uint8_t no_value = 2;

inline constexpr std::int64_t not_received = INT64_MIN;

// A further field of the datum (o2, temperature, flow, corrected, sample_kind, report_no …).
struct extra {
    std::uint32_t row;    // within the batch; ascending
    std::uint16_t field;  // of the record `measurement`
    bool is_number;       // quantities and numbers
    base::decimal number; // in the field's declared unit if the input names none, else converted when exact
    std::uint32_t text;   // index into texts, for all other types
};

struct batch {
    std::uint32_t file = 0;            // index into the list of inputs
    std::vector<std::uint32_t> outlet; // index into facilities.outlets, or no_outlet
    std::vector<std::uint16_t> factor;
    std::vector<model::interval> interval;
    std::vector<std::int64_t> time;            // start, ms (base::moment)
    std::vector<std::int64_t> period_end;      // ms; of the interval where the input does not say
    std::vector<base::decimal> value;          // as written; for below-detection rows the detection limit
    std::vector<base::unit_id> unit;           // of value
    std::vector<std::uint8_t> below_detection; // value stands for [0, value]
    std::vector<facts::usability> usability;
    std::vector<char> flag; // as read, 0 if the input had none (N assumed)
    std::vector<data_source> source;
    std::vector<std::int64_t> received; // ms, or not_received
    std::vector<std::uint32_t> line;    // from 1; rows of an array of JSON: the index from 1
    std::vector<facts::extra> extras;
    std::vector<std::string> texts;

    std::size_t size() const { return outlet.size(); }
    // f(column) for all that have a value a row: not for extras and texts.
    template <class F>
    void each_column(F const& f) {
        f(outlet), f(factor), f(interval), f(time), f(period_end), f(value), f(unit), f(below_detection), f(usability), f(flag);
        f(source), f(received), f(line);
    }
    void clear();
};

} // namespace huanchi::facts

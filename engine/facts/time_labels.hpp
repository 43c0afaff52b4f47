// Time labels of rows: which stretch of time a row stands for. A label names the start of the interval, or its end where the
// user says so, and lies on the interval's boundary. A date alone names its day (a month its month, a year its year) either
// way. One reader belongs to one thread: it remembers the last label and the last day.
#pragma once

#include "base/date.hpp"
#include "model/rulebook.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::facts {

struct stretch {
    std::int64_t start = 0; // ms
    std::int64_t end = 0;   // ms; the start for intervals without length (instant, sample)
};

// A time as written, where 24:00 is the first moment of the next day.
struct clock_reading {
    std::int64_t ms = 0;
    bool at_24 = false;
};
std::optional<clock_reading> read_clock(std::string_view text);

class time_labels {
public:
    explicit time_labels(bool label_is_end) : label_is_end_(label_is_end) {}

    // nullptr: code() and reason() say what is wrong.
    stretch const* read(std::string_view text, model::interval interval);
    std::string const& code() const { return code_; }
    std::string const& reason() const { return reason_; }

private:
    std::optional<std::int64_t> read_fast(std::string_view text);
    bool place(std::int64_t ms, std::string_view text, model::interval interval);
    bool named(std::string_view text, model::interval interval);
    stretch const* fail(std::string code, std::string reason);

    bool label_is_end_;
    bool has_last_ = false;
    std::string last_text_;
    model::interval last_interval_ = model::interval::hour;
    stretch last_;
    std::string last_day_; // 2026-05-01
    std::int64_t last_day_ms_ = 0;
    std::string code_, reason_;
};

} // namespace huanchi::facts

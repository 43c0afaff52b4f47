// Which days are worked: Monday to Friday, but for holidays, and days of a weekend that are worked instead. Knows only the
// spans that it was told of; of other days it says nothing. A value type.
#pragma once

#include "base/date.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::base {

class work_calendar {
public:
    // A span with an end, its holidays and its worked days at weekends, in any order. Spans may touch, not overlap.
    void add(date from, date before, std::vector<date> const& holidays, std::vector<date> const& worked);

    bool covers(date d) const;
    std::optional<bool> is_worked(date d) const; // nullopt outside the spans
    // The n-th worked day after the date, or before it where n is negative; the date itself where n is 0. The date is not
    // counted, and need not be worked. Nullopt where the way leaves the spans.
    std::optional<date> moved(date d, int n) const;
    std::string spans() const; // 2024-01-01..2026-12-31, joined by ", "; "" if there is none

private:
    struct span {
        date from, before;
    };
    std::vector<span> spans_;             // by date, those that touch are one
    std::vector<date> holidays_, worked_; // sorted
};

} // namespace huanchi::base

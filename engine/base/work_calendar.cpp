#include "base/work_calendar.hpp"

#include <algorithm>

namespace huanchi::base {

namespace {

// 1970-01-01 was a Thursday.
bool at_weekend(date d) {
    auto const weekday = ((d.days % 7) + 7 + 3) % 7; // Monday is 0
    return weekday >= 5;
}

void merge(std::vector<date>& into, std::vector<date> const& more) {
    into.insert(into.end(), more.begin(), more.end());
    std::sort(into.begin(), into.end());
}

} // namespace

void work_calendar::add(date from, date before, std::vector<date> const& holidays, std::vector<date> const& worked) {
    spans_.push_back({from, before});
    std::sort(spans_.begin(), spans_.end(), [](span const& a, span const& b) { return a.from < b.from; });
    for (std::size_t i = 1; i < spans_.size();)
        if (spans_[i - 1].before == spans_[i].from) {
            spans_[i - 1].before = spans_[i].before;
            spans_.erase(spans_.begin() + static_cast<std::ptrdiff_t>(i));
        } else {
            ++i;
        }
    merge(holidays_, holidays);
    merge(worked_, worked);
}

bool work_calendar::covers(date d) const {
    return std::any_of(spans_.begin(), spans_.end(), [&](span const& s) { return s.from <= d && d < s.before; });
}

std::optional<bool> work_calendar::is_worked(date d) const {
    if (!covers(d)) return std::nullopt;
    if (std::binary_search(worked_.begin(), worked_.end(), d)) return true;
    return !at_weekend(d) && !std::binary_search(holidays_.begin(), holidays_.end(), d);
}

std::optional<date> work_calendar::moved(date d, int n) const {
    int const step = n < 0 ? -1 : 1;
    for (int left = n < 0 ? -n : n; left > 0;) {
        d = d + step;
        auto const worked = is_worked(d);
        if (!worked) return std::nullopt;
        left -= *worked;
    }
    return d;
}

std::string work_calendar::spans() const {
    std::string all;
    for (auto const& s : spans_) all += (all.empty() ? "" : ", ") + s.from.text() + ".." + (s.before + -1).text();
    return all;
}

} // namespace huanchi::base

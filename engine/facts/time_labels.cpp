#include "facts/time_labels.hpp"

#include "facts/excerpt.hpp"
#include "facts/written_times.hpp"

#include <algorithm>

namespace huanchi::facts {

namespace {

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;

bool digits(std::string_view t) {
    return !t.empty() && std::all_of(t.begin(), t.end(), [](char c) { return c >= '0' && c <= '9'; });
}
int number(std::string_view t) {
    int n = 0;
    for (char const c : t) n = n * 10 + (c - '0');
    return n;
}

// Length of an interval of fixed length, 0 for the others.
std::int64_t length_of(model::interval interval) {
    switch (interval) {
    case model::interval::minute: return minute_ms;
    case model::interval::five_minutes: return 5 * minute_ms;
    case model::interval::hour: return hour_ms;
    case model::interval::day: return day_ms;
    default: return 0;
    }
}
bool is_calendar(model::interval interval) {
    return interval == model::interval::month || interval == model::interval::quarter || interval == model::interval::year;
}
int months_of(model::interval interval) {
    return interval == model::interval::month ? 1 : interval == model::interval::quarter ? 3 : 12;
}

// The first moment of the month, quarter or year that lies `steps` after the one that holds `ms`.
std::int64_t calendar_step(std::int64_t ms, model::interval interval, int steps) {
    auto const d = base::moment{ms}.date();
    int const months = d.year() * 12 + d.month() - 1;
    int const length = months_of(interval);
    int const to = (months / length + steps) * length;
    auto const first = base::date::from_ymd(to / 12, to % 12 + 1, 1);
    return first ? base::moment::at(*first).ms : ms;
}

bool on_boundary(std::int64_t ms, model::interval interval) {
    base::moment const m{ms};
    if (is_calendar(interval)) {
        auto const d = m.date();
        return m.ms_of_day() == 0 && d.day() == 1 && (d.month() - 1) % months_of(interval) == 0;
    }
    auto const length = length_of(interval);
    return length == 0 || m.ms_of_day() % length == 0;
}

std::string_view boundary(model::interval interval) {
    switch (interval) {
    case model::interval::minute: return "a whole minute";
    case model::interval::five_minutes: return "a minute that 5 divides";
    case model::interval::hour: return "a whole hour";
    case model::interval::day: return "00:00";
    case model::interval::month: return "00:00 on the first day of a month";
    case model::interval::quarter: return "00:00 on the first day of January, April, July or October";
    case model::interval::year: return "00:00 on 1 January";
    default: return "any time";
    }
}

} // namespace

std::optional<clock_reading> read_clock(std::string_view text) {
    if (auto const m = base::moment::parse(text)) return clock_reading{m->ms, false};
    auto const at = text.find("24:00");
    if (at == std::string_view::npos || at == 0 || (text[at - 1] != ' ' && text[at - 1] != 'T')) return std::nullopt;
    std::string midnight(text);
    midnight.replace(at, 2, "00");
    auto const m = base::moment::parse(midnight);
    // 24:00 is the only time of hour 24: 24:00:30 does not exist.
    auto const seconds = text.substr(at + 5);
    bool const whole = !seconds.starts_with(':') || (seconds.starts_with(":00") && !seconds.starts_with(":00."));
    if (!m || !whole) return std::nullopt;
    return clock_reading{m->ms + day_ms, true};
}

// The forms of nearly all rows, 2026-05-01 08:00[:00][+08:00] with a blank or T, with the day worked out once.
std::optional<std::int64_t> time_labels::read_fast(std::string_view text) {
    if (text.ends_with("+08:00")) text.remove_suffix(6);
    if ((text.size() != 16 && text.size() != 19) || text[13] != ':' || (text[10] != 'T' && text[10] != ' '))
        return std::nullopt;
    if (!digits(text.substr(11, 2)) || !digits(text.substr(14, 2))) return std::nullopt;
    int const hour = number(text.substr(11, 2)), minute = number(text.substr(14, 2));
    int second = 0;
    if (text.size() == 19) {
        if (text[16] != ':' || !digits(text.substr(17, 2))) return std::nullopt;
        second = number(text.substr(17, 2));
    }
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
    auto const day = text.substr(0, 10);
    if (day != last_day_) {
        auto const d = base::date::parse(day);
        if (!d || day[4] != '-') return std::nullopt;
        last_day_.assign(day);
        last_day_ms_ = base::moment::at(*d).ms;
    }
    return last_day_ms_ + hour * hour_ms + minute * minute_ms + second * 1000LL;
}

stretch const* time_labels::fail(std::string code, std::string reason) {
    has_last_ = false;
    code_ = std::move(code);
    reason_ = std::move(reason);
    return nullptr;
}

bool time_labels::place(std::int64_t ms, std::string_view text, model::interval interval) {
    if (!on_boundary(ms, interval)) {
        std::string remedy = label_is_end_ ? "" : "; if the times name the ends of intervals, say --time-label end";
        fail("off_boundary", excerpt(text) + " is no boundary of the interval " + std::string(model::text(interval)) +
                                 ": expected " + std::string(boundary(interval)) + remedy);
        return false;
    }
    int const step = label_is_end_ ? -1 : 1;
    auto const other = is_calendar(interval) ? calendar_step(ms, interval, step) : ms + step * length_of(interval);
    last_ = label_is_end_ ? stretch{other, ms} : stretch{ms, other};
    return true;
}

// 2026-05-01 for a day, 2026-05 for a month, 2026 for a year.
bool time_labels::named(std::string_view text, model::interval interval) {
    std::optional<base::date> first;
    if (interval == model::interval::day || is_calendar(interval)) first = base::date::parse(text);
    bool const year_and_month =
        text.size() == 7 && (text[4] == '-' || text[4] == '/') && digits(text.substr(0, 4)) && digits(text.substr(5));
    if (interval == model::interval::month && year_and_month)
        first = base::date::from_ymd(number(text.substr(0, 4)), number(text.substr(5)), 1);
    if (interval == model::interval::year && text.size() == 4 && digits(text)) first = base::date::from_ymd(number(text), 1, 1);
    if (!first || !on_boundary(base::moment::at(*first).ms, interval)) return false;
    last_.start = base::moment::at(*first).ms;
    last_.end = is_calendar(interval) ? calendar_step(last_.start, interval, 1) : last_.start + day_ms;
    return true;
}

stretch const* time_labels::read(std::string_view text, model::interval interval) {
    if (has_last_ && interval == last_interval_ && text == last_text_) return &last_;
    auto ms = read_fast(text);
    if (!ms && named(text, interval)) {
        has_last_ = false;
        return &last_;
    }
    if (!ms) {
        if (auto const date = base::date::parse(text)) {
            if (!is_calendar(interval)) return fail("bad_time", excerpt(text) + " has no time of day");
            place(base::moment::at(*date).ms, text, interval); // says which day it should be
            return nullptr;
        }
        bool const dated = interval == model::interval::day || is_calendar(interval);
        auto const clock = dated && text.find(':') == std::string_view::npos ? std::nullopt : read_clock(text);
        if (!clock) {
            auto usual = usual_time(text);
            // The serial number of midnight has no fraction.
            if (usual && usual->size() == 10 && !dated && tables::looks_like_serial(text, tables::date_system::from_1900))
                *usual += " 00:00:00";
            if (usual && *usual != text) return read(*usual, interval);
            return fail("bad_time", excerpt(text) + " is no date and time such as 2026-05-01 08:00");
        }
        if (clock->at_24 && !label_is_end_)
            return fail("bad_time",
                        excerpt(text) + " is the end of a day; if the times name the ends of intervals, say --time-label end");
        ms = clock->ms;
    }
    if (!place(*ms, text, interval)) return nullptr;
    has_last_ = true;
    last_text_.assign(text);
    last_interval_ = interval;
    return &last_;
}

} // namespace huanchi::facts

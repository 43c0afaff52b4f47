// Dates and moments of the Beijing clock (+08:00). A day is the natural day of that clock; a moment is milliseconds since
// 1970-01-01T00:00:00+08:00. Value types. No time zone data, no clock: now() is passed in from cli/.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::base {

struct date {
    std::int32_t days = 0; // since 1970-01-01
    // Years 1..9999; nullopt for 2026-02-30.
    static std::optional<date> from_ymd(int year, int month, int day);
    static std::optional<date> parse(std::string_view text); // 2026-05-01
    int year() const;
    int month() const;
    int day() const;
    std::string text() const; // 2026-05-01
    friend auto operator<=>(date, date) = default;
    friend date operator+(date d, int n) { return {d.days + n}; }
    friend int operator-(date a, date b) { return a.days - b.days; }
};
// The same day n months later, or earlier where n is negative; the last of the month where that has no such day. The result
// must lie within the years of from_ymd().
date months_later(date d, int n);

struct moment {
    std::int64_t ms = 0;
    // ISO 8601 `2026-05-01T08:00:00.000+08:00`: seconds, fraction and zone (`Z`, `+08:00`, `+0800`; none is +08:00) optional.
    // As spreadsheets print it, with a blank for the `T`: `2026-05-01 8:00`, `2026/5/1 8:00`. A date alone is its midnight.
    // 14 or 17 digits as HJ 212 does. Digits after the millisecond are dropped. 24:00 and seconds of 60 are not accepted.
    static std::optional<moment> parse(std::string_view text);
    static moment at(base::date d, int hour = 0, int minute = 0) {
        return {(d.days * 24LL + hour) * 3600000 + minute * 60000LL};
    }
    base::date date() const;
    std::int64_t ms_of_day() const;
    std::string text() const; // 2026-05-01T08:00:00+08:00, with .123 only if not a whole second
    friend auto operator<=>(moment, moment) = default;
};

// Half-open: [from, to).
struct period {
    moment from;
    moment to;
    friend auto operator<=>(period const&, period const&) = default;
};

// Half-open span of dates in force; an absent bound is open. `before` is the first day no longer in force.
struct span_of_dates {
    std::optional<date> from;
    std::optional<date> before;
    bool contains(date d) const { return (!from || *from <= d) && (!before || d < *before); }
    bool empty() const { return from && before && *before <= *from; }
    friend bool operator==(span_of_dates const&, span_of_dates const&) = default;
};
span_of_dates intersection(span_of_dates const& a, span_of_dates const& b);

int days_in_month(int year, int month);

} // namespace huanchi::base

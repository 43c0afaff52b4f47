#include "base/date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace huanchi::base {

namespace {

constexpr std::int64_t ms_per_second = 1000;
constexpr std::int64_t ms_per_minute = 60 * ms_per_second;
constexpr std::int64_t ms_per_day = 24 * 60 * ms_per_minute;
constexpr std::int64_t first_day = -719162; // 0001-01-01
constexpr std::int64_t last_day = 2932896;  // 9999-12-31
constexpr int beijing_minutes = 8 * 60;

std::chrono::year_month_day civil(date d) {
    return std::chrono::sys_days{std::chrono::days{d.days}};
}

bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Both digits at `at`, or a negative number.
int two_digits(char const* at) {
    int const tens = at[0] - '0';
    int const ones = at[1] - '0';
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return -1;
    return tens * 10 + ones;
}

int four_digits(char const* at) {
    int const high = two_digits(at);
    int const low = two_digits(at + 2);
    return high < 0 || low < 0 ? -1 : high * 100 + low;
}

struct clock_time {
    int hour = 0;
    int minute = 0;
    int second = 0;
    int ms = 0;
};

std::optional<moment> on(std::optional<date> day, clock_time t, int zone_minutes = beijing_minutes) {
    if (!day || t.hour < 0 || t.hour > 23 || t.minute < 0 || t.minute > 59 || t.second < 0 || t.second > 59)
        return std::nullopt;
    std::int64_t const minutes = t.hour * 60 + t.minute + beijing_minutes - zone_minutes;
    moment const m{day->days * ms_per_day + minutes * ms_per_minute + t.second * ms_per_second + t.ms};
    // A zone can carry the first or the last day out of the years that have four digits.
    if (m.ms < first_day * ms_per_day || m.ms >= (last_day + 1) * ms_per_day) return std::nullopt;
    return m;
}

// `YYYY-MM-DDTHH:MM:SS`, alone or with +08:00: nearly every row of a file. What this does not know is left to the reader below.
std::optional<moment> parse_usual(std::string_view text) {
    if (text.size() != 19 && !(text.size() == 25 && text.ends_with("+08:00"))) return std::nullopt;
    char const* const at = text.data();
    if (at[4] != '-' || at[7] != '-' || (at[10] != 'T' && at[10] != ' ') || at[13] != ':' || at[16] != ':') return std::nullopt;
    return on(date::from_ymd(four_digits(at), two_digits(at + 5), two_digits(at + 8)),
              {two_digits(at + 11), two_digits(at + 14), two_digits(at + 17), 0});
}

// YYYYMMDDhhmmss or YYYYMMDDhhmmsszzz (HJ 212).
std::optional<moment> parse_packed(std::string_view text) {
    if (text.size() != 14 && text.size() != 17) return std::nullopt;
    if (!std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    char const* const at = text.data();
    int const ms = text.size() == 17 ? two_digits(at + 14) * 10 + (at[16] - '0') : 0;
    return on(date::from_ymd(four_digits(at), two_digits(at + 4), two_digits(at + 6)),
              {two_digits(at + 8), two_digits(at + 10), two_digits(at + 12), ms});
}

// Reads from the left; what does not fit leaves the position where it was.
struct reader {
    char const* at;
    char const* end;

    bool done() const { return at == end; }
    bool sees(char c) const { return at != end && *at == c; }
    bool take(char c) { return sees(c) && (++at, true); }

    // A number of `least` to `most` digits, not followed by another digit.
    std::optional<int> number(int least, int most) {
        char const* stop = at;
        while (stop != end && is_digit(*stop)) ++stop;
        auto const count = stop - at;
        if (count < least || count > most) return std::nullopt;
        int value = 0;
        for (; at != stop; ++at) value = value * 10 + (*at - '0');
        return value;
    }

    // Any number of digits (at least one); the first three count.
    std::optional<int> milliseconds() {
        if (at == end || !is_digit(*at)) return std::nullopt;
        int value = 0;
        int weight = 100;
        for (; at != end && is_digit(*at); ++at, weight /= 10) value += (*at - '0') * weight;
        return value;
    }

    std::optional<date> day() {
        auto const year = number(4, 4);
        char const separator = sees('/') ? '/' : '-';
        if (!year || !take(separator)) return std::nullopt;
        auto const month = number(1, 2);
        if (!month || !take(separator)) return std::nullopt;
        auto const day_of_month = number(1, 2);
        return day_of_month ? date::from_ymd(*year, *month, *day_of_month) : std::nullopt;
    }

    std::optional<clock_time> clock(int digits_of_hour) {
        auto const hour = number(digits_of_hour, 2);
        if (!hour || !take(':')) return std::nullopt;
        auto const minute = number(2, 2);
        if (!minute) return std::nullopt;
        if (!take(':')) return clock_time{*hour, *minute};
        auto const second = number(2, 2);
        if (!second) return std::nullopt;
        if (!take('.')) return clock_time{*hour, *minute, *second};
        auto const ms = milliseconds();
        if (!ms) return std::nullopt;
        return clock_time{*hour, *minute, *second, *ms};
    }

    // Minutes east of Greenwich: `Z`, `+08:00`, `+0800`; nothing is Beijing.
    std::optional<int> zone() {
        if (done()) return beijing_minutes;
        if (take('Z')) return 0;
        bool const west = sees('-');
        if (!take('+') && !take('-')) return std::nullopt;
        if (end - at < 4) return std::nullopt;
        int const hours = two_digits(at);
        at += at[2] == ':' ? 3 : 2;
        if (end - at != 2) return std::nullopt;
        int const minutes = two_digits(at);
        at = end;
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
        return (west ? -1 : 1) * (hours * 60 + minutes);
    }
};

// Writes `value` with leading zeros into the `width` characters at `out`.
void write_padded(char* out, int width, int value) {
    for (int i = width - 1; i >= 0; --i, value /= 10) out[i] = static_cast<char>('0' + value % 10);
}

} // namespace

int days_in_month(int year, int month) {
    constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) return 0;
    return month == 2 && is_leap(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

std::optional<date> date::from_ymd(int year, int month, int day) {
    if (year < 1 || year > 9999 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
    std::chrono::year_month_day const ymd{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                          std::chrono::day{static_cast<unsigned>(day)}};
    return date{static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

std::optional<date> date::parse(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    return from_ymd(four_digits(text.data()), two_digits(text.data() + 5), two_digits(text.data() + 8));
}

int date::year() const {
    return static_cast<int>(civil(*this).year());
}
int date::month() const {
    return static_cast<int>(static_cast<unsigned>(civil(*this).month()));
}
int date::day() const {
    return static_cast<int>(static_cast<unsigned>(civil(*this).day()));
}

std::string date::text() const {
    auto const ymd = civil(*this);
    std::string out = "0000-00-00";
    write_padded(out.data(), 4, static_cast<int>(ymd.year()));
    write_padded(out.data() + 5, 2, static_cast<int>(static_cast<unsigned>(ymd.month())));
    write_padded(out.data() + 8, 2, static_cast<int>(static_cast<unsigned>(ymd.day())));
    return out;
}

std::optional<moment> moment::parse(std::string_view text) {
    if (auto const usual = parse_usual(text)) return usual;
    if (auto const packed = parse_packed(text)) return packed;

    reader in{text.data(), text.data() + text.size()};
    auto const day = in.day();
    if (!day) return std::nullopt;
    if (in.done()) return at(*day);
    bool const iso = in.sees('T');
    if (iso && !date::parse(text.substr(0, 10))) return std::nullopt; // `T` comes with the strict form only
    if (!in.take('T') && !in.take(' ')) return std::nullopt;
    auto const time = in.clock(iso ? 2 : 1);
    if (!time) return std::nullopt;
    auto const zone = in.zone();
    if (!zone || !in.done()) return std::nullopt;
    return on(day, *time, *zone);
}

date moment::date() const {
    std::int64_t const truncated = ms / ms_per_day;
    return {static_cast<std::int32_t>(ms % ms_per_day < 0 ? truncated - 1 : truncated)};
}

std::int64_t moment::ms_of_day() const {
    std::int64_t const rest = ms % ms_per_day;
    return rest < 0 ? rest + ms_per_day : rest;
}

std::string moment::text() const {
    auto const in_day = static_cast<int>(ms_of_day());
    std::string out = date().text() + "T00:00:00";
    write_padded(out.data() + 11, 2, in_day / 3'600'000);
    write_padded(out.data() + 14, 2, in_day / 60'000 % 60);
    write_padded(out.data() + 17, 2, in_day / 1000 % 60);
    if (in_day % 1000 != 0) {
        out += ".000";
        write_padded(out.data() + 20, 3, in_day % 1000);
    }
    return out += "+08:00";
}

span_of_dates intersection(span_of_dates const& a, span_of_dates const& b) {
    span_of_dates out = a;
    if (b.from && (!a.from || *a.from < *b.from)) out.from = b.from;
    if (b.before && (!a.before || *b.before < *a.before)) out.before = b.before;
    return out;
}

date months_later(date d, int n) {
    auto const months = d.year() * 12 + d.month() - 1 + n;
    for (int day = d.day();; --day)
        if (auto const found = date::from_ymd(months / 12, months % 12 + 1, day)) return *found;
}

} // namespace huanchi::base

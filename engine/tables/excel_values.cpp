#include "tables/excel_values.hpp"

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/int128.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace huanchi::tables {

namespace {

constexpr std::int64_t seconds_of_day = 86400;

// Days and seconds of a serial number, rounded half up to the second: hours are thirds of days and have no exact decimal.
std::optional<std::int64_t> seconds_of_serial(std::string_view number) {
    auto const short_number = shortest_number(number);
    auto const read = base::decimal::parse(short_number);
    if (!read || read->coefficient < 0) return std::nullopt;
    base::int128 power = 1;
    for (int i = 0; i < read->scale; ++i) power *= 10;
    auto const seconds = (2 * static_cast<base::int128>(read->coefficient) * seconds_of_day + power) / (2 * power);
    if (seconds >= static_cast<base::int128>(3000000) * seconds_of_day) return std::nullopt;
    return static_cast<std::int64_t>(seconds);
}

base::date first_day(date_system system) {
    // 1900 was no leap year, for the 1900 system it was: counted from two days before 1900-01-01 every later day is right.
    return system == date_system::from_1904 ? *base::date::from_ymd(1904, 1, 1) : *base::date::from_ymd(1899, 12, 30);
}

} // namespace

std::optional<std::string> date_of_serial(std::string_view number, date_system system, bool with_time) {
    auto const seconds = seconds_of_serial(number);
    if (!seconds) return std::nullopt;
    auto const days = *seconds / seconds_of_day, rest = *seconds % seconds_of_day;
    std::array<char, 16> clock{};
    std::snprintf(clock.data(), clock.size(), "%02d:%02d:%02d", static_cast<int>(rest / 3600), static_cast<int>(rest / 60 % 60),
                  static_cast<int>(rest % 60));
    if (days == 0 && system == date_system::from_1900) return clock.data();
    auto const date = (first_day(system) + static_cast<int>(days)).text();
    return rest == 0 && !with_time ? date : date + " " + clock.data();
}

bool looks_like_serial(std::string_view text, date_system system) {
    auto const point = text.find('.');
    auto const whole = text.substr(0, point);
    if (whole.size() != 5 || whole.find_first_not_of("0123456789") != std::string_view::npos) return false;
    if (point != std::string_view::npos && text.substr(point + 1).find_first_not_of("0123456789") != std::string_view::npos)
        return false;
    auto const seconds = seconds_of_serial(text);
    if (!seconds) return false;
    auto const year = (first_day(system) + static_cast<int>(*seconds / seconds_of_day)).year();
    return year >= 2000 && year < 2100;
}

// A workbook stores binary numbers of 64 bits and writes them with 17 digits, which nobody entered and Excel does not show:
// what was typed is the shortest decimal that is read as the same binary number. Fewer digits than 16 can only have been
// written on purpose and stay as they are, scale and all.
std::string shortest_number(std::string_view written) {
    std::size_t digits = 0;
    bool leading = true;
    for (char const c : written) {
        if (c == 'e' || c == 'E') break;
        if (c < '0' || c > '9') continue;
        leading = leading && c == '0';
        digits += leading ? 0 : 1;
    }
    bool const whole = written.find_first_not_of("0123456789") == std::string_view::npos; // such as a number of a sample
    if (digits < 16 || whole) return std::string(written);
    double stored = 0;
    auto const read = std::from_chars(written.data(), written.data() + written.size(), stored);
    if (read.ec != std::errc() || read.ptr != written.data() + written.size()) return std::string(written);
    std::array<char, 64> out{};
    auto const end = std::to_chars(out.data(), out.data() + out.size(), stored);
    return std::string(out.data(), end.ptr);
}

shown_as shown_by_built_in(unsigned id) {
    auto const within = [&](unsigned from, unsigned to) { return id >= from && id <= to; };
    if (within(18, 22) || within(32, 35) || within(45, 47) || within(55, 56)) return shown_as::date_and_time;
    return within(14, 17) || within(27, 31) || id == 36 || within(50, 58) ? shown_as::date : shown_as::number;
}

shown_as shown_by(std::string_view format) {
    format = format.substr(0, format.find(';')); // the section of positive numbers
    auto shown = shown_as::number;
    for (std::size_t i = 0; i < format.size(); ++i) {
        switch (format[i] >= 'A' && format[i] <= 'Z' ? format[i] - 'A' + 'a' : format[i]) {
        case '"':
            i = format.find('"', i + 1);
            if (i == std::string_view::npos) return shown_as::number;
            break;
        case '\\':
        case '_':
        case '*': ++i; break;
        case '[': {
            auto const close = format.find(']', i);
            if (close == std::string_view::npos) return shown_as::number;
            auto const inside = format.substr(i + 1, close - i - 1);
            if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) return shown_as::number;
            i = close;
            break;
        }
        case 'h':
        case 's': return shown_as::date_and_time;
        case 'y':
        case 'm':
        case 'd': shown = shown_as::date; break;
        case 'g': return shown_as::number; // General
        default: break;
        }
    }
    return shown;
}

} // namespace huanchi::tables

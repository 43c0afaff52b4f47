// What the numbers in the cells of a workbook mean: dates by their serial number, decimals by the shortest text that gives the
// stored number again. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace huanchi::tables {

enum class date_system : unsigned char { from_1900, from_1904 };

// `46143.333333333336` is 2026-05-01 08:00:00, to the second; a whole number is the date alone unless `with_time`, one below 1
// a time of day.
std::optional<std::string> date_of_serial(std::string_view number, date_system system, bool with_time = false);
// Whether a text is a serial number that could be a date of the years 2000 to 2099, and nothing else a time is written as.
bool looks_like_serial(std::string_view text, date_system system);

// 0.10000000000000001 is 0.1.
std::string shortest_number(std::string_view written);

// What a number format (`yyyy"年"m"月"d"日"`) shows; [h]:mm shows a duration, which is a number.
enum class shown_as : unsigned char { number, date, date_and_time };
shown_as shown_by(std::string_view format);
shown_as shown_by_built_in(unsigned id);

} // namespace huanchi::tables

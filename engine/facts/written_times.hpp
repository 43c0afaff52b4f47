// Dates and times as platforms, spreadsheets and reports write them: 2026年5月1日 8时, 2026-05-01 08, 2026.5.1 8:00, 2026/5/1,
// the serial numbers of spreadsheets, and formats that a mapping names. Pure functions.
#pragma once

#include "tables/excel_values.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace huanchi::facts {

// As `2026-05-01 08:00:00`, `2026-05-01`, `2026-05` or `2026`, hour 24 kept as 24:00; nullopt for any other text.
std::optional<std::string> usual_time(std::string_view text, tables::date_system dates = tables::date_system::from_1900);
// A time of day as `08:00`: 8, 08:00, 8时, 8点30分.
std::optional<std::string> usual_clock(std::string_view text);
// By a format of yyyy, M, MM, d, dd, H, HH, m, mm, s, ss, where everything else stands for itself.
std::optional<std::string> time_by_format(std::string_view text, std::string_view format);

} // namespace huanchi::facts

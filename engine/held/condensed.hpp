// A line of normal NDJSON in two parts: its shape, with the members that hardly ever change, and the values that do. Rows of a
// day of an outlet share a few shapes, so that a kept row takes a quarter of its text. Lines must be as report::row_lines
// writes them: every value a string, no control characters.
#pragma once

#include "base/date.hpp"

#include <string>
#include <string_view>

namespace huanchi::held {

struct condensed_line {
    std::string shape;  // the line, '\t' in place of a value, '\v' in place of a time
    std::string values; // joined by '\t'; times of the day are shortened
};

condensed_line condense(std::string_view line, std::string_view day);
// Appends the line, with its line end.
void expand(std::string& out, std::string_view shape, std::string_view values, std::string_view day);

} // namespace huanchi::held

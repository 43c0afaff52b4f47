// CSV as RFC 4180 has it: commas, CRLF, quotes where a cell needs them. A text cell that a spreadsheet would take for a formula
// gets an apostrophe in front; numbers never do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::report {

inline constexpr std::string_view byte_order_mark =
    "\xEF\xBB\xBF"; // some spreadsheets take a file without it for another encoding

class csv_lines {
public:
    explicit csv_lines(bool with_byte_order_mark) : out_(with_byte_order_mark ? byte_order_mark : "") {}
    void line(std::vector<std::string> const& cells);
    std::string finish() && { return std::move(out_); }

private:
    std::string out_;
};

} // namespace huanchi::report

// Records of values by RFC 4180, separated by commas or another character: quotes, doubled quotes, separators and line ends
// inside quotes, LF or CRLF. The scanner sees a window of the text and gives back how much of it one record takes; it keeps no
// text, and its fields point into the window or into its own scratch until the next call. What the bytes mean is for the
// caller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::facts {

class csv_scanner {
public:
    // A longer record is broken. It also bounds how far an opening quote without its twin can reach: beyond it the quote is
    // taken as a mistake of its line, so that one typing error does not swallow the rows that follow.
    static constexpr std::size_t longest_record = std::size_t{64} << 10;

    enum class outcome : std::uint8_t {
        record,
        blank,      // a line of blanks only
        incomplete, // the record goes on behind the window
        broken,     // see problem(); one record, or one line where a quote is not closed
        too_long,   // the line goes on: drop it up to its end
    };

    explicit csv_scanner(char separator = ',') : separator_(separator) {
        unescaped_.reserve(longest_record + 1);
    } // fields point into it: it must not move while it grows
    csv_scanner(csv_scanner const&) = delete;
    csv_scanner& operator=(csv_scanner const&) = delete;

    // Scans the record at the start of `text` (not empty). `last`: nothing follows the text.
    outcome next(std::string_view text, bool last);

    std::vector<std::string_view> const& fields() const { return fields_; } // not trimmed
    std::string_view raw() const { return raw_; }                           // without line end
    std::size_t consumed() const { return consumed_; }                      // bytes, line end included
    std::uint32_t lines() const { return lines_; }                          // line ends among them
    char const* problem() const { return problem_; }

private:
    enum class stop : std::uint8_t { comma, line_end, end };
    stop plain_field(char const*& at, char const* end);
    stop quoted_field(char const*& at, char const* end);
    outcome unclosed(std::string_view text, bool last);
    outcome drop(std::string_view text, char const* problem);
    outcome finish(std::string_view text, std::size_t length, bool has_line_end);

    char separator_;
    std::vector<std::string_view> fields_;
    std::string unescaped_;
    std::string_view raw_;
    std::size_t consumed_ = 0;
    std::uint32_t lines_ = 0;
    char const* problem_ = nullptr;
    bool open_quote_ = false;
};

// Without blanks, tabs, carriage returns and ideographic spaces at both ends.
std::string_view trimmed(std::string_view text);

} // namespace huanchi::facts

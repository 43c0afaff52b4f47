// All records of an input of separated values, one after the other, with their lines.
#pragma once

#include "facts/csv.hpp"
#include "facts/input.hpp"

#include <optional>

namespace huanchi::facts {

// Calls `take(outcome, line)` for each record that `scanner` finds, which then holds it; `take` may end it with a failure.
// `line` is the first of the window, and then the one that follows the last record.
template <class Take>
std::optional<base::failure> each_record(input& in, csv_scanner& scanner, std::uint32_t& line, Take const& take) {
    // The rest of a line of which the beginning was given already.
    auto const drop_line = [&]() -> std::optional<base::failure> {
        for (;;) {
            auto const line_end = in.window().find('\n');
            if (line_end != std::string_view::npos) {
                in.consume(line_end + 1);
                ++line;
                return std::nullopt;
            }
            in.consume(in.window().size());
            if (in.ended()) return std::nullopt;
            if (auto problem = in.more()) return problem;
        }
    };
    while (!in.window().empty() || !in.ended()) {
        auto const outcome = in.window().empty() ? csv_scanner::outcome::incomplete : scanner.next(in.window(), in.ended());
        if (outcome == csv_scanner::outcome::incomplete) {
            if (auto problem = in.more()) return problem;
            continue;
        }
        if (auto problem = take(outcome, line)) return problem;
        in.consume(scanner.consumed());
        line += scanner.lines();
        if (outcome == csv_scanner::outcome::too_long) {
            if (auto problem = drop_line()) return problem;
        }
    }
    return std::nullopt;
}

} // namespace huanchi::facts

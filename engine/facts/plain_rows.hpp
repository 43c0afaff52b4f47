// Rows as nearly all come: one hour of one factor at a known outlet, a number in a unit that fits, with further numbers beside
// it. A reader that knows where such rows go gives them in this form, packed; every other row is read with all its rights.
#pragma once

#include "facts/batch.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace huanchi::facts {

// A further number of a row, in the declared unit of its field.
struct plain_number {
    std::int64_t coefficient = 0;
    std::int8_t scale = 0;
    bool given = false;
};

struct plain_row {
    std::int64_t coefficient = 0; // of the value as written, never negative; 0 where `out` and blank
    std::int32_t hour = 0;        // since 1970-01-01T00:00+08:00
    std::uint32_t outlet = 0;
    std::uint16_t factor = 0;
    base::unit_id unit = base::no_unit;
    std::int8_t scale = 0;
    bool out = false;  // its marks take it out of use
    bool over = false; // the true value is not below
    data_source source = data_source::unknown;
};

struct plain_rows {
    std::vector<std::uint16_t> fields; // of the record `measurement`: what the numbers of each row are
    std::vector<plain_row> rows;
    std::vector<plain_number> numbers; // fields.size() a row, and room for more

    // The numbers of the row that is appended next, all blank.
    plain_number* next() {
        auto const count = fields.size(), first = rows.size() * count;
        if (numbers.size() < first + count) numbers.resize(std::max(2 * numbers.size(), first + count));
        std::fill_n(numbers.data() + first, count, plain_number{});
        return numbers.data() + first;
    }

    std::span<plain_number const> of(std::size_t row) const {
        return std::span(numbers).subspan(row * fields.size(), fields.size());
    }
};

using plain_sink = std::function<void(plain_rows const&)>;

// What becomes of the rows of an outlet.
enum class route : std::uint8_t {
    whole,   // read with everything that they say
    plain,   // packed where they are plain, else whole
    skipped, // not looked at
};

} // namespace huanchi::facts

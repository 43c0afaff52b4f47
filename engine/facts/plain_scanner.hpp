// Recognises plain rows by their cells. What repeats (names, times, marks) is looked up in small caches by its bytes, and rows
// that are like earlier ones are followed by their patterns; a row with anything unusual is left to the row reader. Belongs to
// one thread; rules and facilities must outlive it.
#pragma once

#include "facts/facilities.hpp"
#include "facts/marking.hpp"
#include "facts/outlet_media.hpp"
#include "facts/plain_rows.hpp"
#include "facts/row_patterns.hpp"
#include "facts/row_shape.hpp"
#include "facts/short_text.hpp"
#include "facts/time_labels.hpp"

#include <optional>
#include <vector>

namespace huanchi::facts {

class plain_scanner {
public:
    plain_scanner(model::rulebook const& rules, facilities const& known, std::vector<route> const& routes, bool time_label_end);

    // What the rows under a header, or JSON objects with these keys, consist of. It may add to number_fields().
    row_shape shape(csv_header const& header) { return shape_of(header, rules_, fields_); }

    enum class outcome : std::uint8_t { plain, unusual, skipped };
    // The cells of a row, valid UTF-8 without quotes or escapes, as many as its shape has columns; each must be readable for
    // eight bytes behind it. A plain row is appended to `to`.
    outcome read(row_shape const& shape, std::span<std::string_view const> cells, plain_rows& to);

    // A row that is like one of those learnt, at a place that is readable for row_patterns::reach bytes: appended as a plain
    // row, its length with the line end is returned. 0: it has to be read. Whoever follows rows lets it learn from those it had
    // to read. The text is that of the row with its line end; `json`: numbers that stand without quotes are as JSON has them.
    std::size_t follow(char const* text, plain_rows& to);
    void learn(row_shape const& shape, std::span<std::string_view const> cells, std::string_view text, bool json,
               plain_row const& row);

    std::vector<std::uint16_t> const& number_fields() const { return fields_; }
    bool flag_assumed() const { return flag_assumed_; } // of some plain row

private:
    static constexpr std::size_t nowhere = SIZE_MAX;
    // What repeats usually comes in the same order again: each entry knows which came behind it.
    struct outlet_slot {
        short_text enterprise, outlet;
        std::uint32_t index = no_outlet;
        std::uint32_t next = 0;
        facts::route route = route::whole;
        std::uint8_t medium = 0;
    };
    struct kind_slot {
        short_text factor, unit;
        std::uint32_t next = 0;
        std::uint16_t index = 0;
        base::unit_id unit_id = base::no_unit;
        std::uint8_t medium = 0;
        bool used = false;
    };
    struct mark_slot {
        std::array<short_text, marking::columns.size()> texts;
        std::optional<facts::usability> usable;
        bool used = false;
    };

    bool same_start(char const* text, std::size_t size) const;
    outlet_slot const* find_outlet(std::string_view enterprise, std::string_view outlet);
    std::size_t place_of(std::string_view enterprise, std::string_view outlet);
    kind_slot const* find_kind(std::string_view factor, std::string_view unit, std::uint8_t medium);
    bool find_hour(std::string_view time, std::int32_t& hour);
    std::optional<usability> find_usability(marking::texts const& written);
    std::optional<usability> find_letter(std::string_view flag);
    bool find_source(std::string_view word, data_source& out);
    bool is_hourly(std::string_view word);

    model::rulebook const& rules_;
    facilities const& known_;
    std::vector<route> const& routes_;
    marking marking_;
    time_labels labels_;
    std::vector<std::uint16_t> fields_; // what the numbers of plain rows are

    std::vector<outlet_slot> outlets_;         // in the order in which they came
    std::vector<std::uint32_t> outlet_places_; // a hash table of places in outlets_, one more than each
    std::vector<kind_slot> kinds_ = std::vector<kind_slot>(256);
    std::vector<mark_slot> marks_ = std::vector<mark_slot>(64);
    outlet_media media_;
    row_patterns patterns_;
    // Enterprise, outlet and time of the last row as one text, where they are the first columns: rows that stand together share
    // it.
    static constexpr std::size_t longest_start = 96;
    std::array<char, longest_start + 8> last_start_{};
    std::size_t last_start_size_ = 0;
    struct {
        std::uint32_t outlet = no_outlet;
        std::uint8_t medium = 0;
    } last_where_;
    std::size_t last_outlet_ = 0, last_kind_ = 0, last_mark_ = 0;
    short_text last_time_;
    std::int32_t last_hour_ = 0;
    // Of rows with no mark but a flag of one letter.
    enum class letter : std::uint8_t { unasked, unknown, valid, out, over };
    std::array<letter, 128> letters_{};
    std::string last_source_, last_interval_;
    data_source last_source_is_ = data_source::unknown;
    bool flag_assumed_ = false;
};

} // namespace huanchi::facts

// Rows that differ from an earlier row in their time and numbers only, as nearly all do: what is the same is compared in words
// of eight bytes, and what was made of it then holds again. Each pattern knows which one came behind it. Belongs to one thread.
#pragma once

#include "facts/plain_decimal.hpp"
#include "facts/plain_rows.hpp"
#include "facts/short_text.hpp"

#include <optional>
#include <span>
#include <vector>

namespace huanchi::facts {

class row_patterns {
public:
    // What is not the same in every row of a pattern. letter: the flag of the device; json_value, json_number: as JSON writes
    // numbers, without zeros before them.
    enum class gap_kind : std::uint8_t { time, letter, value, json_value, number, json_number };
    struct gap {
        gap_kind kind{};
        std::uint32_t from = 0, to = 0; // in the text of the row
        std::size_t number = 0;         // which of the numbers
    };
    static constexpr std::size_t most_gaps = 6;
    // The text must be readable so many bytes behind the begin of a row that is followed.
    static constexpr std::size_t reach = 1024;

    row_patterns() : places_(2 * most_patterns, none) {}

    // If the row at `text` is of the pattern that comes next, or of the one behind that, it is appended and its length with the
    // line end is returned; else 0. `hour_of` tells the hour of a time that is not the last one's, `use_of` what a flag means;
    // nothing where the row has to be read.
    template <class HourOf, class UseOf>
    std::size_t follow(char const* text, plain_rows& to, HourOf const& hour_of, UseOf const& use_of) {
        expected_ = last_ == none ? none : patterns_[last_].next;
        if (expected_ == none) return 0;
        if (auto const length = follow(expected_, text, to, hour_of, use_of)) {
            patterns_[last_].missed = false;
            last_ = expected_;
            fetch_behind(patterns_[last_].next);
            return length;
        }
        auto const second = patterns_[expected_].next;
        if (second == none) return 0;
        auto const length = follow(second, text, to, hour_of, use_of);
        if (length > 0) last_ = second;
        return length;
    }

    // A plain row that was read, with its line end, and its gaps (most_gaps at most) in the order of their places.
    void keep(std::string_view text, std::span<gap const> gaps, plain_row const& row);
    // A row that can have no pattern.
    void pass() { last_ = none; }

private:
    static constexpr std::size_t most_patterns = std::size_t{1} << 14, most_words = std::size_t{1} << 19;
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    struct alignas(64) pattern {
        plain_row row;
        std::uint64_t hash = 0;       // of the texts
        std::uint32_t first_word = 0; // of the texts before, between and behind the gaps; each begins a word
        std::uint32_t next = none;
        std::array<std::uint8_t, most_gaps + 1> sizes{}; // of the texts
        std::array<std::uint8_t, most_gaps> numbers{};   // which, of each gap that is one
        std::array<gap_kind, most_gaps> gaps{};
        std::uint8_t gap_count = 0;
        bool missed = false; // what came behind it last was not `next`
    };
    static_assert(sizeof(pattern) == 64);

    template <class HourOf, class UseOf>
    std::size_t follow(std::uint32_t which, char const* text, plain_rows& to, HourOf const& hour_of, UseOf const& use_of);
    template <class HourOf>
    bool read_time(char const*& at, plain_row& row, HourOf const& hour_of);
    // The two that will be asked for next come into the cache.
    void fetch_behind(std::uint32_t next) const {
        if (next == none) return;
        auto const second = patterns_[next].next;
        if (second == none) return;
        __builtin_prefetch(&patterns_[second]);
        __builtin_prefetch(words_.data() + patterns_[next].first_word);
        __builtin_prefetch(words_.data() + patterns_[next].first_word + 8);
    }
    static bool read_number(char const*& at, bool json, std::int64_t& coefficient, std::int8_t& scale, bool& blank);
    bool is(pattern const& a, pattern const& b, std::span<std::uint64_t const> words) const;

    std::vector<pattern> patterns_;
    std::vector<std::uint64_t> words_;
    std::vector<std::uint32_t> places_; // a hash table of places in patterns_
    std::uint32_t last_ = none, expected_ = none;
    std::array<char, short_text::longest + 8> time_{};
    std::size_t time_size_ = 0;
    std::int32_t hour_ = 0;
};

// Digits and points end before the first byte that is less than a point or more than a nine.
inline bool row_patterns::read_number(char const*& at, bool json, std::int64_t& coefficient, std::int8_t& scale, bool& blank) {
    constexpr std::uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    auto const ends_of = [](std::uint64_t w) { return (((w - 0x2E * ones) & ~w) | (w + 0x46 * ones) | w) & highs; };
    auto const word = load_word(at);
    if (json && (word & 0xFF) == '0' && ((word >> 8) & 0xFF) - '0' <= 9) return false;
    if (auto const ends = ends_of(word)) {
        auto const size = static_cast<std::size_t>(__builtin_ctzll(ends)) / 8;
        blank = size == 0;
        at += size;
        return blank ? !json : short_decimal(word, size, coefficient, scale);
    }
    auto const ends = ends_of(load_word(at + 8));
    if (!ends) return false;
    auto const size = 8 + static_cast<std::size_t>(__builtin_ctzll(ends)) / 8;
    blank = false;
    at += size;
    return plain_decimal({at - size, size}, coefficient, scale);
}

template <class HourOf>
bool row_patterns::read_time(char const*& at, plain_row& row, HourOf const& hour_of) {
    std::uint64_t differ = 0;
    std::size_t i = 0;
    for (; i + 8 <= time_size_; i += 8) differ |= load_word(at + i) ^ load_word(time_.data() + i);
    differ |= load_part(at + i, time_size_ - i) ^ load_part(time_.data() + i, time_size_ - i);
    if (differ != 0 || time_size_ == 0) {
        std::size_t size = 0;
        while (size <= short_text::longest && at[size] != ',' && at[size] != '"' && at[size] != '\n' && at[size] != '\r')
            ++size;
        if (size > short_text::longest) return false;
        std::optional<std::int32_t> const hour = hour_of(std::string_view(at, size));
        if (!hour) return false;
        std::memcpy(time_.data(), at, size);
        time_size_ = size;
        hour_ = *hour;
    }
    row.hour = hour_;
    at += time_size_;
    return true;
}

template <class HourOf, class UseOf>
std::size_t row_patterns::follow(std::uint32_t which, char const* text, plain_rows& to, HourOf const& hour_of,
                                 UseOf const& use_of) {
    auto const& p = patterns_[which];
    auto const* at = text;
    auto const* word = words_.data() + p.first_word;
    auto* const numbers = to.next();
    auto row = p.row;
    bool blank = false;
    auto const read = [&](std::size_t g) {
        switch (p.gaps[g]) {
        case gap_kind::time: return read_time(at, row, hour_of);
        case gap_kind::value: return read_number(at, false, row.coefficient, row.scale, blank);
        case gap_kind::json_value: return read_number(at, true, row.coefficient, row.scale, blank);
        case gap_kind::letter: {
            std::optional<usability> const use = use_of(*at);
            if (!use) return false;
            ++at; // a second letter is not what the pattern goes on with
            row.out = *use == usability::out;
            row.over = *use == usability::over_range;
            return true;
        }
        default: {
            bool none_given = false;
            auto& n = numbers[p.numbers[g]];
            bool const good = read_number(at, p.gaps[g] == gap_kind::json_number, n.coefficient, n.scale, none_given);
            n.given = !none_given;
            return good;
        }
        }
    };
    for (std::size_t i = 0;; ++i) {
        std::size_t left = p.sizes[i];
        std::uint64_t differ = 0;
        for (; left > 8; left -= 8, at += 8) differ |= load_word(at) ^ *word++;
        differ |= load_part(at, left) ^ *word++;
        at += left;
        if (differ != 0) return 0;
        if (i == p.gap_count) break;
        if (!read(i)) return 0;
    }
    if (blank && !row.out) return 0;
    to.rows.push_back(row);
    return static_cast<std::size_t>(at - text);
}

} // namespace huanchi::facts

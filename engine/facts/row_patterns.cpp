#include "facts/row_patterns.hpp"

#include <bit>
#include <utility>

namespace huanchi::facts {

row_patterns::row_patterns(std::vector<gap> gaps) : gaps_(std::move(gaps)) {
    if (gaps_.size() > most_gaps) gaps_.clear();
    if (in_use()) places_.assign(2 * most_patterns, none);
}

void row_patterns::keep(char const* text, std::uint32_t begin, std::uint32_t const* ends, std::uint32_t line_end,
                        plain_row const& row) {
    pattern made;
    std::size_t words = 0;
    auto from = begin;
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i <= gaps_.size(); ++i) {
        std::uint32_t to = line_end;
        if (i < gaps_.size()) {
            auto const column = gaps_[i].column;
            to = column == 0 ? begin : ends[column - 1] + 1;
            if (gaps_[i].what == gap::kind::letter && ends[column] - to != 1) {
                last_ = none;
                return;
            }
        }
        std::size_t const size = to - from, needed = size <= 8 ? 1 : (size + 7) / 8;
        if (size > 255 || words + needed > most_words) {
            last_ = none;
            return; // rows like this one have no pattern
        }
        std::memcpy(made.words.data() + words, text + from, size);
        made.sizes[i] = static_cast<std::uint8_t>(size);
        hash = hash_of({text + from, size}, hash);
        words += needed;
        if (i < gaps_.size()) from = ends[gaps_[i].column];
    }
    made.row = row;
    made.row.coefficient = 0;
    made.row.scale = 0;
    made.row.hour = 0;
    made.hash = hash;

    auto const mask = places_.size() - 1;
    auto at = static_cast<std::size_t>(hash) & mask;
    auto const is = [&](pattern const& p) { return p.hash == hash && p.words == made.words && p.sizes == made.sizes; };
    while (places_[at] != none && !is(patterns_[places_[at]])) at = (at + 1) & mask;
    if (places_[at] == none) {
        if (patterns_.size() == most_patterns) {
            last_ = none;
            return;
        }
        // What comes behind it is first taken to be what comes behind the one that was expected in its place.
        if (expected_ != none) made.next = patterns_[expected_].next;
        places_[at] = static_cast<std::uint32_t>(patterns_.size());
        patterns_.push_back(made);
    }
    if (last_ != none) {
        auto& before = patterns_[last_];
        // One that comes once in place of another does not change what is expected the next time.
        if (before.next == none || before.missed) before.next = places_[at];
        before.missed = before.next != places_[at];
    }
    last_ = places_[at];
}

} // namespace huanchi::facts

#include "facts/row_patterns.hpp"

#include <algorithm>

namespace huanchi::facts {

bool row_patterns::is(pattern const& a, pattern const& b, std::span<std::uint64_t const> words) const {
    return a.hash == b.hash && a.gap_count == b.gap_count && a.sizes == b.sizes && a.gaps == b.gaps && a.numbers == b.numbers &&
           std::equal(words.begin(), words.end(), words_.begin() + a.first_word);
}

void row_patterns::keep(std::string_view text, std::span<gap const> gaps, plain_row const& row) {
    pattern made;
    std::array<std::uint64_t, reach / 8 + most_gaps + 1> words{};
    std::size_t count = 0;
    std::uint32_t from = 0;
    for (std::size_t i = 0; i <= gaps.size(); ++i) {
        auto const to = i < gaps.size() ? gaps[i].from : static_cast<std::uint32_t>(text.size());
        auto const piece = text.substr(from, to - from);
        auto const needed = std::max<std::size_t>(1, (piece.size() + 7) / 8);
        if (piece.size() > 255 || count + needed > words.size()) return pass();
        std::memcpy(words.data() + count, piece.data(), piece.size());
        made.sizes[i] = static_cast<std::uint8_t>(piece.size());
        made.hash = hash_of(piece, made.hash);
        count += needed;
        if (i == gaps.size()) break;
        made.gaps[i] = gaps[i].kind;
        made.numbers[i] = static_cast<std::uint8_t>(gaps[i].number);
        from = gaps[i].to;
    }
    made.gap_count = static_cast<std::uint8_t>(gaps.size());
    made.row = row;
    made.row.coefficient = 0;
    made.row.scale = 0;
    made.row.hour = 0;

    std::span<std::uint64_t const> const said(words.data(), count);
    auto const mask = places_.size() - 1;
    auto at = static_cast<std::size_t>(made.hash) & mask;
    while (places_[at] != none && !is(patterns_[places_[at]], made, said)) at = (at + 1) & mask;
    if (places_[at] == none) {
        if (patterns_.size() == most_patterns || words_.size() + count > most_words) return pass();
        // What comes behind it is first taken to be what comes behind the one that was expected in its place.
        if (expected_ != none) made.next = patterns_[expected_].next;
        made.first_word = static_cast<std::uint32_t>(words_.size());
        words_.insert(words_.end(), said.begin(), said.end());
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

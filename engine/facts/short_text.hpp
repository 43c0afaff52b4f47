// Short texts kept to be compared without a call, eight bytes a step. The texts compared must lie in a buffer that can be read
// for eight bytes behind them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace huanchi::facts {

inline std::uint64_t load_word(char const* at) {
    std::uint64_t w;
    std::memcpy(&w, at, sizeof w);
    return w;
}
// The first `size` bytes (0 to 8) of a text as a word, zeros behind.
inline std::uint64_t load_part(char const* at, std::size_t size) {
    return size == 0 ? 0 : load_word(at) & (~std::uint64_t{0} >> (64 - 8 * size));
}

class short_text {
public:
    static constexpr std::size_t longest = 40;

    // Keeps a text of at most `longest` bytes; false, and nothing is kept, if it is longer.
    bool keep(std::string_view text) {
        if (text.size() > longest) return false;
        words_.fill(0);
        if (!text.empty()) std::memcpy(words_.data(), text.data(), text.size());
        size_ = text.size();
        return true;
    }
    bool is(std::string_view text) const {
        if (text.size() != size_) return false;
        auto const* at = text.data();
        std::size_t w = 0;
        std::uint64_t differ = 0;
        for (auto left = size_; left > 0; ++w, at += 8) {
            auto const part = left < 8 ? left : 8;
            differ |= words_[w] ^ load_part(at, part);
            left -= part;
        }
        return differ == 0;
    }

private:
    std::array<std::uint64_t, longest / 8> words_{};
    std::size_t size_ = SIZE_MAX;
};

// Each word by an odd number of its own: the products do not wait for each other.
inline std::size_t hash_of(std::string_view text, std::uint64_t seed = 0) {
    std::uint64_t h = seed + text.size(), odd = 0x9E3779B97F4A7C15u;
    auto const* at = text.data();
    for (auto left = text.size(); left > 0; at += 8) {
        auto const part = left < 8 ? left : 8;
        auto const w = load_part(at, part);
        h += (w ^ (w >> 32)) * odd;
        odd += 0xD1B54A32D192ED02u;
        left -= part;
    }
    return static_cast<std::size_t>(h ^ (h >> 29));
}

} // namespace huanchi::facts

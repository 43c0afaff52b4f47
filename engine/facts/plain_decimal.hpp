// Digits with at most one point between them, up to 16 characters: what nearly all numbers of measurements are.
#pragma once

#include "facts/short_text.hpp"

namespace huanchi::facts {

// Of 1 to 8 characters, in the lowest bytes of a word.
inline bool short_decimal(std::uint64_t word, std::size_t size, std::int64_t& coefficient, std::int8_t& scale) {
    constexpr std::uint64_t zeros = 0x3030303030303030u, ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    auto w = word << (64 - 8 * size);
    if (size < 8) w |= zeros >> (8 * size);
    auto const x = w ^ (0x2E * ones);
    scale = 0;
    if (auto const point = (x - ones) & ~x & highs) {
        auto const at = static_cast<std::size_t>(__builtin_ctzll(point)) / 8;
        if (at == 8 - size || at == 7) return false; // no digit before or behind it
        auto const before = w & ((std::uint64_t{1} << (8 * at)) - 1);
        auto const behind = w & (~std::uint64_t{0} << (8 * at + 8));
        w = behind | before << 8 | 0x30;
        scale = static_cast<std::int8_t>(7 - at);
    }
    if ((((w & 0xF0F0F0F0F0F0F0F0u) ^ zeros) | (((w + 0x06 * ones) & 0xF0F0F0F0F0F0F0F0u) ^ zeros)) != 0) return false;
    w = ((w & 0x0F * ones) * 2561) >> 8;
    w = ((w & 0x00FF00FF00FF00FFu) * 6553601) >> 16;
    coefficient = static_cast<std::int64_t>(((w & 0x0000FFFF0000FFFFu) * 42949672960001u) >> 32);
    return true;
}

// The text must be readable for eight bytes behind it. False where it is anything else.
inline bool plain_decimal(std::string_view text, std::int64_t& coefficient, std::int8_t& scale) {
    if (text.size() - 1 < 8) return short_decimal(load_word(text.data()), text.size(), coefficient, scale);
    if (text.empty() || text.size() > 16) return false;
    std::int64_t n = 0;
    std::size_t point = text.size() - 1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const digit = static_cast<unsigned>(text[i]) - '0';
        if (digit <= 9) {
            n = n * 10 + digit;
        } else {
            if (text[i] != '.' || point != text.size() - 1 || i == 0 || i == text.size() - 1) return false;
            point = i;
        }
    }
    coefficient = n;
    scale = static_cast<std::int8_t>(text.size() - 1 - point);
    return true;
}

} // namespace huanchi::facts

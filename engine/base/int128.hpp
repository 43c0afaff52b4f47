// 128-bit integers under plain names, and the powers of ten that fit 64 bits. The one place that names the compiler's type.
#pragma once

#include <array>
#include <cstdint>

namespace huanchi::base {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

inline constexpr std::array<std::int64_t, 19> powers_of_ten = [] {
    std::array<std::int64_t, 19> powers{};
    std::int64_t power = 1;
    for (std::size_t i = 0; i + 1 < powers.size(); ++i, power *= 10) powers[i] = power;
    powers.back() = power;
    return powers;
}();

} // namespace huanchi::base

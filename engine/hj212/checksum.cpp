#include "hj212/checksum.hpp"

#include <array>
#include <cstddef>

namespace huanchi::hj212 {

namespace {

constexpr std::uint16_t shifted(std::uint16_t value) {
    for (int i = 0; i < 8; ++i) value = static_cast<std::uint16_t>((value & 1) ? (value >> 1) ^ 0xA001 : value >> 1);
    return value;
}

using register_table = std::array<std::uint16_t, 256>;
constexpr register_table after_byte = [] {
    register_table t{};
    for (unsigned i = 0; i < 256; ++i) t[i] = shifted(static_cast<std::uint16_t>(i));
    return t;
}();

// Only the high byte of the register reaches the next step, and the step is linear in it: the high byte after n steps is the
// sum (XOR) of what each byte adds on its way. ways[n][b] is byte b after n + 1 steps.
constexpr std::size_t stride = 8;
using ways_table = std::array<std::array<std::uint8_t, 256>, stride>;
constexpr ways_table ways = [] {
    ways_table t{};
    for (unsigned b = 0; b < 256; ++b) {
        auto high = static_cast<std::uint8_t>(b);
        for (std::size_t n = 0; n < stride; ++n) {
            high = static_cast<std::uint8_t>(after_byte[high] >> 8);
            t[n][b] = high;
        }
    }
    return t;
}();

std::uint16_t standard_checksum(std::string_view bytes) {
    auto const* at = reinterpret_cast<unsigned char const*>(bytes.data());
    std::size_t left = bytes.size();
    std::uint16_t value = 0xFFFF;
    if (left == 0) return value;
    unsigned high = 0xFF;
    for (; left > stride; left -= stride, at += stride)
        high = static_cast<unsigned>(ways[7][high ^ at[0]] ^ ways[6][at[1]] ^ ways[5][at[2]] ^ ways[4][at[3]] ^ ways[3][at[4]] ^
                                     ways[2][at[5]] ^ ways[1][at[6]] ^ ways[0][at[7]]);
    for (; left > 0; --left, ++at) {
        value = after_byte[high ^ *at];
        high = value >> 8;
    }
    return value;
}

std::uint16_t modbus_checksum(std::string_view bytes) {
    std::uint16_t value = 0xFFFF;
    for (char const c : bytes)
        value = static_cast<std::uint16_t>((value >> 8) ^ after_byte[(value ^ static_cast<unsigned char>(c)) & 0xFF]);
    return value;
}

std::uint16_t swapped(std::uint16_t value) {
    return static_cast<std::uint16_t>((value << 8) | (value >> 8));
}

constexpr std::string_view names[] = {"standard", "modbus", "modbus_swapped"};

} // namespace

std::string_view text(dialect d) {
    return names[static_cast<std::size_t>(d)];
}

std::optional<dialect> dialect_named(std::string_view word) {
    for (std::size_t i = 0; i < std::size(names); ++i)
        if (names[i] == word) return static_cast<dialect>(i);
    return std::nullopt;
}

std::uint16_t checksum(std::string_view bytes, dialect d) {
    switch (d) {
    case dialect::modbus: return modbus_checksum(bytes);
    case dialect::modbus_swapped: return swapped(modbus_checksum(bytes));
    default: return standard_checksum(bytes);
    }
}

std::optional<std::uint16_t> read_checksum(std::string_view digits) {
    if (digits.size() != 4) return std::nullopt;
    unsigned value = 0;
    for (char const c : digits) {
        unsigned digit = 0;
        if (c >= '0' && c <= '9')
            digit = static_cast<unsigned>(c - '0');
        else if (c >= 'A' && c <= 'F')
            digit = static_cast<unsigned>(c - 'A' + 10);
        else if (c >= 'a' && c <= 'f')
            digit = static_cast<unsigned>(c - 'a' + 10);
        else
            return std::nullopt;
        value = value * 16 + digit;
    }
    return static_cast<std::uint16_t>(value);
}

std::string checksum_text(std::uint16_t value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out(4, '0');
    for (std::size_t i = 0; i < 4; ++i) out[i] = digits[(value >> (12 - 4 * i)) & 15];
    return out;
}

} // namespace huanchi::hj212

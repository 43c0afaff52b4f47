// The checksums of HJ 212 packets. The standard's own (appendix A) is called ANSI CRC16 but drops the low byte of the register
// before each byte; devices that compute CRC-16/MODBUS instead, in either order of bytes, are met in the field. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::hj212 {

enum class dialect : std::uint8_t {
    standard,
    modbus,         // CRC-16/MODBUS, high byte first
    modbus_swapped, // CRC-16/MODBUS, low byte first
};
std::string_view text(dialect d); // standard, modbus, modbus_swapped
std::optional<dialect> dialect_named(std::string_view word);

std::uint16_t checksum(std::string_view bytes, dialect d);

// Four hexadecimal digits of either case.
std::optional<std::uint16_t> read_checksum(std::string_view digits);
std::string checksum_text(std::uint16_t value); // 1C80

} // namespace huanchi::hj212

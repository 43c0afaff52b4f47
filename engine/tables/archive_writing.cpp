#include "tables/archive_writing.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace huanchi::tables {

namespace {

constexpr std::uint16_t version_needed = 10, made_by_unix = 3 << 8 | 10, names_are_utf8 = 1 << 11;
constexpr std::uint16_t day_of_all = 1 << 5 | 1; // 1980-01-01
constexpr std::uint32_t plain_file = 0100644u << 16;

// The checksum of ISO 3309, as the ZIP format wants it.
std::uint32_t crc_of(std::string_view bytes) {
    static auto const table = [] {
        std::array<std::uint32_t, 256> all{};
        for (std::uint32_t i = 0; i < all.size(); ++i) {
            auto c = i;
            for (int bit = 0; bit < 8; ++bit) c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            all[i] = c;
        }
        return all;
    }();
    std::uint32_t crc = 0xFFFFFFFFu;
    for (auto const b : bytes) crc = table[(crc ^ static_cast<unsigned char>(b)) & 0xFF] ^ (crc >> 8);
    return ~crc;
}

template <class... Numbers>
void put_numbers(std::string& out, Numbers... numbers) { // little-endian, each of its size
    auto const one = [&](auto n) {
        for (std::size_t i = 0; i < sizeof n; ++i) out += static_cast<char>((static_cast<std::uint64_t>(n) >> (8 * i)) & 0xFF);
    };
    (one(numbers), ...);
}

using u16 = std::uint16_t;
using u32 = std::uint32_t;

} // namespace

std::string stored_archive(std::vector<named_file> const& files) {
    std::string out, directory;
    for (auto const& [name, bytes] : files) {
        auto const crc = crc_of(bytes), size = static_cast<u32>(bytes.size());
        auto const at = static_cast<u32>(out.size());
        auto const length = static_cast<u16>(name.size());
        put_numbers(out, u32{0x04034B50}, version_needed, names_are_utf8, u16{0}, u16{0}, day_of_all, crc, size, size, length,
                    u16{0});
        out += name;
        out += bytes;
        put_numbers(directory, u32{0x02014B50}, made_by_unix, version_needed, names_are_utf8, u16{0}, u16{0}, day_of_all, crc,
                    size, size, length, u16{0}, u16{0}, u16{0}, u16{0}, plain_file, at);
        directory += name;
    }
    auto const begin = static_cast<u32>(out.size());
    auto const count = static_cast<u16>(files.size());
    out += directory;
    put_numbers(out, u32{0x06054B50}, u16{0}, u16{0}, count, count, static_cast<u32>(directory.size()), begin, u16{0});
    return out;
}

} // namespace huanchi::tables

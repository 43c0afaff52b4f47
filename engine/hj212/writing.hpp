// Packets as text: data that devices would send, and the answers of the machine above them. Appends to the caller's string.
#pragma once

#include "hj212/checksum.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::hj212 {

inline constexpr std::size_t most_data = 950; // bytes between `CP=&&` and `&&` (table 3)

struct head_text {
    std::string_view qn, st, cn, pw, mn;
    unsigned flag = 4;
    unsigned parts = 0, part = 0; // written where parts is more than one
};

// `##0101QN=…&&1C80\r\n`
void append_packet(std::string& out, head_text const& head, std::string_view data, dialect d = dialect::standard);
// A ready data segment in its frame.
void append_frame(std::string& out, std::string_view segment, dialect d = dialect::standard);

} // namespace huanchi::hj212

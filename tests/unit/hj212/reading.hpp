// A stream of bytes read to its end, for tests: what became of each piece.
#pragma once

#include "hj212/stream.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace reading {

struct piece {
    huanchi::hj212::step step{};
    std::string fault; // code, or for skipped bytes what they are
    std::uint64_t offset = 0, length = 0;
    std::string mn, wire;
    bool operator==(piece const&) const = default;
};

// The stream comes in chunks of so many bytes; 0: all at once.
std::vector<piece> read_all(std::string_view stream, std::size_t chunk, huanchi::hj212::manner_of manners = {});

// Only what matters: packets and rejects.
std::vector<piece> without_line_ends(std::vector<piece> pieces);

} // namespace reading

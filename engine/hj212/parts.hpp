// Joining of split packets (HJ 212-2017 C.49, C.50). Each part is a packet of its own with whole items and a QN of its own, so
// parts belong together by MN, ST, CN and DataTime. What waits for its other parts is kept as text, within bounds; the oldest
// group is given up, as it is, when there is too much. One joiner belongs to one stream.
#pragma once

#include "hj212/packet.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::hj212 {

// A segment with the items of all parts that came; whoever reads it keeps it.
struct joined_segment {
    std::string segment;
    std::size_t came = 0, parts = 0;
    std::uint32_t line = 1;   // of the first part that came
    std::uint64_t offset = 0; // likewise
    bool complete() const { return came == parts; }
};

class part_joiner {
public:
    static constexpr std::size_t most_groups = 256, most_bytes = std::size_t{4} << 20;

    struct origin {
        std::uint32_t line = 1;
        std::uint64_t offset = 0;
    };
    // The packet has parts. Gives the group that it completes, or one that is given up to make room.
    std::optional<joined_segment> add(packet const& p, origin from);
    // The oldest group that still waits, at the end of the stream; nullopt when none is left.
    std::optional<joined_segment> give_up();
    std::uint64_t repeated() const { return repeated_; } // parts that came again

private:
    struct group {
        std::string key, head;                     // the head up to `CP=`
        std::map<std::uint16_t, std::string> data; // by PNO
        std::uint16_t parts = 0;
        origin from;
    };
    joined_segment take(std::size_t at);

    std::vector<group> groups_; // in the order of coming
    std::size_t bytes_ = 0;
    std::uint64_t repeated_ = 0;
};

} // namespace huanchi::hj212

// Packets out of a raw stream of bytes. Frames are cut by `##` and the length in bytes, never by lines: packets may stand glued
// together, and encrypted ones hold any byte. After bytes that are no packet the reader goes on at the next header; every byte
// belongs to a packet, a rejected packet or a skipped span, and each of these is told with its place. Half packets wait for
// their rest. The caller owns the bytes and shows them through a window that slides over the stream; one reader belongs to one
// stream and one thread. On the usual path nothing is allocated.
#pragma once

#include "base/date.hpp"
#include "hj212/checksum.hpp"
#include "hj212/cipher.hpp"
#include "hj212/packet.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace huanchi::hj212 {

// How a device speaks, where it differs from the standard.
struct manner {
    hj212::dialect dialect = dialect::standard; // beside the standard's
    std::optional<sm4_key> key;
};
// By MN; nullptr: as the standard says.
using manner_of = std::function<manner const*(std::string_view mn)>;

inline constexpr std::size_t longest_frame = 4 + 2 + 9999 + 4 + 2;

enum class step : std::uint8_t {
    packet,
    rejected, // a packet that cannot be taken; see wrong()
    skipped,  // bytes between packets; see wrong() and skipped_as()
    more,     // show a longer window
    ended,    // the stream is read to its end
};
enum class between : std::uint8_t {
    line_ends, // CR, LF, blanks and NUL
    time_line, // `[2020-09-22 18:20:30]`, as receivers log
    garbage,
};

struct trouble {
    hj212::fault fault = fault::none;
    std::uint64_t offset = 0; // in the stream
    std::uint64_t length = 0;
    std::uint64_t at = 0; // in the stream: where the fault shows
    std::uint32_t line = 1;
    std::string beginning; // the first bytes
};

class packet_reader {
public:
    // Where the checksum ends the window, `waits_for_tail` says whether to wait for the CR LF behind it: a file will have it or
    // end, a device may never send it.
    explicit packet_reader(manner_of manners = {}, bool waits_for_tail = true)
        : manners_(std::move(manners)), waits_for_tail_(waits_for_tail) {}

    // `window`: the bytes not consumed yet; `last`: nothing follows them. After each call the caller drops consumed() bytes
    // from its window; what packet() points to stays valid until then or until the next call.
    step next(std::string_view window, bool last);
    std::size_t consumed() const { return consumed_; }

    hj212::packet const& packet() const { return packet_; }
    std::string_view wire() const { return wire_; }       // of the packet, from `##` to the checksum
    std::string_view segment() const { return segment_; } // decrypted
    std::uint64_t offset() const { return offset_of_packet_; }
    std::uint32_t line() const { return line_of_packet_; }
    // What the line before the packet says, where it is a time line.
    std::optional<base::moment> logged() const { return logged_; }
    trouble const& wrong() const { return told_; }
    between skipped_as() const { return told_as_; }

private:
    struct cut {
        std::size_t length = 0; // bytes of the window that it takes
        hj212::problem problem;
        bool incomplete = false;
    };
    cut try_packet(std::string_view window, bool last);
    problem open(std::string_view segment, std::uint16_t sum);
    bool open_encrypted(std::string_view segment, std::uint16_t sum, manner const& how);
    problem check_encoding();
    static cut no_packet(std::string_view window, bool last);

    step take_packet(std::string_view window, std::size_t length);
    bool note_trouble(std::string_view bytes, problem what);
    void begin_trouble(std::string_view bytes, problem what);
    step tell();
    void advance(std::string_view bytes);

    manner_of manners_;
    bool waits_for_tail_;
    hj212::cipher cipher_;
    hj212::packet packet_;
    std::string plain_; // the segment with its data area decrypted
    std::string_view wire_, segment_;
    std::optional<base::moment> logged_;
    std::size_t consumed_ = 0;
    std::uint64_t offset_ = 0, offset_of_packet_ = 0; // of the window in the stream
    std::uint32_t line_ = 1, line_of_packet_ = 1;
    std::size_t waits_for_ = 0; // a window of fewer bytes cannot show more than the last one

    bool in_trouble_ = false; // `trouble_` may still grow
    trouble trouble_;
    std::string tail_; // its last bytes
    trouble told_;
    between told_as_ = between::garbage;
    std::optional<base::moment> time_line_;
};

} // namespace huanchi::hj212

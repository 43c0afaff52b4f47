// One device at the other end of a socket: what came and waits for its rest, what goes out, and what it may still send. All
// bounded: a device that floods, stalls or sends garbage fills nothing but its own small buffers. Knows nothing of sockets' fds
// but the number; times are milliseconds of a steady clock.
#pragma once

#include "hj212/stream.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace huanchi::receive {

struct bounds {
    std::size_t most_connections = 2000;
    std::size_t read_at_once = std::size_t{16} << 10; // of one connection, before the others have their turn
    std::size_t most_out = std::size_t{64} << 10;     // answers that the device does not fetch; beyond, it is not read
    std::size_t most_garbage = std::size_t{64} << 10; // between two packets that can be taken
    std::uint64_t bytes_per_second = std::uint64_t{512} << 10;
    std::uint64_t burst = std::uint64_t{4} << 20;
    std::int64_t idle_ms = 3'900'000; // devices of hours are silent for an hour
    std::int64_t first_packet_ms = 3'900'000;
    std::int64_t half_packet_ms = 30'000;
    std::int64_t stalled_ms = 30'000; // answers not fetched
};

class connection {
public:
    connection(int fd, std::string peer, hj212::manner_of manners, std::int64_t now, bounds const& limits);

    int fd() const { return fd_; }
    std::string const& peer() const { return peer_; }
    std::string mn;        // of the last packet taken
    bool closing = false;  // once its answers are out
    bool stranger = false; // has sent packets that were refused
    std::uint64_t packets = 0;

    // Bytes that may be read now; 0 where it must wait.
    std::size_t may_read(std::int64_t now);
    void came(std::string_view bytes, std::int64_t now);
    // The next thing in what came; see hj212::packet_reader. `more` when nothing whole is left.
    hj212::step next(bool last);
    hj212::packet_reader const& reader() const { return reader_; }
    void taken(std::int64_t now);                         // a packet was
    void refused() { garbage_ += reader_.wire().size(); } // a packet was: no better than garbage
    bool too_much_garbage() const { return garbage_ > limits_.most_garbage; }

    void answer(std::string_view frame, std::int64_t now);
    std::string_view out() const { return std::string_view(out_).substr(out_sent_); }
    void sent(std::size_t bytes, std::int64_t now);

    // Why the connection is to be closed at this time, or "".
    std::string_view overdue(std::int64_t now) const;
    std::int64_t quiet_since() const { return last_packet_; }
    bool proven() const { return packets > 0; }

private:
    int fd_;
    std::string peer_;
    bounds const& limits_;
    hj212::packet_reader reader_;
    std::string in_;
    std::size_t in_used_ = 0;
    std::string out_;
    std::size_t out_sent_ = 0;
    std::size_t garbage_ = 0;
    std::int64_t opened_, last_byte_, last_packet_, out_since_ = 0, half_since_ = 0;
    std::uint64_t allowance_;
    std::int64_t allowance_at_;
};

} // namespace huanchi::receive

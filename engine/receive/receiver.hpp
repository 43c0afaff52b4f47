// A receiver of HJ 212: many devices over TCP, on one thread. What comes is cut and checked, kept in the journal, made durable
// for all devices at once, and only then acknowledged; hours and days wake the judge. Times come from the caller's clocks.
// Sockets' failures end a connection, never the receiver; a disk that cannot be written leaves packets unacknowledged, so that
// devices send them again.
#pragma once

#include "base/result.hpp"
#include "facts/facilities.hpp"
#include "facts/manners.hpp"
#include "receive/connection.hpp"
#include "receive/journal.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::receive {

enum class severity : std::uint8_t { detail, normal, warning };

struct receiver_options {
    std::string address = "127.0.0.1"; // IPv6 in brackets or without: [::1]
    std::uint16_t port = 0;            // 0: any
    bool ask_missing = false;          // asks devices for hours that are missing between two that came
    receive::bounds bounds;
    std::function<base::moment()> now;
    std::function<std::int64_t()> steady_ms;
    std::function<void(severity, std::string const&)> log;
    // Data of hours or days came: what the journal holds.
    std::function<void(std::vector<journal_part>)> on_data;
};

struct totals {
    std::uint64_t connections = 0, packets = 0, repeated = 0, rejected = 0, garbage_bytes = 0, refused = 0, answers = 0,
                  requests = 0;
};

class receiver {
public:
    static base::result<receiver> open(facts::facilities const& known, facts::manners const& manners, receive::journal journal,
                                       receiver_options options);
    receiver(receiver&&) noexcept;
    ~receiver();

    std::uint16_t port() const;
    // Until `stop_fd` becomes readable; then what came is kept and acknowledged, and everything is closed.
    void run(int stop_fd);
    receive::totals const& totals() const;

private:
    struct state;
    explicit receiver(std::unique_ptr<state> s);
    std::unique_ptr<state> state_;
};

} // namespace huanchi::receive

// HTTP/1.1 over TCP or TLS. One thread moves bytes for all connections, so that a connection that says nothing costs a buffer
// and a timer; handlers run on workers. Everything a peer can make long, large or many has a bound. Knows no route.
#pragma once

#include "base/result.hpp"
#include "service/message.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace huanchi::service {

struct server_options {
    std::string address = "127.0.0.1"; // IPv6 without brackets
    std::uint16_t port = 0;            // 0: any
    std::string certificate, key;      // PEM files; both: TLS
    unsigned workers = 2;
    std::size_t most_waiting = 64; // requests that wait for a worker; beyond, 503
    std::size_t most_connections = 1024;
    std::uint32_t header_bytes = 16 * 1024;
    std::uint64_t body_bytes = std::uint64_t{16} << 20; // of one document
    std::uint64_t line_bytes = std::uint64_t{64} << 30; // of a body of lines
    std::chrono::milliseconds header_time{10'000}, idle_time{60'000}, piece_time{30'000}, drain_time{60'000};
    std::uint64_t slowest = 1024; // bytes a second of a body, once it has taken twice the time of a header
    std::string spool_folder;
    std::function<std::string()> new_id; // for requests that bring none
};

class application {
public:
    virtual ~application() = default;
    // Before the body is read, on the network's thread: quick. An answer ends it; else `body` says how the rest is wanted.
    virtual std::optional<answer> admit(request const& head, body_kind& body) = 0;
    // On a worker.
    virtual answer handle(request const& r) = 0;
    // After the last byte, or where the connection broke: `sent` says which. On the network's thread.
    virtual void finished(request const& r, int status, std::uint64_t bytes, std::chrono::microseconds took, bool sent) = 0;
};

struct network_totals {
    std::uint64_t connections = 0, refused = 0, requests = 0;
    std::size_t open = 0, working = 0;
};

class http_server {
public:
    static base::result<http_server> open(server_options options, application& app);
    http_server(http_server&&) noexcept;
    ~http_server();

    std::uint16_t port() const;
    // `signals` is a signalfd; `on_signal` gets each number and says whether to stop. What is in flight is finished, for at
    // most drain_time; then everything is closed.
    void run(int signals, std::function<bool(int)> on_signal);
    network_totals totals() const; // from any thread

private:
    struct state;
    explicit http_server(std::unique_ptr<state> s);
    std::unique_ptr<state> state_;
};

} // namespace huanchi::service

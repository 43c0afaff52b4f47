#include "service/http_server.hpp"

#include "service/problem.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <fmt/format.h>

#include <atomic>
#include <limits>
#include <list>
#include <sys/signalfd.h>

namespace huanchi::service {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using std::chrono::steady_clock;

constexpr std::size_t chunk_bytes = std::size_t{64} << 10;
constexpr std::chrono::milliseconds linger_time{2000};
constexpr std::chrono::seconds heartbeat{15}, look_again{2}; // others write to the store too
constexpr std::string_view beat = ": \n\n";                  // a comment of an event stream

// A request id that came from outside may be anything.
bool fit_for_log(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
    });
}

struct taken_body {
    std::optional<problem> wrong;
    bool broken = false; // the peer is gone
};

} // namespace

struct http_server::state {
    server_options options;
    application& app;
    asio::io_context io{1};
    asio::ip::tcp::acceptor acceptor{io};
    asio::steady_timer drain{io};
    std::optional<asio::ssl::context> tls;
    std::optional<asio::thread_pool> pool;
    std::atomic<std::uint64_t> connections{0}, refused{0}, requests{0};
    std::atomic<std::size_t> open{0}, working{0};
    bool stopping = false;

    // A connection that waits for its next request, or for news to tell, can be closed at once.
    struct session {
        beast::tcp_stream* stream = nullptr;
        asio::steady_timer* news = nullptr;
        bool idle = true;
    };
    std::list<session> sessions;

    state(server_options o, application& a) : options(std::move(o)), app(a) {}

    // One request and what becomes of it.
    struct exchange {
        http::request_parser<http::buffer_body> parser;
        request asked;
        std::optional<answer> reply;
        unsigned version = 11;
        bool keep = false, head_only = false, gone = false; // gone: the peer is
    };

    asio::awaitable<void> listen();
    asio::awaitable<void> plain(asio::ip::tcp::socket socket);
    asio::awaitable<void> secure(asio::ip::tcp::socket socket);
    template <class Stream>
    asio::awaitable<void> converse(Stream& stream, session& me, std::string peer);
    template <class Stream>
    asio::awaitable<bool> wait_for_request(Stream& stream, beast::flat_buffer& buffer, bool first);
    template <class Stream>
    asio::awaitable<void> take_head(Stream& stream, beast::flat_buffer& buffer, exchange& x);
    void understand(exchange& x) const;
    template <class Stream>
    asio::awaitable<void> take_rest(Stream& stream, beast::flat_buffer& buffer, exchange& x);
    asio::awaitable<void> linger(beast::tcp_stream& stream);
    template <class Stream>
    asio::awaitable<taken_body> take_body(Stream& stream, beast::flat_buffer& buffer,
                                          http::request_parser<http::buffer_body>& parser, body_kind kind, request& r);
    template <class Stream>
    asio::awaitable<bool> reply(Stream& stream, session& me, unsigned version, bool head_only, bool keep, request const& r,
                                answer& a, std::uint64_t& bytes);
    template <class Stream>
    asio::awaitable<bool> tell(Stream& stream, session& me, listening& what, std::uint64_t& bytes);
    asio::awaitable<void> on_worker(std::function<void()> what);
    void stop();
};

// The coroutine sleeps on a timer that the worker ends.
asio::awaitable<void> http_server::state::on_worker(std::function<void()> what) {
    auto const done = std::make_shared<asio::steady_timer>(io, steady_clock::time_point::max());
    ++working;
    asio::post(*pool, [this, done, what = std::move(what)] {
        what();
        asio::post(io, [this, done] {
            --working;
            done->cancel();
        });
    });
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    co_await done->async_wait(token);
}

void http_server::state::stop() {
    if (stopping) return;
    stopping = true;
    error_code ec;
    acceptor.close(ec);
    for (auto& s : sessions) {
        if (s.idle && s.stream) s.stream->cancel();
        if (s.news) s.news->cancel();
    }
    drain.expires_after(options.drain_time);
    drain.async_wait([this](error_code e) {
        if (!e) io.stop();
    });
    if (sessions.empty()) drain.cancel();
}

asio::awaitable<void> http_server::state::listen() {
    asio::steady_timer rest(io);
    for (;;) {
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        auto socket = co_await acceptor.async_accept(token);
        if (stopping) co_return;
        if (ec) { // no more descriptors, most likely
            rest.expires_after(std::chrono::milliseconds(200));
            error_code ignored;
            auto wait = asio::redirect_error(asio::use_awaitable, ignored);
            co_await rest.async_wait(wait);
            continue;
        }
        if (open >= options.most_connections) {
            ++refused;
            continue; // closes it
        }
        ++connections;
        socket.set_option(asio::ip::tcp::no_delay(true), ec);
        if (tls)
            asio::co_spawn(io, secure(std::move(socket)), asio::detached);
        else
            asio::co_spawn(io, plain(std::move(socket)), asio::detached);
    }
}

namespace {

std::string peer_of(asio::ip::tcp::socket const& socket) {
    error_code ec;
    auto const at = socket.remote_endpoint(ec);
    return ec ? std::string("?") : fmt::format("{}:{}", at.address().to_string(), at.port());
}

} // namespace

asio::awaitable<void> http_server::state::plain(asio::ip::tcp::socket socket) {
    auto const peer = peer_of(socket);
    beast::tcp_stream stream(std::move(socket));
    ++open;
    auto const me = sessions.insert(sessions.end(), session{&stream, nullptr, true});
    try {
        co_await converse(stream, *me, peer);
    } catch (std::exception const&) {} // the connection ends, whatever it was
    sessions.erase(me);
    --open;
    if (stopping && sessions.empty()) drain.cancel();
}

asio::awaitable<void> http_server::state::secure(asio::ip::tcp::socket socket) {
    auto const peer = peer_of(socket);
    beast::ssl_stream<beast::tcp_stream> stream(beast::tcp_stream(std::move(socket)), *tls);
    ++open;
    auto const me = sessions.insert(sessions.end(), session{&beast::get_lowest_layer(stream), nullptr, true});
    try {
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        beast::get_lowest_layer(stream).expires_after(options.header_time);
        co_await stream.async_handshake(asio::ssl::stream_base::server, token);
        if (!ec) co_await converse(stream, *me, peer);
    } catch (std::exception const&) {}
    sessions.erase(me);
    --open;
    if (stopping && sessions.empty()) drain.cancel();
}

template <class Stream>
asio::awaitable<taken_body> http_server::state::take_body(Stream& stream, beast::flat_buffer& buffer,
                                                          http::request_parser<http::buffer_body>& parser, body_kind kind,
                                                          request& r) {
    taken_body out;
    auto const begun = steady_clock::now();
    std::vector<char> chunk(chunk_bytes);
    std::uint64_t came = 0;
    bool in_lines = false; // past the first line
    while (!parser.is_done()) {
        parser.get().body().data = chunk.data();
        parser.get().body().size = chunk.size();
        beast::get_lowest_layer(stream).expires_after(options.piece_time);
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        co_await http::async_read_some(stream, buffer, parser, token);
        if (ec == http::error::need_buffer) ec = {};
        if (ec == http::error::body_limit) {
            out.wrong = problem{413, "too-large", "the body is larger than may be", "send NDJSON, or in several requests"};
            co_return out;
        }
        if (ec) {
            out.broken = ec == beast::error::timeout || ec == asio::error::eof || ec == asio::error::connection_reset ||
                         ec == http::error::partial_message || ec == http::error::end_of_stream;
            if (!out.broken) out.wrong = problem{400, "malformed-request", "the body is broken: " + ec.message()};
            co_return out;
        }
        auto const got = std::string_view(chunk.data(), chunk.size() - parser.get().body().size);
        came += got.size();
        auto const took = steady_clock::now() - begun;
        if (took > 2 * options.header_time &&
            came <
                options.slowest * static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(took).count())) {
            out.wrong = problem{408, "too-slow", "the body comes too slowly"};
            co_return out;
        }
        auto rest = got;
        if (kind == body_kind::none) continue;
        if (!in_lines) {
            auto const end = kind == body_kind::lines ? rest.find('\n') : std::string_view::npos;
            r.body.append(rest.substr(0, end));
            if (r.body.size() > options.body_bytes) {
                out.wrong =
                    problem{413, "too-large", fmt::format("the first line is larger than {} bytes", options.body_bytes)};
                co_return out;
            }
            if (end == std::string_view::npos) continue;
            in_lines = true;
            rest.remove_prefix(end + 1);
        }
        if (rest.empty()) continue;
        if (!r.lines) r.lines = spool::make(options.spool_folder);
        if (!r.lines || !r.lines->append(rest)) {
            out.wrong = problem{503, "disk-full", "the lines of the body cannot be kept in " + options.spool_folder,
                                "make room, or name another folder with --spool"};
            co_return out;
        }
    }
    co_return out;
}

template <class Stream>
asio::awaitable<bool> http_server::state::tell(Stream& stream, session& me, listening& what, std::uint64_t& bytes) {
    auto const news = std::make_shared<asio::steady_timer>(io);
    auto const woken = std::make_shared<bool>(false);
    auto const held = what.on_news([this, news, woken] {
        asio::post(io, [news, woken] {
            *woken = true;
            news->cancel();
        });
    });
    me.news = news.get();
    bool whole = true;
    auto last = steady_clock::now() - heartbeat;
    while (!stopping) {
        std::string text;
        *woken = false;
        auto const work = [&what, &text] {
            try {
                text = what.next();
            } catch (std::exception const&) {} // the next time
        };
        std::function<void()> const wrapped = work;
        co_await on_worker(wrapped);
        if (stopping) break;
        if (text.empty() && steady_clock::now() - last >= heartbeat) text = beat;
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        if (!text.empty()) {
            last = steady_clock::now();
            beast::get_lowest_layer(stream).expires_after(options.piece_time);
            auto const piece = http::make_chunk(asio::const_buffer(text.data(), text.size()));
            bytes += co_await asio::async_write(stream, piece, token);
            if (ec) {
                whole = false;
                break;
            }
            beast::get_lowest_layer(stream).expires_never();
            continue; // until nothing waits
        }
        if (*woken) continue;
        news->expires_after(look_again);
        co_await news->async_wait(token);
    }
    me.news = nullptr;
    co_return whole;
}

template <class Stream>
asio::awaitable<bool> http_server::state::reply(Stream& stream, session& me, unsigned version, bool head_only, bool keep,
                                                request const& r, answer& a, std::uint64_t& bytes) {
    http::response<http::string_body> response{static_cast<http::status>(a.status), version};
    response.set(http::field::server, "huanchi");
    if (!a.type.empty()) response.set(http::field::content_type, a.type);
    response.set("X-Request-Id", r.id);
    response.set("X-Content-Type-Options", "nosniff");
    response.set(http::field::cache_control, "no-store");
    for (auto const& [name, value] : a.headers) response.set(name, value);
    bool const pieces = (a.more || a.events) && !head_only;
    response.keep_alive(keep);
    if (pieces && version == 11) response.chunked(true);
    if (pieces && version != 11) response.keep_alive(false);
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    if (!pieces) {
        response.body() = std::move(a.body);
        if (a.status == 204 || a.status == 304)
            response.erase(http::field::content_type);
        else
            response.prepare_payload();
        if (head_only) response.body().clear(); // its length stays
        http::serializer<false, http::string_body> out(response);
        beast::get_lowest_layer(stream).expires_after(options.piece_time);
        if (head_only)
            bytes += co_await http::async_write_header(stream, out, token);
        else
            bytes += co_await http::async_write(stream, out, token);
        co_return !ec;
    }
    http::response_serializer<http::string_body> out(response);
    beast::get_lowest_layer(stream).expires_after(options.piece_time);
    bytes += co_await http::async_write_header(stream, out, token);
    if (ec) co_return false;
    auto piece = std::move(a.body);
    for (;;) {
        if (!piece.empty()) {
            beast::get_lowest_layer(stream).expires_after(options.piece_time);
            if (version == 11) {
                auto const framed = http::make_chunk(asio::const_buffer(piece.data(), piece.size()));
                bytes += co_await asio::async_write(stream, framed, token);
            } else {
                bytes += co_await asio::async_write(stream, asio::const_buffer(piece.data(), piece.size()), token);
            }
            if (ec) co_return false;
        }
        if (!a.more) break;
        beast::get_lowest_layer(stream).expires_never();
        bool failed = false;
        auto const work = [&a, &piece, &failed] {
            try {
                piece = a.more();
            } catch (std::exception const&) { failed = true; }
        };
        std::function<void()> const wrapped = work;
        co_await on_worker(wrapped);
        if (failed) co_return false; // the chunked answer stays without its end: the reader sees that it is not whole
        if (piece.empty()) break;
    }
    if (a.events) {
        bool const whole = co_await tell(stream, me, *a.events, bytes);
        if (!whole) co_return false;
    }
    if (version == 11) {
        auto const last = http::make_chunk_last();
        beast::get_lowest_layer(stream).expires_after(options.piece_time);
        bytes += co_await asio::async_write(stream, last, token);
    }
    co_return !ec;
}

// Whether the next request has begun. Who keeps a connection may be silent for longer than one who has just come.
template <class Stream>
asio::awaitable<bool> http_server::state::wait_for_request(Stream& stream, beast::flat_buffer& buffer, bool first) {
    if (buffer.size() > 0) co_return true;
    beast::get_lowest_layer(stream).expires_after(first ? options.header_time : options.idle_time);
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    auto const room = buffer.prepare(4096);
    auto const n = co_await stream.async_read_some(room, token);
    if (ec) co_return false;
    buffer.commit(n);
    co_return true;
}

template <class Stream>
asio::awaitable<void> http_server::state::take_head(Stream& stream, beast::flat_buffer& buffer, exchange& x) {
    x.parser.header_limit(options.header_bytes);
    x.parser.body_limit(std::numeric_limits<std::uint64_t>::max()); // Boost 1.74 takes none for nothing allowed
    beast::get_lowest_layer(stream).expires_after(options.header_time);
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    co_await http::async_read_header(stream, buffer, x.parser, token);
    if (ec == http::error::header_limit || ec == http::error::buffer_overflow)
        x.reply = problem_answer(
            {431, "headers-too-large", fmt::format("the headers are larger than {} bytes", options.header_bytes)});
    else if (ec == http::error::end_of_stream || ec == http::error::partial_message || ec == asio::error::eof ||
             ec == asio::error::connection_reset || ec == asio::error::operation_aborted ||
             ec == beast::error::timeout) // the socket is closed by then
        x.gone = true;
    else if (ec)
        x.reply = problem_answer({400, "malformed-request", "no HTTP request: " + ec.message()});
    if (x.gone) co_return;
    ++requests;
    if (!x.reply) understand(x);
    if (x.asked.id.empty()) x.asked.id = options.new_id();
}

// What the head says, without its framing.
void http_server::state::understand(exchange& x) const {
    auto const& head = x.parser.get();
    auto& r = x.asked;
    x.version = head.version() >= 11 ? 11 : 10;
    x.keep = head.keep_alive() && !stopping;
    r.method = std::string(head.method_string());
    x.head_only = r.method == "HEAD";
    if (x.head_only) r.method = "GET";
    for (auto const& field : head) {
        auto name = std::string(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        r.headers.emplace(std::move(name), std::string(field.value()));
    }
    if (auto const id = r.header("x-request-id"); fit_for_log(id)) r.id = id;
    if (auto parts = read_target(std::string_view(head.target().data(), head.target().size()))) {
        r.path = std::move(parts->path);
        r.query = std::move(parts->query);
    } else {
        x.reply = problem_answer({400, "malformed-request", "the target of the request cannot be read"});
    }
}

// Asks whether the request is wanted, and takes its body if it is.
template <class Stream>
asio::awaitable<void> http_server::state::take_rest(Stream& stream, beast::flat_buffer& buffer, exchange& x) {
    auto kind = body_kind::none;
    if (!x.reply) x.reply = app.admit(x.asked, kind);
    if (!x.reply && working >= options.workers + options.most_waiting)
        x.reply = problem_answer({503, "busy", "too many requests wait already", "try again in a second"});
    if (x.reply || x.parser.is_done()) co_return;
    auto const limit = kind == body_kind::lines ? options.line_bytes : options.body_bytes;
    auto const length = x.parser.content_length();
    if (length && *length > limit) {
        x.reply = problem_answer({413, "too-large", fmt::format("the body has {} bytes, {} are taken", *length, limit),
                                  "send NDJSON, or in several requests"});
        co_return;
    }
    x.parser.body_limit(limit);
    if (beast::iequals(x.parser.get()[http::field::expect], "100-continue")) {
        static constexpr std::string_view go = "HTTP/1.1 100 Continue\r\n\r\n";
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        beast::get_lowest_layer(stream).expires_after(options.piece_time);
        co_await asio::async_write(stream, asio::const_buffer(go.data(), go.size()), token);
    }
    auto const taken = co_await take_body(stream, buffer, x.parser, kind, x.asked);
    x.gone = taken.broken;
    if (taken.wrong) x.reply = problem_answer(*taken.wrong);
}

// Who still sends would lose the answer if the connection were cut at once.
asio::awaitable<void> http_server::state::linger(beast::tcp_stream& stream) {
    error_code ec;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ec);
    auto const until = steady_clock::now() + linger_time;
    std::vector<char> waste(chunk_bytes);
    while (!ec && steady_clock::now() < until) {
        stream.expires_at(until);
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        co_await stream.async_read_some(asio::mutable_buffer(waste.data(), waste.size()), token);
    }
}

template <class Stream>
asio::awaitable<void> http_server::state::converse(Stream& stream, session& me, std::string peer) {
    auto& lowest = beast::get_lowest_layer(stream);
    beast::flat_buffer buffer(std::size_t{options.header_bytes} + 2 * chunk_bytes);
    for (bool first = true, more = true; more; first = false) {
        me.idle = true;
        bool const begins = co_await wait_for_request(stream, buffer, first);
        if (!begins || stopping) break;
        me.idle = false;
        auto const begun = steady_clock::now();
        auto const took = [begun] {
            return std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begun);
        };
        exchange x;
        x.asked.peer = peer;
        co_await take_head(stream, buffer, x);
        if (x.gone) break;
        co_await take_rest(stream, buffer, x);
        if (x.gone) {
            app.finished(x.asked, 0, 0, took(), false);
            break;
        }
        if (!x.reply) {
            lowest.expires_never();
            std::function<void()> const work = [this, &x] { x.reply = app.handle(x.asked); };
            co_await on_worker(work);
        }
        bool const unread = !x.parser.is_done(); // what follows in the stream is then no request
        x.keep = x.keep && !unread && !stopping;
        std::uint64_t bytes = 0;
        auto const status = x.reply->status;
        bool const sent = co_await reply(stream, me, x.version, x.head_only, x.keep, x.asked, *x.reply, bytes);
        app.finished(x.asked, status, bytes, took(), sent);
        more = sent && x.keep && !stopping;
        if (sent && !more && unread) co_await linger(lowest);
    }
    error_code ec;
    lowest.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ec);
}

http_server::http_server(std::unique_ptr<state> s) : state_(std::move(s)) {}
http_server::http_server(http_server&&) noexcept = default;
http_server::~http_server() = default;

base::result<http_server> http_server::open(server_options options, application& app) {
    auto s = std::make_unique<state>(std::move(options), app);
    auto const& o = s->options;
    error_code ec;
    auto const address = asio::ip::make_address(o.address == "localhost" ? "127.0.0.1" : o.address, ec);
    if (ec) return base::failure{"`" + o.address + "`: no address", "write an IP address such as 127.0.0.1 or ::1"};
    auto const trouble = [&](std::string const& what) {
        return base::failure{fmt::format("{} {}:{}: {}", what, o.address, o.port, ec.message()),
                             "check that the address is this machine's and the port is free"};
    };
    asio::ip::tcp::endpoint const at(address, o.port);
    s->acceptor.open(at.protocol(), ec);
    if (!ec) s->acceptor.set_option(asio::socket_base::reuse_address(true), ec);
    if (!ec) s->acceptor.bind(at, ec);
    if (!ec) s->acceptor.listen(asio::socket_base::max_listen_connections, ec);
    if (ec) return trouble("cannot listen on");
    if (!o.certificate.empty() || !o.key.empty()) {
        s->tls.emplace(asio::ssl::context::tls_server);
        s->tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                            asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
        s->tls->use_certificate_chain_file(o.certificate, ec);
        if (ec)
            return base::failure{"`" + o.certificate + "`: no certificate: " + ec.message(), "name a PEM file of the chain"};
        s->tls->use_private_key_file(o.key, asio::ssl::context::pem, ec);
        if (ec) return base::failure{"`" + o.key + "`: no key of it: " + ec.message(), "name the PEM file of its key"};
    }
    return http_server(std::move(s));
}

std::uint16_t http_server::port() const {
    error_code ec;
    return state_->acceptor.local_endpoint(ec).port();
}

network_totals http_server::totals() const {
    return {state_->connections, state_->refused, state_->requests, state_->open, state_->working};
}

void http_server::run(int signals, std::function<bool(int)> on_signal) {
    auto& s = *state_;
    s.pool.emplace(s.options.workers);
    asio::posix::stream_descriptor told(s.io, ::dup(signals));
    std::function<void()> watch = [&] {
        told.async_wait(asio::posix::stream_descriptor::wait_read, [&](error_code ec) {
            signalfd_siginfo info{};
            if (ec || ::read(signals, &info, sizeof info) != sizeof info) return;
            if (on_signal(static_cast<int>(info.ssi_signo)))
                s.stop();
            else
                watch();
        });
    };
    watch();
    asio::co_spawn(s.io, s.listen(), asio::detached);
    s.io.run();
    s.pool->join();
}

} // namespace huanchi::service

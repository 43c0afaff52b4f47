#include "receive/receiver.hpp"

#include "receive/answers.hpp"
#include "receive/requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace huanchi::receive {

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr int longest_wait_ms = 1000, last_answers_ms = 2000, rest_after_no_fd_ms = 200;

base::failure socket_trouble(std::string const& what, std::string const& remedy) {
    return {what + ": " + std::strerror(errno), remedy};
}

std::string peer_text(sockaddr_storage const& from) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (from.ss_family == AF_INET6) {
        auto const& at = reinterpret_cast<sockaddr_in6 const&>(from);
        ::inet_ntop(AF_INET6, &at.sin6_addr, text.data(), text.size());
        return fmt::format("[{}]:{}", text.data(), ntohs(at.sin6_port));
    }
    auto const& at = reinterpret_cast<sockaddr_in const&>(from);
    ::inet_ntop(AF_INET, &at.sin_addr, text.data(), text.size());
    return fmt::format("{}:{}", text.data(), ntohs(at.sin_port));
}

struct listening_place {
    sockaddr_storage at{};
    socklen_t size = 0;
};
std::optional<listening_place> place_of(std::string address, std::uint16_t port) {
    if (address == "localhost") address = "127.0.0.1";
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    listening_place p;
    auto& four = reinterpret_cast<sockaddr_in&>(p.at);
    if (::inet_pton(AF_INET, address.c_str(), &four.sin_addr) == 1) {
        four.sin_family = AF_INET;
        four.sin_port = htons(port);
        p.size = sizeof(sockaddr_in);
        return p;
    }
    auto& six = reinterpret_cast<sockaddr_in6&>(p.at);
    if (::inet_pton(AF_INET6, address.c_str(), &six.sin6_addr) != 1) return std::nullopt;
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    p.size = sizeof(sockaddr_in6);
    return p;
}

// Data that may complete an hour or a day.
bool completes(std::uint16_t command) {
    return command == 2061 || command == 2031;
}

} // namespace

struct receiver::state {
    facts::facilities const& known;
    facts::manners const& manners;
    receive::journal journal;
    receiver_options options;
    int listener = -1;
    std::uint16_t port = 0;
    std::vector<std::unique_ptr<connection>> connections;
    struct pending {
        connection* to;
        std::string answer;
    };
    std::vector<pending> answers; // go out when the batch is durable
    bool woke = false;            // the batch has hours or days
    std::int64_t hour = 0;        // the last hour that minute data or instants were for
    std::int64_t accept_again = 0;
    receive::totals totals;
    receive::requests requests;
    std::vector<char> buffer;

    state(facts::facilities const& k, facts::manners const& m, receive::journal j, receiver_options o)
        : known(k), manners(m), journal(std::move(j)), options(std::move(o)), requests(options.ask_missing),
          buffer(options.bounds.read_at_once) {}
    ~state() {
        for (auto const& c : connections) ::close(c->fd());
        if (listener >= 0) ::close(listener);
    }

    void log(severity s, std::string const& text) const { options.log(s, text); }
    std::optional<base::failure> listen();
    void accept(std::int64_t now);
    void make_room();
    void read(connection& c, std::int64_t now);
    void take(connection& c, bool last, std::int64_t now);
    void packet(connection& c, std::int64_t now);
    void note_trouble(connection& c);
    void note_answer(connection& c);
    bool welcome(connection& c, hj212::packet const& p);
    void commit(std::int64_t now);
    void write(connection& c, std::int64_t now);
    void close_overdue(std::int64_t now);
    void drop(connection& c, std::string_view why);
    bool serve(int stop_fd);
    void finish();
};

std::optional<base::failure> receiver::state::listen() {
    auto place = place_of(options.address, options.port);
    if (!place)
        return base::failure{"`" + options.address + "` is no IP address",
                             "write --listen 127.0.0.1:9212, or [::1]:9212 for IPv6"};
    auto const name = fmt::format("cannot listen on {}:{}", options.address, options.port);
    listener = ::socket(place->at.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int const on = 1;
    int const off = 0; // [::] takes IPv4 too
    if (listener >= 0 && place->at.ss_family == AF_INET6) ::setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (listener < 0 || ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(listener, reinterpret_cast<sockaddr*>(&place->at), place->size) != 0 || ::listen(listener, 512) != 0)
        return socket_trouble(name, "choose another port, or end the program that uses it");
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&place->at), &place->size);
    port = ntohs(place->at.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(place->at).sin6_port
                                                 : reinterpret_cast<sockaddr_in&>(place->at).sin_port);
    return std::nullopt;
}

void receiver::state::drop(connection& c, std::string_view why) {
    if (c.closing) return;
    log(severity::normal, fmt::format("{} {} closed: {}", c.peer(), c.mn, why));
    c.closing = true;
}

// Where there are too many, the one that has proven nothing for longest goes; else the quietest.
void receiver::state::make_room() {
    auto const worst = std::min_element(connections.begin(), connections.end(), [](auto const& a, auto const& b) {
        return std::pair(a->proven(), a->quiet_since()) < std::pair(b->proven(), b->quiet_since());
    });
    drop(**worst, "too many connections");
    ::shutdown((*worst)->fd(), SHUT_RDWR);
}

void receiver::state::accept(std::int64_t now) {
    for (int i = 0; i < 64; ++i) {
        sockaddr_storage from{};
        socklen_t size = sizeof from;
        int const fd = ::accept4(listener, reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
                log(severity::warning, std::string("cannot accept: ") + std::strerror(errno));
                accept_again = now + rest_after_no_fd_ms;
            }
            return;
        }
        int const on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ::setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
        ++totals.connections;
        connections.push_back(std::make_unique<connection>(
            fd, peer_text(from), [this](std::string_view mn) { return manners.find(mn); }, now, options.bounds));
        log(severity::detail, connections.back()->peer() + " connected");
        if (connections.size() > options.bounds.most_connections) make_room();
    }
}

void receiver::state::note_trouble(connection& c) {
    auto const& w = c.reader().wrong();
    totals.garbage_bytes += w.length;
    if (w.fault != hj212::fault::not_a_packet) ++totals.rejected;
    log(severity::detail, fmt::format("{} {}: {} bytes rejected: {}", c.peer(), c.mn, w.length, hj212::code(w.fault)));
    if (c.too_much_garbage()) drop(c, "sends no packets but garbage");
}

void receiver::state::note_answer(connection& c) {
    auto const& p = c.reader().packet();
    auto const o = requests.answered(p);
    auto const text = fmt::format("{}: {} QN={} {}{}={}", c.mn, o.cn.empty() ? "no request of ours" : "request CN=" + o.cn,
                                  p.qn, o.done ? "executed, " : "taken, ", o.done ? "ExeRtn" : "QnRtn", o.result);
    log(o.cn.empty() ? severity::detail : o.success ? severity::normal : severity::warning, text);
}

// Whether the packet is from a device that we know, with the password that we know.
bool receiver::state::welcome(connection& c, hj212::packet const& p) {
    auto const* d = known.devices.find(p.mn);
    if (d && (d->password.empty() || d->password == p.pw)) return true;
    ++totals.refused;
    c.refused();
    if (c.too_much_garbage()) drop(c, "sends only packets that are refused");
    if (std::exchange(c.stranger, true)) return false; // told once
    log(severity::warning, fmt::format("{}: packet of MN={} not taken: {}", c.peer(), p.mn,
                                       d ? "the password is another" : "no facility has this device"));
    return false;
}

void receiver::state::packet(connection& c, std::int64_t now) {
    auto const& p = c.reader().packet();
    if (!welcome(c, p)) return;
    c.mn.assign(p.mn);
    c.taken(now);
    ++totals.packets;
    auto const what = kind_of(p);
    if (p.command == 9011 || p.command == 9012) note_answer(c);
    if (what == kind::data || what == kind::notice) {
        auto const id = digest_of(c.reader().segment());
        if (journal.holds(id)) {
            ++totals.repeated;
            log(severity::detail, fmt::format("{}: QN={} sent again", c.mn, p.qn));
        } else {
            journal.add(c.reader().wire(), id, options.now());
            auto const m = base::moment::parse(p.data_time);
            // Instants and minutes complete an hour when the next one begins.
            bool const next_hour = m && what == kind::data && m->ms / hour_ms > hour && m->ms < options.now().ms + hour_ms;
            if (next_hour) hour = m->ms / hour_ms;
            woke = woke || completes(p.command) || next_hour;
        }
    }
    auto const* how = manners.find(p.mn);
    auto const dialect = how ? how->dialect : hj212::dialect::standard;
    if (auto answer = answer_to(p, dialect); !answer.empty()) answers.push_back({&c, std::move(answer)});
    if (auto request = requests.called_for(p, options.now(), dialect); !request.empty()) {
        ++totals.requests;
        log(severity::normal, fmt::format("{}: asked by {}", c.mn, std::string_view(request).substr(6, 80)));
        answers.push_back({&c, std::move(request)});
    }
}

void receiver::state::take(connection& c, bool last, std::int64_t now) {
    for (;;) {
        switch (c.next(last)) {
        case hj212::step::packet: packet(c, now); break;
        case hj212::step::rejected: note_trouble(c); break;
        case hj212::step::skipped:
            if (c.reader().skipped_as() == hj212::between::garbage) note_trouble(c);
            break;
        case hj212::step::more:
            if (c.too_much_garbage()) drop(c, "sends no packets but garbage");
            return;
        default: return;
        }
    }
}

void receiver::state::read(connection& c, std::int64_t now) {
    auto const most = c.may_read(now);
    if (most == 0) return;
    auto const n = ::recv(c.fd(), buffer.data(), most, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) {
        take(c, true, now);
        drop(c, n == 0 ? "the device hung up" : std::strerror(errno));
        return;
    }
    c.came({buffer.data(), static_cast<std::size_t>(n)}, now);
    take(c, false, now);
}

// One write and one wait for the disk for all that came in this round; then the answers.
void receiver::state::commit(std::int64_t now) {
    bool const kept = journal.waiting();
    if (auto const problem = journal.commit()) {
        log(severity::warning, problem->what + "; packets stay unacknowledged");
        answers.clear();
        return;
    }
    for (auto& a : answers) {
        a.to->answer(a.answer, now);
        ++totals.answers;
    }
    answers.clear();
    if (kept && woke) options.on_data(journal.parts());
    if (kept) woke = false;
}

void receiver::state::write(connection& c, std::int64_t now) {
    while (!c.out().empty()) {
        auto const n = ::send(c.fd(), c.out().data(), c.out().size(), MSG_NOSIGNAL);
        if (n > 0) {
            c.sent(static_cast<std::size_t>(n), now);
            continue;
        }
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno != EAGAIN) {
            c.sent(c.out().size(), now); // nobody is there to read them
            drop(c, std::strerror(errno));
        }
        return;
    }
}

void receiver::state::close_overdue(std::int64_t now) {
    for (auto const& c : connections)
        if (auto const why = c->overdue(now); !why.empty()) {
            take(*c, true, now);
            drop(*c, why);
            if (!c->out().empty() && why == "does not fetch its answers") c->sent(c->out().size(), now);
        }
    commit(now);
    for (auto const& c : connections) write(*c, now);
    std::erase_if(connections, [&](auto const& c) {
        bool const gone = c->closing && c->out().empty();
        if (gone) ::close(c->fd());
        return gone;
    });
}

// One round; false when it is time to stop.
bool receiver::state::serve(int stop_fd) {
    auto const before = options.steady_ms();
    std::vector<pollfd> fds;
    fds.reserve(connections.size() + 2);
    fds.push_back({stop_fd, POLLIN, 0});
    fds.push_back({before >= accept_again ? listener : -1, POLLIN, 0});
    bool waits_for_allowance = false;
    for (auto const& c : connections) {
        auto const may = c->may_read(before) > 0;
        waits_for_allowance = waits_for_allowance || !may;
        auto const events = (may ? POLLIN : 0) | (c->out().empty() ? 0 : POLLOUT);
        fds.push_back({c->fd(), static_cast<short>(events), 0});
    }
    int const wait = waits_for_allowance || before < accept_again ? 50 : longest_wait_ms;
    if (::poll(fds.data(), fds.size(), wait) < 0 && errno != EINTR) {
        log(severity::warning, std::string("poll: ") + std::strerror(errno));
        return true;
    }
    auto const now = options.steady_ms();
    std::size_t const known_before = fds.size() - 2;
    for (std::size_t i = 0; i < known_before; ++i) {
        auto& c = *connections[i];
        auto const events = fds[i + 2].revents;
        if (events & POLLIN)
            read(c, now);
        else if (events & (POLLERR | POLLHUP | POLLNVAL)) {
            c.sent(c.out().size(), now); // nobody is there to read them
            drop(c, "the connection broke");
        }
    }
    if (fds[1].revents & POLLIN) accept(now);
    close_overdue(now); // commits and answers
    return (fds[0].revents & POLLIN) == 0;
}

// What devices have sent already is read once more; then they get their answers.
void receiver::state::finish() {
    ::close(std::exchange(listener, -1));
    auto const begun = options.steady_ms();
    for (auto const& c : connections) read(*c, begun);
    commit(begun);
    for (auto now = begun; now - begun < last_answers_ms; now = options.steady_ms()) {
        std::vector<pollfd> waiting;
        for (auto const& c : connections) {
            write(*c, now);
            if (!c->out().empty()) waiting.push_back({c->fd(), POLLOUT, 0});
        }
        if (waiting.empty()) break;
        ::poll(waiting.data(), waiting.size(), 100);
    }
}

receiver::receiver(std::unique_ptr<state> s) : state_(std::move(s)) {}
receiver::receiver(receiver&&) noexcept = default;
receiver::~receiver() = default;

base::result<receiver> receiver::open(facts::facilities const& known, facts::manners const& manners, receive::journal journal,
                                      receiver_options options) {
    auto s = std::make_unique<state>(known, manners, std::move(journal), std::move(options));
    if (auto problem = s->listen()) return *problem;
    return base::result<receiver>(receiver(std::move(s)));
}

std::uint16_t receiver::port() const {
    return state_->port;
}

receive::totals const& receiver::totals() const {
    return state_->totals;
}

void receiver::run(int stop_fd) {
    while (state_->serve(stop_fd)) {}
    state_->finish();
}

} // namespace huanchi::receive

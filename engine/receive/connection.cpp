#include "receive/connection.hpp"

#include <algorithm>

namespace huanchi::receive {

connection::connection(int fd, std::string peer, hj212::manner_of manners, std::int64_t now, bounds const& limits)
    : fd_(fd), peer_(std::move(peer)), limits_(limits), reader_(std::move(manners), false), opened_(now), last_byte_(now),
      last_packet_(now), allowance_(limits.burst), allowance_at_(now) {}

std::size_t connection::may_read(std::int64_t now) {
    if (closing || out().size() >= limits_.most_out) return 0;
    auto const passed = static_cast<std::uint64_t>(std::max<std::int64_t>(now - allowance_at_, 0));
    if (auto const more = passed * limits_.bytes_per_second / 1000; more > 0) {
        allowance_ = std::min(limits_.burst, allowance_ + more);
        allowance_at_ = now;
    }
    return static_cast<std::size_t>(std::min<std::uint64_t>(allowance_, limits_.read_at_once));
}

void connection::came(std::string_view bytes, std::int64_t now) {
    in_.erase(0, in_used_);
    in_used_ = 0;
    in_.append(bytes);
    allowance_ -= std::min<std::uint64_t>(allowance_, bytes.size());
    last_byte_ = now;
}

hj212::step connection::next(bool last) {
    auto const s = reader_.next(std::string_view(in_).substr(in_used_), last);
    in_used_ += reader_.consumed();
    if (s == hj212::step::rejected || (s == hj212::step::skipped && reader_.skipped_as() == hj212::between::garbage))
        garbage_ += static_cast<std::size_t>(reader_.wrong().length);
    if (in_used_ == in_.size())
        half_since_ = 0;
    else if (s == hj212::step::more && half_since_ == 0)
        half_since_ = last_byte_;
    // Garbage without an end is never told by the reader, and not to wait for.
    if (s == hj212::step::more) garbage_ += reader_.consumed();
    return s;
}

void connection::taken(std::int64_t now) {
    ++packets;
    garbage_ = 0;
    half_since_ = 0;
    last_packet_ = now;
}

void connection::answer(std::string_view frame, std::int64_t now) {
    if (out().empty()) {
        out_.clear();
        out_sent_ = 0;
        out_since_ = now;
    }
    out_.append(frame);
}

void connection::sent(std::size_t bytes, std::int64_t now) {
    out_sent_ += bytes;
    if (bytes > 0) out_since_ = now;
    if (out_sent_ == out_.size()) {
        out_.clear();
        out_sent_ = 0;
    }
}

std::string_view connection::overdue(std::int64_t now) const {
    if (!out().empty() && now - out_since_ > limits_.stalled_ms) return "does not fetch its answers";
    if (half_since_ != 0 && now - half_since_ > limits_.half_packet_ms) return "left a packet half sent";
    if (packets == 0 && now - opened_ > limits_.first_packet_ms) return "sent no packet";
    if (now - last_byte_ > limits_.idle_ms) return "was silent";
    return {};
}

} // namespace huanchi::receive

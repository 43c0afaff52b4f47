#include "receive/requests.hpp"

#include "hj212/writing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace huanchi::receive {

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::uint16_t asks_for_clock = 1013, hour_data = 2061, executed = 9012;

std::string digits_of(std::int64_t ms, bool with_ms) {
    base::moment const m{ms};
    auto const d = m.date();
    auto const in_day = m.ms_of_day();
    auto text = fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", d.year(), d.month(), d.day(), in_day / hour_ms,
                            in_day / 60000 % 60, in_day / 1000 % 60);
    return with_ms ? text + fmt::format("{:03}", in_day % 1000) : text;
}

std::string_view parameter(hj212::packet const& p, std::string_view name) {
    for (auto const& f : p.fields)
        if (f.name == name) return f.value;
    return {};
}

} // namespace

std::string requests::ask(hj212::packet const& of, std::string_view cn, std::string_view data, base::moment now,
                          hj212::dialect d) {
    while (!open_.empty() && (open_.size() >= most_open || now.ms - open_.begin()->second.asked > forgotten_ms))
        open_.erase(open_.begin());
    last_qn_ = std::max(last_qn_ + 1, now.ms); // no two alike
    auto const qn = digits_of(last_qn_, true);
    open_[qn] = {std::string(of.mn), std::string(cn), now.ms};
    std::string out;
    unsigned const flag = (of.flag_bits.value_or(4) & ~3u) | 1u;
    hj212::append_packet(out, {qn, of.st, cn, of.pw, of.mn, flag}, data, d);
    return out;
}

std::string requests::called_for(hj212::packet const& p, base::moment now, hj212::dialect d) {
    if (p.command == asks_for_clock) {
        auto const pollutant = parameter(p, "PolId");
        auto const whose = pollutant.empty() ? std::string() : fmt::format("PolId={};", pollutant);
        return ask(p, "1012", whose + "SystemTime=" + digits_of(now.ms, false), now, d);
    }
    if (!asks_for_missing_ || p.command != hour_data || p.resent()) return {};
    auto const hour = base::moment::parse(p.data_time);
    if (!hour || hour->ms % hour_ms != 0 || now < *hour) return {};
    auto const [at, is_new] = last_hour_.emplace(p.mn, hour->ms);
    auto const last = at->second;
    if (is_new || hour->ms <= last) return {};
    at->second = hour->ms;
    if (hour->ms - last == hour_ms) return {};
    auto const from = std::max(last + hour_ms, hour->ms - most_missing_ms);
    return ask(p, "2061", fmt::format("BeginTime={};EndTime={}", digits_of(from, false), digits_of(hour->ms - hour_ms, false)),
               now, d);
}

requests::outcome requests::answered(hj212::packet const& p) {
    outcome out;
    out.done = p.command == executed;
    out.result = parameter(p, out.done ? "ExeRtn" : "QnRtn");
    out.success = out.result == "1";
    auto const at = open_.find(p.qn);
    if (at == open_.end() || at->second.mn != p.mn) return out;
    out.cn = at->second.cn;
    if (out.done || !out.success) open_.erase(at);
    return out;
}

} // namespace huanchi::receive

#include "hj212/parts.hpp"

#include <algorithm>

namespace huanchi::hj212 {

namespace {

std::string key_of(packet const& p) {
    std::string key;
    for (auto const t : {p.mn, p.st, p.cn, p.data_time, p.pnum}) key.append(t).append(1, '\x1f');
    return key;
}

void add(std::string& out, std::string_view name, std::string_view value) {
    if (!value.empty()) out.append(name).append(1, '=').append(value).append(1, ';');
}

// The split bit goes: what is joined is whole.
std::string head_of(packet const& p) {
    std::string head;
    add(head, "QN", p.qn);
    add(head, "ST", p.st);
    add(head, "CN", p.cn);
    add(head, "PW", p.pw);
    add(head, "MN", p.mn);
    if (p.flag_bits) add(head, "Flag", std::to_string(*p.flag_bits & ~2));
    add(head, "RF", p.rf);
    return head;
}

} // namespace

joined_segment part_joiner::take(std::size_t at) {
    auto const g = std::move(groups_[at]);
    groups_.erase(groups_.begin() + static_cast<std::ptrdiff_t>(at));
    joined_segment out{g.head + "CP=&&", g.data.size(), g.parts, g.from.line, g.from.offset};
    bool first = true;
    for (auto const& [number, data] : g.data) {
        bytes_ -= data.size();
        if (!first) out.segment += ';';
        first = false;
        out.segment += data;
    }
    out.segment += "&&";
    return out;
}

std::optional<joined_segment> part_joiner::add(packet const& p, origin from) {
    auto key = key_of(p);
    auto found = std::find_if(groups_.begin(), groups_.end(), [&](group const& g) { return g.key == key; });
    if (found == groups_.end()) found = groups_.insert(found, {std::move(key), head_of(p), {}, p.parts, from});
    if (found->data.emplace(p.part, p.data).second)
        bytes_ += p.data.size();
    else
        ++repeated_;
    if (found->data.size() == found->parts) return take(static_cast<std::size_t>(found - groups_.begin()));
    if (groups_.size() > most_groups || bytes_ > most_bytes) return give_up();
    return std::nullopt;
}

std::optional<joined_segment> part_joiner::give_up() {
    if (groups_.empty()) return std::nullopt;
    return take(0);
}

} // namespace huanchi::hj212

// libFuzzer entry: any bytes may be a stream of HJ 212. However they arrive, they come out the same, and every byte belongs to
// a packet or to a span that is told. The first byte says in what pieces the rest arrives.
#include "hj212/encoding.hpp"
#include "hj212/parts.hpp"
#include "hj212/stream.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace huanchi::hj212;

namespace {

struct piece {
    step what;
    std::uint64_t offset;
    fault why;
    bool operator==(piece const&) const = default;
};

std::vector<piece> read_all(std::string_view stream, std::size_t chunk) {
    static manner const how = [] {
        manner m;
        m.dialect = dialect::modbus_swapped;
        m.key = read_key("30303030303030303030303030303030");
        return m;
    }();
    packet_reader reader([](std::string_view mn) { return mn.size() % 2 ? &how : nullptr; });
    part_joiner joiner;
    packet again;
    std::vector<piece> out;
    std::size_t from = 0, to = std::min(chunk, stream.size());
    std::uint64_t told = 0;
    for (;;) {
        std::string const window(stream.substr(from, to - from));
        auto const s = reader.next(window, to == stream.size());
        if (reader.consumed() > window.size()) std::abort();
        from += reader.consumed();
        if (s == step::ended) break;
        if (s == step::more) {
            if (to == stream.size()) std::abort();
            to = std::min(stream.size(), to + chunk);
            continue;
        }
        bool const taken = s == step::packet;
        auto const offset = taken ? reader.offset() : reader.wrong().offset;
        if (offset != told) std::abort();
        told = taken ? from : offset + reader.wrong().length;
        out.push_back({s, offset, taken ? fault::none : reader.wrong().fault});
        if (!taken) continue;
        auto const& p = reader.packet();
        for (auto const& f : p.fields) {
            flag_of(p, f);
            as_utf8(f.value);
        }
        if (p.parts > 0)
            if (auto const joined = joiner.add(p, {})) read_segment(joined->segment, again);
    }
    if (told != stream.size()) std::abort();
    while (auto const rest = joiner.give_up()) read_segment(rest->segment, again);
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view const stream(reinterpret_cast<char const*>(data) + 1, size - 1);
    if (read_all(stream, std::max<std::size_t>(stream.size(), 1)) != read_all(stream, data[0] + std::size_t{1})) std::abort();
    return 0;
}

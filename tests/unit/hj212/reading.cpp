#include "reading.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace reading {

using namespace huanchi::hj212;

namespace {

std::string_view word(between b) {
    return b == between::garbage ? "garbage" : b == between::time_line ? "time_line" : "line_ends";
}

} // namespace

std::vector<piece> read_all(std::string_view stream, std::size_t chunk, manner_of manners) {
    std::vector<piece> out;
    packet_reader reader(std::move(manners));
    std::size_t from = 0, to = chunk == 0 ? stream.size() : std::min(chunk, stream.size());
    std::uint64_t told = 0;
    for (;;) {
        // A copy, so that reading outside of what was shown does not go unseen.
        std::string const window(stream.substr(from, to - from));
        auto const s = reader.next(window, to == stream.size());
        from += reader.consumed();
        REQUIRE(from <= to);
        if (s == step::ended) break;
        if (s == step::more) {
            REQUIRE(to < stream.size());
            to = std::min(stream.size(), to + chunk);
            continue;
        }
        if (s == step::packet) {
            std::string const wire(reader.wire());
            CHECK(stream.substr(reader.offset(), wire.size()) == wire);
            out.push_back({s, "", reader.offset(), from - reader.offset(), std::string(reader.packet().mn), wire});
        } else {
            auto const& w = reader.wrong();
            out.push_back(
                {s, std::string(s == step::skipped ? word(reader.skipped_as()) : code(w.fault)), w.offset, w.length, "", ""});
        }
        CHECK(out.back().offset == told);
        told += out.back().length;
    }
    CHECK(told == stream.size()); // every byte is accounted for
    return out;
}

std::vector<piece> without_line_ends(std::vector<piece> pieces) {
    std::erase_if(pieces, [](piece const& p) { return p.fault == "line_ends"; });
    return pieces;
}

} // namespace reading

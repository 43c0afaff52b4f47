#include "facts/flat_json.hpp"

#include <cstdint>

namespace huanchi::facts {

namespace {

struct cutter {
    char const* at;
    char const* end;

    void skip() {
        while (at != end && (*at == ' ' || *at == '\t' || *at == '\r')) ++at;
    }
    bool is(char c) {
        if (at == end || *at != c) return false;
        ++at;
        return true;
    }
    bool text(std::string_view& out) {
        if (!is('"')) return false;
        auto const* from = at;
        while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
        out = {from, static_cast<std::size_t>(at - from)};
        return is('"');
    }
    bool digits() {
        auto const* from = at;
        while (at != end && *at >= '0' && *at <= '9') ++at;
        return at != from;
    }
    // No sign, no exponent, no zeros before it.
    bool number(std::string_view& out) {
        auto const* from = at;
        if (!digits() || (*from == '0' && at - from > 1)) return false;
        if (is('.') && !digits()) return false;
        out = {from, static_cast<std::size_t>(at - from)};
        return true;
    }
    bool value(std::string_view& out) {
        if (at == end) return false;
        if (*at == '"') return text(out);
        if (*at != 'n') return number(out);
        if (end - at < 4 || std::string_view(at, 4) != "null") return false;
        out = {at, 0};
        at += 4;
        return true;
    }
};

} // namespace

bool flat_json::cut(std::string_view line) {
    keys_.clear();
    cells_.clear();
    cutter c{line.data(), line.data() + line.size()};
    c.skip();
    if (!c.is('{')) return false;
    do {
        std::string_view key, cell;
        c.skip();
        if (!c.text(key)) return false;
        c.skip();
        if (!c.is(':')) return false;
        c.skip();
        if (!c.value(cell)) return false;
        c.skip();
        keys_.push_back(key);
        cells_.push_back(cell);
    } while (c.is(','));
    if (!c.is('}')) return false;
    c.skip();
    return c.at == c.end;
}

} // namespace huanchi::facts

#include "hj212/encoding.hpp"

#include "base/utf8.hpp"

#include <cstdint>
#include <cstring>
#include <iconv.h>

namespace huanchi::hj212 {

bool is_ascii(std::string_view bytes) {
    char const* at = bytes.data();
    std::size_t left = bytes.size();
    std::uint64_t all = 0;
    for (; left >= 8; left -= 8, at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        all |= word;
    }
    for (; left > 0; --left, ++at) all |= static_cast<unsigned char>(*at);
    return (all & 0x8080808080808080u) == 0;
}

bool is_utf8(std::string_view bytes) {
    return is_ascii(bytes) || !base::first_invalid_utf8(bytes);
}

std::optional<std::string> from_gb18030(std::string_view bytes) {
    iconv_t const converter = ::iconv_open("UTF-8", "GB18030");
    if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
    std::string out(bytes.size() * 4 + 4, '\0');
    std::string in(bytes); // iconv takes its input as not const
    char* from = in.data();
    char* to = out.data();
    std::size_t from_left = in.size(), to_left = out.size();
    std::size_t const done = ::iconv(converter, &from, &from_left, &to, &to_left);
    ::iconv_close(converter);
    if (done == static_cast<std::size_t>(-1)) return std::nullopt;
    out.resize(out.size() - to_left);
    return out;
}

std::optional<std::string> as_utf8(std::string_view bytes) {
    if (is_utf8(bytes)) return std::string(bytes);
    return from_gb18030(bytes);
}

} // namespace huanchi::hj212

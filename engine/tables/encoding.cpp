#include "tables/encoding.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <iconv.h>

namespace huanchi::tables {

bool is_ascii(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

encoding encoding_of(std::string_view start) {
    if (is_ascii(start)) return encoding::utf8;
    gb18030_decoder decoder;
    std::size_t utf8 = 0, gb18030 = 0;
    std::string decoded;
    while (!start.empty()) {
        auto const line_end = start.find('\n');
        auto const line = start.substr(0, line_end);
        start.remove_prefix(line_end == std::string_view::npos ? start.size() : line_end + 1);
        if (is_ascii(line)) continue;
        if (!base::first_invalid_utf8(line)) {
            ++utf8;
            continue;
        }
        decoded.clear();
        if (!decoder.append(line, decoded)) ++gb18030;
    }
    return gb18030 > utf8 ? encoding::gb18030 : encoding::utf8;
}

gb18030_decoder::gb18030_decoder() : converter_(::iconv_open("UTF-8", "GB18030")) {}

gb18030_decoder::~gb18030_decoder() {
    if (converter_ != reinterpret_cast<void*>(-1)) ::iconv_close(converter_);
}

std::optional<std::size_t> gb18030_decoder::append(std::string_view bytes, std::string& to) {
    if (converter_ == reinterpret_cast<void*>(-1)) return 0; // a C library without its converters
    auto const had = to.size();
    // No character grows beyond twice its length: two bytes become three, four stay four, a byte of ASCII one.
    to.resize(had + 2 * bytes.size());
    char* from = const_cast<char*>(bytes.data()); // iconv takes its input as not const, and leaves it alone
    char* into = to.data() + had;
    std::size_t left = bytes.size(), room = to.size() - had;
    ::iconv(converter_, nullptr, nullptr, nullptr, nullptr);
    auto const done = ::iconv(converter_, &from, &left, &into, &room);
    to.resize(to.size() - room);
    if (done != static_cast<std::size_t>(-1)) return std::nullopt;
    return bytes.size() - left;
}

} // namespace huanchi::tables

#include "editor/uri.hpp"

#include <filesystem>

namespace huanchi::editor {

namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool stands_for_itself(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~/").find(c) != std::string_view::npos;
}

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        int const high = text[at] == '%' && at + 2 < text.size() ? digit_of(text[at + 1]) : -1;
        int const low = high >= 0 ? digit_of(text[at + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

} // namespace

std::optional<std::string> path_of(std::string_view uri) {
    constexpr std::string_view scheme = "file://";
    if (!uri.starts_with(scheme)) return std::nullopt;
    uri.remove_prefix(scheme.size());
    constexpr std::string_view here = "localhost";
    if (uri.starts_with(here)) uri.remove_prefix(here.size());
    if (!uri.starts_with('/')) return std::nullopt;
    auto path = decoded(uri.substr(0, uri.find_first_of("?#")));
    if (path.find('\0') != std::string::npos) return std::nullopt;
    return std::filesystem::path(path).lexically_normal().string();
}

std::string uri_of(std::string_view absolute_path) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out = "file://";
    for (char const c : absolute_path) {
        auto const byte = static_cast<unsigned char>(c);
        if (stands_for_itself(c))
            out += c;
        else
            out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return out;
}

} // namespace huanchi::editor

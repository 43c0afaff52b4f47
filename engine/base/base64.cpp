#include "base/base64.hpp"

#include <openssl/evp.h>

#include <cstddef>
#include <limits>

namespace huanchi::base {

namespace {

constexpr auto most_characters = static_cast<std::size_t>(std::numeric_limits<int>::max());

unsigned char const* octets(std::string_view bytes) {
    return reinterpret_cast<unsigned char const*>(bytes.data());
}

} // namespace

std::string to_base64(std::string_view bytes) {
    std::string all;
    constexpr std::size_t piece = 3 << 20; // a multiple of 3, so that pieces need no padding
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        auto const part = bytes.substr(at, piece);
        std::string out(4 * ((part.size() + 2) / 3), '\0');
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), octets(part), static_cast<int>(part.size()));
        all += out;
    }
    return all;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0 || text.size() > most_characters) return std::nullopt;
    std::string out(3 * (text.size() / 4), '\0');
    if (!text.empty() &&
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), octets(text), static_cast<int>(text.size())) < 0)
        return std::nullopt;
    auto const padding = text.ends_with("==") ? 2U : text.ends_with("=") ? 1U : 0U;
    out.resize(out.size() - padding);
    return to_base64(out) == text ? std::optional(std::move(out)) : std::nullopt;
}

} // namespace huanchi::base

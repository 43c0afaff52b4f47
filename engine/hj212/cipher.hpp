// The encryption of data areas by HJ 212-2025 6.4: SM4 in ECB mode without padding; whole blocks of 16 bytes are encrypted, a
// rest below 16 bytes stays as it is. Over OpenSSL. A `cipher` belongs to one thread and is reused for many keys.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::hj212 {

using sm4_key = std::array<std::uint8_t, 16>;

// 32 hexadecimal digits.
std::optional<sm4_key> read_key(std::string_view digits);

class cipher {
public:
    cipher();
    ~cipher();
    cipher(cipher const&) = delete;
    cipher& operator=(cipher const&) = delete;

    // False where OpenSSL cannot: built without SM4.
    bool decrypt(sm4_key const& key, std::string_view data, std::string& out);
    bool encrypt(sm4_key const& key, std::string_view data, std::string& out);

private:
    bool run(sm4_key const& key, std::string_view data, std::string& out, int direction);
    void* context_;
};

} // namespace huanchi::hj212

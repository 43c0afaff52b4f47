#include "hj212/cipher.hpp"

#include <openssl/evp.h>

namespace huanchi::hj212 {

namespace {

constexpr std::size_t block = 16;

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    return std::nullopt;
}

} // namespace

std::optional<sm4_key> read_key(std::string_view digits) {
    sm4_key key{};
    if (digits.size() != 2 * key.size()) return std::nullopt;
    for (std::size_t i = 0; i < key.size(); ++i) {
        auto const high = hex_digit(digits[2 * i]), low = hex_digit(digits[2 * i + 1]);
        if (!high || !low) return std::nullopt;
        key[i] = static_cast<std::uint8_t>(*high * 16 + *low);
    }
    return key;
}

cipher::cipher() : context_(EVP_CIPHER_CTX_new()) {}
cipher::~cipher() {
    EVP_CIPHER_CTX_free(static_cast<EVP_CIPHER_CTX*>(context_));
}

bool cipher::run(sm4_key const& key, std::string_view data, std::string& out, int direction) {
    auto* const context = static_cast<EVP_CIPHER_CTX*>(context_);
    out.assign(data);
    std::size_t const whole = data.size() / block * block;
    if (whole == 0) return true;
    if (!context || EVP_CipherInit_ex(context, EVP_sm4_ecb(), nullptr, key.data(), nullptr, direction) != 1) return false;
    EVP_CIPHER_CTX_set_padding(context, 0);
    int written = 0;
    return EVP_CipherUpdate(context, reinterpret_cast<unsigned char*>(out.data()), &written,
                            reinterpret_cast<unsigned char const*>(data.data()), static_cast<int>(whole)) == 1 &&
           static_cast<std::size_t>(written) == whole;
}

bool cipher::decrypt(sm4_key const& key, std::string_view data, std::string& out) {
    return run(key, data, out, 0);
}
bool cipher::encrypt(sm4_key const& key, std::string_view data, std::string& out) {
    return run(key, data, out, 1);
}

} // namespace huanchi::hj212

#include "base/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace huanchi::base {

namespace {

constexpr std::size_t digest_size = 32;
using digest_bytes = std::array<unsigned char, digest_size>;

struct free_context {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using owned_context = std::unique_ptr<EVP_MD_CTX, free_context>;

void require(bool done) {
    if (!done) throw std::runtime_error("libcrypto cannot compute SHA-256");
}

std::string to_hex(digest_bytes const& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(2 * bytes.size());
    for (unsigned char const byte : bytes) {
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

} // namespace

std::string sha256_hex(std::string_view bytes) {
    digest_bytes out;
    require(EVP_Digest(bytes.data(), bytes.size(), out.data(), nullptr, EVP_sha256(), nullptr) == 1);
    return to_hex(out);
}

sha256::sha256() : context_(nullptr) {
    owned_context context(EVP_MD_CTX_new());
    require(context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1);
    context_ = context.release();
}

sha256::~sha256() {
    EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_));
}

sha256& sha256::field(std::string_view bytes) {
    std::array<unsigned char, 8> length;
    std::uint64_t rest = bytes.size();
    for (unsigned char& byte : length) {
        byte = static_cast<unsigned char>(rest & 0xFF);
        rest >>= 8;
    }
    auto* const context = static_cast<EVP_MD_CTX*>(context_);
    require(EVP_DigestUpdate(context, length.data(), length.size()) == 1);
    require(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1);
    return *this;
}

std::string sha256::hex() const {
    owned_context copy(EVP_MD_CTX_new());
    digest_bytes out;
    require(copy && EVP_MD_CTX_copy_ex(copy.get(), static_cast<EVP_MD_CTX const*>(context_)) == 1);
    require(EVP_DigestFinal_ex(copy.get(), out.data(), nullptr) == 1);
    return to_hex(out);
}

} // namespace huanchi::base

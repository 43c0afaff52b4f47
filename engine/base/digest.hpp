// SHA-256 over bytes, as lower-case hex. Over OpenSSL's libcrypto. Value in, value out; one `sha256` belongs to one thread.
// A libcrypto that cannot compute SHA-256 at all (a broken installation) throws std::runtime_error.
#pragma once

#include <string>
#include <string_view>

namespace huanchi::base {

std::string sha256_hex(std::string_view bytes);

class sha256 {
public:
    sha256();
    ~sha256();
    sha256(sha256 const&) = delete;
    sha256& operator=(sha256 const&) = delete;
    // Adds a field; its length (8 bytes, little-endian) goes in before it, so that ("ab","c") and ("a","bc") differ.
    sha256& field(std::string_view bytes);
    // Of the fields so far; more may follow.
    std::string hex() const;

private:
    void* context_;
};

} // namespace huanchi::base

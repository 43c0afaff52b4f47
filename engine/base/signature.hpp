// Ed25519 signatures (RFC 8032) over bytes, with keys as PEM (PKCS #8, SubjectPublicKeyInfo). Over OpenSSL's libcrypto. Values
// in, values out. A key that is none fails with its cause; the caller names the file.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace huanchi::base {

struct signed_bytes {
    std::string signature;  // 64 bytes as base64
    std::string public_key; // the 32 bytes of the signer's public key as base64
};
// `key`: a private key without passphrase.
result<signed_bytes> sign_ed25519(std::string_view bytes, std::string const& key);

// The 32 bytes of a public key as base64; of a private key that of its public one.
result<std::string> public_key_ed25519(std::string const& pem);

// Whether the signature fits; false, too, of what is no base64 or of the wrong length.
bool verify_ed25519(std::string_view bytes, std::string const& signature, std::string const& public_key);

} // namespace huanchi::base

#include "base/signature.hpp"

#include "base/base64.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstddef>
#include <memory>
#include <optional>

namespace huanchi::base {

namespace {

constexpr std::size_t key_size = 32, signature_size = 64;

template <auto Free>
struct freeing {
    template <class T>
    void operator()(T* p) const {
        Free(p);
    }
};
using key_ptr = std::unique_ptr<EVP_PKEY, freeing<EVP_PKEY_free>>;
using context_ptr = std::unique_ptr<EVP_MD_CTX, freeing<EVP_MD_CTX_free>>;
using bio_ptr = std::unique_ptr<BIO, freeing<BIO_free_all>>;

unsigned char const* octets(std::string_view bytes) {
    return reinterpret_cast<unsigned char const*>(bytes.data());
}

// Of `size` bytes and nothing else.
std::optional<std::string> bytes_of(std::string const& text, std::size_t size) {
    auto bytes = from_base64(text);
    if (bytes && bytes->size() != size) bytes.reset();
    return bytes;
}

// A program that asks for a passphrase in the middle of its work would hang in a script.
int no_passphrase(char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

constexpr char const* how_to_make = "make one with `openssl genpkey -algorithm ed25519 -out key.pem`";

result<key_ptr> read_key(std::string const& pem, bool only_private) {
    bool locked = false;
    auto const read = [&](auto* reader) {
        bio_ptr const text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
        return key_ptr(reader(text.get(), nullptr, no_passphrase, &locked));
    };
    auto key = read(PEM_read_bio_PrivateKey);
    if (!key && !only_private) key = read(PEM_read_bio_PUBKEY);
    ERR_clear_error();
    if (locked)
        return failure{"the key is locked with a passphrase",
                       "give a copy without one: `openssl pkey -in key.pem -out open.pem`"};
    if (!key) return failure{only_private ? "it holds no private key in PEM" : "it holds no key in PEM", how_to_make};
    if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) return failure{"its key is none of Ed25519", how_to_make};
    return key;
}

std::string public_part(EVP_PKEY const* key) {
    std::string bytes(key_size, '\0');
    std::size_t size = bytes.size();
    EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(bytes.data()), &size);
    return to_base64(bytes);
}

} // namespace

result<signed_bytes> sign_ed25519(std::string_view bytes, std::string const& key) {
    auto const own = read_key(key, true);
    if (!own) return own.error();
    std::string signature(signature_size, '\0');
    std::size_t size = signature.size();
    context_ptr const context(EVP_MD_CTX_new());
    if (!context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, own->get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, octets(bytes), bytes.size()) !=
            1)
        return failure{"libcrypto cannot sign with this key", how_to_make};
    return signed_bytes{to_base64(signature), public_part(own->get())};
}

result<std::string> public_key_ed25519(std::string const& pem) {
    auto const key = read_key(pem, false);
    if (!key) return key.error();
    return public_part(key->get());
}

bool verify_ed25519(std::string_view bytes, std::string const& signature, std::string const& public_key) {
    auto const s = bytes_of(signature, signature_size), k = bytes_of(public_key, key_size);
    if (!s || !k) return false;
    key_ptr const key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets(*k), k->size()));
    context_ptr const context(EVP_MD_CTX_new());
    bool const fits = key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                      EVP_DigestVerify(context.get(), octets(*s), s->size(), octets(bytes), bytes.size()) == 1;
    ERR_clear_error();
    return fits;
}

} // namespace huanchi::base

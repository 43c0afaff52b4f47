#include "base/signature.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace huanchi::base;

namespace {

std::string pem(char const* what, char const* body) {
    return std::string("-----BEGIN ") + what + " KEY-----\n" + body + "\n-----END " + what + " KEY-----\n";
}

// RFC 8032, 7.1, tests 1 and 2, the keys wrapped as RFC 8410 says.
struct vector {
    char const *key, *public_key, *raw, *message, *signature;
} const vectors[] = {
    {"MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g",
     "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "",
     "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw=="},
    {"MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7",
     "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=", "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=", "r",
     "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA=="},
};

} // namespace

TEST_CASE("Ed25519 signs as RFC 8032 does") {
    for (auto const& v : vectors) {
        auto const made = sign_ed25519(v.message, pem("PRIVATE", v.key));
        REQUIRE(made);
        CHECK(made->signature == v.signature);
        CHECK(made->public_key == v.raw);
        CHECK(verify_ed25519(v.message, v.signature, v.raw));
        CHECK(*public_key_ed25519(pem("PUBLIC", v.public_key)) == v.raw);
        CHECK(*public_key_ed25519(pem("PRIVATE", v.key)) == v.raw);
    }
}

TEST_CASE("another message, key or signature does not fit") {
    auto const &a = vectors[0], &b = vectors[1];
    CHECK_FALSE(verify_ed25519("s", b.signature, b.raw));
    CHECK_FALSE(verify_ed25519("r", b.signature, a.raw));
    CHECK_FALSE(verify_ed25519("r", a.signature, b.raw));
    CHECK_FALSE(verify_ed25519("r", "", b.raw));
    CHECK_FALSE(verify_ed25519("r", b.signature, "no base64"));
    CHECK_FALSE(verify_ed25519("r", std::string(b.signature) + "=", b.raw));
}

TEST_CASE("what is no key of Ed25519 says what it is") {
    CHECK(sign_ed25519("r", "text").error().what == "it holds no private key in PEM");
    CHECK(sign_ed25519("r", pem("PUBLIC", vectors[0].public_key)).error().what == "it holds no private key in PEM");
    CHECK(public_key_ed25519("").error().what == "it holds no key in PEM");
    CHECK(sign_ed25519("r", pem("PRIVATE", "MC4CAQAwBQYDK2VuBCIEILDZXLc+07BNZkkvYgosbxdc+5Tz1CfdYtHq6SYuTTRi")).error().what ==
          "its key is none of Ed25519");
    auto const locked = pem("ENCRYPTED PRIVATE", "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAijDA7moDPnyQICCAAw\n"
                                                 "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEJis1zK1R+68UKTQSkSayakEQLzm\n"
                                                 "7vWLnioQeNTZa4wMXSt4VH7DKojrRdIEZg1iWSwEE20Bh1NrkwKe6q4T8dQyH/RH\n"
                                                 "e7NS16cxW40IbWQSRQ8=");
    CHECK(sign_ed25519("r", locked).error().what == "the key is locked with a passphrase");
}

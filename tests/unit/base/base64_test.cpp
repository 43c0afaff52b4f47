#include "base/base64.hpp"

#include <doctest/doctest.h>

#include <utility>

using namespace huanchi;

TEST_CASE("base64: the vectors of RFC 4648 §10, and nothing but the one spelling") {
    std::pair<char const*, char const*> const vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (auto const& [bytes, text] : vectors) {
        CHECK(base::to_base64(bytes) == text);
        CHECK(base::from_base64(text) == bytes);
    }
    CHECK(base::from_base64("AP8=") == std::string("\0\xff", 2));
    for (auto const* wrong : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9v\n", " Zm9v", "Zm9v====", "Zm-v", "=AAA", "A=A="})
        CHECK_FALSE(base::from_base64(wrong));
}

#include "base/digest.hpp"

#include <doctest/doctest.h>

#include <string>

using huanchi::base::sha256;
using huanchi::base::sha256_hex;

TEST_CASE("SHA-256 of the examples in FIPS 180-4") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex(std::string(1000000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CHECK(sha256_hex("环尺") == "628196c32cbbe012874be51673d3e4ea1d7097fa197c17ab358fa8362b7787aa");
}

// Literals: SHA-256 of each field's length as 8 bytes, little-endian, followed by its bytes.
TEST_CASE("a digest of fields knows where a field ends") {
    CHECK(sha256().field("ab").field("c").hex() == "43ee655579de01ca739b3f95c1c2d3f46d353b2c0df818064ea594506cdb2617");
    CHECK(sha256().field("a").field("bc").hex() == "9a8acca1b6c6c0befd3fbc756aed625da998c998f7252e738c4ef061906b9b21");
    CHECK(sha256().field("").hex() == "af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc");
    CHECK(sha256().field(std::string(300, 'x')).hex() == "ef14726c73a1a906e4313238a29409fa0ab4894ee18096dfdd808b811b864276");
    CHECK(sha256().hex() == sha256_hex(""));
}

TEST_CASE("reading a digest does not end it") {
    sha256 digest;
    digest.field("ab");
    std::string const first = digest.hex();
    CHECK(digest.hex() == first);
    CHECK(digest.field("c").hex() == "43ee655579de01ca739b3f95c1c2d3f46d353b2c0df818064ea594506cdb2617");
}

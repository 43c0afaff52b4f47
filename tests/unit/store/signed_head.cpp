#include "store/signed_head.hpp"
#include "unit/store/made_store.hpp"

#include <SQLiteCpp/Database.h>

using namespace huanchi;
using namespace huanchi::made;
using store::head_fault;

namespace {

// The keys of RFC 8032, 7.1, tests 1 and 2.
std::string const key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                        "-----END PRIVATE KEY-----\n";
std::string const public_key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
std::string const other_key = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
auto const now = base::moment::parse("2026-02-01T09:00").value();

store::signed_head signed_by(store::ticket_store const& s) {
    auto const h = store::sign_head(s, now, key);
    if (!h) FAIL(h.error().what);
    return *h;
}
std::optional<head_fault> fault_of(store::ticket_store const& s, store::signed_head const& h,
                                   std::optional<std::string> const& by = public_key) {
    auto const f = store::check_head(s, h, by);
    REQUIRE(f);
    return *f;
}

} // namespace

TEST_CASE("a signed head names its store, the number of entries, the last hash and the time of the clock") {
    auto s = in_memory();
    apply(s, result({daily("2025-04-01")}));
    apply(s, result({daily("2025-04-02"), daily("2025-06-01")}));
    auto const h = signed_by(s);
    auto const log = *s.log(s.list({})->at(0).id);
    CHECK(h.store == log.at(0).hash);
    CHECK(h.entries == 3);
    CHECK(h.hash == s.head()->hash);
    CHECK(h.time == "2026-02-01T09:00:00+08:00");
    CHECK(h.public_key == public_key);
    auto const again = store::parse_signed_head(store::signed_head_json(h));
    REQUIRE(again);
    CHECK(again->signature == h.signature);
    CHECK_FALSE(fault_of(s, *again));
    CHECK_FALSE(fault_of(s, *again, std::nullopt));
}

TEST_CASE("a history that goes on still holds the head") {
    auto s = in_memory();
    apply(s, result({daily("2025-04-01")}));
    auto const h = signed_by(s);
    apply(s, result({daily("2025-04-02")}));
    CHECK_FALSE(fault_of(s, h));
}

TEST_CASE("a history written anew from the start is another store, though it verifies") {
    auto a = in_memory(), b = in_memory();
    apply(a, result({daily("2025-04-01")}));
    apply(b, result({daily("2025-04-01")}), "2026-01-01T08:00:01+08:00");
    CHECK_FALSE(b.verify()->broken);
    CHECK(fault_of(b, signed_by(a)) == head_fault::other_store);
}

TEST_CASE("a history whose end was taken back, or written otherwise, is found, though it verifies") {
    folder const here;
    auto const path = here.file("t.db"), early = here.file("early.db");
    std::optional<store::signed_head> h;
    {
        auto s = store::ticket_store::open(path);
        apply(*s, result({daily("2025-04-01")}));
        REQUIRE(s->back_up(early));
        apply(*s, result({daily("2025-04-02")}), "2026-01-02T08:00:00+08:00");
        h = signed_by(*s);
    }
    auto s = store::ticket_store::open(early);
    REQUIRE(s);
    CHECK_FALSE(s->verify()->broken);
    CHECK(fault_of(*s, *h) == head_fault::cut_short);
    apply(*s, result({daily("2025-04-02", "51")}), "2026-01-02T08:00:00+08:00");
    CHECK_FALSE(s->verify()->broken);
    CHECK(fault_of(*s, *h) == head_fault::rewritten);
}

TEST_CASE("whoever changes the document or signs with a key of his own is found") {
    auto s = in_memory();
    apply(s, result({daily("2025-04-01")}));
    auto const h = signed_by(s);
    auto changed = h;
    changed.time = "2026-02-02T09:00:00+08:00";
    CHECK(fault_of(s, changed) == head_fault::signature);
    changed = h;
    changed.entries = 2;
    CHECK(fault_of(s, changed) == head_fault::signature);
    changed = h;
    changed.public_key = other_key;
    CHECK(fault_of(s, changed) == head_fault::signature);
    CHECK(fault_of(s, h, other_key) == head_fault::other_key);
}

TEST_CASE("a history that is empty or broken is not signed") {
    folder const here;
    auto const path = here.file("t.db");
    {
        auto s = store::ticket_store::open(path);
        CHECK(store::sign_head(*s, now, key).error().what == "the history has no entries yet");
        apply(*s, result({daily("2025-04-01")}));
    }
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec("UPDATE ticket SET state = 'dismissed'");
    auto const s = store::ticket_store::open(path);
    CHECK(store::sign_head(*s, now, key).error().what == "the history is broken, and is not signed");
}

TEST_CASE("what is no signed head is refused") {
    auto const document = [](char const* hash) {
        return std::string(R"({"schema":"huanchi.signed_head/1","store":")") + std::string(64, 'a') +
               R"(","entries":1,"hash":")" + hash + R"(","time":"t","algorithm":"Ed25519","public_key":"","signature":""})";
    };
    CHECK(store::parse_signed_head(document(std::string(64, 'b').c_str())));
    CHECK_FALSE(store::parse_signed_head(document("b")));
    CHECK_FALSE(store::parse_signed_head("{}"));
    CHECK_FALSE(store::parse_signed_head("[1"));
    CHECK_FALSE(store::parse_signed_head(R"({"schema":1})"));
}

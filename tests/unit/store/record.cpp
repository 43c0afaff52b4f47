#include "unit/store/made_store.hpp"

#include "base/digest.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <fstream>
#include <iterator>

using namespace huanchi;
using namespace huanchi::made;

namespace {

// A store of three runs, closed: three entries of one ticket and one of another.
std::string made_file(folder const& here) {
    auto const path = here.file("t.db");
    auto s = store::ticket_store::open(path);
    REQUIRE(s);
    apply(*s, result({daily("2025-04-01")}), "2026-01-01T08:00:00+08:00");
    apply(*s, result({daily("2025-04-02"), at_site(daily("2025-06-01"), "site-b")}), "2026-01-02T08:00:00+08:00");
    apply(*s, result({daily("2025-04-02", "90")}), "2026-01-03T08:00:00+08:00");
    return path;
}

store::verification verified(std::string const& path) {
    auto const s = store::ticket_store::open(path, {store::access::read});
    REQUIRE(s);
    auto const v = s->verify();
    REQUIRE(v);
    return *v;
}

void tamper(std::string const& path, char const* sql) {
    SQLite::Database db(path, SQLite::OPEN_READWRITE);
    db.exec("DROP TRIGGER history_is_not_changed; DROP TRIGGER history_is_not_deleted");
    db.exec(sql);
}

} // namespace

TEST_CASE("a history that nobody touched verifies whole") {
    folder const here;
    auto const v = verified(made_file(here));
    CHECK_FALSE(v.broken);
    CHECK(v.entries == 4);
    CHECK(v.tickets == 2);
}

TEST_CASE("the hash of an entry is SHA-256 over lengths and fields, as anyone can compute it") {
    folder const here;
    auto const s = store::ticket_store::open(made_file(here));
    REQUIRE(s);
    auto const log = s->log(s->list({})->at(0).id);
    auto const& e = log->at(1);
    std::string bytes;
    for (auto const& field : {log->at(0).hash, log->at(0).hash, std::string("2"), e.ticket, std::string("2"),
                              std::string("2026-01-02T08:00:00+08:00"), std::string("huanchi 0.1.0"), std::string("extend"),
                              std::string(), e.details}) {
        auto length = field.size();
        for (int i = 0; i < 8; ++i, length >>= 8) bytes += static_cast<char>(length & 0xff);
        bytes += field;
    }
    CHECK(e.hash == base::sha256_hex(bytes));
}

TEST_CASE("a flipped byte in a copy is named") {
    folder const here;
    auto const path = made_file(here), copy = here.file("copy.db");
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    auto const at = bytes.find(R"("first_day":"2025-06-01")");
    REQUIRE(at != std::string::npos);
    bytes[at + 14] = '3';
    std::ofstream(copy, std::ios::binary) << bytes;
    auto const v = verified(copy);
    REQUIRE(v.broken);
    CHECK(v.broken->position == 3);
    CHECK(v.broken->what == "its hash does not fit what it says");
    CHECK_FALSE(verified(path).broken);
}

TEST_CASE("the history refuses to be changed or shortened") {
    folder const here;
    SQLite::Database db(made_file(here), SQLite::OPEN_READWRITE);
    CHECK_THROWS_WITH(db.exec("UPDATE history SET by = 'x'"), "history is append-only");
    CHECK_THROWS_WITH(db.exec("DELETE FROM history"), "history is append-only");
}

TEST_CASE("whoever takes the triggers away is seen all the same") {
    struct {
        char const* sql;
        std::int64_t position;
        char const* what;
    } const cases[] = {
        {"UPDATE history SET time = '2026-01-02T08:00:01+08:00' WHERE position = 2", 2, "its hash does not fit what it says"},
        {"UPDATE history SET note = '' WHERE position = 3", 3, "its hash does not fit what it says"},
        {"DELETE FROM history WHERE position = 2", 2, "the entry is missing"},
        {"DELETE FROM history WHERE position = 4", 4, "the history ends too early or too late"},
        {"UPDATE history SET previous = '' WHERE position = 2", 2, "it does not follow the entry before it"},
        {"UPDATE ticket SET last_day = last_day - 1 WHERE violations = 2", 0, "it is not what its last entry says"},
        {"UPDATE ticket SET state = 'dismissed' WHERE violations = 2", 0, "it is not what its last entry says"},
        {"UPDATE finding SET measured = '51' WHERE id = 'f-2025-04-01'", 0,
         "its evidence `f-2025-04-01` is not as it was recorded"},
        {"DELETE FROM finding WHERE id = 'f-2025-04-01'", 0, "it is not what its last entry says"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.sql);
        folder const here;
        auto const path = made_file(here);
        tamper(path, c.sql);
        auto const v = verified(path);
        REQUIRE(v.broken);
        CHECK(v.broken->position == c.position);
        CHECK(v.broken->what == c.what);
    }
}

TEST_CASE("entries of one ticket count from 1, those of the store are one chain") {
    folder const here;
    auto const s = store::ticket_store::open(made_file(here));
    REQUIRE(s);
    auto const all = s->list({});
    auto const log = s->log(all->at(0).id);
    REQUIRE(log->size() == 3);
    CHECK(log->at(2).seq == 3);
    CHECK(log->at(2).position == 4);
    CHECK(s->log(all->at(1).id)->at(0).seq == 1);
    CHECK(s->log(all->at(1).id)->at(0).position == 3);
}

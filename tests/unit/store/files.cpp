#include "unit/store/made_store.hpp"

#include "store/database.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>

#include <sqlite3.h>

#include <csignal>
#include <fstream>

#include <sys/resource.h>
#include <sys/wait.h>

using namespace huanchi;
using namespace huanchi::made;
using store::access;
using store::ticket_store;

namespace {

std::string refused(std::string const& path, store::open_options const& options = {}) {
    auto const s = ticket_store::open(path, options);
    REQUIRE_FALSE(s);
    CHECK(s.error().what.find(path) != std::string::npos);
    CHECK_FALSE(s.error().remedy.empty());
    return s.error().what.substr(path.size() + 3); // behind the name in its quotes
}

// A process that does `work`, and its exit code. No connection may be open when it starts: SQLite's do not survive a fork.
template <class Work>
pid_t started(Work work) {
    auto const child = fork();
    REQUIRE(child >= 0);
    if (child == 0) _exit(work() ? 0 : 1);
    return child;
}
int ended(pid_t child) {
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

TEST_CASE("a store is made, closed and read again, by a reader that cannot write") {
    folder const here;
    auto const path = here.file("t.db");
    {
        auto s = ticket_store::open(path);
        REQUIRE(s);
        apply(*s, result({daily("2025-04-01")}));
    }
    CHECK_FALSE(std::filesystem::exists(path + "-wal"));
    auto s = ticket_store::open(path, {access::read});
    REQUIRE(s);
    CHECK(s->list({})->size() == 1);
    auto const rules = laws();
    auto const done = s->apply(result({daily("2025-04-02")}), rules, at("2026-01-01"));
    REQUIRE_FALSE(done);
    CHECK(done.error().what == "`" + path + "` is read-only");
}

TEST_CASE("an empty file becomes a store") {
    folder const here;
    auto const path = here.file("empty.db");
    std::ofstream(path).close();
    CHECK(refused(path, {access::read}) == "holds no tickets yet");
    CHECK(ticket_store::open(path));
    CHECK(ticket_store::open(path, {access::read}));
}

TEST_CASE("what is no store is refused, with its name, the cause and a remedy, and left as it is") {
    folder const here;
    auto const text = here.file("d.csv");
    std::ofstream(text) << "enterprise_id,outlet_id,time,factor,value,unit\nA,DW001,2025-04-01,w01018,80,mg/L\n"
                        << std::string(5000, ' ');
    CHECK(refused(text) == "is not a database");
    CHECK(refused(text, {access::read}) == "is not a database");
    CHECK(std::filesystem::file_size(text) == 5081);

    auto const foreign = here.file("other.db");
    SQLite::Database(foreign, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t (a)");
    CHECK(refused(foreign) == "is a database of another program, not a store of tickets");

    auto const newer = here.file("newer.db");
    CHECK(ticket_store::open(newer));
    SQLite::Database(newer, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 7");
    CHECK(refused(newer) == "was written by a newer version of huanchi");

    CHECK(refused(here.file("none.db"), {access::read}) == "does not exist");
    CHECK(refused(here.file("no/such/folder.db")) == "cannot be opened");
    CHECK(refused(here.file("")) == "cannot be opened");
}

TEST_CASE("a run that the disk does not take leaves nothing behind") {
    folder const here;
    auto const path = here.file("t.db");
    std::string before;
    {
        auto s = ticket_store::open(path);
        REQUIRE(s);
        apply(*s, result({daily("2025-04-01")}));
        before = all_of(*s);
    }
    std::vector<findings::finding> many;
    for (int i = 0; i < 3000; ++i) many.push_back(at_site(daily("2025-04-01"), "site-" + std::to_string(i)));
    auto const child = started([&] {
        signal(SIGXFSZ, SIG_IGN);
        rlimit const small{1000000, 1000000};
        if (setrlimit(RLIMIT_FSIZE, &small) != 0) return false;
        auto limited = ticket_store::open(path);
        auto const rules = laws();
        auto const done = limited->apply(result(many), rules, at("2026-01-01"));
        return !done && done.error().what.starts_with("`" + path + "` cannot be read or written");
    });
    CHECK(ended(child) == 0);
    auto const s = ticket_store::open(path);
    REQUIRE(s);
    CHECK(all_of(*s) == before);
    CHECK_FALSE(s->verify()->broken);
}

TEST_CASE("a full disk is said to be one") {
    auto const f = store::failure_of("t.db", SQLite::Exception("database or disk is full", SQLITE_FULL));
    CHECK(f.what == "`t.db` cannot grow: the disk is full");
    CHECK(f.remedy == "make room; nothing of this run was written");
}

TEST_CASE("whoever will not wait is told that the store is locked") {
    folder const here;
    auto const path = here.file("t.db");
    auto s = ticket_store::open(path, {access::write, 50});
    REQUIRE(s);
    SQLite::Database other(path, SQLite::OPEN_READWRITE);
    SQLite::Transaction held(other, SQLite::TransactionBehavior::IMMEDIATE);
    auto const rules = laws();
    auto const done = s->apply(result({daily("2025-04-01")}), rules, at("2026-01-01"));
    REQUIRE_FALSE(done);
    CHECK(done.error().what == "`" + path + "` is locked by another process that is writing to it");
    CHECK(s->list({})->empty());
}

TEST_CASE("a second writer waits until the first has ended") {
    folder const here;
    auto const path = here.file("t.db");
    CHECK(ticket_store::open(path));
    int locked[2];
    REQUIRE(pipe(locked) == 0);
    auto const child = started([&] {
        char go = 0;
        if (read(locked[0], &go, 1) != 1) return false;
        auto s = ticket_store::open(path);
        auto const rules = laws();
        return s && s->apply(result({daily("2025-04-01")}), rules, at("2026-01-01"));
    });
    {
        SQLite::Database other(path, SQLite::OPEN_READWRITE);
        SQLite::Transaction held(other, SQLite::TransactionBehavior::IMMEDIATE);
        REQUIRE(write(locked[1], "!", 1) == 1);
        usleep(300000);
        CHECK(waitpid(child, nullptr, WNOHANG) == 0);
    }
    CHECK(ended(child) == 0);
    CHECK(ticket_store::open(path)->list({})->size() == 1);
}

TEST_CASE("processes that make one store at the same moment all get it") {
    folder const here;
    for (int round = 0; round < 40; ++round) {
        auto const path = here.file(std::to_string(round).c_str());
        std::vector<pid_t> children;
        for (int i = 0; i < 4; ++i) children.push_back(started([&] { return static_cast<bool>(ticket_store::open(path)); }));
        for (auto const child : children) CHECK(ended(child) == 0);
    }
}

TEST_CASE("two processes that make and fill one store lose nothing and double nothing") {
    folder const here;
    auto const path = here.file("t.db");
    auto const fill = [&](char const* site) {
        auto const rules = laws();
        for (int i = 0; i < 40; ++i) {
            auto s = ticket_store::open(path);
            if (!s) return false;
            auto const on = (day("2025-01-01") + 3 * i).text();
            auto const done = s->apply(result({at_site(daily(on.c_str()), site), daily(on.c_str())}), rules, at("2026-01-01"));
            if (!done || done->size() != 2) return false;
        }
        return true;
    };
    auto const a = started([&] { return fill("site-b"); });
    auto const b = started([&] { return fill("site-c"); });
    CHECK(ended(a) == 0);
    CHECK(ended(b) == 0);
    auto const s = ticket_store::open(path);
    REQUIRE(s);
    CHECK(s->list({})->size() == 3 * 40);
    auto const v = s->verify();
    CHECK_FALSE(v->broken);
    CHECK(v->tickets == 3 * 40);
    CHECK(v->entries == 3 * 40);
}

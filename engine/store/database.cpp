#include "store/database.hpp"

#include "store/schema.hpp"

#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <thread>

namespace huanchi::store {

namespace {

base::failure refused(std::string const& path, format found) {
    auto const name = "`" + path + "`";
    switch (found) {
    case format::newer: return {name + " was written by a newer version of huanchi", "use that version, or another file"};
    case format::older:
        return {name + " has the format of an older version", "open it once for writing, for example with `check --store`"};
    case format::empty: return {name + " holds no tickets yet", "write to it first, with `check --store`"};
    default: return {name + " is a database of another program, not a store of tickets", "give another file to `--store`"};
    }
}

// From one state of the file: another process may be making it a store at this moment.
format format_seen(SQLite::Database& db) {
    SQLite::Transaction const whole(db, SQLite::TransactionBehavior::DEFERRED);
    return format_of(db);
}

// The change to a write-ahead log needs the file alone for a moment, and the library does not wait for that by itself.
void use_write_ahead_log(SQLite::Database& db, int patience_ms) {
    constexpr int step_ms = 20;
    for (int waited = 0;; waited += step_ms) {
        try {
            db.exec("PRAGMA journal_mode = WAL");
            return;
        } catch (SQLite::Exception const& e) {
            if (e.getErrorCode() != SQLITE_BUSY || waited >= patience_ms) throw;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(step_ms));
    }
}

} // namespace

void keep_what_is_written(SQLite::Database& db) {
    db.exec("PRAGMA synchronous = EXTRA");
}

base::failure failure_of(std::string const& path, SQLite::Exception const& e) {
    auto const name = path.empty() ? std::string("the store in memory") : "`" + path + "`";
    switch (e.getErrorCode() & 0xff) {
    case SQLITE_NOTADB: return {name + " is not a database", "give another file to `--store`"};
    case SQLITE_CORRUPT: return {name + " is damaged: " + e.what(), "restore it from a backup"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {name + " is locked by another process that is writing to it", "try again when that process has ended"};
    case SQLITE_READONLY:
    case SQLITE_PERM: return {name + " is read-only", "allow writing to the file and its folder, or copy it"};
    case SQLITE_FULL: return {name + " cannot grow: the disk is full", "make room; nothing of this run was written"};
    case SQLITE_CANTOPEN: return {name + " cannot be opened", "check that the folder exists and may be written to"};
    case SQLITE_IOERR:
        return {name + " cannot be read or written: " + e.what(),
                "check the disk and do it again: it is written whole or not at all"};
    default: return {name + ": " + e.what(), ""};
    }
}

base::result<std::unique_ptr<SQLite::Database>> open_database(std::string const& path, open_options const& options) {
    bool const writing = options.access == access::write;
    std::error_code ignored;
    if (!writing && !std::filesystem::exists(path, ignored))
        return base::failure{"`" + path + "` does not exist", "check the path; `check --store` makes a new store"};
    try {
        int const mode = writing ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY;
        auto db = std::make_unique<SQLite::Database>(path.empty() ? ":memory:" : path, mode, options.patience_ms);
        auto found = format_seen(*db);
        if (found == format::foreign || found == format::newer || (!writing && found != format::current))
            return refused(path, found);
        db->exec("PRAGMA foreign_keys = ON");
        db->exec("PRAGMA cache_size = -393216"); // KiB at most: a large run touches pages of every index
        if (!writing) return db;
        keep_what_is_written(*db);
        if (!path.empty()) use_write_ahead_log(*db, options.patience_ms);
        if (found != format::current) migrate(*db);
        found = format_seen(*db);
        if (found != format::current) return refused(path, found);
        return db;
    } catch (SQLite::Exception const& e) { return failure_of(path, e); }
}

} // namespace huanchi::store

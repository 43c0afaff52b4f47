// The connection to a store's file, and small steps over prepared statements that the other files of this folder share.
#pragma once

#include "base/result.hpp"
#include "store/ticket_store.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::store {

// Path "" is a database in memory.
base::result<std::unique_ptr<SQLite::Database>> open_database(std::string const& path, open_options const& options);

// What a commit has reported is on the disk, the folder's entries included: without the last, the journal of a file that is not
// in the mode of a write-ahead log may be there again after a power cut, and undo the commit.
void keep_what_is_written(SQLite::Database& db);

// An exception of the library as a failure of the environment that names the file.
base::failure failure_of(std::string const& path, SQLite::Exception const& e);

inline void put(SQLite::Statement& s, int at, std::string const& text) {
    s.bind(at, text);
}
inline void put(SQLite::Statement& s, int at, std::string_view text) {
    s.bind(at, std::string(text));
}
inline void put(SQLite::Statement& s, int at, char const* text) {
    s.bind(at, text);
}
inline void put(SQLite::Statement& s, int at, std::int64_t number) {
    s.bind(at, number);
}
inline void put(SQLite::Statement& s, int at, std::optional<std::string> const& text) {
    text ? s.bind(at, *text) : s.bind(at);
}
inline void put(SQLite::Statement& s, int at, std::optional<std::int64_t> const& number) {
    number ? s.bind(at, *number) : s.bind(at);
}

// Starts a statement anew with these values for its parameters, in order.
template <class... Values>
SQLite::Statement& with(SQLite::Statement& s, Values const&... values) {
    s.reset();
    int at = 0;
    (put(s, ++at, values), ...);
    return s;
}
template <class... Values>
void run(SQLite::Statement& s, Values const&... values) {
    with(s, values...).exec();
}

inline std::optional<std::string> optional_text(SQLite::Column const& c) {
    return c.isNull() ? std::nullopt : std::optional(c.getString());
}
inline std::optional<base::date> optional_day(SQLite::Column const& c) {
    return c.isNull() ? std::nullopt : std::optional(base::date{c.getInt()});
}
inline base::date day_of(SQLite::Column const& c) {
    return {c.getInt()};
}

} // namespace huanchi::store

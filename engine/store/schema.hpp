// The format of a store: its tables, and how an older file becomes a current one.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>

namespace huanchi::store {

inline constexpr int application_id = 0x48434854; // "HCHT": says whose file it is
inline constexpr int schema_version = 6;

enum class format : std::uint8_t { empty, current, older, newer, foreign };
format format_of(SQLite::Database& db); // asks several questions: call it within a transaction

// Brings an empty or older file to the current format in one transaction, which waits for another one that does the same.
void migrate(SQLite::Database& db);

} // namespace huanchi::store

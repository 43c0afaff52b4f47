// What several files of this folder read. Internal to it.
#pragma once

#include "store/database.hpp"
#include "tickets/course.hpp"

#include <string>
#include <vector>

namespace huanchi::store {

// With the texts of the details.
std::vector<tickets::history_entry> read_history(SQLite::Database& db, std::string const& ticket);

} // namespace huanchi::store

// How the tickets of a run stand to what was there before, written. Made for one transaction. Internal to this folder.
#pragma once

#include "store/series_rows.hpp"

namespace huanchi::store {

class run_tickets {
public:
    run_tickets(SQLite::Database& db, std::int64_t run);
    // After the series was written.
    void add(stored_series const& s, std::vector<tickets::ticket_action> const& actions);
    void finish();

private:
    SQLite::Database& db_;
    std::int64_t run_, unchanged_ = 0;
    SQLite::Statement put_, put_unchanged_;
};

} // namespace huanchi::store

// The history: one chain of entries over the whole store, each holding the hash of the one before, so that nothing in it can be
// changed, left out or put in between without being seen. An entry also binds the one before of its own ticket, so that the
// history of a single ticket can be proved without the rest.
#pragma once

#include "store/database.hpp"
#include "store/entry_hash.hpp"
#include "tickets/advance.hpp"
#include "tickets/ticket.hpp"

#include <map>
#include <string>
#include <vector>

namespace huanchi::store {

// The run that an entry belongs to; key 0: none, somebody has done it.
struct run_reference {
    std::int64_t key = 0;
    std::string rules, engine;
};

// What happened, as the JSON object of an entry; `record`: digest of the ticket after it.
std::string details_json(tickets::event const& e, run_reference const& run, std::string const& record);
// The texts among them, by name.
std::map<std::string, std::string> facts_of(std::string const& details);

// The end of a ticket's own history.
struct ticket_end {
    std::int64_t entries = 0;
    std::string hash;
};

class chain_writer {
public:
    explicit chain_writer(SQLite::Database& db);
    // Fills in position, seq, previous and hash, and writes the entry.
    void append(tickets::history_entry e, ticket_end& end);
    void finish(); // writes the end of the chain if it has moved

private:
    SQLite::Statement insert_, end_;
    std::int64_t entries_ = 0, entries_before_ = 0;
    std::string hash_;
};

inline constexpr std::string_view history_columns = "position, ticket, seq, time, by, move, note, details, previous, hash";
tickets::history_entry read_entry(SQLite::Statement& row);

} // namespace huanchi::store

// Kept evidence into the tables and out of them. Made for one transaction, in which it keeps its statements.
#pragma once

#include "store/chain.hpp"
#include "store/kept_evidence.hpp"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace huanchi::store {

class evidence_rows {
public:
    evidence_rows(SQLite::Database& db, run_reference const& run) : db_(db), run_(run) {}
    void add(kept_evidence const& e);

private:
    std::int64_t text_key(std::string const& text); // adds it if it is new
    std::int64_t block_key(std::shared_ptr<std::string const> const& block);
    void add_rules(std::vector<rule_text> const& files);

    SQLite::Database& db_;
    run_reference run_;
    bool rules_known_ = false;
    std::unordered_map<std::string const*, std::int64_t> blocks_; // of this run, by identity
};

// Of a ticket, in the order of the runs. A text that is not what its digest says throws.
std::vector<kept_evidence> read_kept_evidence(SQLite::Database& db, std::string const& ticket);

} // namespace huanchi::store

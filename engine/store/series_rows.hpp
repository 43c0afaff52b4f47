// One series out of the store and into it: its days, tickets and evidence. Made for one transaction, in which it keeps its
// statements.
#pragma once

#include "store/chain.hpp"
#include "store/columns.hpp"
#include "tickets/advance.hpp"

#include <map>
#include <optional>
#include <string>

namespace huanchi::store {

struct series_names {
    std::string enterprise_name, factor_name, medium;
    friend bool operator==(series_names const&, series_names const&) = default;
};

struct stored_series {
    std::optional<std::int64_t> key; // none: not in the store yet
    series_names names;
    tickets::series_state state;
    struct stored_ticket {
        std::int64_t key = 0;
        ticket_end end;
        std::string opened;
    };
    std::map<std::string, stored_ticket> tickets; // by id
};

class series_rows {
public:
    series_rows(SQLite::Database& db, run_note const& note, run_reference const& run);

    // Evidence comes without rows and trace.
    stored_series load(tickets::series_key const& key);
    // Writes what advance() says has changed; `files`: names of the run's inputs.
    void write(stored_series& s, tickets::advanced const& done, std::vector<std::string> const& files);
    void add_milestone(stored_series& s, tickets::milestone const& m);
    void write_names(stored_series& s, series_names const& names); // if they have changed
    // A comment of the engine in the history of a ticket, which stays as it is.
    void add_remark(std::string const& ticket, std::string const& fact, std::string const& word, std::string const& remark);
    void finish() { chain_.finish(); }

private:
    void load_days(stored_series& s);
    void load_tickets(stored_series& s);
    void load_findings(stored_series& s);
    void load_milestones(stored_series& s);
    void write_days(stored_series const& s, tickets::advanced const& done);
    void write_ticket(stored_series& s, tickets::ticket const& t);
    void write_findings(stored_series& s, tickets::advanced const& done, std::vector<std::string> const& files);
    void write_finding(std::int64_t series, std::optional<std::int64_t> ticket, tickets::evidence const& e,
                       std::vector<std::string> const& files);
    void write_history(stored_series& s, tickets::advanced const& done);

    SQLite::Database& db_;
    run_note const& note_;
    run_reference run_;
    provision_table provisions_;
    text_table bases_, files_;
    chain_writer chain_;
    SQLite::Statement find_series_, add_series_, name_series_;
    SQLite::Statement days_, undetermined_, put_days_, put_undetermined_, drop_undetermined_;
    SQLite::Statement tickets_, put_ticket_, milestones_;
    SQLite::Statement findings_, put_finding_, move_finding_, drop_trace_, put_trace_;
};

} // namespace huanchi::store

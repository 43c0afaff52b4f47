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
    std::string plain; // see series.plain in schema.cpp
    bool whole = true; // false: only what lies near the days asked for
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
    // Only what news of these days can touch, where the series is plain by the stamp; else all of it. What is left out would
    // come out of advance() as it went in.
    stored_series load_near(tickets::series_key const& key, base::date first, base::date last, std::string const& stamp);
    // Notes whether the series, as it is now written, is plain by the stamp.
    void write_plain(stored_series& s, std::string const& stamp);
    // Of whatever quantity: people have done something, which may reach far.
    void not_plain(tickets::series_key const& key);
    bool is_taken(std::string const& ticket); // the id is that of a ticket
    // Writes what advance() says has changed; `files`: names of the run's inputs.
    void write(stored_series& s, tickets::advanced const& done, std::vector<std::string> const& files);
    void add_milestone(stored_series& s, tickets::milestone const& m);
    void write_names(stored_series& s, series_names const& names); // if they have changed
    // A comment of the engine in the history of a ticket, which stays as it is.
    void add_remark(std::string const& ticket, std::string const& fact, std::string const& word, std::string const& remark);
    void finish() { chain_.finish(); }

private:
    bool find(stored_series& s);
    void read_days(stored_series& s, SQLite::Statement& masks, SQLite::Statement& undetermined);
    void load_days(stored_series& s);
    void load_days(stored_series& s, base::date first, base::date last); // whole months
    void read_tickets(stored_series& s, SQLite::Statement& rows);
    void load_tickets(stored_series& s);
    void load_findings(stored_series& s);
    void load_findings_of_tickets(stored_series& s);
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
    basis_table bases_;
    text_table files_;
    chain_writer chain_;
    SQLite::Statement find_series_, add_series_, name_series_;
    SQLite::Statement days_, undetermined_, put_days_, put_undetermined_, drop_undetermined_;
    SQLite::Statement days_near_, undetermined_near_, tickets_near_, findings_of_ticket_, put_plain_, not_plain_, taken_;
    SQLite::Statement tickets_, put_ticket_in_place_, put_ticket_, milestones_;
    SQLite::Statement findings_, put_finding_in_place_, put_finding_, move_finding_, drop_trace_, put_trace_;
};

} // namespace huanchi::store

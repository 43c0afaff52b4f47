// The store of tickets: one SQLite file that holds the days of every series, tickets with their evidence, and an append-only,
// hash-chained history. The object owns its connection; use it from one thread. A run is one transaction: what apply() gives
// back is durable. A second writer waits. Times come from the caller. Failures name the file, the cause and a remedy.
#pragma once

#include "base/result.hpp"
#include "findings/check.hpp"
#include "store/kept_evidence.hpp"
#include "store/watched_days.hpp"
#include "tickets/cases.hpp"
#include "tickets/comparison.hpp"
#include "tickets/judgements.hpp"
#include "tickets/moves.hpp"
#include "tickets/overview.hpp"
#include "tickets/ticket.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace huanchi::store {

enum class access : std::uint8_t { write, read }; // read neither creates nor migrates
struct open_options {
    store::access access = store::access::write;
    int patience_ms = 60000; // how long to wait for another writer
};

// Who judged, when, and with what.
struct run_note {
    base::moment time{};
    std::string by;            // as the history names it
    std::string engine;        // version
    bool provisional = false;  // tickets are opened on data, too, that may still be marked
    std::string as_of = {};    // --as-of of the run, or ""
    bool whole_series = false; // goes through every series whole, where its neighbouring days would do: the result is the same
};

// Which tickets to list; what is not set does not matter.
struct list_filter {
    std::optional<std::string> enterprise_id = {}, outlet_id = {}, factor = {}, proposal = {}, case_id = {}, assignee = {};
    std::optional<tickets::state> state = {};
    std::optional<base::date> from = {}, to = {}; // days that the episode touches, both included
    std::optional<base::date> overdue_on = {};    // ordered, and not reported as put right before that day though it was due
    bool rebound = false;                         // only those
    std::optional<std::string> after = {};        // id of the ticket before the first wanted: the next page
    std::size_t limit = 0;                        // 0: all
};

using move_result = std::variant<std::vector<tickets::moved>, tickets::refusal>;

struct verification {
    std::int64_t entries = 0, tickets = 0; // that were found whole
    struct fault {
        std::int64_t position = 0; // of the history entry; 0 if the fault lies in a ticket itself
        std::string ticket, what;
    };
    std::optional<fault> broken; // the first
};

struct chain_head {
    std::int64_t entries = 0;
    std::string hash;
};

class ticket_store {
public:
    // Creates the file if there is none (or it is empty), migrates an older one.
    static base::result<ticket_store> open(std::string const& path, open_options const& options = {});
    static base::result<ticket_store> open_memory();
    ticket_store(ticket_store&&) noexcept;
    ticket_store& operator=(ticket_store&&) noexcept;
    ~ticket_store();

    // Opens, extends and corrects tickets. The actions come by series, then by first day of the episode. `keep` gives what the
    // changed tickets can be judged again from; where it cannot, their history says why. Without it nothing is kept.
    base::result<std::vector<tickets::ticket_action>> apply(findings::check_result const& result, model::rulebook const& rules,
                                                            run_note const& run, evidence_source const& keep = {});

    // One move on many tickets, in the order given: all of them, or none and why. An id may be that of a case, which stands for
    // its tickets; what is done in the penalty track of a ticket is done in that of its case. `file`: bytes to keep of an
    // attachment.
    base::result<move_result> move(std::vector<std::string> const& ids, tickets::act const& what, model::rulebook const& rules,
                                   std::string const& engine, std::optional<std::string> const& file = {});
    // The bytes of an attachment by its digest; nullopt if the store does not hold them.
    base::result<std::optional<std::string>> attachment(std::string const& digest) const;

    // By site, outlet, factor, quantity, first day, id.
    base::result<std::vector<tickets::summary>> list(list_filter const& filter) const;
    // What was judged of a finding (f-…), or of all that a ticket (t-…) holds: by period and finding, then as they were made.
    base::result<std::vector<tickets::judgement>> judgements(std::string const& id) const;
    // With evidence, rows and history; nullopt if there is no such ticket.
    base::result<std::optional<tickets::ticket>> show(std::string const& id) const;
    // A case with all that belongs to it; nullopt if there is none of that name.
    base::result<std::optional<tickets::case_sheet>> case_of(std::string const& case_id) const;
    base::result<std::vector<tickets::history_entry>> log(std::string const& id) const;
    // Entries of all tickets as they stand in the chain, at most so many, after a position of it.
    struct chain_entry {
        tickets::history_entry entry;
        tickets::series_key series; // of its ticket
    };
    base::result<std::vector<chain_entry>> entries_after(std::int64_t position, std::size_t most) const;
    // What a ticket can be judged again from, in the order of the runs.
    base::result<std::vector<kept_evidence>> kept(std::string const& id) const;
    // The runs of checks, in their order.
    base::result<std::vector<tickets::run_line>> runs() const;
    // The tickets of a run, of the last one if none is named, against what was there before; nullopt if there is no such run.
    base::result<std::optional<tickets::comparison>> comparison(std::optional<std::int64_t> run = {}) const;
    // The end of the chain: how many entries, and the hash of the last.
    base::result<chain_head> head() const;
    // The hash of an entry of the chain, from 1; nullopt if it does not reach so far.
    base::result<std::optional<std::string>> hash_at(std::int64_t position) const;
    base::result<verification> verify() const;
    // One state of the store as a file of its own, while others go on writing. Refuses a file that is there already. Gives what
    // the copy holds, proved.
    base::result<verification> back_up(std::string const& path) const;
    base::result<tickets::overview> overview() const;

    // The days on which violations of these sites are stored; of all sites if none is named.
    base::result<watched_days> watched(std::vector<std::string> const& sites = {}) const;
    // Makes a run see what apply() needs: every judgement of those days, how each value came about, how each day stands.
    std::optional<base::failure> prepare(findings::check_request& request) const;

private:
    struct connection;
    explicit ticket_store(std::unique_ptr<connection> c);
    std::unique_ptr<connection> connection_;
};

} // namespace huanchi::store

#include "store/chain.hpp"
#include "store/columns.hpp"
#include "store/connection.hpp"

#include <map>

namespace huanchi::store {

namespace {

struct verifier {
    SQLite::Database& db;
    verification out = {};

    struct ticket_history {
        ticket_end end;
        std::string record; // digest of the ticket after its last entry
    };
    std::map<std::string, ticket_history> histories = {};
    std::string last = {}; // hash

    bool broken(std::int64_t position, std::string ticket, std::string what) {
        out.broken = {position, std::move(ticket), std::move(what)};
        return false;
    }

    bool entry_holds(tickets::history_entry const& e) {
        auto& own = histories[e.ticket];
        auto const position = out.entries + 1;
        if (e.position != position) return broken(position, {}, "the entry is missing");
        if (e.previous != last) return broken(position, e.ticket, "it does not follow the entry before it");
        if (e.seq != own.end.entries + 1) return broken(position, e.ticket, "an entry of the ticket before it is missing");
        if (e.hash != entry_hash(e, own.end.hash)) return broken(position, e.ticket, "its hash does not fit what it says");
        own.end = {e.seq, e.hash};
        own.record = record_of(e.details);
        last = e.hash;
        ++out.entries;
        return true;
    }

    bool chain_holds() {
        SQLite::Statement rows(db, "SELECT " + std::string(history_columns) + " FROM history ORDER BY position");
        while (rows.executeStep())
            if (!entry_holds(read_entry(rows))) return false;
        SQLite::Statement end(db, "SELECT entries, hash FROM chain");
        if (!end.executeStep() || end.getColumn(0).getInt64() != out.entries || end.getColumn(1).getString() != last)
            return broken(out.entries + 1, {}, "the history ends too early or too late");
        return true;
    }

    // The ticket is what its last entry says it became.
    bool tickets_hold() {
        provision_table const provisions(db);
        basis_table bases(db);
        SQLite::Statement rows(db, "SELECT " + std::string(ticket_columns) + ", key FROM ticket ORDER BY key");
        SQLite::Statement evidence(db, "SELECT " + std::string(finding_columns) +
                                           " FROM finding WHERE ticket = ? ORDER BY period_from, period_to, id");
        while (rows.executeStep()) {
            auto t = read_ticket(rows, 0, bases);
            with(evidence, rows.getColumn(ticket_column_count).getInt64());
            while (evidence.executeStep()) t.findings.push_back(read_finding(evidence, 0, provisions));
            for (auto const& e : t.findings)
                if (digest_of(e) != e.digest)
                    return broken(0, t.id, "its evidence `" + e.finding + "` is not as it was recorded");
            auto const history = histories.find(t.id);
            if (history == histories.end()) return broken(0, t.id, "it has no history");
            if (history->second.record != digest_of(t)) return broken(0, t.id, "it is not what its last entry says");
            histories.erase(history);
            ++out.tickets;
        }
        if (!histories.empty()) return broken(0, histories.begin()->first, "it is gone, though it has a history");
        return true;
    }
};

} // namespace

base::result<verification> ticket_store::verify() const {
    return connection_->reading([&] {
        verifier v{*connection_->db};
        if (v.chain_holds()) v.tickets_hold();
        return std::move(v.out);
    });
}

} // namespace huanchi::store

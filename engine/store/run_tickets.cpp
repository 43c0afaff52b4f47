#include "store/run_tickets.hpp"

#include "store/connection.hpp"
#include "store/judgement_rows.hpp"
#include "tickets/comparison.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace huanchi::store {

run_tickets::run_tickets(SQLite::Database& db, std::int64_t run)
    : db_(db), run_(run), put_(db, "INSERT INTO run_ticket (run, ticket, outcome) VALUES (?, ?, ?)"),
      put_unchanged_(db, "INSERT INTO unchanged_ticket (ticket) VALUES (?)") {
    db_.exec("DELETE FROM unchanged_ticket");
}

void run_tickets::add(stored_series const& s, std::vector<tickets::ticket_action> const& actions) {
    std::set<std::string> taken_back;
    for (auto const& t : s.state.tickets)
        if (t.proposal == "withdraw") taken_back.insert(t.id);
    for (auto const& a : actions) {
        auto const key = s.tickets.at(a.id).key;
        if (taken_back.contains(a.id)) {
            run(put_, run_, key, "absent");
        } else if (a.action == tickets::action::unchanged) {
            run(put_unchanged_, key);
            ++unchanged_;
        } else {
            run(put_, run_, key, a.action == tickets::action::updated ? "updated" : "new");
        }
    }
}

void run_tickets::finish() {
    SQLite::Statement note(db_, "UPDATE run SET unchanged = ? WHERE key = ?");
    run(note, unchanged_, run_);
}

namespace {

std::string const select_runs = "SELECT key, time, by, engine, rules, as_of, unchanged, "
                                "(SELECT count(*) FROM run_ticket x WHERE x.run = r.key AND outcome = 'new'), "
                                "(SELECT count(*) FROM run_ticket x WHERE x.run = r.key AND outcome = 'updated'), "
                                "(SELECT count(*) FROM run_ticket x WHERE x.run = r.key AND outcome = 'absent') FROM run r ";

tickets::run_line read_run(SQLite::Statement& row) {
    tickets::run_line r;
    r.key = row.getColumn(0).getInt64();
    int at = 1;
    for (auto* field : {&r.time, &r.by, &r.engine, &r.rules, &r.as_of}) *field = row.getColumn(at++).getString();
    if (!row.getColumn(6).isNull())
        r.counts = {row.getColumn(7).getInt64(), row.getColumn(8).getInt64(), row.getColumn(6).getInt64(),
                    row.getColumn(9).getInt64()};
    return r;
}

std::optional<tickets::run_line> run_where(SQLite::Database& db, char const* condition, std::int64_t key) {
    SQLite::Statement row(db, select_runs + condition);
    if (!with(row, key).executeStep()) return std::nullopt;
    return read_run(row);
}

struct comparer {
    SQLite::Database& db;
    std::int64_t run;
    SQLite::Statement moves_{db,
                             "SELECT move FROM history WHERE ticket = ? AND json_extract(details, '$.run') = ? ORDER BY seq"};
    SQLite::Statement by_run_{db,
                              "SELECT j.causes FROM finding f JOIN judgement j ON j.id = f.id AND j.run = ? WHERE f.ticket = ? "
                              "ORDER BY f.period_from, f.period_to, f.id"};
    SQLite::Statement last_{db,
                            "SELECT j.causes FROM finding f JOIN judgement j ON j.id = f.id AND j.last = 1 WHERE f.ticket = ? "
                            "ORDER BY f.period_from, f.period_to, f.id"};

    static void add(SQLite::Statement& rows, std::vector<tickets::compared_ticket::reason>& all) {
        while (rows.executeStep())
            for (auto& c : causes_of_json(rows.getColumn(0).getString())) {
                auto const same = std::find_if(all.begin(), all.end(), [&](auto const& r) {
                    return r.why.kind == c.kind && r.why.before == c.before && r.why.after == c.after;
                });
                if (same == all.end()) {
                    all.push_back({std::move(c), 1});
                } else {
                    ++same->findings;
                    std::move(c.rows.begin(), c.rows.end(), std::back_inserter(same->why.rows));
                }
            }
        rows.reset();
    }

    std::vector<tickets::compared_ticket> read(std::string const& outcome, std::string const& from) {
        SQLite::Statement rows(db, "SELECT t.key, t.id, t.enterprise_id, t.outlet_id, t.factor, t.quantity, s.enterprise_name, "
                                   "s.factor_name, t.first_day, t.last_day FROM " +
                                       from +
                                       " JOIN ticket t ON t.key = x.ticket JOIN series s ON s.key = t.series ORDER BY "
                                       "t.enterprise_id, t.outlet_id, t.factor, t.quantity, t.first_day, t.id");
        std::vector<tickets::compared_ticket> all;
        while (rows.executeStep()) {
            tickets::compared_ticket t;
            auto const key = rows.getColumn(0).getInt64();
            int at = 1;
            for (auto* field : {&t.id, &t.series.enterprise_id, &t.series.outlet_id, &t.series.factor, &t.series.quantity,
                                &t.enterprise_name, &t.factor_name})
                *field = rows.getColumn(at++).getString();
            t.outcome = outcome;
            t.first_day = day_of(rows.getColumn(8));
            t.last_day = day_of(rows.getColumn(9));
            if (outcome != "unchanged") {
                with(moves_, t.id, run);
                while (moves_.executeStep()) t.moves.push_back(moves_.getColumn(0));
                add(with(by_run_, run, key), t.reasons);
                if (t.reasons.empty() && outcome == "absent") add(with(last_, key), t.reasons); // since an earlier run
            }
            all.push_back(std::move(t));
        }
        return all;
    }
};

} // namespace

base::result<std::vector<tickets::run_line>> ticket_store::runs() const {
    return connection_->reading([&] {
        std::vector<tickets::run_line> all;
        SQLite::Statement rows(*connection_->db, select_runs + "ORDER BY key");
        while (rows.executeStep()) all.push_back(read_run(rows));
        return all;
    });
}

base::result<std::optional<tickets::comparison>> ticket_store::comparison(std::optional<std::int64_t> key) const {
    return connection_->reading([&]() -> std::optional<tickets::comparison> {
        auto& db = *connection_->db;
        auto const last = db.execAndGet("SELECT coalesce(max(key), 0) FROM run").getInt64();
        auto run = run_where(db, "WHERE key = ?", key.value_or(last));
        if (!run) return std::nullopt;
        tickets::comparison c{
            std::move(*run), run_where(db, "WHERE key < ? ORDER BY key DESC LIMIT 1", key.value_or(last)), {}};
        comparer read{db, c.run.key};
        auto const from = "(SELECT ticket FROM run_ticket WHERE run = " + std::to_string(c.run.key) + " AND outcome = '";
        for (auto const* outcome : {"absent", "updated", "new"})
            std::ranges::move(read.read(outcome, from + outcome + "') x"), std::back_inserter(c.tickets));
        if (c.run.key == last) std::ranges::move(read.read("unchanged", "unchanged_ticket x"), std::back_inserter(c.tickets));
        return c;
    });
}

} // namespace huanchi::store

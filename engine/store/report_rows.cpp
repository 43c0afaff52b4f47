// What reports ask of the store as a whole.
#include "store/columns.hpp"
#include "store/connection.hpp"

#include "tickets/overview.hpp"

namespace huanchi::store {

namespace {

tickets::series_key key_at(SQLite::Statement& row, int from) {
    return {row.getColumn(from).getString(), row.getColumn(from + 1).getString(), row.getColumn(from + 2).getString(),
            row.getColumn(from + 3).getString()};
}

void read_notes(SQLite::Database& db, tickets::overview& into) {
    SQLite::Statement run(db, "SELECT time, engine, rules, as_of FROM run ORDER BY key DESC LIMIT 1");
    if (run.executeStep()) {
        into.last_run = run.getColumn(0).getString();
        into.engine = run.getColumn(1).getString();
        into.rules = run.getColumn(2).getString();
        into.as_of = run.getColumn(3).getString();
    }
    SQLite::Statement chain(db, "SELECT entries, hash FROM chain");
    if (!chain.executeStep()) return;
    into.entries = chain.getColumn(0).getInt64();
    into.chain = chain.getColumn(1).getString();
}

// A bit a day: which of the three stands.
void read_month(SQLite::Statement& row, int from, tickets::known_series& into) {
    auto const month = row.getColumn(from).getInt();
    auto const first = base::date::from_ymd(month / 12, month % 12 + 1, 1).value_or(base::date{});
    for (int bit = 0; bit < 31; ++bit) {
        auto const is = [&](int column) { return (row.getColumn(from + column).getUInt() >> bit & 1U) != 0; };
        auto const day = first + bit;
        if (is(1)) into.days.emplace_back(day, eval::day_state::compliant);
        if (is(2)) into.days.emplace_back(day, eval::day_state::violation);
        if (is(3)) into.days.emplace_back(day, eval::day_state::undecided);
    }
}

void read_series(SQLite::Database& db, tickets::overview& into) {
    SQLite::Statement rows(db, "SELECT s.enterprise_id, s.outlet_id, s.factor, s.quantity, s.enterprise_name, s.factor_name, "
                               "m.month, m.compliant, m.violation, m.undecided FROM series s JOIN day_mask m ON m.series = "
                               "s.key ORDER BY s.enterprise_id, s.outlet_id, s.factor, s.quantity, m.month");
    while (rows.executeStep()) {
        auto key = key_at(rows, 0);
        if (into.series.empty() || into.series.back().key != key)
            into.series.push_back({std::move(key), rows.getColumn(4).getString(), rows.getColumn(5).getString(), {}});
        read_month(rows, 6, into.series.back());
    }
}

void read_questions(SQLite::Database& db, tickets::overview& into) {
    SQLite::Statement rows(db, "SELECT s.enterprise_id, s.outlet_id, s.factor, s.quantity, j.statistic, j.statistic_name, "
                               "j.period_from, j.period_to, j.reason FROM judgement j JOIN series s ON s.key = j.series "
                               "WHERE j.last = 1 AND j.verdict = 'undetermined' ORDER BY s.enterprise_id, s.outlet_id, "
                               "s.factor, s.quantity, j.period_from, j.id");
    while (rows.executeStep())
        into.questions.push_back({key_at(rows, 0),
                                  rows.getColumn(4).getString(),
                                  rows.getColumn(5).getString(),
                                  {{rows.getColumn(6).getInt64()}, {rows.getColumn(7).getInt64()}},
                                  rows.getColumn(8).getString()});
}

} // namespace

base::result<tickets::overview> ticket_store::overview() const {
    return connection_->reading([&] {
        tickets::overview all;
        read_notes(*connection_->db, all);
        read_series(*connection_->db, all);
        read_questions(*connection_->db, all);
        return all;
    });
}

} // namespace huanchi::store

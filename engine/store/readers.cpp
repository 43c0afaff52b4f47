#include "store/readers.hpp"
#include "store/chain.hpp"
#include "store/columns.hpp"
#include "store/connection.hpp"
#include "store/evidence_rows.hpp"
#include "store/judgement_rows.hpp"
#include "store/trace_json.hpp"

#include <algorithm>
#include <map>

namespace huanchi::store {

namespace {

struct condition {
    std::string text;
    std::optional<std::string> value;
};

// Only what is asked for enters the statement, so that each question finds its index.
std::vector<condition> conditions(list_filter const& f) {
    std::vector<condition> all;
    auto const equals = [&](char const* column, std::optional<std::string> const& value) {
        if (value) all.push_back({std::string("t.") + column + " = ?", value});
    };
    equals("enterprise_id", f.enterprise_id);
    equals("outlet_id", f.outlet_id);
    equals("factor", f.factor);
    equals("proposal", f.proposal);
    equals("case_id", f.case_id);
    equals("assignee", f.assignee);
    if (f.assignee) all.push_back({"t.assignee <> ''", {}});
    if (f.overdue_on) all.push_back({"t.due < CAST(? AS INTEGER)", std::to_string(f.overdue_on->days)});
    if (f.overdue_on) all.push_back({"t.state IN ('ordered')", {}});
    if (f.proposal) all.push_back({"t.proposal <> ''", {}}); // what its partial index covers
    if (f.state) equals("state", std::string(text(*f.state)));
    if (f.rebound) all.push_back({"t.rebound_of IS NOT NULL", {}});
    if (f.from) all.push_back({"t.last_day >= CAST(? AS INTEGER)", std::to_string(f.from->days)});
    if (f.to) all.push_back({"t.first_day <= CAST(? AS INTEGER)", std::to_string(f.to->days)});
    std::string const order = "enterprise_id, outlet_id, factor, quantity, first_day, id";
    if (f.after)
        all.push_back({"(t.enterprise_id, t.outlet_id, t.factor, t.quantity, t.first_day, t.id) > (SELECT " + order +
                           " FROM ticket WHERE id = ?)",
                       f.after});
    return all;
}

// The index by which it is quicker to find the tickets of the days asked for and sort them than to go through all in order:
// where few reach up to the first day, or few begin by the last. "" if there is none.
std::string day_index(SQLite::Database& db, list_filter const& f) {
    constexpr int few = 10000;
    auto const is_few = [&](std::string const& condition, auto... days) {
        SQLite::Statement some(db, "SELECT count(*) FROM (SELECT 1 FROM ticket WHERE " + condition + " LIMIT " +
                                       std::to_string(few) + ")");
        with(some, std::int64_t{days.days}...).executeStep();
        return some.getColumn(0).getInt() < few;
    };
    if (f.from && is_few("last_day >= ?", *f.from)) return "ticket_by_day";
    if (f.to && is_few("first_day <= ?", *f.to)) return "ticket_by_first_day";
    if (f.from && f.to && is_few("+last_day >= ? AND first_day <= ?", *f.from, *f.to)) return "ticket_by_first_day";
    return {};
}

// Which tickets a page holds is settled first, so that what is shown of them is read for those alone.
std::string list_statement(std::vector<condition> const& where, std::size_t limit, std::string const& index) {
    std::string const order = " ORDER BY t.enterprise_id, t.outlet_id, t.factor, t.quantity, t.first_day, t.id";
    std::string those = " FROM ticket t";
    if (!index.empty()) those += " INDEXED BY " + index;
    std::string conditions;
    for (auto const& c : where) conditions += (conditions.empty() ? " WHERE " : " AND ") + c.text;
    std::string text;
    if (limit > 0) {
        text =
            "WITH page AS MATERIALIZED (SELECT t.key" + those + conditions + order + " LIMIT " + std::to_string(limit) + ") ";
        those = " FROM page CROSS JOIN ticket t ON t.key = page.key";
        conditions.clear();
    }
    return text +
           "SELECT t.id, t.enterprise_id, t.outlet_id, t.factor, t.quantity, s.enterprise_name, s.factor_name, "
           "t.sample_id, t.state, t.penalty, "
           "t.nature, t.proposal, t.case_id, t.rebound_of, t.first_day, t.last_day, t.violations, t.undetermined, "
           "t.violation_types, t.opened, "
           "t.changed, t.assignee, t.due, f.measured, f.unit, f.limit_min, f.limit_max, f.exceedance" +
           those + " CROSS JOIN series s ON s.key = t.series LEFT JOIN finding f ON f.id = t.worst" + conditions + order;
}

base::moment moment_of(SQLite::Column const& c) {
    return base::moment::parse(c.getString()).value_or(base::moment{});
}

tickets::summary read_summary(SQLite::Statement& row) {
    int at = 0;
    auto const next = [&] { return row.getColumn(at++); };
    tickets::summary s;
    for (auto* field : {&s.id, &s.series.enterprise_id, &s.series.outlet_id, &s.series.factor, &s.series.quantity,
                        &s.enterprise_name, &s.factor_name, &s.sample_id})
        *field = next().getString();
    s.state = tickets::state_from(next().getString()).value_or(tickets::state::open);
    for (auto* field : {&s.penalty, &s.nature, &s.proposal}) *field = next().getString();
    s.case_id = optional_text(next());
    s.rebound_of = optional_text(next());
    s.first_day = day_of(next());
    s.last_day = day_of(next());
    s.violations = next().getUInt();
    s.undetermined = next().getUInt();
    s.violation_types = list_of(next().getString());
    s.opened = moment_of(next());
    s.changed = moment_of(next());
    s.assignee = next().getString();
    s.due = optional_day(next());
    for (auto* field : {&s.measured, &s.unit, &s.limit_min, &s.limit_max, &s.exceedance}) *field = next().getString();
    return s;
}

} // namespace

std::vector<tickets::history_entry> read_history(SQLite::Database& db, std::string const& id) {
    std::vector<tickets::history_entry> all;
    SQLite::Statement rows(db, "SELECT " + std::string(history_columns) + " FROM history WHERE ticket = ? ORDER BY seq");
    with(rows, id);
    while (rows.executeStep()) {
        all.push_back(read_entry(rows));
        all.back().facts = facts_of(all.back().details);
    }
    return all;
}

namespace {

// How the values came about and from which rows; files numbered as the ticket names them.
class trace_reader {
public:
    trace_reader(SQLite::Database& db, tickets::ticket& t)
        : trace_(db, "SELECT body FROM evidence_trace WHERE finding = ?"), names_(input_files_of(db)), ticket_(t) {}

    void fill(tickets::evidence& e, std::int64_t finding) {
        if (!with(trace_, finding).executeStep()) return;
        auto trace = trace_of(trace_.getColumn(0).getString(), [&](std::int64_t key) { return file_of(key); });
        for (auto const& value : trace.values)
            for (auto const& row : value.rows) e.rows.emplace_back(ticket_.files[row.file], row.line);
        std::sort(e.rows.begin(), e.rows.end());
        e.rows.erase(std::unique(e.rows.begin(), e.rows.end()), e.rows.end());
        e.trace = std::make_shared<findings::trace const>(std::move(trace));
    }

private:
    std::uint32_t file_of(std::int64_t key) {
        auto const [known, is_new] = files_.try_emplace(key, static_cast<std::uint32_t>(ticket_.files.size()));
        if (is_new) ticket_.files.push_back(names_.at(key));
        return known->second;
    }
    SQLite::Statement trace_;
    text_table names_;
    tickets::ticket& ticket_;
    std::map<std::int64_t, std::uint32_t> files_;
};

// Of one ticket, only what its findings name.
void read_findings(SQLite::Database& db, tickets::ticket& t, std::int64_t key) {
    provision_table const provisions(db);
    std::vector<std::int64_t> keys;
    SQLite::Statement rows(db, "SELECT " + std::string(finding_columns) +
                                   ", key FROM finding WHERE ticket = ? ORDER BY period_from, period_to, id");
    with(rows, key);
    while (rows.executeStep()) {
        t.findings.push_back(read_finding(rows, 0, provisions));
        keys.push_back(rows.getColumn(finding_column_count).getInt64());
    }
    trace_reader reader(db, t);
    for (std::size_t i = 0; i < keys.size(); ++i) reader.fill(t.findings[i], keys[i]);
}

} // namespace

base::result<std::vector<tickets::summary>> ticket_store::list(list_filter const& filter) const {
    return connection_->reading([&] {
        std::vector<tickets::summary> all;
        auto const where = conditions(filter);
        auto const index = day_index(*connection_->db, filter);
        SQLite::Statement rows(*connection_->db, list_statement(where, filter.limit, index));
        int at = 0;
        for (auto const& c : where)
            if (c.value) put(rows, ++at, *c.value);
        while (rows.executeStep()) all.push_back(read_summary(rows));
        return all;
    });
}

namespace {

std::optional<tickets::ticket> read_whole(SQLite::Database& db, std::string const& id) {
    SQLite::Statement row(db, "SELECT " + std::string(ticket_columns) +
                                  ", key, (SELECT enterprise_name FROM series s WHERE s.key = t.series), "
                                  "(SELECT factor_name FROM series s WHERE s.key = t.series), "
                                  "(SELECT medium FROM series s WHERE s.key = t.series) FROM ticket t WHERE id = ?");
    if (!with(row, id).executeStep()) return std::nullopt;
    basis_table bases(db);
    auto t = read_ticket(row, 0, bases);
    auto const key = row.getColumn(ticket_column_count).getInt64();
    t.enterprise_name = row.getColumn(ticket_column_count + 1).getString();
    t.factor_name = row.getColumn(ticket_column_count + 2).getString();
    t.medium = row.getColumn(ticket_column_count + 3).getString();
    read_findings(db, t, key);
    t.history = read_history(db, id);
    t.course = tickets::course_of(t.history);
    return t;
}

std::vector<std::string> ids_where(SQLite::Database& db, char const* condition, std::string const& value) {
    SQLite::Statement rows(db, std::string("SELECT id FROM ticket WHERE ") + condition + " ORDER BY first_day, id");
    std::vector<std::string> all;
    with(rows, value);
    while (rows.executeStep()) all.push_back(rows.getColumn(0));
    return all;
}

} // namespace

base::result<std::optional<tickets::ticket>> ticket_store::show(std::string const& id) const {
    return connection_->reading([&] { return read_whole(*connection_->db, id); });
}

base::result<std::optional<tickets::case_sheet>> ticket_store::case_of(std::string const& case_id) const {
    return connection_->reading([&]() -> std::optional<tickets::case_sheet> {
        auto& db = *connection_->db;
        std::vector<tickets::ticket> own, earlier;
        for (auto const& id : ids_where(db, "case_id = ?", case_id)) own.push_back(std::move(*read_whole(db, id)));
        if (own.empty()) return std::nullopt;
        for (auto const& id : ids_where(db, "penalty IN ('served', 'performing', 'ended') AND enterprise_id = ?",
                                        own.front().series.enterprise_id))
            earlier.push_back(std::move(*read_whole(db, id)));
        return tickets::sheet_of(case_id, std::move(own), earlier);
    });
}

base::result<std::vector<tickets::history_entry>> ticket_store::log(std::string const& id) const {
    return connection_->reading([&] { return read_history(*connection_->db, id); });
}

base::result<std::vector<ticket_store::chain_entry>> ticket_store::entries_after(std::int64_t position,
                                                                                 std::size_t most) const {
    return connection_->reading([&] {
        std::vector<chain_entry> all;
        auto& db = *connection_->db;
        SQLite::Statement rows(db, "SELECT " + std::string(history_columns) +
                                       " FROM history WHERE position > ? ORDER BY position LIMIT ?");
        SQLite::Statement series(db, "SELECT enterprise_id, outlet_id, factor, quantity FROM ticket WHERE id = ?");
        with(rows, position, static_cast<std::int64_t>(most));
        while (rows.executeStep()) {
            chain_entry e{read_entry(rows), {}};
            e.entry.facts = facts_of(e.entry.details);
            if (with(series, e.entry.ticket).executeStep())
                e.series = {series.getColumn(0), series.getColumn(1), series.getColumn(2), series.getColumn(3)};
            series.reset();
            all.push_back(std::move(e));
        }
        return all;
    });
}

base::result<std::vector<kept_evidence>> ticket_store::kept(std::string const& id) const {
    return connection_->reading([&] { return read_kept_evidence(*connection_->db, id); });
}

base::result<chain_head> ticket_store::head() const {
    return connection_->reading([&] {
        SQLite::Statement end(*connection_->db, "SELECT entries, hash FROM chain");
        return end.executeStep() ? chain_head{end.getColumn(0).getInt64(), end.getColumn(1).getString()} : chain_head{};
    });
}

base::result<std::optional<std::string>> ticket_store::hash_at(std::int64_t position) const {
    return connection_->reading([&]() -> std::optional<std::string> {
        SQLite::Statement entry(*connection_->db, "SELECT hash FROM history WHERE position = ?");
        if (!with(entry, position).executeStep()) return std::nullopt;
        return entry.getColumn(0).getString();
    });
}

base::result<std::vector<tickets::judgement>> ticket_store::judgements(std::string const& id) const {
    return connection_->reading([&] { return read_judgements(*connection_->db, id); });
}

} // namespace huanchi::store

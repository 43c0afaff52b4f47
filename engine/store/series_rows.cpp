#include "store/series_rows.hpp"

#include "store/trace_json.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace huanchi::store {

namespace {

// Months are counted from year 0, so that a month is one number.
struct month_day {
    std::int64_t month;
    int bit;
};
month_day place_of(base::date d) {
    return {d.year() * 12LL + d.month() - 1, d.day() - 1};
}
base::date first_of(std::int64_t month) {
    return base::date::from_ymd(static_cast<int>(month / 12), static_cast<int>(month % 12) + 1, 1).value();
}

std::string questions(int n) {
    std::string all = "?";
    for (int i = 1; i < n; ++i) all += ", ?";
    return all;
}

std::vector<std::string> names_in(std::string_view columns) {
    std::vector<std::string> all;
    for (std::size_t at = 0; at < columns.size();) {
        auto const end = std::min(columns.find(", ", at), columns.size());
        all.emplace_back(columns.substr(at, end - at));
        at = end + 2;
    }
    return all;
}

// By the first column, `id`. A row that is there is written anew; with `kept` only where these columns, which are in indexes,
// stay as they are: SQLite writes an entry of every index anew that has a column of those named.
std::string upsert(std::string const& table, std::string const& columns, std::string_view kept = {}) {
    auto const keeps = names_in(kept);
    std::string sets, same;
    auto const names = names_in(columns);
    for (auto name = names.begin() + 1; name != names.end(); ++name)
        if (std::find(keeps.begin(), keeps.end(), *name) == keeps.end())
            sets += (sets.empty() ? "" : ", ") + *name + " = excluded." + *name;
    for (auto const& name : keeps) same += (same.empty() ? " WHERE " : " AND ") + table + "." + name + " IS excluded." + name;
    return "INSERT INTO " + table + " (" + columns + ") VALUES (" + questions(count_columns(columns)) +
           ") ON CONFLICT (id) DO UPDATE SET " + sets + same;
}
std::string const ticket_row = std::string(ticket_columns) + ", series, violations, worst, opened, changed, entries, last_hash";
std::string const finding_row = std::string(finding_columns) + ", series, ticket";
constexpr std::string_view indexed_of_ticket = "enterprise_id, outlet_id, factor, quantity, state, case_id, rebound_of, "
                                               "proposal, first_day, last_day, assignee, due, series";
constexpr std::string_view indexed_of_finding = "period_from, series, ticket";

std::string select(std::string_view columns, char const* rest) {
    return "SELECT " + std::string(columns) + rest;
}

tickets::milestone::kind kind_of(std::string const& text) {
    return text == "ordered"   ? tickets::milestone::kind::ordered
           : text == "decided" ? tickets::milestone::kind::decided
                               : tickets::milestone::kind::corrected;
}

} // namespace

series_rows::series_rows(SQLite::Database& db, run_note const& note, run_reference const& run)
    : db_(db), note_(note), run_(run), provisions_(db), bases_(db), files_(input_files_of(db)), chain_(db),
      find_series_(
          db, "SELECT key, enterprise_name, factor_name, medium, plain FROM series WHERE enterprise_id = ? AND outlet_id = ? "
              "AND factor = ? AND quantity = ?"),
      add_series_(db, "INSERT INTO series (enterprise_id, outlet_id, factor, quantity, enterprise_name, factor_name, medium) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?)"),
      name_series_(db, "UPDATE series SET enterprise_name = ?, factor_name = ?, medium = ? WHERE key = ?"),
      days_(db, "SELECT month, compliant, violation, undecided, enforced FROM day_mask WHERE series = ?"),
      undetermined_(db, "SELECT day, findings FROM undetermined WHERE series = ?"),
      put_days_(db, "INSERT OR REPLACE INTO day_mask (series, month, compliant, violation, undecided, enforced) VALUES (?, ?, "
                    "?, ?, ?, ?)"),
      put_undetermined_(db, "INSERT OR REPLACE INTO undetermined (series, day, findings) VALUES (?, ?, ?)"),
      drop_undetermined_(db, "DELETE FROM undetermined WHERE series = ? AND day = ?"),
      days_near_(db,
                 "SELECT month, compliant, violation, undecided, enforced FROM day_mask WHERE series = ? AND month BETWEEN ? "
                 "AND ?"),
      undetermined_near_(db, "SELECT day, findings FROM undetermined WHERE series = ? AND day BETWEEN ? AND ?"),
      tickets_near_(db,
                    select(ticket_columns,
                           ", key, entries, last_hash, opened FROM ticket WHERE key IN (SELECT key FROM ticket WHERE "
                           "series = ?1 AND last_day >= ?2 AND first_day <= ?3 UNION SELECT ticket FROM finding WHERE series "
                           "= ?1 AND period_from >= ?4 AND period_from < ?5 AND ticket IS NOT NULL) ORDER BY first_day, id")),
      findings_of_ticket_(db, select(finding_columns, " FROM finding WHERE ticket = ? ORDER BY period_from, period_to, id")),
      put_plain_(db, "UPDATE series SET plain = ? WHERE key = ?"),
      not_plain_(db, "UPDATE series SET plain = '' WHERE enterprise_id = ? AND outlet_id = ? AND factor = ? AND plain <> ''"),
      taken_(db, "SELECT 1 FROM ticket WHERE id = ?"),
      tickets_(db,
               select(ticket_columns, ", key, entries, last_hash, opened FROM ticket WHERE series = ? ORDER BY first_day, id")),
      put_ticket_in_place_(db, upsert("ticket", ticket_row, indexed_of_ticket)), put_ticket_(db, upsert("ticket", ticket_row)),
      milestones_(db, "SELECT t.id, m.kind, m.day FROM ticket t JOIN milestone m ON m.ticket = t.key "
                      "WHERE t.enterprise_id = ? AND t.outlet_id = ? AND t.factor = ? ORDER BY m.day, m.kind, t.id"),
      findings_(db, select(finding_columns, ", ticket FROM finding WHERE series = ? ORDER BY period_from, period_to, id")),
      put_finding_in_place_(db, upsert("finding", finding_row, indexed_of_finding) + " RETURNING key"),
      put_finding_(db, upsert("finding", finding_row) + " RETURNING key"),
      move_finding_(db, "UPDATE finding SET ticket = ? WHERE id = ?"),
      drop_trace_(db, "DELETE FROM evidence_trace WHERE finding = ?"),
      put_trace_(db, "INSERT INTO evidence_trace (finding, body) VALUES (?, ?)") {}

bool series_rows::find(stored_series& s) {
    auto const& key = s.state.key;
    with(find_series_, key.enterprise_id, key.outlet_id, key.factor, key.quantity);
    bool const found = find_series_.executeStep();
    if (found) {
        s.key = find_series_.getColumn(0).getInt64();
        s.names = {find_series_.getColumn(1), find_series_.getColumn(2), find_series_.getColumn(3)};
        s.plain = find_series_.getColumn(4).getString();
        s.state.medium = s.names.medium;
    }
    find_series_.reset();
    return found;
}

stored_series series_rows::load(tickets::series_key const& key) {
    stored_series s;
    s.state.key = key;
    if (find(s)) {
        load_days(s);
        load_tickets(s);
        load_findings(s);
    }
    load_milestones(s);
    return s;
}

stored_series series_rows::load_near(tickets::series_key const& key, base::date first, base::date last,
                                     std::string const& stamp) {
    stored_series s;
    s.state.key = key;
    if (!find(s) || s.plain != stamp) return load(key);
    s.whole = false;
    // Violations two days from one another may be of one episode; a ticket that has ended lends its days to it without
    // taking part, so that its neighbours count too.
    constexpr int reach = 2;
    auto from = first + -reach, to = last + reach;
    for (std::size_t known = SIZE_MAX; known != s.state.tickets.size();) {
        known = s.state.tickets.size();
        s.state.tickets.clear();
        s.tickets.clear();
        read_tickets(s, with(tickets_near_, *s.key, std::int64_t{from.days}, std::int64_t{to.days}, base::moment::at(from).ms,
                             base::moment::at(to + 1).ms));
        for (auto const& t : s.state.tickets) {
            int const more = tickets::ended(t.state) ? reach : 0;
            from = std::min(from, t.first_day + -more);
            to = std::max(to, t.last_day + more);
        }
    }
    load_findings_of_tickets(s);
    load_days(s, from, to);
    return s;
}

void series_rows::read_days(stored_series& s, SQLite::Statement& masks, SQLite::Statement& undetermined) {
    while (masks.executeStep()) {
        auto const first = first_of(masks.getColumn(0).getInt64());
        std::array<std::uint32_t, 4> of{};
        for (int i = 0; i < 4; ++i) of[static_cast<std::size_t>(i)] = masks.getColumn(i + 1).getUInt();
        for (int bit = 0; bit < 31; ++bit) {
            auto const is = [&](std::size_t mask) { return (of[mask] >> bit & 1U) != 0; };
            if (!is(0) && !is(1) && !is(2)) continue;
            auto const state = is(0)   ? eval::day_state::compliant
                               : is(1) ? eval::day_state::violation
                                       : eval::day_state::undecided;
            s.state.days[first.days + bit] = {state, is(3), 0};
        }
    }
    while (undetermined.executeStep())
        s.state.days[undetermined.getColumn(0).getInt()].undetermined = undetermined.getColumn(1).getUInt();
}

void series_rows::load_days(stored_series& s) {
    read_days(s, with(days_, *s.key), with(undetermined_, *s.key));
}

void series_rows::load_days(stored_series& s, base::date first, base::date last) {
    auto const from = place_of(first).month, to = place_of(last).month;
    read_days(s, with(days_near_, *s.key, from, to),
              with(undetermined_near_, *s.key, std::int64_t{first_of(from).days}, std::int64_t{first_of(to + 1).days - 1}));
}

void series_rows::read_tickets(stored_series& s, SQLite::Statement& rows) {
    while (rows.executeStep()) {
        auto t = read_ticket(rows, 0, bases_);
        int const more = ticket_column_count;
        s.tickets[t.id] = {rows.getColumn(more).getInt64(),
                           {rows.getColumn(more + 1).getInt64(), rows.getColumn(more + 2).getString()},
                           rows.getColumn(more + 3).getString()};
        s.state.tickets.push_back(std::move(t));
    }
}

void series_rows::load_tickets(stored_series& s) {
    read_tickets(s, with(tickets_, *s.key));
}

void series_rows::load_findings(stored_series& s) {
    std::unordered_map<std::int64_t, tickets::ticket*> owners;
    for (auto& t : s.state.tickets) owners[s.tickets.at(t.id).key] = &t;
    with(findings_, *s.key);
    while (findings_.executeStep()) {
        auto const owner = findings_.getColumn(finding_column_count);
        auto& into = owner.isNull() ? s.state.loose : owners.at(owner.getInt64())->findings;
        into.push_back(read_finding(findings_, 0, provisions_));
    }
}

void series_rows::load_findings_of_tickets(stored_series& s) {
    for (auto& t : s.state.tickets) {
        with(findings_of_ticket_, s.tickets.at(t.id).key);
        while (findings_of_ticket_.executeStep()) t.findings.push_back(read_finding(findings_of_ticket_, 0, provisions_));
    }
}

void series_rows::write_plain(stored_series& s, std::string const& stamp) {
    if (!s.key) return;
    auto const of_a_stretch = [](tickets::ticket const& t) {
        return t.strand.empty() && t.proposal.empty() && t.state != tickets::state::merged && !t.rebound_of;
    };
    bool const plain = s.state.milestones.empty() && s.state.loose.empty() &&
                       std::all_of(s.state.tickets.begin(), s.state.tickets.end(), of_a_stretch);
    auto const& now = plain ? stamp : std::string();
    if (now != s.plain) run(put_plain_, now, *s.key);
    s.plain = now;
}

void series_rows::not_plain(tickets::series_key const& key) {
    run(not_plain_, key.enterprise_id, key.outlet_id, key.factor);
}

bool series_rows::is_taken(std::string const& ticket) {
    bool const taken = with(taken_, ticket).executeStep();
    taken_.reset();
    return taken;
}

void series_rows::load_milestones(stored_series& s) {
    with(milestones_, s.state.key.enterprise_id, s.state.key.outlet_id, s.state.key.factor);
    while (milestones_.executeStep())
        s.state.milestones.push_back(
            {milestones_.getColumn(0), kind_of(milestones_.getColumn(1)), day_of(milestones_.getColumn(2))});
}

void series_rows::add_milestone(stored_series& s, tickets::milestone const& m) {
    constexpr std::array<char const*, 3> kinds{"ordered", "decided", "corrected"};
    SQLite::Statement add(db_, "INSERT OR IGNORE INTO milestone (ticket, day, kind) VALUES (?, ?, ?)");
    run(add, s.tickets.at(m.ticket).key, std::int64_t{m.day.days}, kinds[static_cast<std::size_t>(m.what)]);
    s.state.milestones.push_back(m);
}

void series_rows::add_remark(std::string const& ticket, std::string const& fact, std::string const& word,
                             std::string const& remark) {
    SQLite::Statement last(db_, "SELECT t.entries, t.last_hash, h.details FROM ticket t JOIN history h ON h.ticket = t.id AND "
                                "h.seq = t.entries WHERE t.id = ?");
    if (!with(last, ticket).executeStep()) return;
    ticket_end end{last.getColumn(0).getInt64(), last.getColumn(1).getString()};
    tickets::event e;
    e.ticket = ticket;
    e.facts.emplace_back(fact, word);
    tickets::history_entry entry;
    entry.ticket = ticket;
    entry.time = note_.time;
    entry.by = note_.by;
    entry.move = "comment";
    entry.note = remark;
    entry.details = details_json(e, run_, record_of(last.getColumn(2).getString()));
    last.reset();
    chain_.append(std::move(entry), end);
    SQLite::Statement update(db_, "UPDATE ticket SET entries = ?, last_hash = ?, changed = ? WHERE id = ?");
    run(update, end.entries, end.hash, note_.time.text(), ticket);
}

void series_rows::write_names(stored_series& s, series_names const& names) {
    if (!s.key) {
        auto const& k = s.state.key;
        run(add_series_, k.enterprise_id, k.outlet_id, k.factor, k.quantity, names.enterprise_name, names.factor_name,
            names.medium);
        s.key = db_.getLastInsertRowid();
    } else if (s.names != names) {
        run(name_series_, names.enterprise_name, names.factor_name, names.medium, *s.key);
    }
    s.names = names;
}

void series_rows::write(stored_series& s, tickets::advanced const& done, std::vector<std::string> const& files) {
    write_days(s, done);
    write_history(s, done);
    for (auto const& t : s.state.tickets)
        if (done.changed_tickets.contains(t.id)) write_ticket(s, t);
    write_findings(s, done, files);
}

void series_rows::write_days(stored_series const& s, tickets::advanced const& done) {
    std::set<std::int64_t> months;
    for (auto const day : done.changed_days) {
        months.insert(place_of({day}).month);
        auto const n = s.state.days.at(day).undetermined;
        if (n > 0)
            run(put_undetermined_, *s.key, std::int64_t{day}, std::int64_t{n});
        else
            run(drop_undetermined_, *s.key, std::int64_t{day});
    }
    for (auto const month : months) {
        std::array<std::int64_t, 4> masks{}; // compliant, violation, undecided, enforced
        for (auto d = s.state.days.lower_bound(first_of(month).days); d != s.state.days.end(); ++d) {
            auto const place = place_of({d->first});
            if (place.month != month) break;
            auto const bit = std::int64_t{1} << place.bit;
            masks[d->second.state == eval::day_state::compliant   ? 0
                  : d->second.state == eval::day_state::violation ? 1
                                                                  : 2] |= bit;
            if (d->second.by_enforcement) masks[3] |= bit;
        }
        run(put_days_, *s.key, month, masks[0], masks[1], masks[2], masks[3]);
    }
}

void series_rows::write_ticket(stored_series& s, tickets::ticket const& t) {
    auto& stored = s.tickets[t.id];
    bool const is_new = stored.opened.empty();
    if (is_new) stored.opened = note_.time.text();
    auto const* worst = tickets::worst(t);
    for (auto* statement : {&put_ticket_in_place_, &put_ticket_}) {
        statement->reset();
        put_ticket(*statement, 1, t, bases_);
        int at = ticket_column_count;
        put(*statement, ++at, *s.key);
        put(*statement, ++at, std::int64_t{violations(t)});
        put(*statement, ++at, worst ? worst->finding : std::string());
        put(*statement, ++at, stored.opened);
        put(*statement, ++at, note_.time.text());
        put(*statement, ++at, stored.end.entries);
        put(*statement, ++at, stored.end.hash);
        if (statement->exec() != 0) break;
    }
    if (is_new) stored.key = db_.getLastInsertRowid();
}

void series_rows::write_findings(stored_series& s, tickets::advanced const& done, std::vector<std::string> const& files) {
    auto const write_one = [&](tickets::evidence const& e, std::optional<std::int64_t> ticket) {
        if (done.changed_findings.contains(e.finding))
            write_finding(*s.key, ticket, e, files);
        else if (done.moved_findings.contains(e.finding))
            run(move_finding_, ticket, e.finding);
    };
    for (auto const& t : s.state.tickets) {
        if (!done.changed_tickets.contains(t.id)) continue;
        for (auto const& e : t.findings) write_one(e, s.tickets.at(t.id).key);
    }
    for (auto const& e : s.state.loose) write_one(e, std::nullopt);
}

void series_rows::write_finding(std::int64_t series, std::optional<std::int64_t> ticket, tickets::evidence const& e,
                                std::vector<std::string> const& files) {
    std::int64_t key = 0;
    for (auto* statement : {&put_finding_in_place_, &put_finding_}) {
        statement->reset();
        put_finding(*statement, 1, e, provisions_);
        put(*statement, finding_column_count + 1, series);
        put(*statement, finding_column_count + 2, ticket);
        bool const written = statement->executeStep();
        if (written) key = statement->getColumn(0).getInt64();
        statement->reset();
        if (written) break;
    }
    run(drop_trace_, key);
    if (e.trace) run(put_trace_, key, trace_json(*e.trace, [&](std::uint32_t file) { return files_.key(files.at(file)); }));
}

void series_rows::write_history(stored_series& s, tickets::advanced const& done) {
    std::map<std::string, std::string> records;
    for (auto const& t : s.state.tickets)
        if (done.changed_tickets.contains(t.id)) records[t.id] = digest_of(t);
    for (auto const& e : done.events) {
        tickets::history_entry entry;
        entry.ticket = e.ticket;
        entry.time = note_.time;
        entry.by = note_.by;
        entry.move = e.move;
        entry.note = e.note;
        entry.details = details_json(e, run_, records.at(e.ticket));
        chain_.append(std::move(entry), s.tickets[e.ticket].end);
    }
}

} // namespace huanchi::store

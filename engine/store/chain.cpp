#include "store/chain.hpp"

#include "base/digest.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::store {

using json = nlohmann::ordered_json;

std::string entry_hash(tickets::history_entry const& e, std::string const& previous_of_ticket) {
    base::sha256 sum;
    sum.field(e.previous)
        .field(previous_of_ticket)
        .field(std::to_string(e.position))
        .field(e.ticket)
        .field(std::to_string(e.seq));
    sum.field(e.time.text()).field(e.by).field(e.move).field(e.note ? "=" + *e.note : "").field(e.details);
    return sum.hex();
}

std::string details_json(tickets::event const& e, run_reference const& run, std::string const& record) {
    json all = json::object();
    for (auto const& [name, value] : e.facts) all[name] = value;
    for (auto const& c : e.changes) all["changes"][c.what] = {{"before", c.before}, {"after", c.after}};
    for (auto const& c : e.corrections)
        all["corrections"].push_back({{"finding", c.finding},
                                      {"cause", c.cause},
                                      {"before", {{"verdict", c.verdict_before}, {"measured", c.measured_before}}},
                                      {"after", {{"verdict", c.verdict_after}, {"measured", c.measured_after}}}});
    if (run.key != 0) all["run"] = run.key;
    all["rules"] = run.rules;
    all["engine"] = run.engine;
    all["record"] = record;
    return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string record_of(std::string const& details) {
    auto const parsed = json::parse(details, nullptr, false);
    if (!parsed.is_object()) return {};
    auto const record = parsed.find("record");
    return record != parsed.end() && record->is_string() ? record->get<std::string>() : std::string();
}

std::map<std::string, std::string> facts_of(std::string const& details) {
    std::map<std::string, std::string> facts;
    auto const parsed = json::parse(details, nullptr, false);
    if (parsed.is_object())
        for (auto const& [name, value] : parsed.items())
            if (value.is_string()) facts[name] = value.get<std::string>();
    return facts;
}

chain_writer::chain_writer(SQLite::Database& db)
    : insert_(db, "INSERT INTO history (position, ticket, seq, time, by, move, note, details, previous, hash) VALUES (?, ?, ?, "
                  "?, ?, ?, ?, ?, ?, ?)"),
      end_(db, "UPDATE chain SET entries = ?, hash = ?") {
    SQLite::Statement now(db, "SELECT entries, hash FROM chain");
    now.executeStep();
    entries_ = entries_before_ = now.getColumn(0).getInt64();
    hash_ = now.getColumn(1).getString();
}

void chain_writer::append(tickets::history_entry e, ticket_end& end) {
    e.position = ++entries_;
    e.seq = ++end.entries;
    e.previous = hash_;
    e.hash = entry_hash(e, end.hash);
    run(insert_, e.position, e.ticket, e.seq, e.time.text(), e.by, e.move, e.note, e.details, e.previous, e.hash);
    hash_ = end.hash = e.hash;
}

void chain_writer::finish() {
    if (entries_ != entries_before_) run(end_, entries_, hash_);
}

tickets::history_entry read_entry(SQLite::Statement& row) {
    tickets::history_entry e;
    e.position = row.getColumn(0).getInt64();
    e.ticket = row.getColumn(1).getString();
    e.seq = row.getColumn(2).getInt64();
    // A time that is none leaves the default: the hash then does not fit, which is what there is to say about it.
    e.time = base::moment::parse(row.getColumn(3).getString()).value_or(base::moment{});
    e.by = row.getColumn(4).getString();
    e.move = row.getColumn(5).getString();
    e.note = optional_text(row.getColumn(6));
    e.details = row.getColumn(7).getString();
    e.previous = row.getColumn(8).getString();
    e.hash = row.getColumn(9).getString();
    return e;
}

} // namespace huanchi::store

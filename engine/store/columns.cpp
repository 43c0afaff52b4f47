#include "store/columns.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace huanchi::store {

using json = nlohmann::ordered_json;

namespace {

std::string written(json const& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json or_null(std::optional<std::string> const& text) {
    return text ? json(*text) : json(nullptr);
}
std::optional<std::string> optional_text(json const& value) {
    return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
}

std::string reference_json(std::map<std::string, std::string> const& reference) {
    return reference.empty() ? std::string() : written(json(reference));
}
std::map<std::string, std::string> reference_of(std::string const& text) {
    return text.empty() ? std::map<std::string, std::string>() : json::parse(text).get<std::map<std::string, std::string>>();
}

} // namespace

std::string json_list(std::vector<std::string> const& texts) {
    return texts.empty() ? "[]" : written(json(texts));
}

std::vector<std::string> list_of(std::string const& text) {
    if (text == "[]") return {};
    // One text that needs no escapes, which is the common case.
    if (text.starts_with("[\"") && text.ends_with("\"]") && text.size() >= 4 &&
        text.find_first_of("\"\\", 2) == text.size() - 2)
        return {text.substr(2, text.size() - 4)};
    return json::parse(text).get<std::vector<std::string>>();
}

std::string bases_json(std::vector<tickets::basis> const& bases) {
    json all = json::array();
    for (auto const& b : bases)
        all.push_back({{"law", b.law},
                       {"duty", b.duty},
                       {"penalty", b.penalty},
                       {"fine_min", or_null(b.fine_min)},
                       {"fine_max", or_null(b.fine_max)},
                       {"fine_unit", or_null(b.fine_unit)},
                       {"measures", b.measures},
                       {"confidence", b.confidence}});
    return written(all);
}

std::vector<tickets::basis> bases_of(std::string const& text) {
    std::vector<tickets::basis> all;
    auto const parsed = json::parse(text);
    for (auto const& b : parsed)
        all.push_back({b.at("law"), b.at("duty"), b.at("penalty"), optional_text(b.at("fine_min")),
                       optional_text(b.at("fine_max")), optional_text(b.at("fine_unit")),
                       b.at("measures").get<std::vector<std::string>>(), b.at("confidence")});
    return all;
}

text_table::text_table(SQLite::Database& db, std::string const& table, std::string const& column)
    : db_(db), find_(db, "SELECT key FROM " + table + " WHERE " + column + " = ?"),
      add_(db, "INSERT INTO " + table + " (" + column + ") VALUES (?)"),
      read_(db, "SELECT " + column + " FROM " + table + " WHERE key = ?") {}

std::int64_t text_table::key(std::string const& text) {
    auto const [known, is_new] = keys_.try_emplace(text);
    if (!is_new) return known->second;
    if (with(find_, text).executeStep()) {
        known->second = find_.getColumn(0).getInt64();
    } else {
        run(add_, text);
        known->second = db_.getLastInsertRowid();
    }
    find_.reset();
    return known->second;
}

std::string const& text_table::at(std::int64_t key) {
    auto const [known, is_new] = texts_.try_emplace(key);
    if (is_new && with(read_, key).executeStep()) known->second = read_.getColumn(0).getString();
    if (is_new) read_.reset();
    return known->second;
}

std::vector<tickets::basis> const& basis_table::at(std::int64_t key) {
    auto const [known, is_new] = by_key_.try_emplace(key);
    if (is_new) known->second = bases_of(texts_.at(key));
    return known->second;
}

text_table input_files_of(SQLite::Database& db) {
    return {db, "input_file", "name"};
}

provision_table::provision_table(SQLite::Database& db) : db_(db) {
    SQLite::Statement all(db, "SELECT key, id, standard, clause, level, confidence FROM provision");
    while (all.executeStep()) {
        findings::provision p{all.getColumn(1), all.getColumn(2), all.getColumn(3), all.getColumn(4), all.getColumn(5)};
        keys_.emplace(fields{p.id, p.standard, p.clause, p.level, p.confidence}, all.getColumn(0).getInt64());
        by_key_.emplace(all.getColumn(0).getInt64(), std::move(p));
    }
}

std::int64_t provision_table::key(findings::provision const& p) {
    auto const [known, is_new] = keys_.try_emplace(fields{p.id, p.standard, p.clause, p.level, p.confidence});
    if (!is_new) return known->second;
    // Another table of the same transaction may have added it.
    SQLite::Statement add(db_, "INSERT INTO provision (id, standard, clause, level, confidence) VALUES (?, ?, ?, ?, ?) "
                               "ON CONFLICT DO UPDATE SET id = excluded.id RETURNING key");
    with(add, p.id, p.standard, p.clause, p.level, p.confidence).executeStep();
    known->second = add.getColumn(0).getInt64();
    by_key_.emplace(known->second, p);
    return known->second;
}

std::string provision_table::keys(std::vector<findings::provision> const& all) {
    std::string text;
    for (auto const& p : all) {
        if (!text.empty()) text += ',';
        text += std::to_string(key(p));
    }
    return text;
}

std::vector<findings::provision> provision_table::at(std::string const& keys) const {
    std::vector<findings::provision> all;
    char const *p = keys.data(), *const end = p + keys.size();
    while (p < end) {
        std::int64_t key = 0;
        p = std::from_chars(p, end, key).ptr;
        all.push_back(at(key));
        ++p; // the comma
    }
    return all;
}

tickets::evidence read_finding(SQLite::Statement& row, int at, provision_table const& provisions) {
    auto const text = [&] { return row.getColumn(at++).getString(); };
    auto const number = [&] { return row.getColumn(at++).getInt64(); };
    tickets::evidence e;
    e.finding = text();
    e.period.from.ms = number();
    e.period.to.ms = number();
    e.verdict = text();
    e.statistic = text();
    e.statistic_name = text();
    for (auto* field : {&e.measured, &e.measured_exact, &e.measured_low, &e.measured_high, &e.unit, &e.limit_min, &e.limit_max,
                        &e.limit_unit})
        *field = text();
    e.not_detected = number() != 0;
    e.prohibited = number() != 0;
    e.reference = reference_of(text());
    e.exceedance = text();
    e.excess = text();
    e.marginal = number() != 0;
    e.provision = provisions.at(number());
    e.also_breached = provisions.at(text());
    e.violation_types = list_of(text());
    e.source = text();
    e.sample_id = text();
    e.standing = text();
    e.lacks = list_of(text());
    e.digest = text();
    e.record = text();
    return e;
}

void put_finding(SQLite::Statement& s, int at, tickets::evidence const& e, provision_table& provisions) {
    auto const next = [&](auto const& value) { put(s, at++, value); };
    next(e.finding);
    next(e.period.from.ms);
    next(e.period.to.ms);
    for (auto const* field : {&e.verdict, &e.statistic, &e.statistic_name, &e.measured, &e.measured_exact, &e.measured_low,
                              &e.measured_high, &e.unit, &e.limit_min, &e.limit_max, &e.limit_unit})
        next(*field);
    next(std::int64_t{e.not_detected});
    next(std::int64_t{e.prohibited});
    next(reference_json(e.reference));
    next(e.exceedance);
    next(e.excess);
    next(std::int64_t{e.marginal});
    next(provisions.key(e.provision));
    next(provisions.keys(e.also_breached));
    next(json_list(e.violation_types));
    next(e.source);
    next(e.sample_id);
    next(e.standing);
    next(json_list(e.lacks));
    next(e.digest);
    next(e.record);
}

tickets::ticket read_ticket(SQLite::Statement& row, int at, basis_table& bases) {
    auto const text = [&] { return row.getColumn(at++).getString(); };
    auto const maybe = [&] { return store::optional_text(row.getColumn(at++)); };
    tickets::ticket t;
    for (auto* field :
         {&t.id, &t.series.enterprise_id, &t.series.outlet_id, &t.series.factor, &t.series.quantity, &t.strand, &t.sample_id})
        *field = text();
    t.state = tickets::state_from(text()).value_or(tickets::state::open);
    t.penalty = text();
    t.nature = text();
    t.case_id = maybe();
    t.rebound_of = maybe();
    t.merged_into = maybe();
    t.proposal = text();
    t.first_day = day_of(row.getColumn(at++));
    t.last_day = day_of(row.getColumn(at++));
    t.undetermined = row.getColumn(at++).getUInt();
    t.violation_types = list_of(text());
    t.bases = bases.at(row.getColumn(at++).getInt64());
    t.assignee = text();
    t.due = optional_day(row.getColumn(at++));
    return t;
}

void put_ticket(SQLite::Statement& s, int at, tickets::ticket const& t, basis_table& bases) {
    auto const next = [&](auto const& value) { put(s, at++, value); };
    for (auto const* field :
         {&t.id, &t.series.enterprise_id, &t.series.outlet_id, &t.series.factor, &t.series.quantity, &t.strand, &t.sample_id})
        next(*field);
    next(text(t.state));
    next(t.penalty);
    next(t.nature);
    next(t.case_id);
    next(t.rebound_of);
    next(t.merged_into);
    next(t.proposal);
    next(std::int64_t{t.first_day.days});
    next(std::int64_t{t.last_day.days});
    next(std::int64_t{t.undetermined});
    next(json_list(t.violation_types));
    next(bases.key(t.bases));
    next(t.assignee);
    next(t.due ? std::optional<std::int64_t>(t.due->days) : std::nullopt);
}

} // namespace huanchi::store

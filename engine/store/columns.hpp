// Between the values of the tickets stage and the columns of their tables. The lists of columns stand once, here; readers take
// a row from a column on, writers bind in the same order.
#pragma once

#include "store/database.hpp"
#include "tickets/ticket.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace huanchi::store {

std::string json_list(std::vector<std::string> const& texts);
std::vector<std::string> list_of(std::string const& json);
std::string bases_json(std::vector<tickets::basis> const& bases);
std::vector<tickets::basis> bases_of(std::string const& json);

// A table of texts, each kept once, by a number. Reads what is asked for and remembers it.
class text_table {
public:
    text_table(SQLite::Database& db, std::string const& table, std::string const& column);
    std::int64_t key(std::string const& text); // adds it if it is new
    std::string const& at(std::int64_t key);

private:
    SQLite::Database& db_;
    SQLite::Statement find_, add_, read_;
    std::unordered_map<std::string, std::int64_t> keys_;
    std::unordered_map<std::int64_t, std::string> texts_;
};
text_table input_files_of(SQLite::Database& db);

// The same for what the law said: each is taken apart once.
class basis_table {
public:
    explicit basis_table(SQLite::Database& db) : texts_(db, "legal_basis", "body") {}
    std::int64_t key(std::vector<tickets::basis> const& bases) { return texts_.key(bases_json(bases)); }
    std::vector<tickets::basis> const& at(std::int64_t key);

private:
    text_table texts_;
    std::unordered_map<std::int64_t, std::vector<tickets::basis>> by_key_;
};

// The same for provisions.
class provision_table {
public:
    explicit provision_table(SQLite::Database& db); // reads it whole: it has as many rows as provisions were ever breached
    std::int64_t key(findings::provision const& p); // adds it if it is new
    std::string keys(std::vector<findings::provision> const& all); // "3,17"
    findings::provision const& at(std::int64_t key) const { return by_key_.at(key); }
    std::vector<findings::provision> at(std::string const& keys) const;

private:
    using fields = std::tuple<std::string, std::string, std::string, std::string, std::string>;
    SQLite::Database& db_;
    std::unordered_map<std::int64_t, findings::provision> by_key_;
    std::map<fields, std::int64_t> keys_;
};

constexpr int count_columns(std::string_view list) {
    return static_cast<int>(std::count(list.begin(), list.end(), ',')) + 1;
}

// Columns of `finding`, without series and ticket.
inline constexpr std::string_view finding_columns = "id, period_from, period_to, verdict, statistic, statistic_name, measured, "
                                                    "measured_exact, measured_low, measured_high, unit, "
                                                    "limit_min, limit_max, limit_unit, not_detected, prohibited, reference, "
                                                    "exceedance, excess, marginal, provision, also_breached, "
                                                    "violation_types, source, sample_id, standing, lacks, digest, record";
inline constexpr int finding_column_count = count_columns(finding_columns);
tickets::evidence read_finding(SQLite::Statement& row, int from, provision_table const& provisions);
void put_finding(SQLite::Statement& s, int from, tickets::evidence const& e, provision_table& provisions);

// Columns of `ticket`, without the series' key and what is derived from the findings.
inline constexpr std::string_view ticket_columns = "id, enterprise_id, outlet_id, factor, quantity, strand, sample_id, state, "
                                                   "penalty, nature, case_id, rebound_of, merged_into, "
                                                   "proposal, first_day, last_day, undetermined, violation_types, bases, "
                                                   "assignee, due";
inline constexpr int ticket_column_count = count_columns(ticket_columns);
tickets::ticket read_ticket(SQLite::Statement& row, int from, basis_table& bases);
void put_ticket(SQLite::Statement& s, int from, tickets::ticket const& t, basis_table& bases);

} // namespace huanchi::store

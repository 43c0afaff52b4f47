// Judgements in the store: reads the last ones of a series, and adds those that differ. Made for one transaction, in which it
// keeps its statements.
#pragma once

#include "store/chain.hpp"
#include "store/columns.hpp"
#include "tickets/judgements.hpp"

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace huanchi::store {

class judgement_rows {
public:
    judgement_rows(SQLite::Database& db, run_reference const& run);

    // Of the findings of one series those that are not compliant, and what takes the place of such; `series` gives its key once
    // something is to be written. Gives the number added.
    std::size_t add(std::optional<std::int64_t> known, std::function<std::int64_t()> const& series,
                    std::vector<findings::finding const*> const& found, std::vector<std::string> const& files);

    // The values that the last judgement of a finding rests on; none where they were not kept.
    std::vector<tickets::rested_on> data_of(std::string const& finding);
    // The data are as before, and nothing is judged of them any more.
    void add_not_judged(std::int64_t series, std::string const& finding);

private:
    struct known_judgement {
        std::int64_t key = 0;
        bool quiet = false;
        std::string digest, reason, data_digest;
        bool says(tickets::judgement const& j) const {
            return digest == j.what.digest && reason == j.reason && (data_digest.empty() || data_digest == j.data_digest);
        }
    };
    using last_ones = std::unordered_map<std::string, known_judgement>;
    void add_last_of(findings::finding const& f, last_ones& all);
    last_ones last_of(std::int64_t series, std::vector<findings::finding const*> const& found);
    std::int64_t write(std::int64_t series, std::optional<std::int64_t> before, tickets::judgement& now);

    run_reference run_;
    SQLite::Database& db_;
    provision_table provisions_;
    SQLite::Statement last_, last_by_id_, read_, put_, no_longer_last_;
};

std::vector<tickets::cause> causes_of_json(std::string const& text);
// Of one finding, or of all that a ticket holds; by period and finding, then in the order in which they were made.
std::vector<tickets::judgement> read_judgements(SQLite::Database& db, std::string const& id);

} // namespace huanchi::store

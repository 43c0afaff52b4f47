#include "store/evidence_rows.hpp"

#include "base/digest.hpp"
#include "store/columns.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace huanchi::store {

namespace {

class text_reader {
public:
    explicit text_reader(SQLite::Database& db) : read_(db, "SELECT digest, body FROM kept_text WHERE key = ?") {}

    std::shared_ptr<std::string const> at(std::int64_t key) {
        auto& known = known_[key];
        if (known) return known;
        if (!with(read_, key).executeStep()) throw std::runtime_error("a kept text is gone");
        auto const column = read_.getColumn(1);
        auto body = std::make_shared<std::string const>(static_cast<char const*>(column.getBlob()),
                                                        static_cast<std::size_t>(column.getBytes()));
        if (base::sha256_hex(*body) != read_.getColumn(0).getString())
            throw std::runtime_error("a kept text is not what its digest says");
        known = body;
        read_.reset();
        return known;
    }

private:
    SQLite::Statement read_;
    std::map<std::int64_t, std::shared_ptr<std::string const>> known_;
};

std::shared_ptr<std::vector<rule_text> const> read_rules(SQLite::Database& db, std::string const& digest, text_reader& texts) {
    SQLite::Statement find(db, "SELECT files FROM kept_rules WHERE digest = ?");
    if (!with(find, digest).executeStep()) return nullptr;
    auto files = std::make_shared<std::vector<rule_text>>();
    for (auto const& file : nlohmann::json::parse(find.getColumn(0).getString()))
        files->push_back({file.at(0).get<std::string>(), *texts.at(file.at(1).get<std::int64_t>())});
    return files;
}

} // namespace

std::int64_t evidence_rows::text_key(std::string const& text) {
    auto const digest = base::sha256_hex(text);
    SQLite::Statement find(db_, "SELECT key FROM kept_text WHERE digest = ?");
    if (with(find, digest).executeStep()) return find.getColumn(0).getInt64();
    SQLite::Statement add(db_, "INSERT INTO kept_text (digest, body) VALUES (?, ?)");
    add.bind(1, digest);
    add.bind(2, text.data(), static_cast<int>(text.size()));
    add.exec();
    return db_.getLastInsertRowid();
}

std::int64_t evidence_rows::block_key(std::shared_ptr<std::string const> const& block) {
    auto const [known, is_new] = blocks_.try_emplace(block.get(), 0);
    if (is_new) known->second = text_key(*block);
    return known->second;
}

void evidence_rows::add_rules(std::vector<rule_text> const& files) {
    if (rules_known_) return;
    rules_known_ = true;
    SQLite::Statement find(db_, "SELECT 1 FROM kept_rules WHERE digest = ?");
    if (with(find, run_.rules).executeStep()) return;
    auto list = nlohmann::json::array();
    for (auto const& f : files) list.push_back({f.name, text_key(f.text)});
    SQLite::Statement add(db_, "INSERT INTO kept_rules (digest, files) VALUES (?, ?)");
    run(add, run_.rules, list.dump());
}

void evidence_rows::add(kept_evidence const& e) {
    auto const optional_key = [&](std::string const& text) {
        return text.empty() ? std::nullopt : std::optional(text_key(text));
    };
    auto rows = nlohmann::json::array();
    for (auto const& block : e.rows) rows.push_back(block_key(block));
    if (e.rules) add_rules(*e.rules);
    SQLite::Statement add(db_, "INSERT INTO kept_evidence (ticket, run, findings, options, facility, records, blocks, missing) "
                               "VALUES ((SELECT key FROM ticket WHERE id = ?), ?, ?, ?, ?, ?, ?, ?)");
    run(add, e.ticket, run_.key, json_list(e.findings), e.options, optional_key(e.facility), optional_key(e.records),
        rows.dump(), e.missing);
}

std::vector<kept_evidence> read_kept_evidence(SQLite::Database& db, std::string const& ticket) {
    SQLite::Statement row(db, "SELECT e.findings, e.options, e.facility, e.records, e.blocks, e.missing, r.time, r.engine, "
                              "r.rules FROM ticket t JOIN kept_evidence e ON e.ticket = t.key JOIN run r ON r.key = e.run "
                              "WHERE t.id = ? ORDER BY e.key");
    text_reader texts(db);
    std::map<std::string, std::shared_ptr<std::vector<rule_text> const>> rules; // by digest: large, and mostly one
    std::vector<kept_evidence> all;
    with(row, ticket);
    while (row.executeStep()) {
        auto const text_in = [&](int column) {
            return row.getColumn(column).isNull() ? std::string() : *texts.at(row.getColumn(column).getInt64());
        };
        kept_evidence e;
        e.ticket = ticket;
        e.findings = list_of(row.getColumn(0).getString());
        e.options = row.getColumn(1).getString();
        e.facility = text_in(2);
        e.records = text_in(3);
        for (auto const& key : nlohmann::json::parse(row.getColumn(4).getString()))
            e.rows.push_back(texts.at(key.get<std::int64_t>()));
        e.missing = row.getColumn(5).getString();
        e.time = row.getColumn(6).getString();
        e.engine = row.getColumn(7).getString();
        e.rules_digest = row.getColumn(8).getString();
        auto const [known, is_new] = rules.try_emplace(e.rules_digest);
        if (is_new) known->second = read_rules(db, e.rules_digest, texts);
        e.rules = known->second;
        all.push_back(std::move(e));
    }
    return all;
}

} // namespace huanchi::store

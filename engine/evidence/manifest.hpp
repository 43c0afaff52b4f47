// What a bundle says of itself (huanchi.bundle/1): every file with its size and SHA-256, from what the findings were judged,
// and where in the chain of its store the history of the ticket ends. A value; reading gives nothing where it is no manifest.
#pragma once

#include "evidence/judged_set.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace huanchi::evidence {

inline constexpr char const* bundle_schema = "huanchi.bundle/1";
inline constexpr char const *manifest_name = "manifest.json", *sums_name = "SHA256SUMS", *ticket_name = "ticket.json",
                            *explanation_name = "explanation.json", *record_name = "record.json",
                            *history_name = "history.ndjson", *readme_name = "README.txt";
inline constexpr char const *facility_name = "facility.json", *rows_name = "rows.ndjson", *records_name = "records.ndjson";

struct manifest {
    struct file {
        std::string name, sha256;
        std::uint64_t size = 0;
    };
    // Files of rules in the order in which they were loaded: as they were called, and where they lie here.
    struct rule_files {
        std::string digest;
        std::vector<std::pair<std::string, std::string>> files;
    };
    struct set {
        std::string folder, time, engine, rules; // rules: digest
        std::uint64_t rows = 0;
        std::vector<std::string> findings;
        run_options options;
        std::string missing; // then there is no folder
    };
    std::string ticket, engine;
    std::int64_t chain_entries = 0;
    std::string chain_hash;
    std::vector<set> judged;
    std::vector<rule_files> rules;
    std::vector<file> files;
};

std::string manifest_json(manifest const& m);
std::optional<manifest> manifest_from(std::string const& json);

} // namespace huanchi::evidence

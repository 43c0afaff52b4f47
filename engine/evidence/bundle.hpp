// One archive for the case file of a ticket: what it says, what it stands on, its history, the rules it was judged by, what was
// attached. The same ticket gives the same bytes. Values in, values out; who calls writes the file.
#pragma once

#include "base/result.hpp"
#include "evidence/judged_set.hpp"
#include "tickets/ticket.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace huanchi::evidence {

// Of an archive that is made, and of one that is looked at.
inline constexpr std::size_t most_files = 4000;
inline constexpr std::uint64_t most_file_bytes = std::uint64_t{512} << 20, most_bundle_bytes = std::uint64_t{1} << 30;

struct bundle_source {
    tickets::ticket ticket; // whole, with history
    std::vector<judged_set> sets;
    std::int64_t chain_entries = 0; // of the store
    std::string chain_hash;
    std::vector<std::pair<std::string, std::string>> attachments; // name, bytes
    std::string engine;                                           // version
};

using bundle_files = std::vector<std::pair<std::string, std::string>>; // name, bytes
bundle_files files_of(bundle_source const& from);
// The archive; a failure where there is too much of it.
base::result<std::string> bundle(bundle_source const& from);

// A file name that is safe anywhere: no folders, no control characters, not empty.
std::string plain_name(std::string const& name);

} // namespace huanchi::evidence

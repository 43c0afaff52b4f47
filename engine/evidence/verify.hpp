// Proves a bundle by itself, without a store: that it is whole and as it was made, that the history's hashes chain and end in
// the record, and that the rows judged again by the rules in it give the findings on record, to the byte. Nothing is unpacked
// to disk; what is in it is never trusted with a path. Safe on any bytes.
#pragma once

#include "evidence/replay.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::evidence {

struct bundle_fault {
    bool refused = false; // it is no bundle at all, or one that might do harm: nothing further was looked at
    std::string file;     // that is wrong, "" the archive as a whole
    std::string zh, en;   // what is wrong
};

struct proven {
    std::string ticket, engine;
    std::size_t files = 0, entries = 0; // of the history
    replayed again;
    std::optional<bundle_fault> fault; // the first
};

proven verify_bundle(std::string_view bytes);

} // namespace huanchi::evidence

// Judges what a ticket stands on again, and holds every finding against what is stored, to the byte. Pure but for the temporary
// files of judge().
#pragma once

#include "evidence/judged_set.hpp"
#include "tickets/ticket.hpp"

#include <functional>
#include <string>
#include <vector>

namespace huanchi::evidence {

struct difference {
    struct field {
        std::string name, stored, again;
    };
    std::string finding;
    bool absent = false; // nothing is judged under this name
    std::vector<field> fields;
};

struct replayed {
    std::size_t findings = 0; // that were compared
    std::uint64_t rows = 0;
    std::vector<std::pair<std::string, std::string>> not_kept; // finding, and a word for why
    std::vector<difference> differences;
    std::vector<std::string> other_rules; // digests of runs that were judged by others than are used now
    bool same() const { return not_kept.empty() && differences.empty(); }
};

// What is used to judge a set.
struct judge_rules {
    model::rulebook const* rules = nullptr;
    plan::plan const* plan = nullptr;
};
using rules_for = std::function<base::result<judge_rules>(judged_set const&)>;

base::result<replayed> replay(std::vector<tickets::evidence> const& stored, std::vector<judged_set> const& sets,
                              rules_for const& rules);

} // namespace huanchi::evidence

// What a store keeps of a run so that a ticket can be judged again when the input files are gone: blocks of rows, the facility
// and the rules as they were, and the options that matter. Values only; who fills them need not know the store. Texts are
// addressed by their content: what several tickets or runs have in common is kept once.
#pragma once

#include "tickets/ticket.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace huanchi::store {

// A ticket of which a run has said something new, with the findings that it judged.
struct evidence_wanted {
    struct item {
        std::string finding, statistic;
        base::period period{};
    };
    std::string ticket;
    tickets::series_key series;
    std::vector<item> findings;
};

struct rule_text {
    std::string name, text;
};

struct kept_evidence {
    std::string ticket;
    std::vector<std::string> findings;                    // ids that were judged from it
    std::string options;                                  // JSON object
    std::string facility, records;                        // texts; "" none
    std::vector<std::shared_ptr<std::string const>> rows; // blocks, as the stage that keeps them writes them
    std::shared_ptr<std::vector<rule_text> const> rules;  // files
    std::string missing;                                  // a word for why it is not kept, "" if it is
    std::string remark;                                   // the same for people: goes into the ticket's history
    // Of the run; filled when it is read.
    std::string time, engine, rules_digest;
};

// Asked once a run, within its transaction, for all tickets that it has changed. What it cannot keep it says in `missing`.
using evidence_source = std::function<std::vector<kept_evidence>(std::vector<evidence_wanted> const&)>;

} // namespace huanchi::store

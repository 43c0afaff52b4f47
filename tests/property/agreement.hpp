// One case through the engine and through the slow way, and where they differ: the difference, and the case made small.
#pragma once

#include "judge.hpp"
#include "random_case.hpp"

namespace huanchi::property {

struct comparison {
    bool loaded = false;                // false: the rules have mistakes, nothing was compared
    std::string mistake;                // the first of them
    std::vector<std::string> different; // "slow: …", "plan: …"
    std::vector<ruling> rulings;        // of the slow way
    std::vector<std::string> records;   // grades and indices: verdict, class, reason
};
comparison compare(random_case const& c);

// Without the rows and declarations in which the loader finds mistakes (a row that can never apply, two that contradict).
random_case without_mistakes(random_case c);

// The same with as few rules, rows and attributes as still differ.
random_case made_small(random_case c);

// A case loaded, for those who want to ask more of it than agreement.
struct prepared {
    source::source_set files;
    model::rulebook rules;
    facts::facilities sites;
    std::string mistake;
};
prepared prepare(random_case const& c);

} // namespace huanchi::property

// Runs the tests that stand in rule files through the same engine that judges real data.
#pragma once

#include "findings/finding.hpp"
#include "plan/plan.hpp"

#include <string>
#include <vector>

namespace huanchi::findings {

struct test_outcome {
    std::string title;
    source::span where;
    bool passed = false;
    std::vector<std::string> differences; // "verdict: expected violation, found compliant"
    std::vector<std::string> covered;     // ids of provisions that took part in a judgement
};

struct test_report {
    std::vector<test_outcome> outcomes;
    std::size_t passed = 0;
    std::vector<std::string> uncovered; // ids that no test reached, in the order of the rules; but limits that are not judged
    std::size_t provisions = 0;
};

// What the engine says of the facts of one test, whatever it expects. `applied`: ids of the provisions that took part.
struct judged_test {
    std::vector<finding> findings;
    std::vector<std::string> applied;
};
judged_test judge_test(model::rulebook const& rules, plan::plan const& p, model::rule_test const& t);

// With files, only the tests and provisions that stand in them; what else the rulebook has takes part in judging all the same.
test_report run_tests(model::rulebook const& rules, plan::plan const& p, std::vector<source::file_id> const& files = {});

} // namespace huanchi::findings

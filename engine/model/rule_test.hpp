// What the tests that stand in rule files give and expect, as the rules mean it.
#pragma once

#include "base/date.hpp"
#include "source/source_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace huanchi::model {

struct given_value {
    std::string statistic; // json name
    std::uint16_t factor = 0;
    std::string value, unit;              // as written; `not_detected` is "ND"
    base::moment from;                    // start of the (first) interval
    std::uint32_t times = 1;              // so many intervals in a row
    std::vector<std::string> values = {}; // of intervals in a row, one by one; "" where none came
    std::optional<base::moment> received = {};
    std::vector<std::pair<std::string, std::string>> with; // measurement fields, json name → text
    std::string outlet = {};                               // name of one of several, "" the only one
};
struct given_fields {
    std::string record;
    std::vector<std::pair<std::string, std::string>> fields; // json name → text
    std::string name = {};                                   // of one of several outlets
};
// An act of a violation type, for tests of consequences alone. What an expectation says of the law.
struct given_act {
    std::string violation_type;
    base::moment at;
};
struct expected_law {
    std::optional<std::string> law, penalty; // that are to be applied
    std::optional<std::string> lighter;      // act, decision, equal, unclear
};
// The facts of a case put to a discretion table, and the amount in money that is to come out.
struct given_discretion {
    std::uint32_t table = 0; // index into rulebook.discretions
    base::date on;
    std::string severity;                                   // lighter, ordinary, heavier
    std::vector<std::pair<std::string, std::string>> facts; // factor → level or number
    std::optional<std::string> low, high;                   // of the fine expected, digits as written; high absent: one amount
};
struct rule_test {
    std::string title;
    std::vector<given_fields> records;
    std::vector<given_value> values;
    std::vector<std::string> stacks; // outlets that count as one
    std::string verdict;
    std::string provision; // prefix of the id, "" if not asked
    std::optional<std::string> limit, exceedance, reason, result;
    std::optional<std::string> finality; // provisional, final, amended
    std::optional<base::date> as_of;     // 截至日; of an act, the day of the decision
    std::vector<given_act> acts;
    expected_law law;
    std::optional<given_discretion> discretion;
    source::span where;
};

} // namespace huanchi::model

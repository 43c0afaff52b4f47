// How the tickets that a run was about stand to what was there before it: new, unchanged, updated, or absent, that is, the run
// has seen their data and finds nothing of them any more. What a run had no data of is not among them. Values.
#pragma once

#include "tickets/judgements.hpp"
#include "tickets/ticket.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::tickets {

struct run_line {
    std::int64_t key = 0; // from 1, in the order of the runs
    std::string time, by, engine, rules, as_of;
    // How many tickets it was about; none of a run before this was kept.
    struct outcomes {
        std::int64_t is_new = 0, updated = 0, unchanged = 0, absent = 0;
    };
    std::optional<outcomes> counts;
};

struct compared_ticket {
    std::string id, outcome; // new, updated, unchanged, absent
    series_key series;
    std::string enterprise_name, factor_name;
    base::date first_day, last_day;
    std::vector<std::string> moves; // in its history, by this run
    struct reason {
        cause why;                // of the judgements of its findings
        std::size_t findings = 0; // that have it
    };
    std::vector<reason> reasons; // of unchanged ones none
};

struct comparison {
    run_line run;
    std::optional<run_line> before; // the run before it
    // By outcome (absent, updated, new, unchanged), then by site and first day. Unchanged ones only of the last run.
    std::vector<compared_ticket> tickets;
};

} // namespace huanchi::tickets

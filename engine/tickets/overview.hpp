// What a whole store knows beside its tickets: how each day of each series stands, what could not be judged, who judged last
// and with what, where the history ends. A value that the store fills and reports read; owns its texts; safe to share between
// threads once filled.
#pragma once

#include "tickets/ticket.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace huanchi::tickets {

struct known_series {
    series_key key;
    std::string enterprise_name, factor_name;                 // "" where no finding has ever named them
    std::vector<std::pair<base::date, eval::day_state>> days; // in order, each once
};

// The last judgement of a period that came to no verdict.
struct open_question {
    series_key key;
    std::string statistic, statistic_name;
    base::period period{};
    std::string reason; // its code, then what is missing
};

struct overview {
    std::string last_run, engine, rules, as_of; // of the last run, "" if there was none
    std::int64_t entries = 0;                   // of the history
    std::string chain;                          // hash of its last entry
    std::vector<known_series> series;           // by key
    std::vector<open_question> questions;       // by key and period
};

} // namespace huanchi::tickets

// How a series goes on when a run brings findings: tickets are opened, extended, split and joined, corrected evidence replaces
// what it corrects, and what the engine cannot do by itself it proposes. Pure: the caller owns the state, before and after. The
// episodes depend on all that is known of the series and not on the order in which it came.
#pragma once

#include "tickets/legal_bases.hpp"
#include "tickets/ticket.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace huanchi::tickets {

struct episode_rules {
    int rebound_days = 90; // after a verified correction
};

// What one run says of one series. Compliant findings matter where they judge again what a ticket holds.
struct news {
    struct judged_day {
        base::date day;
        eval::day_state state{};
        bool by_enforcement = false;
    };
    std::vector<findings::finding const*> findings;
    std::vector<judged_day> days;
    std::vector<std::string> const* files = nullptr; // names of the inputs
    // Findings held of which the run has seen the data, and judged something else of them.
    std::set<std::string> not_judged = {};
};

// What happened to a ticket, for its history. Moves: open, extend, correct, split, merge, propose, rejudge.
struct event {
    struct change {
        std::string what, before, after;
    };
    struct correction {
        std::string finding, cause; // data, rules, standing
        std::string verdict_before, measured_before, verdict_after, measured_after;
    };
    std::string ticket, move;
    std::vector<std::pair<std::string, std::string>> facts;
    std::vector<change> changes; // of fields of the ticket
    std::vector<correction> corrections;
    std::optional<std::string> note = {};
};

struct advanced {
    std::vector<ticket_action> actions; // of every ticket that the run was about, in the order of the state's tickets
    std::vector<event> events;          // by ticket, in the same order
    // What of the state is to be written:
    std::set<std::string> changed_tickets;
    std::set<std::string> changed_findings; // new or judged differently
    std::set<std::string> moved_findings;   // only to another ticket
    std::set<std::int32_t> changed_days;
};

advanced advance(series_state& series, news const& n, legal_bases& law, episode_rules const& rules = {});

} // namespace huanchi::tickets

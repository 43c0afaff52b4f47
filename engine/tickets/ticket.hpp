// Tickets: what opens, extends and ends them. Pure functions over the state of one series (site, outlet, factor, quantity); the
// store keeps that state and the history. The engine opens and extends; people do the rest.
#pragma once

#include "findings/check.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::tickets {

enum class state : std::uint8_t { open, confirmed, ordered, reported, verified, closed, dismissed, transferred, merged, moot };
std::string_view text(state s);

struct series_key {
    std::string enterprise_id, outlet_id, factor, quantity;
    friend auto operator<=>(series_key const&, series_key const&) = default;
};

// A finding as a ticket remembers it.
struct evidence {
    std::string finding;               // id
    base::period period{};
    std::string verdict;               // violation, undetermined
    std::string measured, unit, limit_max, limit_min, exceedance;
    std::string excess;                // exact text, to find the worst
    findings::provision provision;
    std::vector<findings::provision> also_breached;
    std::vector<std::string> violation_types;
    std::string source, standing, sample_id;
    std::vector<std::pair<std::string, std::uint32_t>> rows; // file, line
    std::string digest;                // of what was found, so that a re-check sees a change
};

struct basis {
    std::string law, duty, penalty;
    std::optional<std::string> fine_min, fine_max, fine_unit;
    std::vector<std::string> measures;
    std::string confidence;
};

struct ticket {
    std::string id;                    // t-…: hash of the series and the day on which the episode begins
    series_key series;
    tickets::state state = tickets::state::open;
    std::string penalty = "none";
    std::string nature = "lead";
    std::optional<std::string> case_id, rebound_of;
    std::string sample_id;             // of a manual sampling event, which is an episode of its own
    base::date first_day{}, last_day{}; // days with a violation
    std::vector<evidence> findings;    // by period
    std::vector<basis> bases;          // of the law in force on the first day
    std::vector<std::string> violation_types;
};

enum class action : std::uint8_t { opened, updated, unchanged, rebound };
std::string_view text(action a);

struct ticket_action {
    std::string id;
    tickets::action action;
};

// What is known of a series: its days, decided by all runs so far, and its tickets.
struct series_state {
    std::map<std::int32_t, eval::day_state> days; // by date.days
    std::vector<ticket> tickets;
};

} // namespace huanchi::tickets

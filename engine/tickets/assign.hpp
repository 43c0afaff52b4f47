// Which ticket holds which episode. Internal to this folder; used by advance() while it works on one series.
#pragma once

#include "tickets/episodes.hpp"
#include "tickets/ticket.hpp"

#include <map>
#include <string>
#include <vector>

namespace huanchi::tickets {

inline constexpr std::ptrdiff_t nobody = -1;

// A finding taken out of its ticket for the time of the work.
struct held_finding {
    evidence what;
    std::ptrdiff_t owner = nobody; // index of its ticket
    std::string strand;
    base::date day{};
    bool fresh = false; // the run brought it
    bool seen = false;  // the run judged it again
};

struct assignment {
    struct split {
        std::size_t from, into;
        std::string because;
    };
    struct join {
        std::size_t from, into;
    };
    std::vector<std::size_t> opened;
    std::vector<split> splits;
    std::vector<join> joins;
    std::vector<std::size_t> kept_apart; // of one episode with another ticket, but officers have begun to work on both
    std::map<std::size_t, std::vector<std::size_t>> members; // of a ticket that has not ended: what stands, by period
};

// Gives every standing finding of the episodes an owner: the ticket that has it, another one that it joins, or a new ticket
// appended to `tickets`. `standing[i]` is the place in `held` of member i of the episodes.
assignment assign(series_key const& key, std::vector<ticket>& tickets, std::vector<held_finding>& held,
                  std::vector<std::size_t> const& standing, std::vector<found_episode> const& episodes);

// "t-" and 16 hex digits over the series, the first day and the sampling event; `others` may not have it.
std::string ticket_id(series_key const& key, base::date first_day, std::string const& strand,
                      std::vector<ticket> const& others);

} // namespace huanchi::tickets

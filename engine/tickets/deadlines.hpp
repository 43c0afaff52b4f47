// The clocks of a ticket: by when something has to happen in its course, as the rules say it. Pure functions; the day on which
// they are asked is given.
#pragma once

#include "base/work_calendar.hpp"
#include "model/rulebook.hpp"
#include "tickets/ticket.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::tickets {

// running: more than three days are left; unknown: the calendar of working days does not reach the day.
enum class clock : std::uint8_t { running, due_soon, overdue, met, met_late, suspended, unknown };
std::string_view text(clock c);

struct running_deadline {
    std::string id, what;         // of the rule; "rectification" for the day that the order itself sets
    std::string document, clause; // as printed
    std::string event;            // that it runs from
    base::date from{};
    std::string length; // "7 workdays", "" where a day was set
    std::optional<base::date> due;
    std::optional<base::date> met_on;
    tickets::clock clock{};
    model::confidence confidence = model::confidence::high;
    std::string note;
};

// Of those that the course has started, in the order in which they started, then as declared. A clock runs anew from the last
// day of its event. A ticket that has ended or is waived on the day leaves what is open suspended.
std::vector<running_deadline> deadlines_of(ticket const& t, model::rulebook const& rules, base::work_calendar const& calendar,
                                           base::date on);

} // namespace huanchi::tickets

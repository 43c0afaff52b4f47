// Tickets as JSON (huanchi.ticket/1, huanchi.tickets/1) and text. The store fills the values; here they are only written. Pure
// functions, safe from many threads.
#pragma once

#include "report/law_lines.hpp"
#include "report/text_options.hpp"
#include "tickets/deadlines.hpp"
#include "tickets/minor_violations.hpp"
#include "tickets/ticket.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::report {

// What is said of a ticket beside itself: with a decision, how the law of the act compares with that of its day; in the text,
// whether the act may be a minor violation, by `rules`, which outlive it.
struct ticket_asides {
    std::optional<report::decision> decision = {};
    std::vector<tickets::running_deadline> deadlines = {};
    std::optional<tickets::minor_sheet> minor = {};
    model::rulebook const* rules = nullptr;
};
std::string ticket_json(tickets::ticket const& t, ticket_asides const& a = {});
std::string ticket_line(tickets::ticket const& t, ticket_asides const& a = {}); // the JSON on one line
std::string ticket_text(tickets::ticket const& t, text_options const& options, ticket_asides const& a = {});

std::string tickets_json(std::vector<tickets::summary> const& list);
std::string tickets_ndjson(std::vector<tickets::summary> const& list); // one ticket a line
std::string tickets_csv(std::vector<tickets::summary> const& list, bool byte_order_mark);
std::string tickets_text(std::vector<tickets::summary> const& list, text_options const& options);

} // namespace huanchi::report

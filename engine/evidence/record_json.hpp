// A ticket's record (everything that its digest covers) and its history as JSON, and back. What is no such text gives nothing.
#pragma once

#include "tickets/ticket.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::evidence {

std::string record_json(tickets::ticket const& t);
std::optional<tickets::ticket> record_from(std::string const& json);

std::string history_lines(std::vector<tickets::history_entry> const& history); // NDJSON
std::optional<std::vector<tickets::history_entry>> history_from(std::string const& lines);

} // namespace huanchi::evidence

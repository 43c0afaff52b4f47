// What makes an entry of the history what it is, for those who prove a history without the store. Pure functions.
#pragma once

#include "tickets/course.hpp"

#include <string>

namespace huanchi::store {

// SHA-256 over the entry's fields and the two hashes before it; `previous_of_ticket` is "" for the first of a ticket.
std::string entry_hash(tickets::history_entry const& e, std::string const& previous_of_ticket);

// The digest of the ticket after the entry, out of its details; "" if they hold none.
std::string record_of(std::string const& details);

} // namespace huanchi::store

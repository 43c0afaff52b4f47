// Reading the ticket store that the options name.
#pragma once

#include "session.hpp"
#include "store/ticket_store.hpp"

namespace huanchi::cli {

base::result<store::ticket_store> open_to_read(session const& s);
// A failure too where there is no such ticket.
base::result<tickets::ticket> read_ticket(session const& s, std::string const& id);

} // namespace huanchi::cli

// A ticket with what the store keeps of its data, and what its bundle is made of.
#pragma once

#include "session.hpp"

#include "evidence/bundle.hpp"
#include "store/ticket_store.hpp"

#include <string>
#include <vector>

namespace huanchi::cli {

struct stored_ticket {
    tickets::ticket ticket;
    std::vector<evidence::judged_set> sets;
};
// Failures too where there is no such ticket.
base::result<stored_ticket> read_stored(session const& s, store::ticket_store const& ledger, std::string const& id);
base::result<evidence::bundle_source> bundle_source_of(session const& s, store::ticket_store const& ledger,
                                                       std::string const& id);

} // namespace huanchi::cli

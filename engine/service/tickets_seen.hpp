// The store that is served, and which of its tickets a role may see (contract §4.5). Internal to this folder.
#pragma once

#include "service/api.hpp"

#include "store/ticket_store.hpp"

#include <variant>

namespace huanchi::service {

problem no_store();
problem unavailable(base::failure const& f);
problem no_ticket(std::string const& id);

// Not found, where nothing was written yet.
std::variant<store::ticket_store, problem> open_to_read(api const& a);

// Those outside, to whom leads, plans of inspection and who informed are nothing to know.
bool is_outside(role r);

bool may_see(api const& a, identity const& who, tickets::series_key const& key);
// An enterprise sees what was served to it; an integrator what is no lead any more.
bool may_see(api const& a, identity const& who, tickets::ticket const& t);

// The ticket that the path names; not found where the caller may not see it.
std::variant<tickets::ticket, problem> named_ticket(api const& a, call const& c);

// What If-Match and If-None-Match speak of.
std::string tag_of(tickets::ticket const& t);
bool same_tag(std::string_view asked, std::string const& tag);

} // namespace huanchi::service

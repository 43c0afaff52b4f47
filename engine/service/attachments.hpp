// Files that belong to a ticket, in the body of a move. Internal to this folder.
#pragma once

#include "service/body.hpp"

#include "tickets/moves.hpp"

#include <optional>
#include <string>

namespace huanchi::service {

// `name` and `content`, base64, of the move `attach`: its facts, and the bytes. nullopt: what is wrong stands in the members.
std::optional<std::string> read_attachment(tickets::act& k, members& m);

} // namespace huanchi::service

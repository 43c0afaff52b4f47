// What the numbers of HJ 212 mean to measurements, and how to say what is wrong with a packet. Pure.
#pragma once

#include "hj212/packet.hpp"
#include "model/rulebook.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace huanchi::facts {

// What a command carries (table 9; 2111 is of 2025: furnace temperature, means of 5 minutes); nullopt: no measurements.
std::optional<model::interval> interval_of_command(std::uint16_t command);
std::string_view interval_word(model::interval i); // as measurements write it

// The system that sends says in which medium its old codes are (table 5); blank where it does not.
std::string_view medium_of_system(std::string_view st);

std::string_view why(hj212::fault f);
// Bytes of a stream for a reader's eyes.
std::string printable(std::string_view bytes);

} // namespace huanchi::facts

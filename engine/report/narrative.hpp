// The facts of a ticket in the fixed form in which a decision states them, in Chinese, ready to paste:
// 2026年5月1日8时至9时，你单位DA001排放口二氧化硫小时折算浓度58.33 mg/m³，超过GB 13271-2014表2规定的50 mg/m³，超标0.17倍。
// Only what the evidence holds is said. Pure functions.
#pragma once

#include "tickets/ticket.hpp"

#include <string>

namespace huanchi::report {

// Without the stop at the end.
std::string narrative_zh(tickets::ticket const& t, tickets::evidence const& e);
// Of the whole ticket: the worst violation, and how many there are from when to when. "" where none stands.
std::string narrative_zh(tickets::ticket const& t);

} // namespace huanchi::report

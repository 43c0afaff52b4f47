// What the charts of a ticket and of a year are made of. Pure; only the .cpp files of this folder see it.
#pragma once

#include "report/report_document.hpp"

#include <optional>
#include <string_view>

namespace huanchi::report {

std::optional<double> number_of(std::string_view text); // to draw or sort by; "<0.5" is 0.5
chart_value drawn(findings::finding const& f, mark how);
mark mark_of(eval::verdict v);
// Puts values and spans in order, finds where the limit changes, and leaves out what is too much.
void finish(chart& c, std::size_t most_values);

} // namespace huanchi::report

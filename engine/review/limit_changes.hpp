// What becomes tighter or looser for outlets on file: from one day to another by the same rules, or from one rulebook to
// another on the same day. Only the limits that decide are compared. Pure functions.
#pragma once

#include "review/limit_table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::review {

enum class shift : std::uint8_t { tighter, looser, added, lifted, differs }; // differs: tighter at one end and looser at the
// other, or of another reference state
std::string_view text(shift s);

struct limit_change {
    std::string enterprise_id, enterprise_name, outlet_id;
    base::date from; // the first day of the new limit, or the day on which two rulebooks are compared
    shift what{};
    std::optional<limit_row> before, after; // never both absent
    // Of a lifted limit: another edition of its document is in force, and this is not encoded of it: the limit may go on.
    std::string edition;
    std::vector<std::string> not_encoded;
    limit_row const& either() const { return after ? *after : *before; }
};

// In the order of the timeline's factors, then of time.
std::vector<limit_change> changes_over(outlet_timeline const& t, model::rulebook const& rules);
// Of one outlet on one day, by two rulebooks.
std::vector<limit_change> changes_between(outlet_limits const& before, model::rulebook const& rules_before,
                                          outlet_limits const& after, model::rulebook const& rules_after);

} // namespace huanchi::review

// What a project's requirement that is not met, or is open, would be met with: for each field that it asks of, the values
// nearest to the present one. Computed from the condition, and every proposal is judged before it is given. Pure.
#pragma once

#include "facts/records.hpp"
#include "plan/plan.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::findings {

struct turn {
    std::string field, field_name; // JSON name, and as the rules have it
    std::string now;               // "" where it is not known
    std::string to;                // `replacement_ratio >= 1.5`
};

struct turning_request {
    std::optional<base::date> at; // judge by the rules in force then
    base::date today;
    bool unreviewed = false;
};
// Of a line of a table of requirements, one field changed and the others as they are; none where no single field turns it.
// Conditions that compare a field with an expression are met at the value that the expression has.
std::vector<turn> turns_of(model::rulebook const& rules, plan::plan const& p, std::vector<facts::record> const& records,
                           std::size_t record, std::uint32_t table, std::uint32_t line, turning_request const& request);

} // namespace huanchi::findings

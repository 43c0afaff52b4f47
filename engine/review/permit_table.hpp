// The table of permitted emissions as it stands in a permit: an outlet and a pollutant a line, with the limits on what is
// emitted and on the rate. Pure.
#pragma once

#include "review/limit_table.hpp"

namespace huanchi::review {

// A limit in words of the table. Limits in other statistics or reference states, and such as depend on a condition, stand side
// by side.
struct permitted {
    limit_row limit;
    std::vector<std::string> unknown; // attributes of the outlet that decide whether it applies
};
struct permit_line {
    std::string enterprise_id, enterprise_name, outlet_id, factor, factor_name;
    std::vector<permitted> concentration; // and whatever else is measured as it is emitted: pH, temperature, degree of odour
    std::vector<permitted> rate, total;
};
struct permit_table_lines {
    base::date at;
    std::vector<permit_line> lines; // in the order of the outlets and factors
};
permit_table_lines permit_table(std::vector<outlet_limits> const& outlets);

} // namespace huanchi::review

#include "review/permit_table.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace huanchi::review {

permit_table_lines permit_table(std::vector<outlet_limits> const& outlets) {
    permit_table_lines out;
    for (auto const& o : outlets) {
        out.at = o.at;
        std::size_t const first = out.lines.size();
        std::set<std::tuple<std::string, std::string, std::string, std::map<std::string, std::string>, std::string>> taken;
        for (auto const& r : o.limits) {
            if (r.provision.level == "permit") continue; // what the permit in force says is not what the law asks
            if (!taken.insert({r.factor, r.quantity, r.statistic, r.limit.reference, r.condition.value_or("")}).second)
                continue;
            auto line = std::find_if(out.lines.begin() + static_cast<std::ptrdiff_t>(first), out.lines.end(),
                                     [&](permit_line const& l) { return l.factor == r.factor; });
            if (line == out.lines.end())
                line = out.lines.insert(line,
                                        {o.enterprise_id, o.enterprise_name, o.outlet_id, r.factor, r.factor_name, {}, {}, {}});
            permitted p{r, {}};
            for (auto const& u : o.unknown)
                if (std::find(u.would_decide.begin(), u.would_decide.end(), r.provision.id) != u.would_decide.end())
                    p.unknown.push_back(u.attribute);
            auto& column = r.quantity == "rate"                             ? line->rate
                           : r.quantity == "mass" || r.quantity == "volume" ? line->total
                                                                            : line->concentration;
            column.push_back(std::move(p));
        }
    }
    return out;
}

} // namespace huanchi::review

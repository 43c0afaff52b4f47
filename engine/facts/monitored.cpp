#include "facts/monitored.hpp"

namespace huanchi::facts {

std::set<std::uint16_t> monitored_factors(outlet const& o, model::rulebook const& rules) {
    std::set<std::uint16_t> all;
    auto const field = rules.find_field(model::outlet_record, model::monitored_items_field);
    auto const* listed = field ? std::get_if<std::string>(&o.fields[*field]) : nullptr;
    if (listed)
        for (auto const& [name, factor] : factors_listed(*listed, o.medium, rules))
            if (factor) all.insert(*factor);
    return all;
}

} // namespace huanchi::facts

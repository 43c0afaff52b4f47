#include "store/watched_days.hpp"

#include <algorithm>

namespace huanchi::store {

void watched_days::add(std::string_view enterprise, std::string_view outlet, std::string_view factor, base::date day) {
    auto const known = days_.find(key_view{enterprise, outlet, factor});
    auto& days =
        known != days_.end() ? known->second : days_[key{std::string(enterprise), std::string(outlet), std::string(factor)}];
    if (days.empty() || days.back() != day) days.push_back(day);
}

void watched_days::finish() {
    for (auto& [series, days] : days_) {
        std::sort(days.begin(), days.end());
        days.erase(std::unique(days.begin(), days.end()), days.end());
    }
}

bool watched_days::contains(std::string_view enterprise, std::string_view outlet, std::string_view factor,
                            base::date day) const {
    auto const known = days_.find(key_view{enterprise, outlet, factor});
    return known != days_.end() && std::binary_search(known->second.begin(), known->second.end(), day);
}

} // namespace huanchi::store

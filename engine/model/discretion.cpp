#include "model/discretion.hpp"

#include <algorithm>

namespace huanchi::model {

namespace {

bool has(discretion_band const& b, std::vector<std::uint32_t> const& at) {
    for (std::size_t i = 0; i < at.size(); ++i)
        if (b.levels[i] && *b.levels[i] != at[i]) return false;
    return true;
}

} // namespace

std::optional<std::string> missing_combination(discretion const& t) {
    std::vector<std::uint32_t> at(t.items.size(), 0);
    for (std::size_t place = 0; place < at.size();) {
        if (std::none_of(t.bands.begin(), t.bands.end(), [&](auto const& b) { return has(b, at); })) {
            std::string missing;
            for (std::size_t i = 0; i < at.size(); ++i)
                if (at[i] < t.items[i].levels.size()) missing += (missing.empty() ? "" : "、") + t.items[i].levels[at[i]].text;
            return missing;
        }
        for (place = 0; place < at.size() && ++at[place] >= t.items[place].levels.size(); ++place) at[place] = 0;
    }
    return std::nullopt;
}

base::decimal discretion::start_in(std::string const& in_case) const {
    for (auto const& s : starts)
        if (s.in_case == in_case) return s.percent;
    return {};
}

discretion_change const* discretion::changed_on(base::date day) const {
    for (auto const& x : changes)
        if (x.effective.contains(day)) return &x;
    return nullptr;
}

std::string_view text(weighing w) {
    constexpr std::string_view names[] = {"bands", "maximum", "range"};
    return names[static_cast<std::size_t>(w)];
}

} // namespace huanchi::model

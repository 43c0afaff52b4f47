#include "facts/nearest_name.hpp"

#include "base/utf8.hpp"
#include "facts/excerpt.hpp"

#include <algorithm>

namespace huanchi::facts {

namespace {

constexpr std::size_t most_edits = 2;
constexpr std::size_t longest_character = 4; // bytes

} // namespace

// A short word is another word sooner: CO is not NO.
nearest_name::nearest_name(std::string_view mistyped)
    : mistyped_(mistyped), most_edits_(std::min(most_edits, base::display_width(mistyped) / 3)), distance_(most_edits_ + 1) {}

void nearest_name::consider(std::string const& name) {
    std::size_t const slack = longest_character * most_edits_;
    if (name.empty() || name.size() > mistyped_.size() + slack || mistyped_.size() > name.size() + slack) return;
    auto const distance = base::edit_distance(mistyped_, name);
    if (distance >= distance_) return;
    distance_ = distance;
    best_ = name;
}

std::string nearest_name::remark() const {
    return best_.empty() ? "" : "; perhaps you meant " + best_;
}

std::string unknown_factor(model::rulebook const& rules, std::string_view spelling) {
    if (rules.factor_index.count(std::string(spelling)) > 1)
        return excerpt(spelling) + " names factors of several media: use the code";
    nearest_name near(spelling);
    for (auto const& f : rules.factors) {
        near.consider(f.code);
        near.consider(f.name);
        for (auto const& alias : f.aliases) near.consider(alias);
    }
    return "unknown factor " + excerpt(spelling) + near.remark();
}

std::string unknown_statistic(model::rulebook const& rules, std::string_view spelling) {
    nearest_name near(spelling);
    for (auto const& s : rules.statistics) {
        near.consider(s.json);
        near.consider(s.name);
    }
    return "unknown statistic " + excerpt(spelling) + near.remark();
}

std::string unknown_unit(model::rulebook const& rules, std::string_view spelling) {
    auto const near = rules.units.nearest(spelling);
    return "unknown unit " + excerpt(spelling) + (near ? "; perhaps you meant " + *near : "");
}

} // namespace huanchi::facts

#include "review/bounds.hpp"

namespace huanchi::review {

relation stands_to(eval::requirement const& law, std::optional<base::rational> const& min,
                   std::optional<base::rational> const& max) {
    if (law.not_detected || law.prohibited) return relation::looser;
    bool const looser_above = law.max && (!max || *max > law.coherent_max);
    bool const tighter_above = max && (!law.max || *max < law.coherent_max);
    bool const looser_below = law.min && (!min || *min < law.coherent_min);
    bool const tighter_below = min && (!law.min || *min > law.coherent_min);
    bool const looser = looser_above || looser_below, tighter = tighter_above || tighter_below;
    return looser && tighter ? relation::differs : looser ? relation::looser : tighter ? relation::tighter : relation::equal;
}

std::optional<base::rational> exact_number(std::string const& text) {
    auto const slash = text.find('/');
    auto const above = base::decimal::parse(text.substr(0, slash));
    if (!above) return std::nullopt;
    if (slash == std::string::npos) return base::rational(*above);
    auto const below = base::decimal::parse(text.substr(slash + 1));
    return below && below->coefficient != 0 ? std::optional(base::rational(*above) / base::rational(*below)) : std::nullopt;
}

} // namespace huanchi::review

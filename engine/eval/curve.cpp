#include "eval/curve.hpp"

#include "base/square_root.hpp"

#include <algorithm>

namespace huanchi::eval {

using namespace model;

namespace {

// Beyond the points: y(i) × (x / x(i))².
std::optional<base::rational> beyond(curve const& c, beyond_points how, std::size_t i, base::rational const& square) {
    if (how == beyond_points::none) return std::nullopt;
    auto const& [x, y] = c.points[i];
    return base::rational(y) * square / (x * x);
}

} // namespace

std::optional<base::rational> bound_at(curve const& c, base::rational const& x) {
    auto const& p = c.points;
    auto const y = [&](std::size_t i) { return base::rational(p[i].second); };
    if (x < p.front().first) return beyond(c, c.below, 0, x * x);
    if (x > p.back().first) return beyond(c, c.above, p.size() - 1, x * x);
    std::size_t i = 1;
    while (i < p.size() && p[i].first < x) ++i;
    if (i == p.size() || p[i - 1].first == x) return y(i - 1);
    if (p[i].first == x) return y(i);
    auto const low = x - p[i - 1].first, high = p[i].first - x;
    if (c.inside == between_points::nearest) return low < high ? y(i - 1) : y(i);
    return (y(i - 1) * high + y(i) * low) / (low + high);
}

std::optional<std::pair<base::rational, base::rational>> bound_at_root(curve const& c, base::rational const& square,
                                                                       int halvings) {
    auto const& p = c.points;
    auto const same = [](std::optional<base::rational> v) -> std::optional<std::pair<base::rational, base::rational>> {
        if (!v) return std::nullopt;
        return std::pair(*v, *v);
    };
    if (square < p.front().first * p.front().first) return same(beyond(c, c.below, 0, square));
    if (square > p.back().first * p.back().first) return same(beyond(c, c.above, p.size() - 1, square));
    auto const [low, high] = base::root_between(square, halvings);
    auto const a = bound_at(c, std::max(low, p.front().first)), b = bound_at(c, std::min(high, p.back().first));
    if (!a || !b) return std::nullopt;
    return std::pair(std::min(*a, *b), std::max(*a, *b));
}

} // namespace huanchi::eval

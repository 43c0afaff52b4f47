#include "base/square_root.hpp"

namespace huanchi::base {

namespace {

constexpr int places_tried = 12;
constexpr int halvings_for_places = 100; // of numbers below 2^50, so that what is left is far below the last place

std::pair<rational, rational> halved(rational const& x, int halvings) {
    rational low(0), high = x < rational(1) ? rational(1) : x;
    for (int i = 0; i < halvings; ++i) {
        auto const middle = (low + high) / rational(2);
        (middle * middle <= x ? low : high) = middle;
    }
    return {low, high};
}

} // namespace

std::optional<rational> exact_root(rational const& x) {
    auto const low = halved(x, halvings_for_places).first;
    auto const text = low.fixed_text(places_tried);
    // The digits may be more than a decimal holds: whole part and fraction are read apart.
    auto const point = text.find('.');
    auto const whole = decimal::parse(text.substr(0, point)), fraction = decimal::parse("0" + text.substr(point));
    if (!whole || !fraction) return std::nullopt;
    auto const root = rational(*whole) + rational(*fraction);
    return root * root == x ? std::optional(root) : std::nullopt;
}

std::pair<rational, rational> root_between(rational const& x, int halvings) {
    if (auto const exact = exact_root(x)) return {*exact, *exact};
    return halved(x, halvings);
}

} // namespace huanchi::base

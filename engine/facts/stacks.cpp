#include "facts/stacks.hpp"

#include "base/square_root.hpp"

#include <algorithm>
#include <set>

namespace huanchi::facts {

namespace {

constexpr int halvings_of_heights = 100; // the height itself is for conditions and to be shown; limits follow its square

// h² = (h1² + h2²) / 2, a third stack taken together with the equivalent of the first two, and so on.
std::optional<base::rational> square_of_height(facilities const& known, stack_group const& g, std::uint16_t field) {
    std::optional<base::rational> square;
    for (auto const o : g.outlets) {
        auto const* h = std::get_if<base::rational>(&known.outlets[o].fields[field]);
        if (!h) return std::nullopt;
        square = square ? (*square + *h * *h) / base::rational(2) : *h * *h;
    }
    return square;
}

// Nullopt: a height is not known, so that nobody can say.
std::optional<bool> near(facilities const& known, stack_group const& g, std::uint16_t field) {
    if (!g.distance) return true;
    base::rational sum(0);
    for (auto const o : g.outlets) {
        auto const* h = std::get_if<base::rational>(&known.outlets[o].fields[field]);
        if (!h) return std::nullopt;
        sum += *h;
    }
    return *g.distance < sum;
}

outlet equivalent_of(facilities const& known, stack_group const& g, std::uint16_t field) {
    outlet e = known.outlets[g.outlets.front()];
    e.members = g.outlets;
    e.stack_factors = g.factors;
    for (std::size_t i = 1; i < g.outlets.size(); ++i) {
        auto const& other = known.outlets[g.outlets[i]];
        e.id += "+" + other.id;
        if (other.medium != e.medium) e.medium.clear();
        for (std::size_t f = 0; f < e.fields.size(); ++f)
            if (e.fields[f] != other.fields[f]) e.fields[f] = {};
    }
    e.height_field = field;
    e.height_square = square_of_height(known, g, field);
    e.fields[field] =
        e.height_square ? model::value(base::root_between(*e.height_square, halvings_of_heights).first) : model::value();
    return e;
}

bool shares(outlet const& other, stack_group const& g, std::uint16_t field) {
    if (other.members.empty() || other.height_field != field) return false;
    auto const meet = [](auto const& a, auto const& b) {
        return std::any_of(a.begin(), a.end(), [&](auto x) { return std::find(b.begin(), b.end(), x) != b.end(); });
    };
    bool const factors = other.stack_factors.empty() || g.factors.empty() || meet(other.stack_factors, g.factors);
    return factors && meet(other.members, g.outlets);
}

} // namespace

std::string add_equivalent_stack(facilities& known, facility& site, stack_group const& g, model::rulebook const& rules) {
    // Documents may name the height by fields of their own: those that somebody filled in, or one where nobody did.
    std::set<std::uint16_t> heights, given;
    for (auto const& e : rules.equivalences) heights.insert(e.height.field);
    for (auto const field : heights)
        if (std::any_of(g.outlets.begin(), g.outlets.end(),
                        [&](auto o) { return model::known(known.outlets[o].fields[field]); }))
            given.insert(field);
    if (!given.empty()) heights = given;
    if (given.empty() && heights.size() > 1) heights.erase(std::next(heights.begin()), heights.end());
    for (auto const field : heights) {
        auto const are_near = near(known, g, field);
        if (are_near && !*are_near) continue;
        for (auto const o : site.outlets)
            if (shares(known.outlets[o], g, field)) return "a stack counts as part of one group only for each factor";
        auto e = equivalent_of(known, g, field);
        auto const index = static_cast<std::uint32_t>(known.outlets.size());
        if (!known.by_id.emplace(site.id + '\x1f' + e.id, index).second) return "there is an outlet " + e.id + " already";
        site.outlets.push_back(index);
        known.outlets.push_back(std::move(e));
    }
    return "";
}

} // namespace huanchi::facts

// Stacks of a site that count as one: what the facilities file groups, as one more outlet of the site with the height of the
// equivalent stack. Called while a site is read, once its own outlets are there.
#pragma once

#include "facts/facilities.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::facts {

struct stack_group {
    std::vector<std::uint32_t> outlets;     // two or more, in the order in which they are taken together
    std::optional<base::rational> distance; // of two, in m; none: the file says that they are near
    std::vector<std::uint16_t> factors;     // that they have in common; none: all
};

// Adds nothing where the rules know no equivalence, or the two are not nearer than the sum of their heights. `site` is not
// among the sites yet; the outlet that is added belongs to it. Gives what is wrong, or "".
std::string add_equivalent_stack(facilities& known, facility& site, stack_group const& g, model::rulebook const& rules);

} // namespace huanchi::facts

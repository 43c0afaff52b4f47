// The media of the outlets as small numbers: one name of a factor may mean another thing in another medium.
#pragma once

#include "facts/facilities.hpp"

#include <algorithm>

namespace huanchi::facts {

struct outlet_media {
    std::vector<std::string> names{""};  // the first is of outlets that nobody knows
    std::vector<std::uint8_t> of_outlet; // index into names

    explicit outlet_media(facilities const& known) {
        for (auto const& o : known.outlets) {
            auto found = std::find(names.begin(), names.end(), o.medium);
            if (found == names.end()) found = names.insert(names.end(), o.medium);
            of_outlet.push_back(static_cast<std::uint8_t>(found - names.begin()));
        }
    }
};

} // namespace huanchi::facts

// The user's text within a reason: in quotes, on one line, cut where it is long.
#pragma once

#include <string>
#include <string_view>

namespace huanchi::facts {

std::string excerpt(std::string_view text);

} // namespace huanchi::facts

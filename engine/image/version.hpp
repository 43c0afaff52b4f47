// What an image begins and ends with. The number rises when the layout of the bytes changes; what the rulebook consists of
// needs no number, since an image is made and read by one build.
#pragma once

#include <string_view>

namespace huanchi::image {

inline constexpr std::string_view version = "huanchi rulebook 1";

} // namespace huanchi::image

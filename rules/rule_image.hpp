// The library as what its files mean (image/image.hpp), inside the binary: made by write_image.cpp when the program is built.
#pragma once

#include <string_view>

namespace huanchi::rules {

std::string_view image();

} // namespace huanchi::rules

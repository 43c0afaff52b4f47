// The files of a bundle out of its archive, or why it is refused. Internal to this folder.
#pragma once

#include "evidence/verify.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace huanchi::evidence {

using unpacked = std::vector<std::pair<std::string, std::string>>; // name, bytes, in their order
std::variant<unpacked, bundle_fault> unpack(std::string_view archive);

} // namespace huanchi::evidence

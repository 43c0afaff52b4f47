// Bytes as text of RFC 4648 §4, with padding, without line ends.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace huanchi::base {

std::string to_base64(std::string_view bytes);
// nullopt: not of that form, in its one canonical spelling.
std::optional<std::string> from_base64(std::string_view text);

} // namespace huanchi::base

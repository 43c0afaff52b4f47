// The rule files inside the binary: path below rules/ and text, in the order of the paths.
#pragma once

#include <string_view>
#include <vector>

namespace huanchi::rules {

struct rule_file {
    std::string_view path;
    std::string_view text;
};
std::vector<rule_file> library();

} // namespace huanchi::rules

// The built-in library with texts of a test's own over it, and places in these texts marked by a bar: `where 燃|料`.
#pragma once

#include "editor/workspace.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace at_hand {

using namespace huanchi;

std::vector<model::rule_file> library();

// The standard that the texts of the tests belong to.
inline constexpr std::string_view heading =
    "standard T1 \"试验\" {\n  number \"T 1-2020\"\n  level national\n  effective from 2020-01-01\n}\n";

struct marked {
    editor::book book;
    source::file_id file;
    std::size_t offset; // of the bar
};
// The heading, then the text without its bar, as one file.
marked with_bar(std::string_view text);

} // namespace at_hand

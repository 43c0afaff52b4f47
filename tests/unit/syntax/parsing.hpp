// What the tests of the syntax share: text in, tree or mistakes out.
#pragma once

#include "syntax/parse.hpp"

#include <string>

namespace parsing {

// The tree of a text without mistakes, as tree_text writes it, without the last line end. Mistakes are reported to doctest.
std::string tree(std::string text);

// The mistakes of a text: "S010 1:1, S012 3:7".
std::string mistakes(std::string text);

// The canonical text, and whether it is stable and keeps the tree, which is checked on the way.
std::string formatted(std::string text, std::optional<huanchi::syntax::spelling> keywords = std::nullopt);

} // namespace parsing

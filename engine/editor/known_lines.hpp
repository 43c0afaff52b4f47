// Which keywords may begin a line of a block, and which may follow in a line. The core is a table; what the library does
// beyond it is added, so that a new declaration is offered as soon as the library uses it.
#pragma once

#include "editor/workspace.hpp"

#include <vector>

namespace huanchi::editor {

std::vector<syntax::keyword> declarations(book const& b);
std::vector<syntax::keyword> lines_of(book const& b, syntax::keyword block);
// `line` is the first keyword of the line; of a row it is the block's.
std::vector<syntax::keyword> followers_of(book const& b, syntax::keyword line, bool is_row);

} // namespace huanchi::editor

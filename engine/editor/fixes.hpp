// The correction that a diagnostic suggests, where it is the replacement of one word by another.
#pragma once

#include "editor/workspace.hpp"

#include <optional>
#include <string>

namespace huanchi::editor {

struct correction {
    source::span where;
    std::string text;
};
std::optional<correction> correction_of(book const& b, source::diagnostic const& d);

} // namespace huanchi::editor

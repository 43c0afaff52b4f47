// A document in the layout of `rules fmt`, as the one change that leads to it.
#pragma once

#include "editor/workspace.hpp"

#include <optional>
#include <string>

namespace huanchi::editor {

struct text_edit {
    text_range where;
    std::string text;
};
// The lines that differ, from the first to the last; nullopt where nothing does, or where the file has mistakes of syntax.
std::optional<text_edit> formatting_of(book const& b, source::file_id file);

} // namespace huanchi::editor

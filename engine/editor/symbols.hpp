// The outline of a rule file: its declarations, and in them the fields, lines and rows that have names.
#pragma once

#include "editor/workspace.hpp"

#include <string>
#include <vector>

namespace huanchi::editor {

enum class symbol_kind : std::uint8_t { document, table, record, field, function, value, law, test, other };

struct outline_entry {
    std::string name, detail;
    symbol_kind kind{};
    source::span whole, name_where; // the second within the first
    std::vector<outline_entry> inside;
};
std::vector<outline_entry> outline_of(book const& b, source::file_id file);

} // namespace huanchi::editor

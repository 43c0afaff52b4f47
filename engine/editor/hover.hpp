// What there is to know about the word under the cursor, as Markdown: name, code, unit, clause, document number, dates in
// force, confidence. Over a row of a limit table the provisions of the row too, over a cell the provision of that cell.
#pragma once

#include "editor/entity.hpp"

#include <optional>
#include <string>

namespace huanchi::editor {

struct hover_text {
    source::span where; // what it is about
    std::string markdown;
};
std::optional<hover_text> hover_at(book const& b, source::file_id file, std::size_t offset, source::language in);

// One line for lists: `化学需氧量 w01018 mg/L`.
std::string summary_of(model::rulebook const& rules, entity const& e, source::language in);
std::string describe(model::rulebook const& rules, entity const& e, source::language in);
std::string describe(model::rulebook const& rules, model::limit const& l, source::language in);

} // namespace huanchi::editor

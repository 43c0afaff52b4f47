// Our values in the shapes of the language server protocol, and its parameters as our values. Internal to the server; what is
// not of the right shape throws nlohmann's exceptions, which the server answers.
#pragma once

#include "editor/completion.hpp"
#include "editor/formatting.hpp"
#include "editor/symbols.hpp"
#include "editor/text_lines.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::editor {

using json = nlohmann::json;

json to_json(text_range r);
json to_json(text_edit const& e);
json to_json(std::vector<outline_entry> const& all, book const& b);
json to_json(proposals const& p);

position position_in(json const& params); // {"line": 3, "character": 7}
text_range range_in(json const& params);

} // namespace huanchi::editor

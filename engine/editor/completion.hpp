// What may be written where the cursor stands: keywords by context, names of what is declared, values of the field that is
// compared, units of the dimension that is wanted. In both languages, those of the file's own first.
#pragma once

#include "editor/entity.hpp"

#include <string>
#include <vector>

namespace huanchi::editor {

enum class proposal_kind : std::uint8_t {
    keyword,
    field,
    value,
    factor,
    statistic,
    document,
    table,
    formula,
    record,
    unit,
    violation
};

struct proposal {
    std::string label;  // as it is written
    std::string detail; // what it is
    proposal_kind kind{};
    bool preferred = false; // in the language of the file
};
struct proposals {
    text_range where; // the word being typed, which they replace
    std::vector<proposal> all;
};
proposals complete(book const& b, source::file_id file, std::size_t offset, source::language in);

} // namespace huanchi::editor

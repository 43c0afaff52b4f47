// The words of closed sets that rule files spell in two languages: levels, confidence, intervals, verdicts … Offered while
// typing, and used to say what is in the rulebook in the language's own words. A constant table.
#pragma once

#include "source/diagnostic.hpp"
#include "syntax/keywords.hpp"

#include <string_view>
#include <vector>

namespace huanchi::editor {

struct closed_word {
    syntax::keyword after; // the keyword that it follows
    std::string_view en, zh;
};
std::vector<closed_word> const& closed_words();

// The word of the set in the language; a word that is in no set as it is.
std::string_view word(syntax::keyword set, std::string_view en, source::language in);

} // namespace huanchi::editor

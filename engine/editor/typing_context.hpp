// Where in a rule file the author is typing: the blocks around, the words of the line so far, the word being typed. Worked out
// from the tokens before the cursor alone, since a line that is being typed does not parse. Pure functions.
#pragma once

#include "syntax/lexer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::editor {

struct token {
    enum class kind { keyword, word, number, text, symbol, other } what{};
    syntax::keyword key{};     // of a keyword
    syntax::symbol sign{};     // of a symbol
    std::string_view spelling; // as written
    std::string name;          // of a word or text, NFC, without quotes
    bool is(syntax::symbol s) const { return what == kind::symbol && sign == s; }
    bool is(syntax::keyword k) const { return what == kind::keyword && key == k; }
};

struct typing_context {
    bool in_text = false;                     // a string or comment: nothing to offer
    std::vector<std::vector<token>> blocks;   // the line that opened each block around, outermost first
    std::vector<token> line;                  // before the word being typed
    std::size_t word_begin = 0, word_end = 0; // bytes
    std::vector<std::vector<token>> lines;    // the lines so far of the innermost block
    bool zh = false;                          // most keywords before are Chinese
};
typing_context context_at(std::string_view text, std::size_t offset);

} // namespace huanchi::editor

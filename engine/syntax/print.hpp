// The parts of the printer: expressions, segments and aligned tables as text. What the tree does not keep (the column of a
// word, a comma or a blank between two arguments) is looked up in the source of the file. Pure functions.
#pragma once

#include "syntax/parse.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::syntax {

struct printing {
    std::string_view text;            // of the whole file
    std::optional<spelling> keywords; // one column for all, or each as it was written

    std::string_view between(std::uint32_t from, std::uint32_t to) const {
        return from < to ? text.substr(from, to - from) : std::string_view{};
    }
    // A keyword as it is to be printed, given where it was written.
    std::string word(keyword k, std::uint32_t at) const;
    std::string word(keyword k, spelling written) const { return std::string(syntax::text(k, keywords.value_or(written))); }
};

std::string print(printing const& p, expression const& e);
std::string print(printing const& p, segment const& s); // on one line
std::string quoted(std::string_view text);
std::string_view text(binary_op op); // signs in ASCII, words in English
bool starts_with_keyword(std::string_view printed);

// What stands between two arguments that follow one another.
enum class gap { blank, comma, new_line };
gap gap_between(printing const& p, expression const& left, expression const& right);

// One line for each header and row of a block, aligned; "" for its items.
std::vector<std::string> print_tables(printing const& p, block const& b);

} // namespace huanchi::syntax

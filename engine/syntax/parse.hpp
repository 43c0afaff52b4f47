// Text to AST, and AST to text. Every error of a file is reported in one run; an item that parses is in the tree even if
// others do not. No input makes it crash, recurse without bound or take more than linear time (limits below).
#pragma once

#include "source/diagnostic.hpp"
#include "syntax/ast.hpp"

#include <optional>
#include <string>

namespace huanchi::syntax {

inline constexpr int most_nesting = 100;                 // brackets, blocks and unary operators together
inline constexpr int most_operators = 1000;              // between operands of one line: a chain is as deep as it is long
inline constexpr std::size_t largest_file = 16u << 20;   // bytes

file parse(source::source_set const& files, source::file_id id, source::diagnostics& report);

// The canonical text of a file that parsed without errors: idempotent, keeps every comment. `keywords` turns all keywords
// into one column; without it each keeps the column in which it was written.
std::string format(file const& parsed, source::source_set const& files, std::optional<spelling> keywords = std::nullopt);

} // namespace huanchi::syntax

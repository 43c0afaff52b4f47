// The tree of a rule file as text, without places, so that tests can state what a line means and compare two trees.
//
//     judge a, b { x <= 5 mg/L }      (item (judge a b) {(row "x" le 5 | mg/L)})
#pragma once

#include "syntax/ast.hpp"

#include <string>

namespace tree_text {

std::string of(huanchi::syntax::expression const& e);
std::string of(huanchi::syntax::item const& i);
std::string of(huanchi::syntax::entry const& e);
std::string of(huanchi::syntax::file const& f); // one item a line

} // namespace tree_text

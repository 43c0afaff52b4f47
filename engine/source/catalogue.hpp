// The parts of the catalogue of diagnostics, one file a stage. A message is a template: `{0}` is the first parameter as it
// is; `{0?}` is the parameter in quotes, or "the end of the line" if it is empty.
#pragma once

#include "source/diagnostic.hpp"

#include <vector>

namespace huanchi::source {

std::vector<catalogue_entry> syntax_entries();  // S…, and L… for labels at other places
std::vector<catalogue_entry> meaning_entries(); // M…

} // namespace huanchi::source

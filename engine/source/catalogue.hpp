// The parts of the catalogue of diagnostics, one file a stage. A message is a template: `{0}` is the first parameter as it
// is; `{0?}` is the parameter in quotes, or "the end of the line" if it is empty; `{0~}` is the kind of a declaration or name, in
// the language of the message. Each code has a page in pages/ (page.hpp).
#pragma once

#include "source/diagnostic.hpp"

#include <vector>

namespace huanchi::source {

std::vector<catalogue_entry> syntax_entries();  // S…, and L… for labels at other places
std::vector<catalogue_entry> meaning_entries(); // M…, and L101 … for labels
std::vector<catalogue_entry> lint_entries();    // L201 …: of `rules lint`

// `limits` is 限值表, `field of outlet` is outlet 的字段; what is not known stays as it is.
std::string kind_name(std::string const& kind, language in);

} // namespace huanchi::source

// How a value came about, as the text that the store keeps of it. Row references are kept in a table of their own.
#pragma once

#include "findings/finding.hpp"

#include <string>

namespace huanchi::store {

std::string trace_json(findings::trace const& t);
findings::trace trace_of(std::string const& text);

} // namespace huanchi::store

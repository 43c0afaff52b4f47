// How a value came about, as the text that the store keeps of it. Files are named by their numbers in the store.
#pragma once

#include "findings/finding.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace huanchi::store {

// `file_key`: number in the store of a file that the trace names.
std::string trace_json(findings::trace const& t, std::function<std::int64_t(std::uint32_t)> const& file_key);
// `file_index`: how the reader of the trace numbers a file of the store.
findings::trace trace_of(std::string const& text, std::function<std::uint32_t(std::int64_t)> const& file_index);

} // namespace huanchi::store

// A rulebook as bytes, and back: the library stands in the program as what its files mean, so that a run need not read them.
// The bytes belong to the build that wrote them; another version, and bytes that are torn, are refused, never guessed at.
#pragma once

#include "base/result.hpp"
#include "model/rulebook.hpp"

#include <string>
#include <string_view>

namespace huanchi::image {

// The same rulebook gives the same bytes. Throws std::length_error if a number in it needs more than 127 bits.
std::string write(model::rulebook const& rules);

base::result<model::rulebook> read(std::string_view image);

} // namespace huanchi::image

// Rule files to rulebook. All mistakes of all files are reported; a rulebook is only to be used if none is an error.
#pragma once

#include "model/rulebook.hpp"
#include "source/diagnostic.hpp"

namespace huanchi::model {

struct loaded {
    rulebook rules;
    source::diagnostics report;
};
// Parses and checks every file of the set together.
loaded load(source::source_set const& files);

} // namespace huanchi::model

// How a document is to be written as text: language, colour, width. The caller knows the terminal; nothing here asks for it.
#pragma once

#include "source/diagnostic.hpp"

#include <cstddef>

namespace huanchi::report {

using source::language;

struct text_options {
    report::language language = report::language::zh;
    bool colour = false;
    std::size_t width = 100; // columns; 0: lines are not wrapped
};

} // namespace huanchi::report

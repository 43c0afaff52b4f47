// A small rulebook to analyse.
#pragma once

#include "analysis/lint.hpp"
#include "loaded_book.hpp"

#include <string>

namespace analysed {

using namespace huanchi;
using loaded::table;

struct book : loaded::book {
    using loaded::book::book;
    // What lint finds on 2026-06-01.
    analysis::lint_report lint(bool unreviewed = false) const;
    // "L201 temperature = 12 ℃" …: code and the last parameter of its message, joined by "; "
    std::string found() const;
};

} // namespace analysed

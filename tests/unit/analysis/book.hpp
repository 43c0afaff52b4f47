// A small rulebook to analyse: rule texts behind the vocabulary of the tests and a national standard 甲 (甲-2000, from
// 2000-01-01).
#pragma once

#include "analysis/lint.hpp"
#include "model/from_syntax.hpp"

#include <string>

namespace analysed {

using namespace huanchi;

struct book {
    explicit book(std::string const& text);
    source::source_set files;
    model::rulebook rules;
    plan::plan plan;

    // What lint finds on 2026-06-01.
    analysis::lint_report lint(bool unreviewed = false) const;
    // "L201 temperature = 12 ℃" …: code and the last parameter of its message, joined by "; "
    std::string found() const;
};

// A limit table for daily means of water with these rows; `more` are further items of the table.
std::string table(std::string const& rows, std::string const& more = "", std::string const& id = "表1");

} // namespace analysed

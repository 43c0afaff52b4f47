// Rule texts of a test to a rulebook and its plan. A mistake in the text fails the test case.
#pragma once

#include "model/from_syntax.hpp"
#include "plan/plan.hpp"

#include <string>

namespace loaded {

using namespace huanchi;

struct book {
    book() = default; // with files to be added, then load()
    // `text` stands behind the vocabulary of tests/golden/model/vocabulary.rules and a national standard 甲 (甲-2000, from
    // 2000-01-01).
    explicit book(std::string const& text);
    void load(); // what the files say

    source::source_set files;
    model::rulebook rules;
    plan::plan plan;
};

std::string vocabulary();

// A limit table for daily means of water with these rows; `more` are further items of the table.
std::string table(std::string const& rows, std::string const& more = "", std::string const& id = "表1");

} // namespace loaded

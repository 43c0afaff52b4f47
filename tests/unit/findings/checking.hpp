// A small case to check: rule text behind the vocabulary of the tests, the site E1 with two water and one air outlet, rows.
#pragma once

#include "findings/check.hpp"
#include "loaded_book.hpp"

#include <string>

namespace checking {

using namespace huanchi;

struct ruleset : loaded::book {
    using loaded::book::book;
    // Rows as NDJSON; findings with their traces, all verdicts.
    findings::check_result check(std::string const& rows) const;
    findings::finding only(std::string const& rows) const;
};

// The shipped library.
ruleset const& library();

// One row of source auto and flag N, unless `more` says otherwise; `more` begins with a comma.
std::string row(std::string const& outlet, std::string const& factor, std::string const& value, std::string const& unit,
                std::string const& time, std::string const& interval, std::string const& more = "");

} // namespace checking

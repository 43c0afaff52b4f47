// A small case to check: rule text behind the vocabulary of the tests, the site E1 with two water and one air outlet, rows.
#pragma once

#include "findings/check.hpp"
#include "model/from_syntax.hpp"

#include <string>

namespace checking {

using namespace huanchi;

class rules {
public:
    // `text` stands behind the vocabulary and a national standard 甲 (甲-2000, from 2000-01-01).
    explicit rules(std::string const& text);
    // Rows as NDJSON; findings with their traces, all verdicts.
    findings::check_result check(std::string const& rows) const;
    findings::finding only(std::string const& rows) const;

    source::source_set files;
    model::rulebook book;
    plan::plan plan;
};

// The shipped library.
rules const& library();

// One row of source auto and flag N, unless `more` says otherwise; `more` begins with a comma.
std::string row(std::string const& outlet, std::string const& factor, std::string const& value, std::string const& unit,
                std::string const& time, std::string const& interval, std::string const& more = "");

} // namespace checking

// `check --rows FILE`: the data given are added to the rows held in the file, and what they touch is judged.
#pragma once

#include "findings/check.hpp"
#include "held/touched.hpp"
#include "session.hpp"

#include <string>

namespace huanchi::cli {

struct held_options {
    std::string rows;     // path; "" where rows are not held
    bool rejudge = false; // everything that is held
    bool strict = false;  // a row that cannot be read: nothing is added
};

// The account holds what was read to judge, and what of the data given could not be read.
base::result<held::touched> check_held(session& s, held::row_file& rows, findings::check_request const& request,
                                       held_options const& o);

} // namespace huanchi::cli

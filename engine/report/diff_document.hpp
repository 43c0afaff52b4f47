// What changed between two rulebooks (`rules diff`, huanchi.diff/1) and what that does to data (`rules impact`,
// huanchi.impact/1), as text, JSON, NDJSON and CSV. Values in, text out; a witness is printed only if it was confirmed. Pure
// functions.
#pragma once

#include "changes/impact.hpp"
#include "changes/witness.hpp"
#include "report/text_options.hpp"
#include "review/limit_changes.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

// One of the two rulebooks as the user named it.
struct compared_side {
    std::string name;
    model::rulebook const& rules;
    std::string meaning; // digest
};

struct diff_document {
    compared_side before, after;
    changes::rulebook_diff const& diff;
    std::vector<changes::sought> const& witnesses; // one a changed limit
};
std::string diff_json(diff_document const& d);
std::string diff_ndjson(diff_document const& d); // one change a line, limits first
std::string diff_csv(diff_document const& d);
std::string diff_text(diff_document const& d, text_options const& options);

struct impact_document {
    compared_side before, after;
    changes::impact const& impact;
    bool summary_only = false;
    std::vector<review::limit_change> limits = {}; // of the outlets on file
};
std::string impact_json(impact_document const& d, language in); // the language of reasons' texts
std::string impact_ndjson(impact_document const& d, language in);
std::string impact_csv(impact_document const& d);
std::string impact_text(impact_document const& d, text_options const& options);

} // namespace huanchi::report

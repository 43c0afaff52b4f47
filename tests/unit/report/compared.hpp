// Two small rulebooks, what differs between them, and one judgement that they make differently: for the documents of diff and
// impact.
#pragma once

#include "loaded_book.hpp"
#include "report/diff_document.hpp"

#include <string>
#include <vector>

namespace compared {

using namespace huanchi;

struct books {
    books(std::string const& rows_before, std::string const& rows_after);

    loaded::book before, after;
    changes::rulebook_diff diff;
    std::vector<changes::sought> witnesses;
    changes::impact impact; // one judgement, compliant before and violated after

    report::diff_document diff_document() const;
    report::impact_document impact_document(bool summary_only = false) const;
};

} // namespace compared

// Two small rulebooks to compare.
#pragma once

#include "changes/impact.hpp"
#include "changes/witness.hpp"
#include "loaded_book.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace comparing {

using namespace huanchi;
using loaded::book;
using loaded::table;

struct compared {
    compared(std::string const& before, std::string const& after);
    book before, after;
    changes::rulebook_diff diff;

    // "tighter 甲.表1.氨氮", "changed 甲.表1.氨氮 effective clause", joined by "; "; then other declarations likewise.
    std::string said() const;
    // The witness of the only limit that changed, on 2026-06-01 if it shows there.
    changes::sought witness() const;
};

// "compliant → violation 45 mg/L 2026-06-01", or the reason why there is none.
std::string said(changes::sought const& s);

} // namespace comparing

// Two small rulebooks to compare: rule texts behind the vocabulary of the tests and a national standard 甲 (甲-2000, from
// 2000-01-01).
#pragma once

#include "changes/impact.hpp"
#include "changes/witness.hpp"
#include "model/from_syntax.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace comparing {

using namespace huanchi;

struct book {
    explicit book(std::string const& text);
    source::source_set files;
    model::rulebook rules;
    plan::plan plan;
};

// A limit table for daily means of water with these rows; `more` are further items of the table.
std::string table(std::string const& rows, std::string const& more = "");

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

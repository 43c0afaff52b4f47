// Which rows a ticket stands on: the days of its findings, where what is judged lies within a day, and all rows of the outlet
// or the site where it does not. Internal to this folder.
#pragma once

#include "eval/bind.hpp"
#include "store/kept_evidence.hpp"

#include <cstdint>
#include <map>
#include <set>

namespace huanchi::evidence {

struct rows_needed {
    bool whole = false;
    std::set<std::int32_t> days;
    bool wants(std::int32_t first, std::int32_t last) const {
        if (whole) return true;
        auto const day = days.lower_bound(first);
        return day != days.end() && *day <= last;
    }
};

// By outlet of the facilities. `duties`: also what is not there was judged, which all rows of an outlet tell.
std::map<std::uint32_t, rows_needed> rows_of(store::evidence_wanted const& w, eval::bound const& b, bool duties);

} // namespace huanchi::evidence

// What may apply to a datum of which fields are unknown: every combination of values that they could have, those together in
// which the same limits apply. Independent of the measured value.
#pragma once

#include "eval/bind.hpp"

#include <map>

namespace huanchi::eval {

// Combinations of values of the unknown fields in which the same candidates apply.
struct branch_set {
    std::vector<std::uint32_t> applied;    // requirements, tightest first
    bool open = false;                     // of some candidate it is unknown even so
    std::vector<std::vector<char>> values; // by field and value: whether one of the combinations has it
};

struct choices_open {
    std::vector<std::uint32_t> certain;          // requirements that apply, tightest first
    std::vector<candidate const*> open;          // of the segment: nobody knows whether they apply
    std::vector<std::uint32_t> candidates;       // both, tightest first
    std::vector<missing_value> missing;          // fields that the open ones hang on, without bands
    bool datum_lacks = false;                    // one of them is of the datum
    std::vector<model::choice_of_values> fields; // that are unknown, with values to try
    std::vector<branch_set> branches;            // none where there is nothing to try, or too much
};

// `about` is what is known of the datum; the segment must outlive the result.
choices_open choices_of(bound const& b, segment const& s, surroundings const& about, base::date on);

// Keeps what hangs on the outlet alone, so that it is worked out once for all its data. Of one outlet, used by one thread; the
// segments must be those of the bound outlet.
class known_choices {
public:
    explicit known_choices(bound const& b) : b_(b) {}
    choices_open const& of(segment const& s, surroundings const& about, base::date on);

private:
    bound const& b_;
    std::map<segment const*, bool> asks_of_datum_ = {};
    std::map<std::pair<segment const*, std::vector<char>>, choices_open> kept_ = {}; // by which of the displacers are in force
    choices_open last_ = {};
};

// Whether one candidate applies to a datum or window; unknown where it hangs on what is not known.
model::value applies(candidate const& c, surroundings const& about, base::date on);

} // namespace huanchi::eval

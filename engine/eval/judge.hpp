// One measured value against the candidates of its date: precedence has been settled when the outlet was bound; here conditions
// on the datum are asked, all that applies must hold, and the tightest decides. What is unknown is enumerated: where every
// admissible value gives the same verdict, it stands.
#pragma once

#include "eval/branches.hpp"

namespace huanchi::eval {

struct judged_value {
    eval::verdict verdict{};
    std::optional<std::uint32_t> decides;
    std::vector<std::uint32_t> also_breached;
    std::vector<std::uint32_t> candidates;
    std::string reason;
    std::vector<missing_value> missing;
};

// `kept`: of the outlet, where the segment is one of its own.
judged_value judge(bound const& b, segment const& s, surroundings const& about, base::date on, interval_value const& measured,
                   known_choices* kept = nullptr);

// How one requirement stands to a value: met, violated, or open (the value's interval straddles the bound).
enum class fit : std::uint8_t { met, violated, open };
fit compare(requirement const& r, interval_value const& v);

} // namespace huanchi::eval

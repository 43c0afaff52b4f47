// Episodes: which violations of a series belong together (contract §4.4). A pure function of all that is known of the series,
// so that the order in which data arrived cannot matter.
#pragma once

#include "tickets/legal_bases.hpp"
#include "tickets/ticket.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::tickets {

// The timeline on which a finding stands. "": days. Manual sampling events are each their own: "sample …". Findings over more
// than a day (monthly means, annual totals) are no statement about single days: "longer".
std::string strand_of(evidence const& e);
// The data were sampled by people, not measured by an instrument.
bool taken_by_hand(std::string const& source);
inline constexpr std::string_view longer_strand = "longer";
// A requirement that a record does not meet: the records are told apart, and each goes on by days.
inline bool of_a_record(std::string_view strand) {
    return strand.starts_with("record");
}
inline bool is_sample(std::string_view strand) {
    return strand.starts_with("sample");
}

// The day of the act: on which the period begins; of a window longer than a day, its last day, when it was complete.
base::date day_of(evidence const& e);

struct episode_member {
    evidence const* finding;
    std::string strand;
    base::date day;
};

struct found_episode {
    std::string strand;
    base::date first, last;
    std::vector<std::size_t> members; // indices, by period
    // Why it is not one with the episode before it on its strand: compliant_day, no_data, service, legal_basis; "" of the
    // first.
    std::string_view apart;
};

// `members` are violations that stand; `cuts` the days of service and of verified correction, which end an episode.
std::vector<found_episode> find_episodes(std::vector<episode_member> const& members,
                                         std::map<std::int32_t, day_record> const& days, std::set<base::date> const& cuts,
                                         std::string const& medium, legal_bases& law);

} // namespace huanchi::tickets

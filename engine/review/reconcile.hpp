// A platform's list of exceedances held against our judgements of the same data: what both say, and of every difference the
// causes that the data bear out. A cause is told only where it is enough to make the difference, or where all that differ
// together are; else the difference is unexplained. Pure.
#pragma once

#include "eval/bind.hpp"
#include "findings/check.hpp"
#include "review/claims.hpp"
#include "review/platform_limits.hpp"

#include <array>

namespace huanchi::review {

enum class difference_cause : std::uint8_t {
    limit,        // its limit is another number
    no_limit,     // no limit applies to the factor, or the platform has none
    statistic,    // its limit is on another statistic
    oxygen,       // the value as read against the corrected one, or another reference state
    mark,         // a mark takes the datum out, or an exemption covers it
    hour_label,   // the same value, one interval off
    corrected,    // its value is one that a later row has replaced
    late,         // our datum was received after the platform's row
    value,        // another value, and the data do not say why
    no_data,      // our data have nothing for the period
    undetermined, // ours cannot be judged, and says why
    unexplained,
};
inline constexpr std::size_t difference_causes = 12;
std::string_view text(difference_cause c);

enum class difference_side : std::uint8_t {
    both, // both say that it exceeds, of another hour, value or limit
    platform_only,
    ours_only,
    unreadable, // a line of the platform that cannot be understood
};
std::string_view text(difference_side s);

struct reconciled_row {
    difference_side side{};
    std::vector<difference_cause> causes; // none of an unreadable one; together they make the difference
    std::optional<claimed_exceedance> claim;
    std::string enterprise_id, outlet_id, factor, factor_name, statistic, statistic_name;
    base::period period;                      // as the platform's label says; of ours only: of the judgement
    std::optional<findings::finding> ours;    // about the period, or the neighbouring one with the platform's value
    std::optional<findings::finding> instead; // of a wrong statistic: what is judged
    std::optional<audited_limit> audited;     // whose number its limit is
    std::string as_read;                      // the value as read that it has, in the unit of `ours`
    std::string flag;                         // of a mark
    std::optional<base::moment> received;     // of what came late
    std::uint32_t series_line = 0;            // of ours only: the line of the platform that shows its way
    std::string text;                         // what is wrong with an unreadable line
};
struct reconciliation {
    std::uint64_t claims = 0, violations = 0; // what was compared, on either side
    std::uint64_t agreed = 0;
    std::uint64_t not_compared = 0; // violations of samples, totals, rates and records: no such list has them
    std::array<std::uint64_t, difference_causes> causes{};
    std::array<std::uint64_t, 4> sides{};
    std::vector<reconciled_row> rows; // in the order of the platform's list, then ours only
};

struct reconcile_options {
    bool label_is_end = false;                 // of the platform's times
    std::optional<base::moment> as_of = {};    // when the platform's list was made, for its rows that do not say
    std::vector<configured_limit> limits = {}; // of the platform, where known
};
// The series that the claims are about and of which there are violations: their rows are needed.
series_set series_of(eval::bound const& b, findings::check_result const& ours, std::vector<claimed_exceedance> const& claims);
// `ours` with all verdicts; `rows` as rows_of() gives them; `b` bound to the same facilities.
reconciliation reconcile(eval::bound const& b, findings::check_result const& ours, std::vector<measured_row> const& rows,
                         std::vector<claimed_exceedance> const& claims, reconcile_options const& options);

} // namespace huanchi::review

// What would have to be otherwise for a judgement to turn: at which measured value, which data a mark would have to take out,
// which value of what is missing. The bounds are worked out exactly and every turn is then judged again over the outlet's rows
// with the one change made; what is told is what came out. Used by one thread.
#pragma once

#include "eval/bind.hpp"
#include "facts/measurements.hpp"
#include "facts/records.hpp"
#include "findings/finding.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::review {

// The rows of one outlet, whatever is in the files.
base::result<std::vector<facts::batch>> rows_of_outlet(std::uint32_t outlet, std::vector<std::string> const& data,
                                                       facts::reading_options const& reading, std::optional<base::moment> as_of,
                                                       model::rulebook const& rules, facts::facilities const& known);

// A bound of the deciding limit, as the value meets it.
struct turning_value {
    bool upper = true;
    findings::provision provision;
    std::string bound;                   // as written: 50
    std::string unit;                    // of `bound` and `value`
    std::string value;                   // of the statistic, after correction, exact or to six places; the rounding is in it
    std::optional<std::string> exact;    // a/b where `value` is rounded
    bool passes_at = true;               // the value itself passes
    std::optional<std::string> rounding; // of the comparison, in `unit`
    // Where the judgement is of one datum: the same as it is read, before correction, in the unit of the row.
    std::optional<std::string> as_read, as_read_exact;
    std::string as_read_unit, auxiliary; // 9.5 %
    // Judged again: the greatest and the least written values to either side, to as many places as the row is written with;
    // outward from the range that passes.
    std::optional<std::string> last_passing, first_failing;
    std::optional<eval::verdict> passing_verdict, failing_verdict;
};
struct without_data {
    std::vector<base::period> periods;    // those that weigh most, as few as will do
    std::optional<eval::verdict> verdict; // judged again; none: nothing is left to judge
};
struct assumed_value {
    std::string field, field_zh, band; // temperature > 12 ℃
    eval::verdict verdict{};
    std::optional<findings::provision> provision;
    std::optional<findings::limit_value> limit;
};
struct what_if {
    findings::finding finding;
    std::vector<turning_value> values;
    std::optional<without_data> without;      // of what exceeds: data that would have to be taken out
    std::optional<eval::verdict> with_marked; // were the data judged that a mark takes out of it, or an exemption covers
    std::vector<assumed_value> assumed;       // of what is missing
    std::vector<std::string> not_tried;       // missing and without values to try
};

struct what_if_asked {
    facts::facilities const& known;
    std::vector<facts::batch> const& rows; // of the outlet of the finding
    std::vector<facts::record> const& records;
    eval::bind_options bind;
    std::optional<base::moment> data_end, known_at; // as check had them
};
// `f` is a judgement of a series, with its trace.
what_if turns_of(findings::finding const& f, plan::plan const& p, model::rulebook const& rules, what_if_asked const& asked);

} // namespace huanchi::review

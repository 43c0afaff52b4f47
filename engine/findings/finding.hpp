// A judgement as it leaves the engine: named, identified, ready to print or to open a ticket from. Holds no file or line
// outside `trace`, so that equal facts give equal findings in whatever files they came.
#pragma once

#include "base/date.hpp"
#include "base/rational.hpp"
#include "eval/bind.hpp"
#include "eval/quality.hpp"
#include "facts/records.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::findings {

struct measured_value {
    std::string value;                // printed decimal, in `unit`; "<0.5" below detection
    std::optional<std::string> exact; // a/b where `value` is rounded
    std::string unit;
    std::optional<std::string> low, high; // where it is known within bounds only; no `high`: over range
};

struct limit_value {
    std::optional<std::string> min, max; // as written
    bool not_detected = false, prohibited = false;
    std::string unit;
    std::map<std::string, std::string> reference; // {"oxygen": "3.5 %"}
};

struct provision {
    std::string id, standard, clause, level, confidence;
};

struct missing_value {
    std::string name; // JSON name of the field
    std::string band; // values for which the verdict would differ
    std::string name_zh;
};

struct reason {
    std::string code;
    std::string text_zh, text_en;
    std::vector<missing_value> missing;
};

// One step of how the value came about, for `explain` and the evidence of a ticket.
struct used_value {
    base::period period;
    std::string written;                  // as read: 58 mg/m³
    std::string value;                    // in the limit's unit, after correction; "" if none
    std::optional<std::string> auxiliary; // 9.5 %
    std::optional<std::string> flow;
    std::string left_out;            // "" if used
    std::vector<eval::row_ref> rows; // file: index into the list of inputs
};
struct trace {
    bool delivered = false;
    std::uint32_t valid = 0, need = 0;
    std::string method; // mean, flow_weighted_mean …
    model::citation method_says;
    std::string formula, formula_clause, formula_text; // oxygen_correction, 5.2, value * (…)
    std::string note;
    std::vector<used_value> values;
    std::vector<std::string> because; // as in the finding: a ticket keeps the trace
    model::citation standing_says;
};

// How far what is said of a period is settled, where a rule says until when its data may be marked.
struct finality {
    std::string state; // provisional, final, amended
    base::moment until;
    std::string rule;                           // id of the marking
    std::optional<std::string> verdict_before;  // of an amended one; none: nothing had been said
    std::optional<std::string> measured_before; // in the unit of `measured`
};

// The data that a lead on the quality of data is about.
struct seen_series {
    struct value {
        base::period period;
        std::string written;
        std::vector<std::string> beside; // o2 = 20.1 %, flag = D
    };
    std::string title, pattern;
    std::uint64_t count = 0; // of the data; `values` are the first and the last of them
    std::vector<value> values;
};

struct finding {
    std::string id; // f-…: hash of the key, not of value or rules
    eval::verdict verdict{};
    std::string nature = "lead";
    std::string enterprise_id, enterprise_name;
    std::optional<std::string> outlet_id;
    std::optional<std::string> factor; // code
    std::string factor_name;
    std::string quantity, statistic, statistic_name;
    base::period period{};
    std::string source; // auto, enforcement …
    std::string sample_id;
    std::string record; // id of the record that it is about, "" if of measurements or of a site
    std::optional<measured_value> measured;
    std::optional<limit_value> limit;
    std::optional<std::string> exceedance; // "0.17", "<0.01"
    std::optional<std::string> ratio;
    base::rational excess; // exact (measured - max) / max, 0 where there is none: orders tickets' worst
    bool marginal = false;
    std::optional<findings::provision> provision;
    std::vector<findings::provision> also_breached, candidates;
    std::vector<std::string> because; // conditions that made the deciding limit apply; of a grade: the factors that decide
    std::vector<std::string> violation_types;
    std::string standing;
    std::vector<std::string> lacks;
    std::optional<findings::reason> reason;
    std::string medium; // of the outlet
    std::uint32_t outlet_index = facts::no_outlet;
    std::shared_ptr<findings::trace const> trace;
    std::optional<findings::finality> finality;
    std::shared_ptr<seen_series const> series; // of leads on the quality of data only
};
inline constexpr std::string_view quality_quantity = "data_quality";
inline bool is_of(finding const& f, model::quantity q) {
    return f.quantity == model::text(q);
}
// Something to look at, and no offence.
inline bool is_lead_on_quality(finding const& f) {
    return f.quantity == quality_quantity && f.verdict == eval::verdict::not_met;
}

// By enterprise, outlet, factor, quantity, statistic, period; then source and sample.
bool before(finding const& a, finding const& b);

// `with_trace`: also how the value came about.
finding from_judgement(eval::judgement const& j, eval::bound const& b, bool with_trace);
// `with_trace`: also the rows.
finding from_lead(eval::quality_lead const& l, eval::bound const& b, bool with_trace);
// `unit`: of what was measured.
finality named(eval::finality const& f, model::rulebook const& rules, base::unit_id unit);
finding from_grade(eval::graded const& g, model::rulebook const& rules, std::vector<facts::record> const& records);

finding from_index(eval::indexed const& x, model::rulebook const& rules, std::vector<facts::record> const& records);
finding from_catalogues(eval::catalogued const& c, model::rulebook const& rules, std::vector<facts::record> const& records);
finding from_requirement(eval::required const& r, model::rulebook const& rules, std::vector<facts::record> const& records,
                         facts::facilities const& known, base::date as_of);

// The text of a reason code in both languages.
struct reason_text {
    std::string_view code, zh, en;
};
std::vector<reason_text> const& reason_texts();

// Exceedance multiple by GB/T 8170 to two decimals; "<0.01" where it would print 0.00.
std::string exceedance_text(base::rational const& excess);

} // namespace huanchi::findings

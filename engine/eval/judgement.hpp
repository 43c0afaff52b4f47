// What evaluation says about one subject, factor, quantity, statistic, reference state and period: the verdict with everything
// it was computed from. The explanation is part of it; nothing is worked out a second time.
#pragma once

#include "base/date.hpp"
#include "base/rational.hpp"
#include "facts/batch.hpp"
#include "facts/facilities.hpp"
#include "model/rulebook.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::eval {

enum class verdict : std::uint8_t { compliant, violation, not_met, undetermined, exempt, not_applicable };
std::string_view text(verdict v);

// A measured value as the interval in which it lies, in coherent units. Below detection: [0, dl]; over range: [value, ∞).
struct interval_value {
    base::rational low, high;
    bool unbounded = false; // no upper end
    bool exact() const { return !unbounded && low == high; }
};

struct row_ref {
    std::uint32_t file = 0;
    std::uint32_t line = 0;
    friend auto operator<=>(row_ref const&, row_ref const&) = default;
};

// A requirement on an outlet: a limit of a document, or of a permit. Bounds in coherent units.
struct requirement {
    std::string id;
    std::string standard, clause; // as printed
    model::level level{};
    model::confidence confidence{};
    std::uint16_t factor = 0;
    model::quantity quantity{};
    std::vector<std::uint16_t> statistics;
    std::optional<base::decimal> min, max; // as written, in `unit`
    bool min_strict = false, max_strict = false;
    base::rational coherent_min, coherent_max;
    base::rational scaled_by = 1;               // what the bound of a curve was multiplied by
    std::optional<base::rational> max_below;    // of a bound that is no rational number: `coherent_max` <= it <= this
    std::optional<base::rational> tightest_max; // what `max` may be at the tightest, where that hangs on what is not known
    std::vector<std::string> bound_needs;       // fields without which there is no saying what the bound is
    std::string only_if;                        // condition of a permit, in its own words: nobody can say whether it holds
    std::optional<base::rational> rounding;     // compared after rounding to a multiple of this
    bool not_detected = false, prohibited = false;
    base::unit_id unit{};
    std::optional<model::allowance> allowance; // the bounds may be missed so many times in its window
    std::optional<std::uint16_t> formula;
    base::decimal reference;
    base::span_of_dates effective;
    std::vector<std::string> violation_types;
    std::string note;
    std::string condition;              // text of what still depends on the datum or is unknown
    std::vector<std::string> because;   // conditions that hold for the outlet
    std::optional<std::uint32_t> limit; // of the rulebook; none for a permit
};

// What is missing where a date lies outside the calendar of worked days; the band is what the calendar covers.
inline constexpr char const* calendar_missing = "calendar";

struct missing_value {
    std::string name;
    std::string band; // the values for which the verdict would differ; "" if it hangs on no band
};

// One datum that went into a judgement, for evidence and explanation.
struct contribution {
    base::period period;
    std::string written;                              // value as read, with unit
    interval_value value;                             // coherent, after correction
    std::optional<base::rational> auxiliary;          // the formula's input (oxygen), coherent
    std::optional<base::rational> flow;               // m³ of the interval, coherent
    std::vector<std::optional<base::rational>> parts; // named parts of the formula, coherent
    std::vector<row_ref> rows;
    std::string left_out; // "" if used, else the reason code
};

// Marks come late: until the data of a period may no longer be marked, what is said of it is provisional, then final; amended
// where something that came after that still changed it.
struct finality {
    enum class state : std::uint8_t { provisional, final, amended };
    finality::state state = state::final;
    base::moment until;                  // marks could be made, or can be
    std::uint16_t marking = 0;           // of the rulebook
    std::optional<eval::verdict> before; // of an amended one: what was said; none: nothing
    std::optional<interval_value> measured_before;
};
std::string_view text(enum finality::state s);

struct judgement {
    eval::verdict verdict{};
    std::uint32_t outlet = facts::no_outlet; // or, of a record: no_outlet
    std::uint16_t factor = 0;
    model::quantity quantity{};
    std::uint16_t statistic = 0;
    facts::data_source source{};
    base::period period{};
    std::optional<std::uint16_t> formula;
    base::decimal reference;
    std::string sample_id; // tells samples of one moment apart
    std::optional<interval_value> measured;
    std::optional<std::uint32_t> decides; // index into bound::requirements
    std::vector<std::uint32_t> also_breached;
    std::vector<std::uint32_t> candidates; // of an undetermined one, tightest first; else what applied
    bool marginal = false;
    std::string note;                 // e.g. plain_mean
    std::string reason;               // code of an undetermined one
    std::uint32_t substituted = 0;    // values for which another stands in,
    base::rational substituted_share; // and what they come to in a sum
    std::string flag;                 // rolled up from finer values
    struct exemption_use {
        std::uint16_t exemption = 0; // of the rulebook
        base::rational seconds;      // of its allowance used at the end of the period
    };
    std::optional<exemption_use> exemption; // covers it, might, or is used up
    std::vector<missing_value> missing;
    model::standing_rank standing{};
    std::vector<std::string> lacks;
    model::citation standing_says;
    // How the value came about:
    bool delivered = false;
    std::uint32_t valid = 0, need = 0;       // of a derived statistic
    std::optional<std::uint16_t> derivation; // index into the statistic's derivations
    std::vector<contribution> contributions;
    std::optional<eval::finality> finality; // none: no rule says until when the data may be marked
};

// A classification of a record: grade of each factor and of the whole.
struct graded_factor {
    model::field_ref field;
    std::string written;
    std::string grade; // "" if missing
    std::uint16_t row = 0;
};
struct graded {
    std::uint32_t record = 0; // index into the records judged
    std::uint32_t table = 0;  // grade table of the rulebook
    eval::verdict verdict{};
    std::string grade; // "" if undetermined
    std::string target;
    std::vector<graded_factor> factors;
    std::vector<std::string> worst; // names of the factors that decide
    std::string reason;
    std::vector<missing_value> missing;
};

// An index over a record: the sub-index of each factor, the greatest of them.
struct indexed_factor {
    model::field_ref field;
    std::string written;
    std::optional<base::rational> index; // none: the table prints no sub-index so high
    std::uint16_t row = 0;
};
struct indexed {
    std::uint32_t record = 0;
    std::uint32_t table = 0;             // of rulebook.indices
    std::optional<base::rational> index; // none: nothing to compute it from
    std::string band;
    std::vector<indexed_factor> factors;
    std::vector<std::string> primary; // factors whose sub-index is the index, where the table names them
    std::string reason;
};

// What the catalogues of a field say of a record.
struct listing {
    std::uint16_t catalogue = 0;
    model::value concerns;              // in force on the day, and its `where` holds
    model::value applies;               // concerns the record, and none that does displaces it
    model::value listed;                // by its entries and exceptions alone
    std::vector<std::uint16_t> entries; // that hold, exceptions too
};
struct catalogued {
    std::uint32_t record = 0;
    model::field_ref field;
    model::value listed; // yes, no or unknown
    std::vector<listing> listings;
    std::vector<missing_value> missing;
};

// One requirement on a record, or on a facility or outlet.
struct required {
    std::optional<std::uint32_t> record; // index into the records judged
    std::uint32_t outlet = facts::no_outlet;
    std::uint32_t table = 0; // of rulebook.requirements
    std::uint32_t line = 0;
    eval::verdict verdict{};
    std::vector<std::string> because; // the fields that it asks for, with their values
    std::vector<missing_value> missing;
};

} // namespace huanchi::eval

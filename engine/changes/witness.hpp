// A case that two rulebooks judge differently because of one limit: an outlet described in words, a row of data, and what each
// of them says of it. Found by trying values that the conditions can tell apart, and shown only after both whole rulebooks have
// judged exactly these texts. Deterministic; knows no clock.
#pragma once

#include "cases/trial.hpp"
#include "changes/rulebook_diff.hpp"
#include "findings/finding.hpp"
#include "plan/plan.hpp"

#include <memory>
#include <variant>

namespace huanchi::changes {

struct side {
    model::rulebook const& rules;
    plan::plan const& plan;
};

using cases::judged_side;

struct witness {
    std::string outlet; // JSON, as `limits --describe` takes it
    std::string row;    // JSON, one line of data for that outlet
    base::date on;
    std::string statistic, statistic_name; // JSON name; name in the rules
    std::string factor, factor_name;
    std::string value, unit;
    judged_side before, after;
};

// Why there is none.
enum class no_witness : std::uint8_t {
    wording,    // what changed decides no verdict
    not_judged, // neither rulebook judges by the limit: suspended, optional, unreviewed, or of records
    no_value,   // no single value is judged in its statistic
    not_found   // none of the cases that were tried is judged differently
};
std::string_view text(no_witness n);

using sought = std::variant<witness, no_witness>;

class witness_search {
public:
    // `preferred`: the date of the case, where the change shows on it. `unreviewed`: limits of low confidence take part.
    witness_search(side before, side after, base::date preferred, bool unreviewed);
    ~witness_search();
    witness_search(witness_search const&) = delete;
    witness_search& operator=(witness_search const&) = delete;

    sought find(limit_change const& c);

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace huanchi::changes

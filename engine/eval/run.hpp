// Judges everything: rows grouped by outlet, windows formed, values corrected, limits selected, verdicts given. The same rows
// give the same result in any order and on any number of threads.
#pragma once

#include "eval/bind.hpp"
#include "eval/quality.hpp"
#include "eval/row_store.hpp"
#include "facts/records.hpp"

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace huanchi::eval {

struct run_options {
    unsigned threads = 1;
    bool keep_all = false;     // keep compliant judgements too
    bool contributions = true; // keep with each judgement what it was computed from
    // Of outlets judged as they are read findings are only counted, or counted and told in brief.
    bool counts_only = false, brief = false;
    bool warnings = true, days = true;    // list them; warnings are counted in any case
    std::optional<base::moment> data_end; // windows that end later are open; default: the latest period end in the data
    std::optional<base::moment> known_at; // what may still be marked then is provisional; none: all is final
    // Days of series (outlet, factor) of which every judgement is wanted whatever its verdict (open tickets); may be empty.
    std::function<bool(std::uint32_t outlet, std::uint16_t factor, base::date day)> watched;
};

// How a day stands for an outlet, factor and quantity: what the episodes of tickets are made of.
enum class day_state : std::uint8_t { undecided, compliant, violation };
struct judged_day {
    std::uint32_t outlet = 0;
    std::uint16_t factor = 0;
    model::quantity quantity{};
    base::date day;
    day_state state{};
    bool enforcement = false; // an enforcement sample decided
    bool provisional = false; // its data may still be marked
};

struct warning { // above the number of a limit in a statistic that the limit does not judge
    std::uint32_t outlet = 0;
    std::uint16_t factor = 0;
    std::uint16_t statistic = 0;
    base::period period;
    facts::data_source source{};
    interval_value measured;
    std::uint32_t requirement = 0;
};

// A judgement that is not compliant with no more than its outcome: of those who count, and do not show.
struct brief_judgement {
    eval::verdict verdict{};
    std::uint32_t outlet = 0;
    std::uint16_t factor = 0;
    model::quantity quantity{};
    std::uint16_t statistic = 0;
    facts::data_source source{};
    base::period period;
    std::optional<interval_value> measured; // corrected; the ends of a mean differ by less than 10⁻¹² of it
    std::optional<base::rational> as_read;  // of an hour
    std::optional<std::uint32_t> decides;   // index into bound::requirements
    std::string_view reason;                // of an undetermined one
};

struct results {
    std::vector<brief_judgement> brief;
    std::map<std::string_view, std::uint64_t> reasons; // of undetermined judgements that are counted only, brief ones too
    std::vector<judgement> judgements;                 // not compliant ones, watched ones, or all; in no promised order
    std::vector<quality_lead> leads;
    std::vector<judged_day> days;
    std::vector<warning> warnings;
    std::vector<judgement>
        stack_parts; // rates of stacks that count as one: judged together at the end, in nobody's hands before
    std::array<std::uint64_t, 6> verdicts{}; // by verdict, kept or not
    std::uint64_t judged_rows = 0, flagged_out = 0, unmatched = 0, duplicates = 0, open_windows = 0, warning_count = 0;
};

// Hands the results on in parts, so that nobody need hold them all: `take` is called from several threads at once.
void run(bound const& b, row_store& rows, run_options const& options, std::function<void(results)> const& take);
// The same, whole.
results run(bound const& b, row_store& rows, run_options const& options);

// Generic records against the grade tables of their type, at the date of the record (or `at`).
std::vector<graded> grade(plan::plan const& p, model::rulebook const& rules, std::vector<facts::record> const& records,
                          std::optional<base::date> at);

// The same against the index tables of their type.
std::vector<indexed> index(plan::plan const& p, model::rulebook const& rules, std::vector<facts::record> const& records,
                           std::optional<base::date> at);

struct requirement_options {
    std::optional<base::date> at;    // judge by the rules in force then
    std::optional<base::date> as_of; // 截至日
    bool absence = false;            // also what is not there
    bool unreviewed = false;
};
// What catalogues say of the records whose type has a field that they decide, at the date of the record (or `at`).
std::vector<catalogued> consult(plan::plan const& p, model::rulebook const& rules, std::vector<facts::record> const& records,
                                requirement_options const& options);
// Records, and facilities and outlets where absence is asked for, against the requirements on them.
std::vector<required> require(plan::plan const& p, model::rulebook const& rules, std::vector<facts::record> const& records,
                              facts::facilities const& known, requirement_options const& options);

} // namespace huanchi::eval

// What can be proved of a rulebook without any data: cases that a table leaves out, rows that decide nothing, spans of dates
// that have ended or leave a gap. Every finding comes with a case that the evaluator has judged as the finding says; what could
// not be confirmed so is counted and not shown. Pure: knows no clock and writes nothing.
#pragma once

#include "eval/judgement.hpp"
#include "plan/plan.hpp"
#include "source/diagnostic.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace huanchi::analysis {

// A case and what the whole rulebook says of it.
struct lint_witness {
    std::string outlet; // JSON, as `limits --describe` takes it
    std::string row;    // JSON, one line of data for that outlet; "" of an act or a record
    base::date on;
    eval::verdict verdict = eval::verdict::not_applicable;
    std::string provision;            // that decides, or ""
    std::vector<std::string> applied; // ids of all that took part; of an act, the laws
    std::string act = {};             // JSON: type of violation and date, where the law alone is asked
    std::string record = {};          // JSON, as --records takes it
};

struct lint_finding {
    source::diagnostic what;             // its severity is a note where nothing need be done
    std::vector<std::string> provisions; // ids that it is about
    std::optional<lint_witness> witness; // none only where no day and so no case can exist
};

struct lint_report {
    std::vector<lint_finding> findings; // by file and place
    std::size_t tables = 0, limits = 0;
    std::size_t not_confirmed = 0;       // suspected, but no case was judged as expected
    std::size_t too_many = 0;            // comparisons left out: more combinations than are tried
    std::vector<std::string> unreviewed; // ids of limits of low confidence
    std::vector<std::pair<std::string, model::status>> not_in_force;

    bool none() const; // but notes
};

struct lint_options {
    base::date at;           // today
    bool unreviewed = false; // limits of low confidence take part
    // Only findings that have to do with these files are wanted; empty: all.
    std::vector<source::file_id> files = {};
};

lint_report lint(model::rulebook const& rules, plan::plan const& plan, lint_options const& options);

} // namespace huanchi::analysis

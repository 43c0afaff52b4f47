// The compiled plan: how a rulebook runs. Flat, immutable, printable; steps and programs refer to each other by index, and to
// the rulebook only for names and units. An executor sees nothing else: scan → filter by marks → group by outlet, factor,
// source and window → aggregate → correct → select limits → compare → judge.
#pragma once

#include "model/rulebook.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::plan {

// Postfix programs over three-valued values. `constant` and `field` push; the others take their operands from the stack.
enum class opcode : std::uint8_t {
    constant,
    field,
    measured,
    reference,
    clock,
    operate,
    in_range,
    any_equal,
    within,
    known,
    as_of,
    related
};
struct instruction {
    opcode op;
    std::uint32_t operand = 0; // constant: index; field, known: index into fields; related: index into related; operate:
                               // model::operation; any_equal: how many choices; within: index of the prefix among the constants
};
using program = std::vector<instruction>;
using program_id = std::uint32_t;
inline constexpr program_id none = 0xFFFFFFFF;

struct limit_step {
    std::uint32_t limit;                // of the rulebook
    std::vector<program_id> of_subject; // terms that ask of outlet and facility only: decided once an outlet is bound
    std::vector<program_id> of_datum;   // terms that ask of the datum too
    std::vector<program_id> scalings;   // `when` of each
};

// Where `when` holds within `effective`, the table stands back.
struct displacer {
    std::string by; // id of the table or displacement that rules
    base::span_of_dates effective;
    std::vector<program_id> when;
    bool reviewed = true; // false: all limits of the table that rules are of confidence low
};

struct accept_step {
    model::interval interval;
    bool marked;
    program_id where = none;
};
struct derive_step {
    model::aggregate method;
    std::uint16_t from;
    model::interval window;
    std::uint16_t rolling;
    std::uint32_t need;
    bool need_is_percent;
    std::uint32_t need_in_february;
    std::uint32_t need_each_month, need_each_february;
    program_id counting = none;
    program_id where = none;
};
struct substitute_step {
    model::aggregate method;
    std::uint32_t count;
    program_id before = none, when = none;
    bool reviewed = true; // false: of confidence low
};
struct statistic_step {
    std::vector<accept_step> accepts;
    std::vector<derive_step> derives;
    std::vector<substitute_step> substitutes;
    std::optional<model::mark_roll_up> roll_up;
};
struct formula_step {
    std::vector<model::field_ref> inputs;
    std::vector<program_id> needs, doubts;
    std::vector<program_id> parts;
    std::vector<std::pair<program_id, program_id>> results; // value, when
    program_id at_least = none;
};
struct field_step { // values that a field takes from others where the data has none
    model::field_ref field;
    std::vector<std::pair<model::value, program_id>> derivations;
};
struct related_step {
    model::over_records what;
    std::uint16_t record;
    program_id figure = none, where = none;
};
struct index_step {
    std::uint32_t table;
    program_id where = none;
    std::vector<program_id> rows; // `when` of each row
};
struct requirement_step {
    std::uint32_t table;
    program_id where = none;
    std::vector<program_id> conditions, whens; // of each line
    bool of_absence = false;                   // asks what is not there: judged only when duties are asked for
};
struct catalogue_step {
    std::uint16_t catalogue;
    program_id where = none;
    std::vector<program_id> entries;
    std::vector<std::uint16_t> displaced_by; // indices of catalogues
};
struct exemption_step {
    std::uint16_t exemption;
    program_id where = none, guard = none;
    std::vector<std::uint16_t> marks; // tables of marks whose column `where` asks for: the exemption decides in their place
};
struct quality_step {
    std::uint16_t check;
    program_id where = none, when = none, except = none;
    std::vector<program_id> required;
    bool of_limit = false; // asks what share of its limit a value is
};
struct marking_step {
    std::uint16_t marking;
    program_id where = none;
};
struct grade_step {
    std::uint32_t table;
    program_id where = none;
    std::vector<program_id> rows; // `when` of each row
};

struct plan {
    std::vector<model::value> constants;
    std::vector<model::field_ref> fields;
    std::vector<program> programs;
    std::vector<model::expression_ptr> sources; // of each program, for explanation and static analysis
    std::vector<char> of_datum;                 // whether each asks of the datum or its clock, through derived fields too
    std::vector<limit_step> limits;
    std::vector<std::vector<std::uint32_t>> limits_of_factor; // by factor: indices into limits
    std::vector<std::vector<displacer>> displacers;           // by table
    std::vector<statistic_step> statistics;
    std::vector<formula_step> formulas;
    std::vector<field_step> derived_fields;
    std::vector<grade_step> grades;
    std::vector<related_step> related;
    std::vector<index_step> indices;
    std::vector<requirement_step> requirements;
    std::vector<catalogue_step> catalogues;              // in the order of the rulebook
    std::vector<exemption_step> exemptions;              // in the order of the rulebook
    std::vector<std::vector<std::uint16_t>> exempted_by; // by table: indices into exemptions
    std::vector<quality_step> quality;                   // in the order of the rulebook
    std::vector<marking_step> markings;                  // in the order of the rulebook
    base::work_calendar calendar;
    std::vector<program_id> standings, lacks, consequences; // conditions, in the order of the rulebook
};

plan compile(model::rulebook const& rules);

// The plan as text, one step a line; `provision` keeps only steps of limits whose id begins with it.
std::string print(plan const& p, model::rulebook const& rules, std::string_view provision = {});

} // namespace huanchi::plan

// The checked rulebook: what the rule files mean. Built once by load() (from_syntax.hpp), then immutable and safe to read from
// many threads. Everything refers to everything by index into the vectors below; nothing in it can be wrong any more.
#pragma once

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/unit.hpp"
#include "model/consequence.hpp"
#include "model/deadline.hpp"
#include "model/discretion.hpp"
#include "model/document.hpp"
#include "model/expression.hpp"
#include "model/representatives.hpp"
#include "model/rule_test.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace huanchi::model {

struct factor {
    std::string code; // w01018
    std::string name; // 化学需氧量
    std::string old_code;
    std::string medium;
    base::unit_id unit = base::no_unit; // in which devices report it
    base::unit_id mass_unit = base::no_unit;
    std::vector<std::string> aliases;
    source::span where;
};

enum class field_type : std::uint8_t { text, date, yes_no, number, choice, quantity, code };

struct derivation {
    model::value value;
    expression_ptr when;
};

struct field {
    std::string name; // as rules in Chinese say it
    std::string json; // as data says it: grade
    std::vector<std::string> spellings;
    field_type type = field_type::text;
    std::vector<std::string> choices;
    base::unit_id unit = base::no_unit;
    std::optional<std::uint16_t> factor; // measurement field that a row of this factor can supply; value_of in records
    std::vector<derivation> derivations;
    source::span where;
};

struct record {
    std::string name;
    std::vector<field> fields;
    source::span where;
};
// Records that the engine itself fills.
inline constexpr std::uint16_t facility_record = 0, outlet_record = 1, measurement_record = 2;
// Measurement fields that the engine fills or reads itself, by JSON name.
inline constexpr std::string_view factor_field = "factor", source_field = "source", flow_field = "flow",
                                  corrected_field = "corrected", sample_id_field = "sample_id";
// Outlet field that names the factors whose limits of status `optional` apply there.
inline constexpr std::string_view selected_items_field = "selected_items";

enum class interval : std::uint8_t { instant, minute, five_minutes, hour, day, month, quarter, year, sample };
std::string_view text(interval i);

// total: Σ concentration × volume; rate: total over the length of the window; count and duration: of the values for which a
// condition holds.
enum class aggregate : std::uint8_t { mean, flow_weighted_mean, sum, max, min, total, rate, count, duration };
std::string_view text(aggregate a);
// Grows with every value: what is missing can only add to it, so a part of the values is a lower bound.
constexpr bool accumulates(aggregate a) {
    return a == aggregate::sum || a == aggregate::total || a == aggregate::count || a == aggregate::duration;
}

struct citation {         // who says so
    std::string document; // number as printed, or ""
    std::string clause;
    model::confidence confidence = model::confidence::high;
};

struct acceptance {
    model::interval interval;
    bool marked = false;  // also where a mark takes the datum out of judgement
    expression_ptr where; // null: always; asks of the datum
    citation says;
};

struct derivation_of_statistic {
    aggregate method;
    std::uint16_t from;           // statistic
    model::interval window;       // hour, day, month, year
    std::uint16_t rolling = 0;    // so many of them, ending with each value; 0: by the calendar
    std::uint32_t need = 0;       // valid values needed; of what accumulates, 0: all that are due …
    bool need_is_percent = false; // … or that share of the values due
    std::uint32_t need_in_february = 0;
    std::uint32_t need_each_month = 0; // in every month of the window as well; 0: nothing is asked
    std::uint32_t need_each_february = 0;
    expression_ptr counting; // of count and duration: what is counted; asks of the datum
    expression_ptr where;    // asks of facility and outlet only; null: always
    citation says;
};

// Where a window of the statistic has no valid value: the most (least, mean) of the last so many valid ones before a day. What
// is computed from it is told apart from what was measured.
struct substitution {
    aggregate method;
    std::uint32_t count = 0;
    expression_ptr before; // a date; null: before the window
    expression_ptr when;   // asks of outlet and facility, and figures over their records of the day; null: always
    citation says;
};

// The mark of a derived value: `mark` if at least that share of the values due carry it, or none; else `otherwise`.
struct mark_roll_up {
    std::string mark, otherwise;
    std::uint32_t percent = 0;
    citation says;
};

struct statistic {
    std::string name; // 日均值
    std::string json; // daily_mean
    std::vector<acceptance> accepts;
    std::vector<derivation_of_statistic> derivations;
    std::vector<substitution> substitutions; // the first that holds
    std::optional<mark_roll_up> roll_up;
    source::span where;
};

// Figures over related records are taken over those of the site (and outlet) on the day of the datum.
struct formula {
    std::string name, json;
    std::uint16_t document = 0;
    std::string clause, title;
    base::unit_id measured_unit = base::no_unit; // whose dimension the measured value has; no_unit: any, taken as a number
    std::vector<field_ref> inputs;
    std::string reference_name, reference_json; // 基准氧含量, oxygen
    base::unit_id reference_unit = base::no_unit;
    std::vector<expression_ptr> needs;
    struct doubt_term {
        expression_ptr when;
        std::string note;
    };
    std::vector<doubt_term> doubts;
    struct part { // 设 排水总量 = …: stands for its value in what follows
        std::string name;
        expression_ptr value;
    };
    std::vector<part> parts;
    struct outcome {
        expression_ptr value;
        expression_ptr when; // null: always
    };
    std::vector<outcome> results; // the first that holds
    expression_ptr at_least;      // where it cannot be computed, the value is not below this; null: nothing is known
    std::string text;             // parts and results as results print them
    source::span where;
    bool has_reference() const { return !reference_json.empty(); } // a parameter that limits give: 基准氧含量
};

struct bound {
    base::decimal written; // in the limit's unit
    bool strict = false;
};

// A bound that may be missed so many times in a window: more than that breaks the limit.
struct allowance {
    std::uint32_t times = 0;
    model::interval window = model::interval::day;
};

// A bound that follows a field of the outlet (a rate by the height of the stack) through the points of a table.
enum class between_points : std::uint8_t { linear, nearest }; // nearest: to the nearest point, halfway to the higher
enum class beyond_points : std::uint8_t { none, square };     // square: × (x / x of the last point)²; none: no limit
struct curve {
    field_ref field;
    between_points inside = between_points::linear;
    beyond_points below = beyond_points::none, above = beyond_points::none;
    std::vector<std::pair<base::rational, base::decimal>> points; // x in coherent units, rising; bound in the limit's unit
};
// Where the condition holds the bound is multiplied.
struct scaling {
    base::rational by;
    expression_ptr when; // asks of facility and outlet only; null: always
    std::string clause;
};

// A cell in which the document prints that there is no limit.
struct blank_cell {
    std::uint16_t factor = 0;
    std::vector<expression_ptr> conditions; // of column and row
    base::span_of_dates effective;
    source::span where;
};

struct table {
    std::string id; // GB18918.表1
    std::string title;
    std::uint16_t document = 0;
    expression_ptr where; // null: always
    base::span_of_dates effective;
    std::vector<std::uint32_t> displaced_tables;
    std::vector<std::uint16_t> displaced_documents;
    std::vector<blank_cell> blanks;
    source::span where_declared;
};

// One numeric (or prohibiting) requirement: a cell of a limit table.
struct limit {
    std::string id;
    std::uint32_t table = 0;
    std::uint16_t document = 0;
    std::string clause;
    model::level level = model::level::national;
    model::confidence confidence = model::confidence::high;
    model::status status = model::status::in_force;
    std::uint16_t factor = 0;
    std::string printed_name; // of the factor, as the document prints it
    model::quantity quantity = model::quantity::concentration;
    std::vector<std::uint16_t> statistics;
    std::optional<bound> min, max;
    std::optional<model::allowance> allowance;
    std::optional<model::curve> curve; // then `max` is the bound of its first point
    std::vector<scaling> scalings;
    std::optional<base::decimal> rounded; // compared after rounding to a multiple of this, in `unit`, by GB/T 8170 4.3.3
    bool not_detected = false, prohibited = false;
    base::unit_id unit = base::no_unit;
    std::optional<std::uint16_t> formula; // correction, with its parameter:
    base::decimal reference;
    std::string reference_clause; // where its number stands, "" where the file does not say
    std::uint16_t scope = measurement_record;
    std::vector<expression_ptr> conditions; // all must hold; table, column, row in this order
    base::span_of_dates effective;
    std::vector<std::string> violation_types;
    std::string note;
    source::span where;
};

struct grade_row {
    std::string printed_name;
    field_ref field;
    base::unit_id unit = base::no_unit;
    std::vector<std::optional<bound>> min, max; // by column; both absent: no limit in that class
    expression_ptr when;                        // null: always
    std::string clause;                         // "": that of the table
    source::span where;
};

struct grade_table {
    std::string id;
    std::string title;
    std::uint16_t document = 0;
    std::string clause;
    model::confidence confidence = model::confidence::high;
    std::uint16_t scope = 0;
    std::string class_name;
    std::vector<std::string> classes; // best first
    std::string otherwise;
    bool worst = false;
    std::optional<field_ref> target;
    expression_ptr where;
    base::span_of_dates effective;
    std::vector<grade_row> rows;
    source::span where_declared;
};

// An index by linear interpolation between breakpoints: each row gives a factor's sub-index, the greatest is the index.
struct index_row {
    std::string printed_name;
    field_ref field;
    base::unit_id unit = base::no_unit;
    std::vector<base::decimal> at;        // in `unit`, by column; shorter than the columns where the table prints no more
    bool held = false;                    // above the last the sub-index stays; else there is none where the row is shorter
    std::optional<base::decimal> rounded; // the value first, to a multiple of this, by GB/T 8170
    expression_ptr when;                  // null: always
    source::span where;
};
struct index_band {
    std::string name;
    base::decimal up_to; // included
};
struct index_table {
    std::string id, title;
    std::uint16_t document = 0;
    std::string clause;
    model::confidence confidence = model::confidence::high;
    std::uint16_t scope = 0;
    std::string name;                       // of the index: AQI
    std::vector<base::decimal> breakpoints; // of the sub-index, rising
    bool round_up = false;                  // sub-indices to whole numbers
    std::optional<base::decimal> primary_above;
    std::vector<index_band> bands; // rising
    expression_ptr where;
    base::span_of_dates effective;
    std::vector<index_row> rows;
    source::span where_declared;
};

// Named conditions that a record has to meet, each for itself.
struct requirement_line {
    std::string title, clause, note;
    expression_ptr condition;
    expression_ptr when; // null: always
    base::span_of_dates effective;
    model::confidence confidence = model::confidence::high;
    std::vector<std::string> violation_types;
    source::span where;
};
struct requirement_table {
    std::string id, title;
    std::uint16_t document = 0;
    std::uint16_t scope = 0;
    expression_ptr where;
    std::vector<requirement_line> lines;
    source::span where_declared;
};

// What a document lists by name: decides a yes/no field of the records of one type. A record is listed where an entry holds and
// no exception does, in any catalogue of the field that is in force, applies and is not displaced.
struct catalogue_entry {
    std::string title, clause, note;
    expression_ptr condition;
    bool excepted = false;
    model::confidence confidence = model::confidence::high;
    source::span where;
};
struct catalogue {
    std::string id, title;
    std::uint16_t document = 0;
    std::string clause;
    field_ref field;
    expression_ptr where;
    base::span_of_dates effective;
    std::vector<std::uint16_t> displaced; // indices of catalogues of the same field
    std::vector<catalogue_entry> entries;
    source::span where_declared;
};

// A document or table that stands back where another rules.
struct displacement {
    std::string id;
    std::uint16_t document = 0; // that says so
    std::string clause;
    std::vector<std::uint32_t> tables;
    std::vector<std::uint16_t> documents;
    expression_ptr where;
    base::span_of_dates effective;
    source::span where_declared;
};

// Periods for which limits do not judge, up to so much time in a window: beyond it they judge again, and so they do while the
// guard does not hold, whatever the marks say that the condition asks for.
struct exemption {
    struct time_quota {
        base::rational seconds;
        interval window = interval::year;
        std::string text; // 60 h
    };
    std::string id, title;
    std::uint16_t document = 0;
    std::string clause;
    model::confidence confidence = model::confidence::high;
    std::vector<std::uint32_t> tables;
    std::vector<std::uint16_t> documents;
    expression_ptr where;            // which periods it is about; asks of the datum: its mark, the state of operation
    expression_ptr guard;            // what else has to hold in them; null: nothing
    std::optional<time_quota> quota; // none: without end
    base::span_of_dates effective;
    source::span where_declared;
};

// A check of what a series of data looks like, one datum after the other or over a window of the calendar. What it finds is a
// lead: nobody's offence unless the rule names one.
enum class series_pattern : std::uint8_t {
    each,     // a stretch of data for each of which the condition holds
    equal,    // … and whose values are equal
    spread,   // … and whose values lie within a share of the greatest
    stepping, // several such stretches of equal values, one after the other
    missing,  // a stretch for which no datum came
    window    // what is required of a window's counts is not met
};
std::string_view text(series_pattern p);
struct quality_check {
    struct report_duty { // a record of that type about the stretch is due so soon after it begins
        std::uint16_t record = 0;
        base::rational seconds;
    };
    std::string id, title;
    std::uint16_t document = 0;
    std::string clause;
    model::confidence confidence = model::confidence::high;
    base::span_of_dates effective;
    expression_ptr where; // outlet and facility
    model::interval interval = model::interval::hour;
    bool marked = false;                // data that their marks take out too
    std::vector<std::uint16_t> factors; // each is a series of its own
    expression_ptr when;                // of each datum; null: every
    expression_ptr except;              // data that are not looked at, and not due
    series_pattern pattern = series_pattern::each;
    base::rational lasting;               // seconds; of stepping, of each step
    base::rational spread;                // a share
    std::uint32_t steps = 0;              // of stepping
    model::interval window{};             // of a window: of the calendar,
    std::uint16_t counts = 0;             // the record of its counts,
    std::vector<expression_ptr> required; // and what they have to meet
    std::optional<report_duty> report;
    std::vector<std::string> violation_types;
    std::string note;
    source::span where_declared;
};
// The record of the counts of a window, and its fields: as the rules declare it.
inline constexpr std::string_view counts_record = "series_window", due_field = "due", came_field = "received",
                                  valid_field = "valid", excepted_field = "excepted", gap_field = "longest_gap";
// Outlet field that names the factors that are to be monitored automatically: data are due though none has ever come.
inline constexpr std::string_view monitored_items_field = "monitored_items";

// Until when the data of a day may be marked: until then what is said of them is provisional.
struct marking_window {
    std::string id, title;
    std::uint16_t document = 0;
    std::string clause;
    model::confidence confidence = model::confidence::high;
    base::span_of_dates effective;
    expression_ptr where;   // outlet and facility
    std::uint32_t days = 0; // after the day of the data,
    bool workdays = false;  // worked days only,
    int minutes = 0;        // at that time of the day
    source::span where_declared;
};

enum class treatment : std::uint8_t { valid, out, over_range };
struct mark {
    std::string text, meaning;
    treatment treat = treatment::valid;
};
struct mark_table {
    std::string column; // flag, mark, condition, review
    std::string title;
    citation says;
    std::vector<mark> marks;
};

enum class standing_rank : std::uint8_t { lead, supporting, proof };
std::string_view text(standing_rank r);
struct standing_rule {
    standing_rank rank;
    expression_ptr where;
    citation says;
};
struct standing_lack {
    std::string what;
    expression_ptr when;
};

// Holidays and the days at weekends that are worked instead, within a span that has both ends.
struct holiday_calendar {
    std::string id, title, number;
    base::span_of_dates effective;
    std::vector<base::date> holidays, workdays; // as written, ranges spelled out
    model::confidence confidence = model::confidence::high;
    source::span where_declared;
};

// Two stacks of a site that are nearer than the sum of their heights count as one for the rate limits of the document that
// follow the height: Q = Q1 + Q2, h = sqrt((h1² + h2²) / 2); more than two one after the other.
struct equivalence {
    std::string id, title;
    std::uint16_t document = 0;
    std::string clause;
    field_ref height; // of the outlet, a length
    source::span where_declared;
};

struct rulebook {
    std::string digest; // sha256:… over names and texts of the files in order
    std::size_t files = 0;
    base::unit_table units;
    std::vector<document> documents;
    std::vector<factor> factors;
    std::vector<record> records;
    std::vector<statistic> statistics;
    std::vector<formula> formulas;
    std::vector<table> tables;
    std::vector<limit> limits;
    std::vector<grade_table> grades;
    std::vector<index_table> indices;
    std::vector<requirement_table> requirements;
    std::vector<catalogue> catalogues;
    std::vector<displacement> displacements;
    std::vector<exemption> exemptions;
    std::vector<quality_check> quality;
    std::vector<marking_window> markings;
    std::vector<mark_table> marks;
    std::vector<standing_rule> standings;
    std::vector<standing_lack> lacks;
    std::vector<consequence> consequences;
    std::vector<transition> transitions;
    std::vector<deadline> deadlines;
    std::vector<discretion> discretions;
    std::vector<holiday_calendar> calendars;
    std::vector<equivalence> equivalences;
    std::vector<rule_test> tests;

    // By code, old code, name or alias; a medium decides where a name is used in several.
    std::optional<std::uint16_t> find_factor(std::string_view spelling, std::string_view medium = {}) const;
    std::optional<std::uint16_t> find_statistic(std::string_view spelling) const; // zh or json
    std::optional<std::uint16_t> find_record(std::string_view name) const;
    std::optional<std::uint16_t> find_field(std::uint16_t record, std::string_view spelling) const;
    field const& at(field_ref r) const { return records[r.record].fields[r.field]; }

    std::unordered_multimap<std::string, std::uint16_t> factor_index;
    std::unordered_map<std::string, std::uint16_t> statistic_index;
    std::vector<std::unordered_map<std::string, std::uint16_t>> field_index;
};

// All calendars in one; those of confidence low are left out.
base::work_calendar work_calendar_of(rulebook const& rules);

// Of all that can be judged, in the order of the rulebook: limits, grades, indices, entries of catalogues, requirements, checks
// of quality. With files, only those that stand in them.
std::vector<std::string> provision_ids(rulebook const& rules, std::vector<source::file_id> const& files = {});
// The same and the discretion tables: what a rule test can reach.
std::vector<std::string> tested_ids(rulebook const& rules, std::vector<source::file_id> const& files = {});
// Those of `ids` that are of the document.
std::vector<std::string> provisions_of(document const& d, std::vector<std::string> const& ids);

// A condition as results print it, with the fields' JSON names: `grade = 一级A`, `temperature > 12 ℃`.
std::string text(expression const& e, rulebook const& rules);

// The value of a field as results print it, with its unit; yes or no; "" where it is not known.
std::string text(value const& v, field const& f, rulebook const& rules);

// A datum's or record's field as a typed value: quantities in coherent units; nullopt if the text is not of the field's type.
// Missing marks (``, `-`, `--`, `—`, `-;`) give unknown.
std::optional<value> read_field(field const& f, std::string_view text, base::unit_table const& units);

} // namespace huanchi::model

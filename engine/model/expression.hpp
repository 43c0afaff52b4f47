// Checked conditions and formulas: names resolved to fields, units reduced to coherent numbers, types agreed. Trees are
// immutable and shared. Evaluation is three-valued (Kleene): a missing field makes what hangs on it unknown.
#pragma once

#include "base/date.hpp"
#include "base/rational.hpp"
#include "base/unit.hpp"
#include "base/work_calendar.hpp"
#include "source/source_text.hpp"

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace huanchi::model {

struct clock_time {
    int minutes; // of the day
    friend auto operator<=>(clock_time, clock_time) = default;
};

// monostate is unknown. A number is in the coherent unit of its dimension.
using value = std::variant<std::monostate, bool, base::rational, std::string, base::date, clock_time>;
inline bool known(value const& v) {
    return v.index() != 0;
}

// Which record, and which field of it.
struct field_ref {
    std::uint16_t record = 0;
    std::uint16_t field = 0;
    friend auto operator<=>(field_ref, field_ref) = default;
};

enum class operation : std::uint8_t {
    or_,
    and_,
    not_,
    eq,
    ne,
    lt,
    le,
    gt,
    ge,
    add,
    subtract,
    multiply,
    divide,
    negate,
    add_workdays,
    subtract_workdays // a date and a number of worked days
};

struct expression;
using expression_ptr = std::shared_ptr<expression const>;

struct literal {
    model::value value;
    std::string text; // as results print it: 12 ℃, 一级A, 2006-01-01
};
struct field_use {
    field_ref field;
};
struct measured_value {}; // 实测值, inside a formula
struct reference_use {};  // the formula's parameter
struct clock_use {};      // 时刻: the clock at the start of the datum
struct as_of_use {};      // 截至日: the day for which duties are judged
struct related_use;       // over the records of the same site
struct operation_use {
    operation op;
    std::vector<expression_ptr> operands; // one or two
};
struct in_range {
    expression_ptr subject, low, high;
}; // both ends included
struct one_of_list {
    expression_ptr subject;
    std::vector<expression_ptr> choices;
};
struct within_code {
    expression_ptr subject;
    std::string prefix;
}; // tree codes: 220102 is within 22
struct is_known {
    field_ref field;
};
// A figure over the records of one type that belong to the same site (and outlet, where both name one) and meet a condition.
enum class over_records : std::uint8_t { count, share, sum, max, min };
struct related_use {
    over_records what;
    std::uint16_t record;
    expression_ptr figure; // of sum, max, min: asks of the related record; of share: the condition whose share is taken
    expression_ptr where;  // null: all
};

enum class kind : std::uint8_t { boolean, number, text, date, clock };
struct type {
    model::kind kind = model::kind::boolean;
    base::dimension dimension; // of a number
    friend bool operator==(type const&, type const&) = default;
};

struct expression {
    std::variant<literal, field_use, measured_value, reference_use, clock_use, operation_use, in_range, one_of_list,
                 within_code, is_known, as_of_use, related_use>
        node;
    model::type type;
    source::span where;
};

// What evaluation asks of its surroundings.
struct surroundings {
    std::function<value(field_ref)> field;
    value measured;
    value reference;
    value clock;
    value as_of = {};
    std::function<value(related_use const&)> related = {};
    base::work_calendar const* calendar = nullptr;
};
value evaluate(expression const& e, surroundings const& s);

// Pieces of evaluation that the plan's programs share.
value apply(operation op, value const& a, value const& b);
// The date so many worked days later or earlier; unknown where the calendar ends. A fraction of a day does not count.
value move_by_workdays(operation op, value const& from, value const& count, base::work_calendar const* calendar);
inline bool by_workdays(operation op) {
    return op == operation::add_workdays || op == operation::subtract_workdays;
}
bool uses_workdays(expression const& e);
value compare_in_range(value const& subject, value const& low, value const& high);
bool code_within(std::string_view code, std::string_view prefix);

// The fields a condition asks for, each once, in order of first use.
std::vector<field_ref> fields_of(expression const& e);
bool uses_clock(expression const& e);
bool uses_related(expression const& e);
std::vector<std::uint16_t> related_in(expression const& e); // the record types that it takes figures over, each once

// A conjunction as the list of its terms.
std::vector<expression_ptr> conjuncts(expression_ptr const& e);

} // namespace huanchi::model

// The keywords of the rule language: one table, two columns. The grammar knows keywords only by id, so a Chinese and an
// English file have the same tree.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace huanchi::syntax {

enum class spelling : std::uint8_t { zh, en };

enum class keyword : std::uint8_t {
    // declarations
    standard, dimension, units, factors, record, field, statistic, formula, limits, grades, displacement, consequence,
    standing, marks, test, index, requirements, catalogue, exemption, transition, calendar, equivalence,
    quality, marking, deadline, discretion,
    // parts of declarations
    number, level, effective, from, before, of, clause, origin, confidence, note, not_encoded, status, judge, where, when, also, one_of,
    measured_in, text_type, date_type, yes_no_type, code_type, number_type, value_of, base, over, accept, derive, need, quantity, reference,
    correct, as_measured, violation, displaces, otherwise, given, expect, exceedance, limit, because, on, with,
    from_factor, doubt, result, law, duty, penalty, fine, measures, rank, lacks, medium, worst, target, scope, factor, document,
    marked, counting, february, allow, round_up, primary, above, band, up_to, require, rounded, held, interpolate, below, scale, confirm, at, times,
    list, except, let, at_least, exempts, while_, each_month,
    substitute, roll_up,
    may, case_, act, lighter, holidays, worked, height,
    watch, lasting, equal, spread, stepping, missing, report, received,
    at_latest, weigh, start, item,
    // heads of tables
    by, value, rows, columns,
    // operators and constants of expressions
    and_, or_, not_, in, within, yes, no, not_detected, prohibited, known,
};

// What follows the keyword on its line.
enum class arity : std::uint8_t {
    none,     // the next word is another keyword or the end of the line: `effective`
    some,     // at least one argument; its first word is never read as a keyword: `where source = auto`
    names,    // as some; the second word too is a name, if as a keyword it would lack its argument: `field 介质 medium one_of …`
    optional, // arguments if the next word is no keyword
};

struct keyword_entry {
    keyword id;
    std::string_view en, zh;
    syntax::arity arity;
    bool operator_word; // never a name, even where an expression must follow: and, or, not, in, yes, no …
};

std::vector<keyword_entry> const& keyword_table();
keyword_entry const& entry_of(keyword k);
std::string_view text(keyword k, spelling s);

struct found_keyword {
    keyword id;
    spelling written;
};
std::optional<found_keyword> find_keyword(std::string_view word);

} // namespace huanchi::syntax

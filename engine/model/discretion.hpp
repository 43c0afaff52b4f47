// A discretion table: how large a fine within the statutory range an authority says it will impose, by the facts of the case.
// Values as the table prints them; nothing is computed here. Value types, made by load(), immutable afterwards.
#pragma once

#include "base/decimal.hpp"
#include "model/consequence.hpp"
#include "model/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::model {

// A level of a factor as printed. A number given selects the level whose half-open range [from, before) holds it.
struct discretion_level {
    std::string text;
    std::optional<base::decimal> percent;      // absent where bands say the amounts
    std::optional<base::decimal> from, before; // both absent: no number selects it; before alone absent: without end
};
struct discretion_item {
    std::string name, unit; // unit: of the numbers, in words; "" if no level has a range
    std::vector<discretion_level> levels;
};
// A combination of levels, one an item, and its range of amounts [min, max). Equal ends: one amount.
struct discretion_band {
    std::vector<std::optional<std::uint32_t>> levels; // absent: whatever the level
    base::decimal min, max;
    std::string min_written, max_written;
};
// Facts that fix the amount whatever else is known.
struct discretion_case {
    std::string item, text;
    base::decimal amount;
};
struct discretion_start {
    base::decimal percent;
    std::string in_case; // of the fine that it belongs to, "" the only one
};
struct law_article {
    std::string law, article;
};
// From a day on the law behind the table is another one. advisory: the range is the same, the result a reference only;
// suspended: the range is not, and nothing may be computed.
struct discretion_change {
    model::status status = model::status::suspended;
    base::span_of_dates effective;
    std::vector<law_article> laws;
    std::vector<fine_range> fines;
    std::string note;
};
// How the sum of percentages becomes an amount.
enum class weighing : std::uint8_t {
    bands,   // there is no sum
    maximum, // sum × the greatest statutory amount
    range,   // least + sum × (greatest − least)
};
std::string_view text(weighing w);

struct discretion {
    std::string id, title, clause;
    std::uint16_t document = 0;
    model::confidence confidence = model::confidence::high;
    base::span_of_dates effective;
    std::string medium;   // "" any
    expression_ptr where; // of the site: whose authorities use the table; null: all
    std::vector<std::string> violation_types;
    std::vector<law_article> laws;
    std::vector<fine_range> fines; // in 元; several only if told apart by their case
    model::weighing weighing = model::weighing::bands;
    std::vector<discretion_start> starts;     // one a fine where percentages are summed
    std::optional<base::decimal> least, most; // bounds of the sum, %
    std::vector<discretion_item> items;
    std::vector<discretion_band> bands;
    std::vector<discretion_case> cases;
    std::vector<discretion_change> changes; // their days do not overlap
    std::string note;
    source::span where_declared;

    // Those of a statutory fine with its start; 0 where there is none.
    base::decimal start_in(std::string const& in_case) const;
    discretion_change const* changed_on(base::date day) const; // null: the table's own law still stands
};

// Levels, one an item, that no band has; absent: none is missing.
std::optional<std::string> missing_combination(discretion const& t);

} // namespace huanchi::model

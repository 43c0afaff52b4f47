// What a rulebook says, apart from how it is written: every declaration as a list of aspects, each with a text that is equal
// exactly where the meaning is equal (units reduced, order of `and` ignored, names of fields and factors instead of indices)
// and a text to show. Comments, layout, the language of keywords, the order of files and places in them leave no trace.
// Pure functions over an immutable rulebook.
#pragma once

#include "model/rulebook.hpp"

#include <string>
#include <vector>

namespace huanchi::changes {

struct aspect {
    std::string name;    // clause, bound, effective …: the same in every language
    std::string meaning; // equal where the meaning is equal
    std::string shown;
};

struct declaration {
    std::string kind; // standard, unit, factor, field, statistic …
    std::string id;   // one of its kind
    std::vector<aspect> aspects;
};

std::string meaning_of(model::expression const& e, model::rulebook const& rules);
// Of conditions that must all hold, in whatever order.
std::string meaning_of(std::vector<model::expression_ptr> const& all, model::rulebook const& rules);

// Of a limit without its id, which is a name only.
std::vector<aspect> aspects_of(model::limit const& l, model::rulebook const& rules);
inline constexpr std::string_view bound_aspect = "bound";

// Everything but limits, in order of kind and id.
std::vector<declaration> declarations_of(model::rulebook const& rules);

// sha256:… over the meaning of everything, limits included, tests left out.
std::string meaning_digest(model::rulebook const& rules);

// `<= 50 mg/L`, `6..9`, `not_detected`; from 2014-07-01 before 2020-01-01.
std::string shown_bound(model::limit const& l, model::rulebook const& rules);
std::string shown_span(base::span_of_dates const& s);

} // namespace huanchi::changes

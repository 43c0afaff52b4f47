// Conditions and formulas of the checked model, worked out by walking the tree: three-valued, one case of the language after
// the other, as the page on semantics has it. Slow on purpose, and shares nothing with engine/plan and engine/eval.
#pragma once

#include "facts/facilities.hpp"
#include "facts/records.hpp"
#include "model/rulebook.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace huanchi::property {

using base::rational;
using model::value;

enum class truth { no, open, yes };
truth both(truth a, truth b);
truth negation(truth a);

// What is known where a question is asked.
struct world {
    model::rulebook const* rules = nullptr;
    facts::facilities const* sites = nullptr;
    std::optional<std::uint32_t> outlet;
    std::map<std::uint16_t, value> datum;                           // by field of the record `measurement`
    std::map<std::uint16_t, std::pair<rational, rational>> between; // of a window: the field took values from … to …
    std::optional<std::uint16_t> factor;
    std::optional<std::uint16_t> record_type; // a generic record
    std::vector<value> const* record = nullptr;
    value measured, reference, clock;
    std::vector<facts::record> const* records = nullptr; // figures are taken over those of `day`
    std::string enterprise, place;                       // of the datum: place is the outlet
    base::date day;
    std::map<model::field_ref, value> supposed; // tried for what is unknown

    value field(model::field_ref f) const;
};

value worth(model::expression const& e, world const& w);
truth holds(model::expression_ptr const& e, world const& w); // null: yes
truth all_hold(std::vector<model::expression_ptr> const& all, world const& w);

// Whether it asks of anything beside outlet and facility.
bool asks_of_datum(model::expression const& e, model::rulebook const& rules);
std::vector<model::field_ref> fields_in(model::expression const& e);

// The unknown fields of the data that an unknown field hangs on: itself, or what it is derived from.
std::set<model::field_ref> unknown_under(model::field_ref f, world const& w);

// Values of a field between which the conditions can tell; nothing where they compare it with what is no constant.
std::vector<value> values_to_try(model::field_ref f, std::vector<model::expression_ptr> const& conditions, world const& w);

} // namespace huanchi::property

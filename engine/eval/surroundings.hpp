// What a program sees when it runs over a datum: fields of facility, outlet and datum, the clock, the measured value. Missing
// fields may be overridden one by one, to find out what they could change. Cheap to make; refers to data it does not own.
#pragma once

#include "facts/facilities.hpp"
#include "plan/plan.hpp"

#include <utility>
#include <vector>

namespace huanchi::eval {

// Values of the record `measurement` that are known, by field; the others are unknown.
using datum_fields = std::vector<std::pair<std::uint16_t, model::value>>;
model::value const* find(datum_fields const& fields, std::uint16_t field);

// A numeric field that took different values within a window: it lies between the two.
struct field_range {
    model::field_ref field;
    base::rational low, high;
};

struct surroundings {
    plan::plan const* plan = nullptr;
    model::rulebook const* rules = nullptr;
    facts::facilities const* known = nullptr;
    std::uint32_t outlet = facts::no_outlet;
    datum_fields const* datum = nullptr;
    std::vector<field_range> const* ranges = nullptr;
    std::vector<model::value> const* record = nullptr; // by field of a generic record
    std::uint16_t record_type = 0;
    std::optional<std::uint16_t> factor;
    model::value measured, reference, clock;
    std::vector<std::pair<model::field_ref, model::value>> assumed = {}; // overrides, for unknown fields

    model::value field(model::field_ref f) const;
};

model::value run(plan::program_id program, surroundings const& s); // `plan::none` is true
// Kleene conjunction of programs.
model::value all_of(std::vector<plan::program_id> const& programs, surroundings const& s);

} // namespace huanchi::eval

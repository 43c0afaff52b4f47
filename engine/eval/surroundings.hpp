// What a program sees when it runs over a datum: fields of facility, outlet and datum, the clock, the measured value. Missing
// fields may be overridden one by one, to find out what they could change. Cheap to make; refers to data it does not own.
#pragma once

#include "facts/facilities.hpp"
#include "facts/records.hpp"
#include "plan/plan.hpp"

#include <map>
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

struct surroundings;

// The records that figures are taken over, by type and site.
class related_records {
public:
    related_records(plan::plan const& p, model::rulebook const& rules, std::vector<facts::record> const& records);
    // The figure over the records of the site (and outlet, "" for any) that `s` is about; unknown where a condition or a figure
    // is. Of a day, it is unknown too where the site has no record of the type on that day.
    model::value figure(plan::related_step const& step, surroundings const& s) const;
    // Whether there is a record of the type about the outlet, or about its site as a whole, with a time in that period.
    bool any(std::uint16_t record, std::string_view enterprise, std::string_view outlet, base::period const& in) const;

private:
    plan::plan const& plan_;
    model::rulebook const& rules_;
    std::multimap<std::pair<std::uint16_t, std::string>, facts::record const*> by_site_;
};

// The record types that formulas and substitutions take figures over.
std::vector<std::uint16_t> records_of_formulas(plan::plan const& p);

struct surroundings {
    plan::plan const* plan = nullptr;
    model::rulebook const* rules = nullptr;
    facts::facilities const* known = nullptr;
    std::uint32_t outlet = facts::no_outlet;
    datum_fields const* datum = nullptr;
    std::vector<field_range> const* ranges = nullptr;
    std::vector<model::value> const* record = nullptr; // by field of a generic record
    std::uint16_t record_type = 0;
    std::string_view enterprise = {}, outlet_id = {}; // of the record, or of the datum's outlet
    std::optional<base::date> day = {};               // of the datum: figures over records are of this day
    std::optional<std::uint16_t> factor;
    model::value measured, reference, clock, as_of = {};
    model::value law_date = {};                                          // the day whose law is applied, for catalogues
    bool unreviewed = false;                                             // entries of low confidence count
    related_records const* related = nullptr;                            // of all types, for figures over them
    std::vector<std::pair<model::field_ref, model::value>> assumed = {}; // overrides, for unknown fields

    model::value field(model::field_ref f) const;
    // The unknown fields of the data that an unknown field hangs on: itself, or what it is derived from.
    std::vector<model::field_ref> unknown_behind(model::field_ref f) const;
    bool is_told(model::field_ref f) const; // by the data: assuming a value does not make it known
};

// The day whose law is applied to a record: `at`, else the record's own date, else `otherwise`.
std::optional<base::date> law_date(facts::record const& r, std::optional<base::date> at,
                                   std::optional<base::date> otherwise = {});
// What a program over a record sees by the law of that day. The record must outlive it.
surroundings about_record(plan::plan const& p, model::rulebook const& rules, facts::record const& r,
                          std::optional<base::date> law);
// Whether a declaration over records of type `scope`, in force during `effective`, concerns the record that `s` is about; a
// record without a date is held against every declaration, one of unknown `where` against this one too.
bool concerns(plan::program_id where, std::uint16_t scope, base::span_of_dates const& effective, surroundings const& s);

model::value run(plan::program_id program, surroundings const& s); // `plan::none` is true
// The unknown fields of the data that a program asks for.
std::vector<model::field_ref> unknown_fields(plan::program_id program, surroundings const& s);
// Kleene conjunction of programs.
model::value all_of(std::vector<plan::program_id> const& programs, surroundings const& s);

} // namespace huanchi::eval

// What has to be asked before any range of fine: whether the circumstances of a case are among those that laws and catalogues
// of minor violations list. The rules declare the record of circumstances and the catalogues over it; each entry in force on
// the day of the act, in its region and for the offence, is asked condition by condition. What the tickets and the store know
// is filled in, all else comes from records that people give; a first offence is never assumed. The outcome is for the
// authority: nothing is decided here. Pure functions.
#pragma once

#include "facts/records.hpp"
#include "model/rulebook.hpp"
#include "plan/plan.hpp"
#include "tickets/cases.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::tickets {

// The record type of circumstances, and those of its fields that the engine fills: as the rules declare it.
inline constexpr std::string_view circumstances_record = "违法情节";

struct asked_condition {
    enum class answer : std::uint8_t { met, not_met, unknown };
    std::string text;      // as model::text() has it; of an exception, that of the catalogue
    std::string exception; // its title: met where it does not hold; "" of a condition
    asked_condition::answer is{};
    std::vector<model::field_ref> missing;
    bool of_scope = false; // asks what the entry is about: the offence, its day, the region
};
std::string_view text(asked_condition::answer a);

struct listed_entry {
    enum class outcome : std::uint8_t { all_met, does_not_apply, undetermined };
    std::uint16_t catalogue = 0, entry = 0; // indices
    listed_entry::outcome is{};
    std::vector<asked_condition> conditions;
    std::vector<model::field_ref> missing; // of an undetermined one, each once
    bool unreviewed = false;               // all met, but the entry is of confidence low and does not count
};
std::string_view text(listed_entry::outcome o);

// What one field was taken to be, and who says so. `overruled`: what the record said instead, "" if nothing else.
struct circumstance {
    enum class origin : std::uint8_t { record, ticket, site, priors };
    model::field_ref field;
    std::string value, overruled;
    circumstance::origin from{};
};
std::string_view text(circumstance::origin o);

// One offence of the case with one record, or with none.
struct minor_examination {
    std::string violation_type, medium;
    base::date act{};   // the last day of its tickets: the day of the law
    std::string record; // id, "" none was given
    std::vector<circumstance> known;
    std::vector<listed_entry> entries;
    std::uint32_t of_other_offences = 0; // entries in force here that are about something else
};
struct minor_sheet {
    std::vector<minor_examination> examinations; // by type and medium, then in the order of the records
    std::vector<std::string> unused;             // records that are about none of the offences
};

// Nullopt where the rules declare no such record. `records`: of any type, others are passed over. `region`: division code of
// the site, "" unknown. `unreviewed`: entries of confidence low count.
std::optional<minor_sheet> examine_minor(case_sheet const& of, model::rulebook const& rules, plan::plan const& p,
                                         std::vector<facts::record> const& records, std::string const& region,
                                         bool unreviewed = false);

} // namespace huanchi::tickets

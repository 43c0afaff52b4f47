// What a discretion table makes of the facts of a case: the level of each factor, the sum step by step, the amount or the band
// that it leads to. Pure: the table, the day of the act and the facts decide, nothing else. The result is a proposal to an
// authority, never a decision. All arithmetic is exact; amounts are in the unit of the table's fine. What the facts get wrong
// comes back as mistakes, and then nothing is computed.
#pragma once

#include "base/date.hpp"
#include "base/rational.hpp"
#include "model/discretion.hpp"
#include "model/rulebook.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace huanchi::findings {

enum class severity : std::uint8_t { lighter, ordinary, heavier };
std::string_view text(severity s);
std::optional<severity> severity_from(std::string_view text); // in either language

// Factor → level as printed, or a number that selects one. A factor named several times counts with the heaviest. Under the
// name of the amount that a fine is a share of, that amount; under `case` (情形), which of several statutory fines.
using case_facts = std::vector<std::pair<std::string, std::string>>;

enum class discretion_standing : std::uint8_t {
    proposed,
    reference,    // the law has changed while the range is the same
    suspended,    // the range is another one: levels and ranges are shown, no amount
    not_in_force, // on the day of the act
    lacking,      // something without which there is no amount: see needs
};
std::string_view text(discretion_standing s);

struct chosen_level {
    enum class origin : std::uint8_t { given, number, unknown };
    std::string item, level;
    std::optional<base::decimal> percent;
    origin from = origin::unknown;
    std::string said, unit; // the number, and what it counts
    bool heaviest = false;  // of several that were given
};
std::string_view text(chosen_level::origin o);

struct discretion_step {
    std::string zh, en;
};
struct discretion_need {
    std::string name;
    std::vector<std::string> choices; // empty: an amount
};
struct discretion_mistake {
    enum class kind : std::uint8_t { no_such_factor, no_such_level, outside_all_levels, no_amount };
    kind what{};
    std::string name, said;
    std::vector<std::string> known;
};
struct discretion_band_amounts {
    base::rational min, middle, max; // max is not of the band, unless all are equal
};

struct discretion_result {
    model::discretion const* table = nullptr;
    model::discretion_change const* change = nullptr; // in force on the day, null: none
    base::date on;
    severity how = severity::ordinary;
    discretion_standing standing = discretion_standing::proposed;
    std::vector<chosen_level> items;
    std::vector<discretion_need> needs;
    std::vector<discretion_step> steps;
    std::optional<base::rational> sum, amount;
    std::optional<discretion_band_amounts> band;
    std::string unit;
    std::vector<discretion_mistake> mistakes;
};

discretion_result weigh(model::discretion const& table, base::date on, case_facts const& facts,
                        severity how = severity::ordinary);

// Those for one of the types on the medium ("" of either side: any) whose document is in force on the day.
std::vector<model::discretion const*> discretions_for(model::rulebook const& rules, std::vector<std::string> const& types,
                                                      std::string const& medium, base::date on);
// Whether authorities of that region ("" unknown) use the table; nullopt: what it asks of the site is not known.
std::optional<bool> used_at(model::discretion const& table, model::rulebook const& rules, std::string const& region);
// By id, or by the clause as printed if only one has it; null otherwise.
model::discretion const* find_discretion(model::rulebook const& rules, std::string_view name);

} // namespace huanchi::findings

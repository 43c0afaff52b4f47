// Which law is applied to an act that is decided on after the law has changed. The law of the act is compared with that of the
// day of the decision, range of fines against range of fines and measure against measure, and the later one is applied where
// it is lighter; which clause commands that is rule data (`transition`). Nothing here weighs one kind of penalty against
// another: where one part is lighter and another heavier, or where two parts have no common measure, the answer is that they
// cannot be compared. Consequences point into the rulebook, which outlives them. Pure functions, safe from many threads.
#pragma once

#include "model/rulebook.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::findings {

// A consequence that a type has on outlets of a medium; not certain where its condition asks for more than the medium.
struct possible_consequence {
    model::consequence const* what;
    bool certain;
    friend bool operator==(possible_consequence const&, possible_consequence const&) = default;
};
// Whatever their dates, as declared. A medium of "" is not known.
std::vector<possible_consequence> consequences_of(model::rulebook const& rules, std::string const& type,
                                                  std::string const& medium);

enum class weight : std::uint8_t { lighter, equal, heavier, unclear }; // of the later law against the earlier
std::string_view text(weight w);

struct compared_part {
    enum class kind : std::uint8_t { fine, measure };
    kind what{};
    std::string about;               // the case and payer of a fine, the measure; "" the ordinary fine
    std::string at_act, at_decision; // as the laws say it, "" if that law has none
    weight result{};
};

enum class law_reason : std::uint8_t {
    equal,          // every part is equal
    lighter,        // no part is heavier, some are lighter
    heavier,        // no part is lighter, some are heavier
    mixed,          // some are lighter, some heavier
    not_comparable, // parts without a common measure
    several,        // several consequences stand on one side, and they do not agree
    unknown_then,   // the rules hold no consequence of the type on the day of the act
    unknown_now,    // … on the day of the decision, which does not prove that there is none
    continuing,     // the law changed while the act went on
    uncertain,      // whether a consequence applies to the outlet is not known, or its text has not been reviewed
    no_clause       // the rules hold no clause that says what is to be applied
};
std::string_view text(law_reason r);

struct law_comparison {
    std::string violation_type;
    std::vector<possible_consequence> at_act, at_decision;
    std::vector<compared_part> parts; // empty where there is nothing to compare
    weight result = weight::unclear;
    law_reason reason{};
    // What is to be applied; neither: it cannot be said here.
    enum class choice : std::uint8_t { act, decision, neither };
    choice applies = choice::neither;
};

struct law_transition {
    base::date decided, first, last;           // day of the decision; first and last day of the act
    model::transition const* clause = nullptr; // null: the rules hold none for that day
    std::vector<law_comparison> comparisons;   // by type as given; only types whose law differs
};

// Nullopt where the decision comes before the end of the act, or no type has another law on that day than on those of the act.
std::optional<law_transition> compare_laws(model::rulebook const& rules, std::vector<std::string> const& types,
                                           std::string const& medium, base::date first, base::date last, base::date decided);

} // namespace huanchi::findings

// Which level of each factor the facts of a case select. Internal to this folder.
#pragma once

#include "findings/discretion.hpp"

namespace huanchi::findings {

// What was said under a name, in order; `case` under either of its spellings.
std::vector<std::string> said_of(case_facts const& facts, std::string_view name);
// The text that is said, or the only one that has it in it.
std::optional<std::size_t> place_among(std::vector<std::string> const& texts, std::string const& said);

// One level an item: the heaviest of what was said, the lowest where nothing was. Appends to out.items and out.mistakes.
void choose_by_percent(model::discretion const& t, case_facts const& facts, discretion_result& out);
// The band of the same: lowest over what is not known, heaviest over what was said several times. Null after a mistake.
model::discretion_band const* choose_band(model::discretion const& t, case_facts const& facts, discretion_result& out);

// The facts under the names that the table has: a part of one name is enough. Others are mistakes.
case_facts under_known_names(model::discretion const& t, case_facts const& facts, discretion_result& out);
// Said of a case and neither its words nor a no.
void refuse_strange_cases(model::discretion const& t, case_facts const& facts, discretion_result& out);

} // namespace huanchi::findings

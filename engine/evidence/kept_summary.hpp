// What the store keeps of the data behind a ticket, told for the sheet of electronic evidence: which files the rows came from,
// when and by what they were judged, their digests as the files of the bundle have them, and the marks that they carry. Pure.
#pragma once

#include "evidence/judged_set.hpp"
#include "evidence/replay.hpp"
#include "model/rulebook.hpp"
#include "report/form_document.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::evidence {

// One of each set, in their order. `again`: what came of judging all of them again, none where that was not tried. The meaning
// of marks is that of the rules.
std::vector<report::kept_source> kept_sources(std::string const& ticket, std::vector<judged_set> const& sets,
                                              std::optional<replayed> const& again, model::rulebook const& rules,
                                              report::language in);

} // namespace huanchi::evidence

// What was judged of a finding, or of the findings of a ticket, one judgement behind the other with what made each another than
// the one before: as JSON (huanchi.judgements/1) and text. Pure functions, safe from many threads.
#pragma once

#include "report/text_options.hpp"
#include "tickets/judgements.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

// `id`: what was asked for, a finding or a ticket.
std::string judgements_json(std::string const& id, std::vector<tickets::judgement> const& all);
// Why a judgement is another than the one before it, by the kind of its cause.
std::string cause_phrase(std::string const& kind, language in);
std::string judgements_text(std::vector<tickets::judgement> const& all, text_options const& options);

} // namespace huanchi::report

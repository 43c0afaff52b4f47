// The result of screening as JSON (contract §4.3), NDJSON, CSV and text.
#pragma once

#include "findings/screening.hpp"
#include "report/text_options.hpp"

#include <string>

namespace huanchi::report {

std::string screening_json(findings::screening const& s);
std::string screening_ndjson(findings::screening const& s); // a project a line
std::string screening_csv(findings::screening const& s);    // an item a line
std::string screening_text(findings::screening const& s, text_options const& options);

} // namespace huanchi::report

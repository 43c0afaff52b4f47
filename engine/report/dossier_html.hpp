// The dossier of a site as one HTML page that fetches and runs nothing: for a phone of 360 px first, and for print. Pure.
#pragma once

#include "report/dossier_document.hpp"

#include <string>

namespace huanchi::report {

std::string dossier_html(dossier_document const& d, language in);

} // namespace huanchi::report

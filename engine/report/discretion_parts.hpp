// Phrases of discretion tables that the text and the JSON share. Internal to this folder.
#pragma once

#include "report/discretion_document.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

std::string discretion_notice(language in);
std::string standing_phrase(findings::discretion_standing s, language in);
std::string laws_phrase(std::vector<model::law_article> const& laws, language in);
std::string fines_phrase(std::vector<model::fine_range> const& fines, language in);

struct discretion_caveat {
    std::string code, text;
};
std::vector<discretion_caveat> caveats_of(discretion_document const& d, language in); // of its result

// Whether the region of the site has to be known to say that the table may be used, and is not.
bool region_open(model::discretion const& t, discretion_document const& d);
std::string region_open_phrase(model::discretion const& t, discretion_document const& d, language in);

} // namespace huanchi::report

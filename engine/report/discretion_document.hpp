// Discretion tables and what one makes of a case, as JSON and as text. Every output says first that the result is a reference
// for the authority, which decides.
#pragma once

#include "findings/discretion.hpp"
#include "report/text_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::report {

struct discretion_document {
    model::rulebook const* rules = nullptr;
    base::date act;
    std::string ticket;                           // "" none
    std::vector<model::discretion const*> tables; // listed; the one of the result if there is one
    std::optional<findings::discretion_result> result;
    std::string region = {};                              // of the site, "" unknown
    std::vector<model::discretion const*> elsewhere = {}; // not offered: other regions use them
    bool list_elsewhere = false;                          // in the text
};

std::string discretion_json(discretion_document const& d, language in);
std::string discretion_text(discretion_document const& d, text_options const& options);

// Why a table is not offered: who uses it, and where the site lies.
std::string elsewhere_phrase(model::discretion const& t, discretion_document const& d, language in);

// What is wrong with a fact that was given: what it is, and what may stand there.
std::pair<std::string, std::string> mistake_phrase(findings::discretion_mistake const& m, language in);

} // namespace huanchi::report

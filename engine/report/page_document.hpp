// The page of a diagnostic code, and the list of all codes, as text and JSON. Pure functions.
#pragma once

#include "report/text_options.hpp"
#include "source/page.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

std::string page_json(source::page const& p, language in);
std::string page_text(source::page const& p, text_options const& options);

// Codes with their messages, one a line.
std::string pages_json(std::vector<source::page> const& all, language in);
std::string pages_text(std::vector<source::page> const& all, text_options const& options);

} // namespace huanchi::report

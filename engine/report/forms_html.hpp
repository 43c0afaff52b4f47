// Filled forms as HTML: one file that fetches and runs nothing, A4 in print, a list of cards on a phone. Pure functions.
#pragma once

#include "report/form_document.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

struct forms_origin {
    std::string cut_off, rules, history, engine; // day, digest, hash of the chain's last entry, version
};
std::string forms_html(std::vector<filled_form> const& forms, forms_origin const& of, language in);

// One form, for a page that holds other things too; its style stands once in that of the page.
std::string form_html(filled_form const& f, language in);
std::string form_style();

} // namespace huanchi::report

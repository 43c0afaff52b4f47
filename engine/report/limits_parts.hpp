// What the printed limits of one outlet, a span and a permit's table share. Only the .cpp files of this folder see it.
#pragma once

#include "report/json_parts.hpp"
#include "report/limits_document.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace huanchi::report {

void add_bounds(json& j, findings::limit_value const& l);
json row_json(review::limit_row const& r);
json unknown_json(review::unknown_attribute const& u);
std::string reference_text(findings::limit_value const& l); // oxygen=3.5 %
std::string statistic_text(review::limit_row const& r, language in);
std::string depends_text(review::limit_row const& r, language in); // reference state and condition
std::string unknown_text(review::unknown_attribute const& u, text_options const& o);

std::vector<std::string> const& limit_heads(); // of a CSV
std::vector<std::string> limit_cells(review::limit_row const& r);
std::vector<std::string> behind(std::vector<std::string> first, std::vector<std::string> const& rest);

inline std::string say(language in, std::string_view zh, std::string_view en) {
    return std::string(choose(in, zh, en));
}

} // namespace huanchi::report

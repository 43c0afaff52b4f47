// Reviewed applications and permits: as JSON (huanchi.review/1), one a line, CSV and text.
#pragma once

#include "report/text_options.hpp"
#include "review/examine.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

std::string review_json(std::vector<review::reviewed> const& all, language in);
std::string review_ndjson(std::vector<review::reviewed> const& all, language in);
std::string review_csv(std::vector<review::reviewed> const& all, language in, bool byte_order_mark);
// What is accepted is counted only, unless all is wanted.
std::string review_text(std::vector<review::reviewed> const& all, bool accepted_too, text_options const& options);

} // namespace huanchi::report

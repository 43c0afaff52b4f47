// The table of permitted emissions: as JSON (huanchi.permit_table/1), CSV and text.
#pragma once

#include "report/text_options.hpp"
#include "review/permit_table.hpp"

#include <string>

namespace huanchi::report {

std::string permit_table_json(review::permit_table_lines const& t);
std::string permit_table_csv(review::permit_table_lines const& t, bool byte_order_mark);
std::string permit_table_text(review::permit_table_lines const& t, text_options const& options);

} // namespace huanchi::report

// A case (huanchi.case/1), proposed cases (huanchi.cases/1) and the sheet of consecutive daily fines (huanchi.daily_fines/1), as
// JSON and text. Pure functions, safe from many threads.
#pragma once

#include "report/text_options.hpp"
#include "tickets/cases.hpp"
#include "tickets/daily_fines.hpp"
#include "tickets/deadlines.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

// `deadlines`: of the tickets of the sheet, in their order.
std::string case_json(tickets::case_sheet const& s, std::vector<std::vector<tickets::running_deadline>> const& deadlines);
std::string case_text(tickets::case_sheet const& s, std::vector<std::vector<tickets::running_deadline>> const& deadlines,
                      text_options const& options);

std::string cases_json(std::vector<std::vector<tickets::summary>> const& groups);
std::string cases_text(std::vector<std::vector<tickets::summary>> const& groups, text_options const& options);

std::string daily_fines_json(std::string const& id, tickets::daily_fines const& f);
std::string daily_fines_text(std::string const& id, tickets::daily_fines const& f, text_options const& options);

} // namespace huanchi::report

// A case (huanchi.case/1), proposed cases (huanchi.cases/1) and the sheet of consecutive daily fines (huanchi.daily_fines/1),
// as JSON and text. Pure functions, safe from many threads.
#pragma once

#include "report/text_options.hpp"
#include "tickets/cases.hpp"
#include "tickets/daily_fines.hpp"
#include "tickets/deadlines.hpp"
#include "tickets/minor_violations.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::report {

// What is said of a case beside itself. `deadlines`: of the tickets of the sheet, in their order. `minor`: absent where the
// rules list no minor violations; made by `rules`, which outlive it.
struct case_asides {
    std::vector<std::vector<tickets::running_deadline>> deadlines = {};
    std::optional<tickets::minor_sheet> minor = {};
    model::rulebook const* rules = nullptr;
};
std::string case_json(tickets::case_sheet const& s, case_asides const& a, language in = language::zh);
std::string case_text(tickets::case_sheet const& s, case_asides const& a, text_options const& options);

std::string cases_json(std::vector<std::vector<tickets::summary>> const& groups);
std::string cases_text(std::vector<std::vector<tickets::summary>> const& groups, text_options const& options);

std::string daily_fines_json(std::string const& id, tickets::daily_fines const& f);
std::string daily_fines_text(std::string const& id, tickets::daily_fines const& f, text_options const& options);

} // namespace huanchi::report

// The rules as documents: the list of what is loaded, one provision with everything in it, mistakes in rule files, the result
// of rule tests. As text and JSON; the file, line and column of a diagnostic are those of the source set. Pure functions.
#pragma once

#include "base/result.hpp"
#include "findings/rule_tests.hpp"
#include "model/rulebook.hpp"
#include "report/text_options.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::report {

// Documents with their provisions; with `attributes` the fields that rules may ask of facilities, outlets, data and records.
std::string rules_list_json(model::rulebook const& rules);
std::string rules_list_text(model::rulebook const& rules, bool attributes, text_options const& options);

// Each document with its dates, how many provisions it has here, the share of them that tests reach, and what of it is not
// encoded. Limits that are suspended or advise only are not judged and no part of the share.
std::string rules_documents_json(model::rulebook const& rules, findings::test_report const& tests);
std::string rules_documents_text(model::rulebook const& rules, findings::test_report const& tests, text_options const& options);
std::string rules_documents_markdown(model::rulebook const& rules, findings::test_report const& tests);

// A document (by id or number), a table, one provision, or all provisions whose id begins with `id`; "" if there is none.
std::string rules_show_json(model::rulebook const& rules, std::string_view id);
std::string rules_show_text(model::rulebook const& rules, std::string_view id, text_options const& options);

// Every numeric requirement, one row each: limits by statistic (and by point of a curve), the bounds of grade tables.
std::string rules_export_csv(model::rulebook const& rules);
std::string rules_export_json(model::rulebook const& rules);

// {"diagnostics": [{code, severity, file, line, column, message, help}]}
std::string diagnostics_json(std::vector<source::diagnostic> const& all, source::source_set const& files, language in);

// {"errors": […]} for what ends with exit code 2.
std::string errors_json(std::vector<source::diagnostic> const& all, source::source_set const& files, language in);
std::string errors_json(base::failure const& f, std::string_view code);

// With `all`, tests that passed and provisions that no test covers are listed too.
std::string rule_tests_json(findings::test_report const& r, source::source_set const& files);
std::string rule_tests_text(findings::test_report const& r, source::source_set const& files, bool all,
                            text_options const& options);

} // namespace huanchi::report

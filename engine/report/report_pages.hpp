// The documents that people look at, as HTML pages and workbooks. Each HTML page is one file that fetches nothing and runs
// nothing. Pure functions but for the workbook, which is written to a file; its failures name the file.
#pragma once

#include "base/result.hpp"
#include "report/brief_document.hpp"
#include "report/report_document.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

std::string report_html(report_document const& d, language in);
std::string brief_html(brief_document const& d, language in);

// Tickets on one sheet, findings on the other. Every cell is text or a count, never a formula; decimals of record stand as they
// are written. `findings`: of a check, where data were given; else those that the tickets hold.
base::result<std::size_t> write_report_xlsx(report_document const& d, std::vector<findings::finding> const* findings,
                                            site_notes const& sites, rule_names const& names, base::moment created,
                                            std::string const& path,
                                            language in); // how many rows

// A chart as SVG; every value carries data-time and data-value as results print them. `id` is unique on the page.
std::string chart_svg(chart const& c, std::string const& id, language in);
// The hatchings that the charts refer to: once a page.
std::string chart_patterns();
// The values of a chart as a table, for those who cannot see it.
std::string chart_table(chart const& c, language in);

// One ticket, whole.
std::string story_html(ticket_story const& s, std::string const& id, language in);
// Days decided and not, as a bar and in words.
std::string completeness_html(completeness const& c, unsigned percent_wanted, language in);

// The style of a page; the strings stand in the margins of every printed page. `notice`: a constant text; "": that all of it is
// suspected.
std::string page_style(std::string_view left, std::string_view right, language in, std::string_view notice = {});

} // namespace huanchi::report

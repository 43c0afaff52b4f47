// Parts of findings as people say them: a period, a measured value, a limit, a provision. One line each, no colour. The text
// documents are put together from these.
#pragma once

#include "findings/finding.hpp"
#include "report/text_options.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::report {

// 2026-05-01 08:00–09:00, 2026-05-01, 2026-05, 2026; several days are named by first and last.
std::string period_phrase(base::period const& p, language in);
// "" for the period of a record without a time.
bool has_time(base::period const& p);

// 58.333333 mg/m³; <0.5 mg/L; at least 500 mg/m³ where over range.
std::string measured_phrase(findings::measured_value const& m, language in);

// 50 mg/m³ (oxygen 3.5 %), 6–9, at least 5 mg/L, not detectable.
std::string limit_phrase(findings::limit_value const& l, language in);

// GB 13271-2014 表2
std::string provision_phrase(findings::provision const& p);
std::string citation_phrase(model::citation const& c);

// The statistic in the language's words.
std::string statistic_phrase(findings::finding const& f, language in);

// from 2014-07-01, before 2020-01-01
std::string span_phrase(base::span_of_dates const& s, language in);

// The missing field in the language's words, with the name that data files give it.
std::string field_name(findings::missing_value const& m, language in);

std::string joined(std::vector<std::string> const& parts, std::string_view between);
std::string with_unit(std::string_view number, std::string_view unit);
std::string_view choose(language in, std::string_view zh, std::string_view en);

} // namespace huanchi::report

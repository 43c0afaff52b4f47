// What `rules lint` found, as text and JSON (huanchi.lint/1), and what `rules test --boundaries` did (huanchi.boundaries/1).
// Values in, text out. Pure functions.
#pragma once

#include "analysis/boundaries.hpp"
#include "analysis/lint.hpp"
#include "report/text_options.hpp"

#include <string>

namespace huanchi::report {

std::string lint_json(analysis::lint_report const& r, base::date at, source::source_set const& files, language in);
// With `all`, limits that are not judged are listed by their ids; else they are counted.
std::string lint_text(analysis::lint_report const& r, source::source_set const& files, bool all, text_options const& o);

std::string boundaries_json(analysis::boundary_report const& r);
// With `all`, limits of which there are no cases are listed by their ids.
std::string boundaries_text(analysis::boundary_report const& r, bool all, text_options const& o);

} // namespace huanchi::report

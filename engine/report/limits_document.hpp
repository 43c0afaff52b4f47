// Which limits apply to an outlet, on a date and over a span: as JSON (huanchi.limits/1, huanchi.limits_timeline/1), CSV and
// tables. Printing knows only the rows that review/limit_table makes. Pure functions, safe from many threads.
#pragma once

#include "base/result.hpp"
#include "report/text_options.hpp"
#include "review/limit_table.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

std::string limits_json(review::outlet_limits const& d);
std::string limits_csv(review::outlet_limits const& d, bool byte_order_mark);
std::string limits_text(review::outlet_limits const& d, text_options const& options);

// Of many outlets: one document (huanchi.limits_of_outlets/1), the documents of the outlets one a line, or one table.
std::string limits_json(std::vector<review::outlet_limits> const& all);
std::string limits_line(review::outlet_limits const& d);
std::string limits_csv(std::vector<review::outlet_limits> const& all, bool byte_order_mark);
// In the place of an answer: `{"line": 3, "error": {"message": …, "help": …}}`.
std::string unanswered_line(std::size_t line, base::failure const& why);

std::string timeline_json(review::outlet_timeline const& d);
std::string timeline_line(review::outlet_timeline const& d); // on one line
std::string timeline_csv(review::outlet_timeline const& d, bool with_heads);
std::string timeline_text(review::outlet_timeline const& d, text_options const& options);

// One number beside its sign, as a table shows it: <= 50, 6–9, >= 5, not detectable.
std::string bound_text(findings::limit_value const& l, bool min_strict, bool max_strict, language in);

} // namespace huanchi::report

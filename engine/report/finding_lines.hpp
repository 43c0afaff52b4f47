// Findings as paragraphs of a text document, in two to four lines each.
#pragma once

#include "report/folding.hpp"
#include "report/layout.hpp"
#include "report/text_options.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

// What exceeded, when, measured against limit, multiple, clause, what the data can prove.
std::string block_text(block const& b, std::size_t indent, text_options const& options);

// A lead on the quality of data: what was seen, when, the ends of the series.
std::string lead_text(findings::finding const& f, std::size_t indent, text_options const& options);

// Until when the data may be marked, or what came after that; "" where no rule says.
std::string finality_phrase(findings::finding const& f, language in);

// All undetermined findings of an outlet, one paragraph a reason: what is missing, and for what and when.
std::string undetermined_text(std::vector<findings::finding const*> const& findings, std::size_t indent,
                              text_options const& options);

ink ink_of(eval::verdict v);

} // namespace huanchi::report

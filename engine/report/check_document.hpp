// The result of `check` as JSON (huanchi.check/1), NDJSON and CSV of its findings, and text for an inspector. Values in, text
// out: no I/O, no judgement; everything that is printed was decided before. Pure functions, safe from many threads.
#pragma once

#include "findings/check.hpp"
#include "report/law_lines.hpp"
#include "report/text_options.hpp"
#include "tickets/ticket.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

struct check_options {
    bool summary_only = false;
    bool warnings = false;                            // list them
    report::language language = report::language::zh; // of reasons' texts
    std::optional<report::decision> decision = {};    // violations say how the law of the act compares with that of its day
};

// One document: schema, rules, summary, findings, tickets, rejected; `warnings` where asked; with summary_only the first three.
std::string check_json(findings::check_result const& result, std::vector<tickets::ticket_action> const& actions,
                       check_options const& options);

// What stands around the findings, on one line: where they went before it, one a line.
std::string check_line(findings::check_result const& result, std::vector<tickets::ticket_action> const& actions,
                       check_options const& options);

// One finding a line, nothing else.
std::string findings_ndjson(findings::check_result const& result, language in, std::optional<decision> const& d = {});

// RFC 4180 with a header line, one finding a line.
std::string findings_csv(findings::check_result const& result, language in, bool byte_order_mark);

struct check_text_options {
    text_options text;
    bool summary_only = false;
    bool warnings = false;
    std::size_t most_rejects = 10; // listed; all are counted
    std::optional<report::decision> decision = {};
};
// By site and outlet: what is exceeded, what is not met, what cannot be judged and why; then tickets, rejected rows and the
// account of rows. Findings of periods that touch (hours of one morning) are one block with the worst of them.
std::string check_text(findings::check_result const& result, std::vector<tickets::ticket_action> const& actions,
                       check_text_options const& options);

} // namespace huanchi::report

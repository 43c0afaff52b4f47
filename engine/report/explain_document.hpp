// One finding step by step, from the raw rows to the clause, as text in three depths and as JSON (huanchi.explain/1). What is
// shown is the trace that evaluation left; nothing is judged again. Pure functions, safe from many threads.
#pragma once

#include "findings/finding.hpp"
#include "report/law_lines.hpp"
#include "report/text_options.hpp"
#include "review/what_if.hpp"
#include "tickets/ticket.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

enum class depth : std::uint8_t {
    sentence, // one sentence
    legal,    // with limit, clause, why it applies, law and what the data can prove
    full      // with every row, correction and mean
};

// `files`: names of the inputs, into which the rows of the trace index. `bases`: law in force on the day of the act, may be
// empty. `decision`: the day for which the law of the act is compared with the later one.
struct explained {
    findings::finding const& finding;
    std::vector<std::string> const& files;
    std::vector<tickets::basis> const& bases;
    std::optional<report::decision> decision = {};
    review::what_if const* turns = nullptr; // null: not asked for
};

std::string explain_sentence(findings::finding const& f, language in);
std::string explain_text(explained const& e, depth how, text_options const& options);
std::string explain_json(explained const& e, language in);

// What would turn it (JSON: the member `what_if`).
std::string what_if_text(review::what_if const& w, text_options const& options);

// A ticket's findings one after the other, in order of period.
std::string explain_ticket_text(tickets::ticket const& t, depth how, text_options const& options,
                                std::optional<decision> const& d = {});
std::string explain_ticket_json(tickets::ticket const& t, language in, std::optional<decision> const& d = {});

// A finding as the ticket remembers it, with the ticket's names.
findings::finding remembered(tickets::ticket const& t, tickets::evidence const& e);

} // namespace huanchi::report

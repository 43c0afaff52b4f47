// A case (案件) groups tickets of one site by act. What belongs to the case: the laws that concur, of which the highest range
// counts and none are added up; earlier penalties on the same article; what has to be asked before any fine. Pure functions.
#pragma once

#include "tickets/ticket.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::tickets {

// A decision that was served within the two years before the act.
struct prior {
    std::string ticket, case_id, doc_no, amount;
    base::date served{};
    std::string law, penalty; // the article of the earlier decision
    bool same_article = true; // false: of the same type of violation, by another law
    base::date act{};         // the last day of the act that it was imposed for
};

struct case_sheet {
    std::string id;
    std::string enterprise_id, enterprise_name;
    std::vector<ticket> tickets;        // by first day
    base::date first{}, last{};         // of the acts
    std::vector<basis> bases;           // each once
    std::optional<std::size_t> highest; // of `bases`: the largest maximum, then the largest minimum; nothing without an amount
    std::vector<prior> priors;          // by day of service
};

// `earlier`: tickets of the site with a decision that was served, those of the case left out here.
case_sheet sheet_of(std::string id, std::vector<ticket> of_case, std::vector<ticket> const& earlier);

// Groups of tickets that look like one act: of one outlet, with episodes that overlap or touch, and in no case yet. Only groups
// of two or more, by site and first day.
std::vector<std::vector<summary>> proposed_cases(std::vector<summary> const& all);

inline constexpr int prior_years = 2; // before the act

} // namespace huanchi::tickets

// What rules call the things that results identify: offences by the consequences that the law attaches to them, requirements as
// they are printed, attributes. Lookups in a rulebook, which outlives the object; without one, identifiers come back as they
// are. Safe from many threads.
#pragma once

#include "model/rulebook.hpp"
#include "report/text_options.hpp"
#include "tickets/overview.hpp"
#include "tickets/ticket.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::report {

struct requirement_name {
    std::string title, standard, clause;
};

class rule_names {
public:
    rule_names() = default;
    explicit rule_names(model::rulebook const& rules) : rules_(&rules) {}

    // As the consequence in force on the day on outlets of the medium has it; failing that, one of another day or medium.
    // Rules name offences in Chinese only: in English it is the identifier in words.
    std::string offence(std::string const& type, std::string const& medium, base::date day, language in) const;
    // Of all the tickets, each once.
    std::vector<std::string> offences(std::vector<tickets::ticket> const& of, language in) const;
    std::vector<std::string> offences(tickets::ticket const& of, language in) const;

    std::optional<requirement_name> requirement(std::string_view id) const;

    // A condition as results print it, with the fields' names in Chinese: fuel = 燃煤 → 燃料 = 燃煤.
    // Of a condition on records of one type, `record`.
    std::string condition(std::string_view text, language in, std::optional<std::uint16_t> record = {}) const;

private:
    model::rulebook const* rules_ = nullptr;
};

// What a ticket is about: its factor, or a requirement with document and clause.
std::string matter(tickets::ticket const& t);
std::string matter(requirement_name const& r);

// Requirements are listed by their title with document and clause, not by the identifier that stands for a factor.
void name_requirements(std::vector<tickets::summary>& list, rule_names const& names);
void name_requirements(tickets::overview& known, rule_names const& names);

} // namespace huanchi::report

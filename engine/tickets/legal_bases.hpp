// The law in force on the day of an act: which consequences of the rulebook a violation type has on an outlet of a medium, and
// between which days they change. Keeps what it has worked out, so one object belongs to one thread. The rulebook outlives it.
#pragma once

#include "findings/lighter_law.hpp"
#include "model/rulebook.hpp"
#include "tickets/ticket.hpp"

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace huanchi::tickets {

// As tickets and results print it: the ordinary fine apart, fines of other cases among the measures.
basis basis_of(findings::possible_consequence const& one);

class legal_bases {
public:
    explicit legal_bases(model::rulebook const& rules) : rules_(rules) {}

    // Those in force on the day, by type in the order given, then as declared; none twice. Where the condition of a consequence
    // asks for more than the medium, it is listed with confidence low.
    std::vector<basis> const& on(std::vector<std::string> const& types, std::string const& medium, base::date day);

    // Whether the consequences of the type differ between the two days.
    bool change(std::string const& type, std::string const& medium, base::date a, base::date b);

private:
    std::vector<findings::possible_consequence> const& candidates(std::string const& type, std::string const& medium);

    model::rulebook const& rules_;
    std::map<std::pair<std::string, std::string>, std::vector<findings::possible_consequence>> known_;
    std::map<std::tuple<base::date, std::string, std::vector<std::string>>, std::vector<basis>> on_; // day, medium, types
};

} // namespace huanchi::tickets

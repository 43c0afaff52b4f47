// Reading the ticket store that the options name.
#pragma once

#include "session.hpp"

#include "report/law_lines.hpp"
#include "store/ticket_store.hpp"

#include <memory>
#include <vector>

namespace huanchi::cli {

base::failure no_store_named(session const& s);
base::result<store::ticket_store> open_to_read(session const& s);
// A store that is there already; migrates an older one.
base::result<store::ticket_store> open_to_write(session const& s);
// The files that rules were read from, for whoever judges again.
std::shared_ptr<std::vector<store::rule_text> const> rule_texts(source::source_set const& files);
// A failure too where there is no such ticket.
base::result<tickets::ticket> read_ticket(session const& s, std::string const& id);

// The division code of the site as the facility kept with the ticket has it; "" where none is kept or it names none.
base::result<std::string> region_of(session const& s, std::string const& id);

// Which tickets are meant, as options say it.
struct ticket_filter {
    std::string enterprise, outlet, factor, state, from, to;
    bool rebound = false;
};
void add_filter(command app, session const& s, ticket_filter& into);
std::optional<store::list_filter> filter_of(session const& s, ticket_filter const& f); // nullopt after an error, printed

// What was judged of a finding or a ticket, printed; gives the exit code.
int show_judgements(session& s, std::string const& id);

// `--decided-on DATE`: the day of a decision, for which the law of an act is compared with the later one. Loads the rules where
// they are needed and not loaded yet. False after an error, which has been printed.
void add_decision(command app, session const& s, std::string& date);
bool decision_option(session& s, std::string const& date, std::optional<report::decision>& decision);

} // namespace huanchi::cli

// What fills the fields and lists of forms: pure functions of what is on record, "" and no rows where nothing is. Internal to
// the table of forms.
#pragma once

#include "report/form_document.hpp"
#include "report/words.hpp"

namespace huanchi::report::fills {

using source = form_source const&;

// Words in the language of the forms, and what is "" where it is not there.
std::string say(source s, std::string_view zh, std::string_view en);
std::string say(source s, topic of, std::string_view identifier);
std::string day(std::optional<base::date> const& d);
std::string fact(tickets::history_entry const& h, std::string const& name);

std::string party(source), uscc(source), region(source), site_id(source);
std::string ticket_ids(source), case_no(source), outlets(source), matters(source), offences(source), episodes(source);
std::string nature(source), reason(source), facts(source), counts(source);
std::string standing(source), lacks(source), data_sources(source);
std::string duties(source), measures(source);
std::string confirmation(source), closing(source), transfer_to(source), transfer_note(source);
std::string order_no(source), order_made(source), order_served(source);
std::string responsible(source), goal(source), due(source), plan(source), accepted_by(source);
std::string reported(source), last_inspection(source), since_order(source), penalty_state(source);
std::string decision_no(source), fine_each(source), fine_days(source), fine_amount(source), fine_missing(source),
    fine_end(source);
std::string evidence_named(source);

form_rows violations(source), to_look_at(source), limits(source), papers(source), inspections(source);
form_rows kept_files(source), extractions(source), digests(source), marks(source);
form_rows stretches(source), deadlines(source), history(source), attachments(source), bundles(source), enclosures(source);

} // namespace huanchi::report::fills

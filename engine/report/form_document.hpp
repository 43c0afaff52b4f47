// Print forms filled from a ticket, a case or a site alone. Which forms there are, with their sections and fields, is one table
// (form_table.cpp); what fills a field is a pure function of form_source. What nobody has recorded stays blank and says who
// fills it in; nothing is guessed. A form whose wording no text that was read confirms is `unreviewed`. Values own their texts;
// the table is constant; safe from many threads.
#pragma once

#include "report/report_document.hpp"
#include "report/text_options.hpp"
#include "tickets/deadlines.hpp"
#include "tickets/ticket.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huanchi::report {

// What one run left in the store of what a ticket was judged from.
struct kept_source {
    std::string ticket;
    std::string taken, engine, rules; // when and by what it was judged: moment, version, sha256:…
    std::uint64_t rows = 0;
    std::string rows_sha256, site_sha256;                     // hex, as the files of the bundle have it; "" not kept
    std::vector<std::pair<std::string, std::uint64_t>> files; // that the rows were read from, and how many
    std::vector<std::pair<std::string, std::uint64_t>> marks; // "flag N", "review 有效", and of how many rows
    std::string missing;                                      // in words why it was not kept, "" if it was
    std::string again;                                        // in words what came of judging it again, "" not tried
};
struct bundle_digest {
    std::string ticket, sha256; // hex
};

struct form_source {
    std::string site_id;
    site_note site;
    std::vector<tickets::ticket> tickets;                          // of the site, by first day; none: a form for the site
    std::vector<std::string> offences;                             // of the tickets, each once, in words
    std::vector<std::vector<tickets::running_deadline>> deadlines; // of the tickets, in their order
    std::vector<kept_source> kept;
    std::vector<bundle_digest> bundles;
    std::vector<std::string> to_look_at; // on site
    std::string case_id;                 // "" none
    report::language language{};
};

// Who fills in what is blank: who looks it up, who sees it on site, the authority, whoever signs.
enum class blank : std::uint8_t { look_up, see, decide, sign };

// One line of a form; `fill` null: always blank. `lines`: of the blank.
struct form_field {
    std::string_view zh, en;
    std::string (*fill)(form_source const&) = nullptr;
    blank otherwise = blank::look_up;
    unsigned lines = 1;
};
struct form_column {
    std::string_view zh, en;
    bool number = false;
    blank otherwise = blank::look_up; // of a cell that nothing is known of
};
using form_rows = std::vector<std::vector<std::string>>;
// Fields, or a list: columns with the rows that are known and so many empty ones.
struct form_section {
    std::string_view zh, en; // "" no heading
    std::span<form_field const> fields = {};
    std::span<form_column const> columns = {};
    form_rows (*rows)(form_source const&) = nullptr;
    unsigned empty_rows = 0; // at least so many rows
};
struct form {
    std::string_view id, zh, en;
    std::string_view confirmed_by; // the text that was read and confirms the wording; "" none: the form says unreviewed
    std::span<form_section const> sections;
};
std::span<form const> forms();
form const* find_form(std::string_view id); // null: there is none

struct filled_cell {
    std::string text;         // "" blank
    std::optional<blank> who; // of a blank
    unsigned lines = 1;
};
struct filled_section {
    std::string title;
    std::vector<std::pair<std::string, filled_cell>> fields;
    std::vector<std::pair<std::string, bool>> columns; // title, whether numbers stand in it
    std::vector<std::vector<filled_cell>> rows;
};
struct filled_form {
    std::string id, title, subject; // subject: of what site and ticket or case it is
    std::string nature;             // what a suspected lead has to say of itself; "" where all has been confirmed
    bool unreviewed = true;
    std::vector<filled_section> sections;
};
filled_form fill(form const& f, form_source const& from);

} // namespace huanchi::report

// The report that people look at, before it is written out: which tickets with their charts, summaries by site, factor and
// kind, the ledger, and how complete the data are. assemble() is a pure function of what the caller has read; the document owns
// everything it shows; writers (report_html, report_xlsx) only print it. Nothing here knows a clock or a file. Floating point
// places marks on a chart and never decides anything.
#pragma once

#include "findings/check.hpp"
#include "report/limits_document.hpp"
#include "report/rule_names.hpp"
#include "report/text_options.hpp"
#include "tickets/overview.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::report {

// What the file of facilities says of a site; without one only the name that the store knows.
struct site_note {
    std::string uscc, name, region;
    std::string county = {}; // the name of the region, "" where the file of facilities has none
    // As people read it: the name, else the code.
    std::string const& place() const { return county.empty() ? region : county; }
};
using site_notes = std::map<std::string, site_note>; // by enterprise id
// A county that one site names is named for all with its code; of several names the first in the order of the sites counts.
void name_counties(site_notes& sites);

// How the days of a span stand: `silent` ones have neither a judgement nor an attempt at one.
struct completeness {
    std::uint32_t compliant = 0, violation = 0, undecided = 0, silent = 0;
    std::uint32_t decided() const { return compliant + violation; }
    std::uint32_t all() const { return decided() + undecided + silent; }
    // Whole percent, rounded down; nullopt where there are no days.
    std::optional<std::uint32_t> percent() const;
    bool enough(unsigned percent_wanted) const;
    completeness& operator+=(completeness const& b);
};

enum class mark : std::uint8_t { met, violation, undetermined };
struct chart_value {
    base::period period{};
    std::string text;                // as results print it; "" where nothing could be computed
    std::optional<double> low, high; // where it is drawn: equal but for values known within bounds
    report::mark mark{};
    std::optional<std::string> max = {}, min = {}; // the limit that it was judged by
};
// The limit changes where a permit or a standard does.
struct chart_limit {
    base::period period{};
    std::optional<std::string> max, min;
};
struct chart_span {
    base::period period{};
    bool exempt = false;
    std::string why; // code
};
struct chart {
    std::string statistic, statistic_name, unit;
    findings::limit_value limit;
    findings::provision provision;
    base::period axis{};
    std::vector<chart_value> values; // by period
    std::vector<chart_limit> limits; // by period, over the whole axis
    std::vector<chart_span> spans;   // by period, those of a kind that touch joined
    std::size_t left_out = 0;        // values that are not drawn: of a long episode each stretch shows its worst
    bool whole = false;              // all values of the statistic, from the data; else those that the ticket holds
};
inline constexpr std::size_t most_values_drawn = 240, fewest_values_drawn = 24; // of one chart
// So many a chart of a report with so many tickets, that the file stays light.
std::size_t values_drawn(std::size_t tickets);
// Beyond so many tickets each has the chart of its worst statistic only, and of other limits those that were displaced.
inline constexpr std::size_t most_tickets_in_full = 300;

struct ticket_story {
    tickets::ticket what;
    site_note site;
    std::vector<chart> charts; // one a statistic
    std::size_t charts_left_out = 0;
    std::vector<std::string> offences; // in words
    std::optional<std::vector<review::rejected_limit>>
        rejected; // what else there is for the factor; none: facilities not given
};

struct site_line {
    std::string id;
    site_note note;
    std::uint32_t tickets = 0, open = 0, rebounds = 0, violations = 0, violation_days = 0;
    report::completeness days; // of all its series
};
struct factor_line {
    std::string factor, name; // of a requirement the name says document and clause, and there is no factor
    std::uint32_t tickets = 0, sites = 0, violations = 0;
    std::string worst, worst_site; // exceedance
};
struct kind_line {
    std::string offence; // in words
    std::uint32_t tickets = 0, sites = 0, violations = 0;
};
struct series_line {
    tickets::series_key key;
    std::string site_name, factor_name;
    report::completeness days;
};

// The account of the rows, where the data were given.
struct row_account {
    std::uint64_t read = 0, judged = 0, flagged_out = 0, unmatched = 0, rejected = 0, undetermined = 0, compliant = 0,
                  violation = 0, exempt = 0;
};

struct report_document {
    std::string title, cut_off, region; // cut_off: a time, as text
    bool cut_off_of_last_run = false;   // and not one that was asked for
    std::string rules_digest, data_digest, engine;
    std::int64_t history_entries = 0;
    std::string history_hash;
    base::date first{}, last{}; // the span of days that completeness is counted over
    unsigned percent_wanted = 75;
    std::vector<site_line> sites;            // worst first
    std::vector<factor_line> factors;        // worst first
    std::vector<kind_line> kinds;            // most first
    std::vector<series_line> series;         // least complete first
    std::vector<std::size_t> open, rebounds; // indices into `stories`
    std::vector<std::size_t> overdue;        // ordered, and due before the day of the cut-off
    std::vector<ticket_story> stories;       // worst site first, then by series and day
    std::optional<row_account> rows;
    std::vector<std::string> rejects; // the first, a line each
};

struct report_input {
    std::vector<tickets::ticket> tickets;
    tickets::overview known;
    site_notes sites;
    rule_names names;                             // of offences and requirements
    findings::check_result const* data = nullptr; // with traces and the judgements around the tickets; may be null
    std::string region;                           // only its sites; "" all
    std::optional<base::date> first, last;        // default: the days that the store knows
    std::string as_of, data_digest, engine;
    unsigned percent_wanted = 75;
    std::function<std::optional<std::vector<review::rejected_limit>>(tickets::ticket const&)> why_not; // may be empty
};
report_document assemble(report_input in, language of);

// A code of a county lies in that of its city and province: 220102 in 220100 and 220000.
bool in_region(std::string_view code, std::string_view region);

// The charts of a ticket, one a statistic that it holds violations of. Without data, from what the ticket holds.
std::vector<chart> charts_of(tickets::ticket const& t, tickets::overview const& known, findings::check_result const* data,
                             std::size_t most_values = most_values_drawn);

// The worst multiple as a number to sort by; 0 where there is none.
double severity(std::string_view exceedance);

} // namespace huanchi::report

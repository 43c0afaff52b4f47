// The morning page of one day: what is new, goes on, has ended, is provisional, sends nothing, is overdue. A pure function of
// what the caller has read; the document owns its texts. A day without a judgement is never told as an end.
#pragma once

#include "report/report_document.hpp"

#include <string>
#include <vector>

namespace huanchi::report {

struct brief_line {
    std::string region, site, outlet, factor, ticket; // region: by its name where that is known
    std::string what;                                 // worst against limit, or which series are silent
    std::string exceedance;                           // of the worst, "" none
    base::date since{}; // first day of the episode; last day with data of a silent outlet; deadline of what is overdue
    std::string responsible = {}; // of what is overdue: to whom it is assigned, "" nobody
    int days_overdue = 0;
};
enum class brief_part : std::uint8_t { fresh, continuing, ended, unproven, provisional, silent, overdue };
struct brief_section {
    brief_part part{};
    std::vector<brief_line> lines; // worst first (overdue: the longest), each with its county
    bool known = true;             // false: the data that would tell were not given
};
struct county_line {
    std::string region, name; // name: "" where no site has one
    std::uint32_t sites = 0, fresh = 0, continuing = 0, ended = 0, silent = 0;
    report::completeness days; // of all series on the day
};
struct brief_document {
    base::date day{};
    std::string region, cut_off, rules_digest, data_digest, engine, history_hash;
    std::vector<brief_section> sections; // every part once, in the order of the enumeration
    std::vector<county_line> counties;   // worst first
    unsigned percent_wanted = 75;
};
inline constexpr int days_until_forgotten = 30; // an outlet silent for longer is told no more every morning

struct brief_input {
    base::date day{};
    std::vector<tickets::summary> tickets; // that touch the day or the one before it
    tickets::overview known;
    site_notes sites;
    findings::check_result const* data = nullptr;
    std::string region, as_of, data_digest, engine;
    unsigned percent_wanted = 75;
    std::vector<tickets::summary> overdue = {}; // ordered to be put right before the day, and not reported so
};
brief_document brief_of(brief_input const& in);

} // namespace huanchi::report

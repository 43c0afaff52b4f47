// One site for the phone of whoever goes there: permits, limits in force, a year of values, violations, earlier penalties, open
// orders with their clocks, what to look at, and an empty record. A pure function of what the caller has read; the document
// owns what it shows.
#pragma once

#include "facts/facilities.hpp"
#include "report/form_document.hpp"
#include "report/report_document.hpp"
#include "report/site_visit.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::report {

inline constexpr int months_shown = 12;
inline constexpr std::size_t most_charts = 40;
inline constexpr int expiring_within = 90; // days

struct dossier_permit {
    std::string number, version;
    std::optional<base::date> from, last; // both included
    bool in_force = false;
    std::optional<int> days_left; // of one in force
};
// An order that is not over: of a ticket that has not ended.
struct open_order {
    std::string ticket, about, number;
    base::date made{};
    std::optional<base::date> served, due;
    std::string state;
    std::vector<tickets::running_deadline> clocks; // that run, or are overdue
};
struct earlier_penalty {
    std::vector<std::string> tickets;
    std::string number, amount, law, penalty;
    base::date made{};
    std::optional<base::date> served;
    bool recent = false; // served within prior_years before the day
};
struct year_chart {
    std::string outlet, factor;
    report::chart chart;
};

struct dossier_input {
    facts::facility const* site = nullptr;
    std::vector<review::outlet_limits> limits; // of its outlets, on the day
    std::vector<tickets::ticket> tickets;      // of the site
    std::vector<std::vector<tickets::running_deadline>> deadlines;
    tickets::overview known;
    findings::check_result const* data = nullptr; // with all judgements of the site; may be null
    std::vector<marked_data> marks;
    model::rulebook const* rules = nullptr;
    base::date on{};
    std::string as_of, data_digest, engine;
    report::language language{};
};

struct dossier_document {
    std::string site_id, industry;
    site_note site;
    base::date first, on; // of the twelve months
    std::string cut_off, rules_digest, data_digest, history_hash, engine;
    std::vector<dossier_permit> permits;
    std::vector<review::outlet_limits> limits; // those that decide
    std::vector<year_chart> charts;            // violations first
    std::size_t charts_left_out = 0;
    std::vector<tickets::ticket> exceedances; // that touch the twelve months, the latest first
    std::vector<std::string> offences;
    std::vector<earlier_penalty> penalties;
    std::vector<open_order> orders;
    std::vector<visit_line> visit;
    std::vector<std::string> silent; // series of which nothing was judged of late
    filled_form record;
};
dossier_document dossier_of(dossier_input in);

// The charts of a year, one an outlet, factor and statistic.
std::vector<year_chart> year_charts(dossier_input const& in, base::period const& axis);

} // namespace huanchi::report

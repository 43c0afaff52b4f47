// Tickets: what a store remembers of violations and how they are shown. A ticket is one episode of one series (site, outlet,
// factor, quantity). Value types without behaviour; the rules are in episodes.hpp and advance.hpp. The engine opens and extends
// tickets and proposes; people do the rest.
#pragma once

#include "base/date.hpp"
#include "eval/run.hpp"
#include "findings/finding.hpp"
#include "tickets/course.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huanchi::tickets {

enum class state : std::uint8_t { open, confirmed, ordered, reported, verified, closed, dismissed, transferred, merged, moot };
std::string_view text(state s);
std::optional<state> state_from(std::string_view text);
// No further move but reopening: its evidence stays with it, and nothing is added.
bool ended(state s);

// Absent outlet or factor (of a record) is "". Of a requirement the factor is the requirement's id: each is a matter of its
// own.
struct series_key {
    std::string enterprise_id, outlet_id, factor, quantity;
    friend auto operator<=>(series_key const&, series_key const&) = default;
};
series_key key_of(findings::finding const& f);
std::string factor_of(series_key const& key); // as results name it: "" of a requirement

// A finding as a ticket remembers it. Texts as results print them; "" where the finding has none.
struct evidence {
    std::string finding; // id
    base::period period{};
    std::string verdict; // violation; another one if corrected data took it back
    std::string statistic, statistic_name;
    std::string measured, measured_exact, measured_low, measured_high, unit;
    std::string limit_min, limit_max, limit_unit;
    bool not_detected = false, prohibited = false;
    std::map<std::string, std::string> reference; // {"oxygen": "3.5 %"}
    std::string exceedance;
    std::string excess; // exact text of (measured - max) / max, to find the worst
    bool marginal = false;
    findings::provision provision;
    std::vector<findings::provision> also_breached;
    std::vector<std::string> violation_types;
    std::string source, sample_id, standing;
    std::string record; // of a requirement: the record that does not meet it, "" the site
    std::vector<std::string> lacks;
    std::string digest; // of all above, so that a re-check sees a change
    // How the value came about, and from which rows. Filled when one ticket is read; not part of the digest, for it depends on
    // how the input was split into files. Row references of the trace index into ticket::files.
    std::vector<std::pair<std::string, std::uint32_t>> rows; // file, line
    std::shared_ptr<findings::trace const> trace;
};
inline bool proves(evidence const& e) {
    return e.verdict == "violation";
}

struct basis {
    std::string law, duty, penalty;
    std::optional<std::string> fine_min, fine_max, fine_unit;
    std::vector<std::string> measures;
    std::string confidence;
    friend bool operator==(basis const&, basis const&) = default;
};

struct ticket {
    std::string id; // t-…: hash of the series and the day on which the episode began when it was opened
    series_key series;
    std::string strand;    // see strand_of() in episodes.hpp
    std::string sample_id; // of a manual sampling event, which is an episode of its own
    tickets::state state = tickets::state::open;
    std::string penalty = "none";
    std::string nature = "lead";
    std::optional<std::string> case_id, rebound_of, merged_into;
    std::string proposal;               // what the engine proposes: withdraw, merge; "" nothing
    base::date first_day{}, last_day{}; // of the episode; both with a violation
    std::uint32_t undetermined = 0;     // undetermined findings within the episode
    std::vector<std::string> violation_types;
    std::vector<basis> bases;       // of the law in force on the day of the act
    std::vector<evidence> findings; // by period
    std::string assignee;           // who has it in hand, "" nobody
    std::optional<base::date> due;  // of the rectification that was ordered
    // Filled when one ticket is read:
    std::string enterprise_name, factor_name, medium;
    std::vector<std::string> files;     // that its evidence came from
    std::vector<history_entry> history; // in order
    tickets::course course;             // what the history says people have done
};

// A line of a list: what can be said of a ticket without reading its evidence.
struct summary {
    std::string id;
    series_key series;
    std::string enterprise_name, factor_name, sample_id;
    tickets::state state{};
    std::string penalty, nature, proposal;
    std::optional<std::string> case_id, rebound_of;
    base::date first_day{}, last_day{};
    std::uint32_t violations = 0, undetermined = 0;
    std::vector<std::string> violation_types;
    std::string measured, unit, limit_min, limit_max, exceedance; // of the worst finding, "" where it has none
    base::moment opened{}, changed{};
    std::string assignee;
    std::optional<base::date> due;
};

enum class action : std::uint8_t { opened, updated, unchanged, rebound };
std::string_view text(action a);

struct ticket_action {
    std::string id;
    tickets::action action{};
};

// What all runs so far have shown of a day.
struct day_record {
    eval::day_state state{};
    bool by_enforcement = false;    // a sample taken by enforcement decided it
    std::uint32_t undetermined = 0; // findings
    friend bool operator==(day_record const&, day_record const&) = default;
};

// A day from which clocks run: an order or a penalty decision was served, or a re-inspection found the matter corrected.
struct milestone {
    enum class kind : std::uint8_t { ordered, decided, corrected };
    std::string ticket;
    milestone::kind what{};
    base::date day{};
};

// What is known of a series.
struct series_state {
    series_key key;
    std::string medium;                      // of the outlet
    std::map<std::int32_t, day_record> days; // by date.days
    std::vector<ticket> tickets;             // by first day and id
    std::vector<evidence> loose;             // violations on days that enforcement found compliant: of no ticket
    std::vector<milestone> milestones;       // of all tickets of the site, outlet and factor, whatever the quantity
};

// Derived from the findings of a ticket.
std::uint32_t violations(ticket const& t);
// The violation with the largest exact excess, the earliest of equals; null if no finding is a violation any more.
evidence const* worst(ticket const& t);
// The number that evidence::excess is the text of.
base::rational exact_value(std::string_view text);
// Breached provisions, each once, in the order of the findings.
std::vector<findings::provision> provisions(ticket const& t);
// From the beginning of the first day to the end of the last; of longer windows, from the first begin to the last end.
base::period episode(ticket const& t);

// Over everything that decides what a finding or a ticket says. Every history entry holds that of its ticket.
std::string digest_of(evidence const& e);
std::string digest_of(ticket const& t);

} // namespace huanchi::tickets

// The plan bound to the facilities, once: for each outlet, factor, quantity, statistic and reference state the timeline of
// requirements that apply. Immutable afterwards; read from many threads.
#pragma once

#include "eval/judgement.hpp"
#include "eval/surroundings.hpp"

#include <unordered_map>

namespace huanchi::eval {

// A requirement on its outlet while it is in force.
struct candidate {
    std::uint32_t requirement = 0;          // index into bound::requirements
    std::vector<plan::program_id> of_datum; // still to be asked for each datum
    std::vector<plan::program_id> unknown;  // terms about the outlet that nobody can answer
    struct standing_back {                  // rules that may displace it and whose condition is open
        base::span_of_dates effective;
        std::vector<plan::program_id> when;
    };
    std::vector<standing_back> may_be_displaced;
    bool conditional() const { return !of_datum.empty() || !unknown.empty() || !may_be_displaced.empty(); }
};

struct segment {
    std::int32_t from = 0;             // days; the segment ends where the next begins
    std::vector<candidate> candidates; // tightest first
};

// What is judged together: limits on one quantity in one statistic and one reference state.
struct group {
    std::uint16_t factor = 0;
    model::quantity quantity{};
    std::uint16_t statistic = 0;
    std::optional<std::uint16_t> formula;
    base::decimal reference;
    std::vector<segment> timeline;
    std::uint32_t stack = facts::no_outlet; // the equivalent stack that judges what the group gives
    segment const* at(base::date d) const;  // null before the first
};

struct bound_outlet {
    std::vector<group> groups;                                             // by factor, quantity, statistic, reference
    std::vector<std::pair<std::uint32_t, std::uint32_t>> counted_in_stack; // limits, and the equivalent stack they are on
    std::vector<std::uint16_t> auxiliaries; // factors whose rows other judgements use (oxygen, water temperature, flow)
};

struct bind_options {
    std::optional<base::date> at;                           // judge by the rules in force then
    bool unreviewed = false;                                // let limits of confidence low take part
    bool quality = false;                                   // watch the quality of the data too
    std::optional<std::vector<std::uint16_t>> factors = {}; // whose limits are asked for; nullopt: all
};

struct bound {
    plan::plan const* plan = nullptr;
    model::rulebook const* rules = nullptr;
    facts::facilities const* known = nullptr;
    std::vector<requirement> requirements;
    std::vector<bound_outlet> outlets; // by outlet of the facilities
    bind_options options;
    related_records const* related = nullptr; // for formulas that take figures over records of the day; not owned

    // What is known of an outlet, before any datum.
    surroundings about(std::uint32_t outlet) const;
    // The date whose rules judge a datum.
    base::date law_of(base::date datum) const { return options.at.value_or(datum); }
};

bound bind(plan::plan const& p, model::rulebook const& rules, facts::facilities const& known, bind_options const& options);

// Why a limit does not apply to an outlet on a date.
struct rejection {
    std::uint32_t limit = 0; // of the rulebook
    std::string failed;      // the first condition that failed, or what displaced it
    bool displaced = false;
};
// For one outlet on one date: candidates of a factor (all factors if none), and with `why_not` every other limit.
struct applicable {
    std::vector<std::pair<group const*, candidate const*>> candidates;
    std::vector<rejection> rejected;
    struct unknown_attribute {
        std::string name;
        std::vector<std::string> would_decide;
    };
    std::vector<unknown_attribute> unknown;
};
applicable find_applicable(bound const& b, std::uint32_t outlet, base::date on, std::optional<std::uint16_t> factor,
                           bool why_not);

// Tightest first; equal bounds by level.
bool tighter(requirement const& a, requirement const& b);

} // namespace huanchi::eval

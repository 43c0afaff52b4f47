// The course of a ticket: what people have done, read off its history, from which every clock runs. Derived values only: the
// history is what is stored. Pure functions, safe from many threads.
#pragma once

#include "base/date.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::tickets {

// One line of the append-only history.
struct history_entry {
    std::int64_t position = 0; // in the chain of the whole store, from 1
    std::string ticket;
    std::int64_t seq = 0; // within the ticket, from 1
    base::moment time{};
    std::string by, move;
    std::optional<std::string> note;
    std::string details;                           // JSON object
    std::string previous, hash;                    // previous: of the entry before in the store, "" of the first
    std::map<std::string, std::string> facts = {}; // the texts among the details
};

// An order, a decision, a halt of production: on paper, and served.
struct paper {
    base::date made{};
    std::string number;
    std::optional<base::date> served;
    std::string amount; // of a fine in 元, "" if it has none
};

struct inspection { // 复查
    base::date day{};
    std::string result; // corrected, not_corrected, obstructed, not_operating
    std::int64_t seq = 0;
};

// The five fields that a rectification has by law (整改方案).
struct rectification {
    std::string responsible, goal, measures, accepted_by;
    std::optional<base::date> due;
    bool empty() const { return responsible.empty() && goal.empty() && measures.empty() && accepted_by.empty() && !due; }
};

struct waiver {
    std::string by, reason;
    base::date from{}, until{}; // both included
};

struct attachment {
    std::string name, digest; // sha256:…
    std::int64_t size = 0;
    bool stored = false; // its bytes lie in the store
    std::string by, note;
    base::moment time{};
};

// What happened on a day, by the names that rules know: opened, confirmed, ordered, order_served, reported, inspected,
// not_corrected, corrected, closed, filed, investigated, legal_review, notified, heard, decided, decision_served, performing,
// penalty_ended, ….
struct dated_event {
    std::string name;
    base::date day{};
};

struct course {
    std::vector<paper> orders, halts; // in their order
    std::vector<inspection> inspections;
    std::optional<paper> decision;
    tickets::rectification rectification;
    std::vector<waiver> waivers;
    std::vector<attachment> attachments;
    std::vector<dated_event> events;     // in the order of the history
    std::optional<base::date> last_step; // of a person's move from one state to another
    // The last one of that name; nullopt if there was none.
    std::optional<base::date> last(std::string_view event) const;
};

course course_of(std::vector<history_entry> const& history);

} // namespace huanchi::tickets

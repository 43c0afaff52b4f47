#include "tickets/deadlines.hpp"

#include <algorithm>
#include <array>

namespace huanchi::tickets {

namespace {

constexpr int soon = 3; // days

std::optional<base::date> due_of(model::deadline const& l, base::date from, base::work_calendar const& calendar) {
    switch (l.in) {
    case model::span_unit::days: return from + l.count;
    case model::span_unit::workdays: return calendar.moved(from, l.count);
    case model::span_unit::months: return base::months_later(from, l.count);
    case model::span_unit::years: return base::months_later(from, 12 * l.count);
    }
    return std::nullopt;
}

struct clocks {
    ticket const& t;
    base::date on;
    std::vector<running_deadline> all = {};

    bool rests() const {
        return ended(t.state) || std::any_of(t.course.waivers.begin(), t.course.waivers.end(),
                                             [&](waiver const& w) { return w.from <= on && on <= w.until; });
    }

    // The first of the events on or after the day.
    std::optional<base::date> first_since(base::date from, std::vector<std::string> const& events) const {
        std::optional<base::date> found;
        for (auto const& e : t.course.events)
            if (std::find(events.begin(), events.end(), e.name) != events.end() && !(e.day < from) &&
                (!found || e.day < *found))
                found = e.day;
        return found;
    }

    // Penalty clocks go on when the ticket is closed: only what concerns the correction rests with it.
    void set(running_deadline d, std::vector<std::string> const& met_by, bool of_penalty) {
        d.met_on = first_since(d.from, met_by);
        if (d.met_on)
            d.clock = d.due && *d.due < *d.met_on ? clock::met_late : clock::met;
        else if (rests() && !of_penalty)
            d.clock = clock::suspended;
        else if (!d.due)
            d.clock = clock::unknown;
        else
            d.clock = *d.due < on ? clock::overdue : *d.due - on <= soon ? clock::due_soon : clock::running;
        all.push_back(std::move(d));
    }
};

} // namespace

std::string_view text(clock c) {
    constexpr std::array<std::string_view, 7> names{"running",  "due_soon",  "overdue", "met",
                                                    "met_late", "suspended", "unknown"};
    return names[static_cast<std::size_t>(c)];
}

std::vector<running_deadline> deadlines_of(ticket const& t, model::rulebook const& rules, base::work_calendar const& calendar,
                                           base::date on) {
    clocks c{t, on};
    for (auto const& l : rules.deadlines) {
        auto const from = l.from == "act_ended" ? std::optional(t.last_day) : t.course.last(l.from);
        if (!from || !l.effective.contains(*from)) continue;
        auto const& document = rules.documents[l.document];
        running_deadline d;
        d.id = l.id;
        d.what = l.title;
        d.document = document.number.empty() ? document.title : document.title + "（" + document.number + "）";
        d.clause = l.clause;
        d.event = l.from;
        d.from = *from;
        d.length = std::to_string(l.count) + " " + std::string(model::text(l.in));
        d.due = due_of(l, *from, calendar);
        d.confidence = l.confidence;
        d.note = l.note;
        c.set(std::move(d), l.met_by, model::of_penalty(l.met_by.front()));
    }
    if (auto const ordered = t.course.last("ordered"); ordered && t.course.rectification.due) {
        auto const served = t.course.last("order_served");
        running_deadline d;
        d.id = "rectification";
        d.event = served ? "order_served" : "ordered";
        d.from = served.value_or(*ordered);
        d.due = t.course.rectification.due;
        c.set(std::move(d), {"reported", "corrected"}, false);
    }
    std::stable_sort(c.all.begin(), c.all.end(), [](auto const& a, auto const& b) { return a.from < b.from; });
    return std::move(c.all);
}

} // namespace huanchi::tickets

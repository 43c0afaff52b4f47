#include "tickets/course.hpp"

#include <charconv>

namespace huanchi::tickets {

namespace {

struct reader {
    course c = {};

    static std::string fact(history_entry const& e, std::string const& name) {
        auto const found = e.facts.find(name);
        return found == e.facts.end() ? std::string() : found->second;
    }
    static std::optional<base::date> day(history_entry const& e, std::string const& name) {
        return base::date::parse(fact(e, name));
    }
    void event(std::string name, base::date on) { c.events.push_back({std::move(name), on}); }

    static paper paper_of(history_entry const& e) {
        return {e.time.date(), fact(e, "doc_no"), day(e, "served"), fact(e, "amount")};
    }

    void ordered(history_entry const& e) {
        auto const p = paper_of(e);
        event("ordered", p.made);
        if (p.served) event("order_served", *p.served);
        c.orders.push_back(p);
    }

    // Whatever of the five fields is said anew replaces what stood there.
    void planned(history_entry const& e) {
        auto& r = c.rectification;
        auto const take = [&](std::string& into, char const* name) {
            if (auto text = fact(e, name); !text.empty()) into = std::move(text);
        };
        take(r.responsible, "responsible");
        take(r.goal, "goal");
        take(r.measures, "measures");
        take(r.accepted_by, "accepted_by");
        if (auto const due = day(e, "due")) r.due = due;
    }

    // Service is recorded of the paper that waits for it: of the decision, of a halt, of the last order.
    void served(history_entry const& e) {
        auto const on = day(e, "served");
        auto const what = fact(e, "paper");
        if (!on) return;
        if (what == "order" && !c.orders.empty()) {
            c.orders.back().served = on;
            event("order_served", *on);
        } else if (what == "halt" && !c.halts.empty()) {
            c.halts.back().served = on;
        }
    }

    void inspected(history_entry const& e) {
        auto const on = e.time.date();
        auto const result = fact(e, "result");
        c.inspections.push_back({on, result, e.seq});
        event("inspected", on);
        event(result, on);
        if (!fact(e, "doc_no").empty() || day(e, "served")) ordered(e);
    }

    void penalised(history_entry const& e) {
        auto const stage = fact(e, "stage");
        auto const served_on = day(e, "served");
        if (stage == "decided") c.decision = paper_of(e);
        if (stage == "served" && c.decision) c.decision->served = served_on ? served_on : e.time.date();
        event(stage == "served"  ? "decision_served"
              : stage == "ended" ? "penalty_ended"
                                 : stage,
              stage == "served" || stage == "notified" ? served_on.value_or(e.time.date()) : e.time.date());
        if (stage == "decided" && served_on) event("decision_served", *served_on);
    }

    void attached(history_entry const& e) {
        attachment a{fact(e, "name"), fact(e, "digest"), 0, fact(e, "stored") == "yes", e.by, e.note.value_or(""), e.time};
        auto const size = fact(e, "size");
        std::from_chars(size.data(), size.data() + size.size(), a.size);
        c.attachments.push_back(std::move(a));
    }

    void take(history_entry const& e) {
        auto const on = e.time.date();
        auto const& m = e.move;
        if (!fact(e, "to_state").empty()) c.last_step = on;
        if (m == "open") event("opened", on);
        if (m == "confirm") event("confirmed", on);
        if (m == "order") planned(e), ordered(e);
        if (m == "serve") served(e);
        if (m == "halt") c.halts.push_back(paper_of(e)), event("halted", on);
        if (m == "report") event("reported", on);
        if (m == "verify") planned(e), inspected(e);
        if (m == "close") event("closed", on);
        if (m == "reopen") event("reopened", on);
        if (m == "penalty") penalised(e);
        if (m == "attach") attached(e);
        if (m == "waive")
            if (auto const until = day(e, "until")) c.waivers.push_back({e.by, e.note.value_or(""), on, *until});
    }
};

} // namespace

std::optional<base::date> course::last(std::string_view event) const {
    for (auto e = events.rbegin(); e != events.rend(); ++e)
        if (e->name == event) return e->day;
    return std::nullopt;
}

course course_of(std::vector<history_entry> const& history) {
    reader r;
    for (auto const& e : history) r.take(e);
    return std::move(r.c);
}

} // namespace huanchi::tickets

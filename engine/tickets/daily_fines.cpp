#include "tickets/daily_fines.hpp"

#include "base/decimal.hpp"

#include <algorithm>

namespace huanchi::tickets {

namespace {

struct counter {
    course const& c;
    daily_fines out = {};
    std::optional<base::date> counted_to = {}; // the day of service, then of the last inspection; nothing: no order is running

    std::optional<base::date> halted_since(base::date day, base::date until) const {
        std::optional<base::date> first;
        for (auto const& h : c.halts)
            if (h.served && day < *h.served && *h.served <= until && (!first || *h.served < *first)) first = h.served;
        return first;
    }
    void end(base::date on, std::string by) {
        out.ended_on = on;
        out.ended_by = std::move(by);
        counted_to.reset();
    }

    void found_again(inspection const& i) {
        auto const halt = halted_since(*counted_to, i.day);
        auto const to = halt.value_or(i.day);
        fined_stretch s{*counted_to + 1, to, to - *counted_to, i.day, i.result, halt};
        out.days += s.days;
        out.stretches.push_back(std::move(s));
        if (halt)
            end(*halt, "halted");
        else
            counted_to = i.day;
    }

    // Inspections and services in the order of their days; a service on the day of an inspection comes after it.
    void count() {
        struct happening {
            base::date day;
            inspection const* seen; // null: an order was served
        };
        std::vector<happening> all;
        for (auto const& i : c.inspections) all.push_back({i.day, &i});
        for (auto const& o : c.orders)
            if (o.served) all.push_back({*o.served, nullptr});
        std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.day < b.day; });
        for (auto const& h : all) {
            if (!h.seen) {
                if (!counted_to) counted_to = h.day, out.ended_on.reset(), out.ended_by.clear();
            } else if (counted_to && *counted_to < h.day) {
                if (h.seen->result == "corrected" || h.seen->result == "not_operating")
                    end(h.day, h.seen->result);
                else
                    found_again(*h.seen);
            }
        }
    }

    daily_fines run() {
        count();
        if (std::none_of(c.orders.begin(), c.orders.end(), [](paper const& p) { return p.served.has_value(); }))
            out.missing.push_back("no_order_served");
        auto const each = c.decision ? base::decimal::parse(c.decision->amount) : std::nullopt;
        if (!c.decision)
            out.missing.push_back("no_decision");
        else if (!each || each->coefficient <= 0)
            out.missing.push_back("no_amount");
        if (each) out.each = c.decision->amount;
        if (out.missing.empty()) out.amount = base::rational(*each) * base::rational(out.days);
        return std::move(out);
    }
};

} // namespace

daily_fines daily_fines_of(course const& c) {
    return counter{c}.run();
}

} // namespace huanchi::tickets

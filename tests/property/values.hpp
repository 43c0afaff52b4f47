// The values of a statistic, worked out from the data each time anew: delivered, or derived window by window from the values of
// a finer statistic, in the reference state of a limit.
#pragma once

#include "data.hpp"

#include <functional>

namespace huanchi::property {

struct window {
    std::int64_t from = 0, to = 0;
    friend auto operator<=>(window const&, window const&) = default;
};
window calendar_window(model::interval kind, std::int64_t at);
window rolling_window(model::interval unit, int count, std::int64_t end);

struct point {
    window period;
    std::optional<span_of_values> value; // nothing if it cannot be computed
    std::string reason;                  // why it cannot be judged; "" if it can
    datum const* delivered = nullptr;
    std::vector<datum const*> leaves; // the usable data in it,
    std::vector<datum const*> all;    // and with those that are not
    std::optional<rational> flow;
    std::optional<rational> by_device; // the corrected value that the device sent
    bool accumulated = false;          // grows with whatever comes yet
    bool gaps = false;                 // … and something is missing
    bool counted = false;              // its bounds come from what is not known of its members
    bool rolling = false;
    std::set<std::string> missing; // names of fields: why it cannot be computed, or what its end hangs on
    std::set<std::string> exempts; // … or on what it hangs whether it, or what it is made of, is exempt
    bool exempt = false;           // judged exempt: nothing is made of it
    std::int64_t data_from = 0;    // of a rolling window: where the data begin
    bool usable() const { return reason.empty(); }
};

// A limit's state: which formula, with which parameter.
struct state {
    std::optional<std::uint16_t> formula;
    base::decimal reference;
};

class values {
public:
    values(model::rulebook const& rules, facts::facilities const& sites, std::uint32_t outlet, std::vector<datum> const& data,
           std::uint16_t factor, facts::data_source source, state const& s)
        : rules_(rules), sites_(sites), outlet_(outlet), data_(data), factor_(factor), source_(source), state_(s) {}

    // Whether a datum is exempt here, or what it hangs on; nothing: it is not.
    struct exemption {
        bool covered = false;
        std::set<std::string> hangs_on;
    };
    std::function<std::optional<exemption>(datum const&)> exempt;
    std::vector<facts::record> const* records = nullptr;

    std::vector<point> const& delivered(std::uint16_t statistic);
    std::vector<point> const& derived(std::uint16_t statistic);
    std::vector<point> const& merged(std::uint16_t statistic); // what coarser statistics are made of
    world around(point const& p) const;
    std::int64_t natural_length(std::uint16_t statistic) const; // of one value; 0 if it has none
    std::uint32_t due(std::uint16_t statistic, window const& w) const;
    std::uint32_t exempt_in(std::uint16_t statistic, window const& w);

private:
    world subject() const;
    world around(datum const& d) const;
    point deliver(datum const& d) const;
    void correct(point& p, datum const& d) const;
    std::optional<point> in_window(model::derivation_of_statistic const& how, window const& w,
                                   std::vector<point const*> const& members);
    void add_up(point& p, model::derivation_of_statistic const& how, std::vector<point const*> const& members,
                std::uint32_t due, std::uint32_t not_due) const;
    static span_of_values made_of(model::derivation_of_statistic const& how, std::vector<point const*> const& used);
    static void spread(point& p, model::derivation_of_statistic const& how, std::vector<point const*> const& used);

    model::rulebook const& rules_;
    facts::facilities const& sites_;
    std::uint32_t outlet_;
    std::vector<datum> const& data_;
    std::uint16_t factor_;
    facts::data_source source_;
    state state_;
    std::map<std::uint16_t, std::vector<point>> delivered_, derived_, merged_;
};

} // namespace huanchi::property

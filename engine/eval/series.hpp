// The values of a statistic for one outlet, factor and source in one reference state: delivered as such, or derived from the
// values of a finer statistic over windows, with validity. Built on demand, each statistic once.
#pragma once

#include "eval/exempted.hpp"
#include "eval/outlet_data.hpp"

#include <map>

namespace huanchi::eval {

struct point {
    base::period period{};
    interval_value value;                             // coherent, corrected
    std::string reason;                               // why it cannot be judged; "" if it can
    std::vector<missing_value> missing;               // of a usable one: what its upper end hangs on
    std::vector<std::optional<base::rational>> parts; // named parts of the formula
    std::string note;
    datum* from = nullptr;                             // of a delivered one
    std::optional<base::rational> flow;                // volume of the period
    std::optional<interval_value> corrected_by_device; // 折算 value sent beside the measured one
    std::optional<std::uint16_t> derivation;
    bool accumulated = false;         // from a way that only grows
    bool counted = false;             // its bounds come from what is not known of its members
    bool incomplete = false;          // accumulates, and what is missing can add to it
    std::uint32_t substituted = 0;    // values for which another stands in, itself or among its members,
    base::rational substituted_share; // and what they come to, where it is a sum
    std::string flag;                 // of a derived one whose statistic rolls marks up
    bool blank = false;               // a window that no value could be computed for
    std::uint32_t valid = 0, need = 0;
    std::uint16_t finer = 0;            // of a derived one: the statistic of its members,
    std::vector<std::uint32_t> members; // indices into merged(finer)
    eval::cover cover{};                // of a delivered one: judged exempt, or nobody knows
    std::vector<missing_value> exempts; // what it hangs on whether it or its members are exempt
    bool usable() const { return reason.empty(); }
};

struct points {
    std::vector<point> delivered; // in order of time
    std::vector<point> derived;   // windows in order of time, whether delivered or not
};

class series {
public:
    series(bound const& b, outlet_data& data, group const& g, facts::data_source source)
        : b_(b), data_(data), g_(g), source_(source) {}

    points const& of(std::uint16_t statistic);
    // What a coarser statistic is derived from: what was delivered, and derived values where nothing was; in order of time.
    std::vector<point const*> const& merged(std::uint16_t statistic);
    // Of the values of a statistic that came in a window, those that an exemption covers: not due there.
    std::uint32_t exempt_in(std::uint16_t statistic, base::period const& window);
    // Everything the surroundings of a datum or window can tell; `ranges` must outlive the result.
    surroundings about(point const& p, std::vector<field_range>& ranges, datum_fields& common);
    contribution contribute(point const& p) const;

private:
    point deliver(datum& d);
    void note_cover(point& p, cover c) const;
    void widen(point& w, model::aggregate method, std::vector<point const*> const& used) const;
    void correct(point& p, datum const& d);
    static model::value result_of(plan::formula_step const& f, surroundings const& s);
    bool note_related(point& p, plan::program_id program) const;
    void bound_below(point& p, plan::formula_step const& f, surroundings s) const;
    void deliver_all(points& out, std::uint16_t statistic);
    void derive_all(points& out, std::uint16_t statistic);
    void derive(points& out, std::uint16_t index, plan::derive_step const& step, bool plainly);
    void substitute_all(points& out, std::uint16_t statistic);
    std::optional<point> substitute(std::uint16_t statistic, base::period const& window,
                                    std::vector<point const*> const& valid) const;
    void roll_up(points& out, std::uint16_t statistic);
    std::string flag_of(point const& p) const;
    point window(plan::derive_step const& step, std::vector<point const*> const& fine, std::uint32_t begin, std::uint32_t end,
                 base::period const& period);
    void accumulate(point& w, plan::derive_step const& step, std::vector<point const*> const& fine, std::uint32_t due);
    void derive_rolling(points& out, std::uint16_t index, plan::derive_step const& step);
    surroundings about_datum(datum const& d) const;
    void add_data(point const& p, std::vector<datum const*>& all);

    bound const& b_;
    outlet_data& data_;
    group const& g_;
    facts::data_source source_;
    std::map<std::uint16_t, points> made_;
    std::map<std::uint16_t, std::vector<point const*>> merged_;
};

// How many values of a statistic are due in a window, by the interval in which they come.
std::uint32_t values_due(plan::plan const& p, std::uint16_t statistic, base::period const& window);
// The window of that kind in which a moment lies.
base::period window_of(model::interval window, base::moment at);
// The window of `count` hours or months that ends at a moment.
base::period rolling_window(model::interval unit, std::uint16_t count, base::moment end);

} // namespace huanchi::eval

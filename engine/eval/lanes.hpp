// The short way for plain data. Of most outlets all that is asked of an hourly value is decided when the outlet is bound: which
// limits apply on which day, and what the value is multiplied with. Such an outlet has a lane for each factor; its rows are
// judged as they are read and only sums and counts of each day are kept, in integers and exactly. Whatever is not so plain — a
// second row for an hour, a value that only flow or temperature can tell, a mean that lies on its limit but for the last binary
// digits — reopens the outlet: it is judged from its rows by judge_outlet, as if there were no lanes. Both ways give the same
// results; tests hold them against each other.
#pragma once

#include "eval/fraction.hpp"
#include "eval/run.hpp"
#include "facts/plain_rows.hpp"

#include <optional>
#include <vector>

namespace huanchi::eval {

// Made once, read by many threads. `bound` must outlive it.
class lanes {
public:
    explicit lanes(bound const& b);
    // By outlet: plain where it has lanes.
    std::vector<facts::route> const& routes() const { return routes_; }

private:
    friend class lane_sheet;
    friend class lane_settling;
    friend class lane_sheets;

    struct line { // of one requirement
        std::uint32_t requirement = 0;
        bool has_max = false, has_min = false, max_strict = false, min_strict = false, policy = false;
        fraction max, min; // 10⁻⁶ of the lane's unit
    };
    struct correction { // multiplies with what hangs on one field of the row
        std::uint16_t formula = 0;
        base::decimal reference;
        std::uint16_t input = 0;
    };
    static constexpr std::uint8_t uncorrected = 0xFF;
    struct lane_group {
        std::uint16_t statistic = 0;
        std::uint8_t correction = uncorrected;
        bool daily = false;
        std::uint32_t need = 0;  // valid hours of a day
        std::uint16_t finer = 0; // of a daily one: the statistic of its hours
        std::uint16_t index = 0; // of the group in the bound outlet
    };
    struct stretch_of_law { // of days on which the same limits apply
        struct lines_of_group {
            std::uint32_t first = 0, count = 0; // into lines_, tightest first
            line all;                           // what misses none of them misses no bound of this
            bool warns = false;
            line warning; // for hours above the number of a daily limit
        };
        std::int32_t from = 0;
        bool judged = false; // some group has limits
        std::vector<lines_of_group> groups;
    };
    struct lane {
        std::uint32_t outlet = 0;
        std::uint16_t factor = 0;
        base::unit_id unit = base::no_unit;
        model::quantity quantity{};
        bool flow_matters = false;
        std::vector<lane_group> groups;
        std::vector<stretch_of_law> law;
    };

    static std::uint64_t key_of(std::uint32_t outlet, std::uint16_t factor) { return std::uint64_t{outlet} << 16 | factor; }
    static std::uint32_t outlet_of(std::uint64_t key) { return static_cast<std::uint32_t>(key >> 16); }

    // Its rows fill a field that other judgements of the outlet ask for.
    bool tells_others(std::uint32_t outlet, std::uint16_t factor) const;
    bool hourly(std::uint16_t statistic) const;
    bool touched(std::uint16_t statistic) const;
    bool build(std::uint32_t outlet);
    bool add_group(lane& l, group const& g, std::uint16_t index);
    bool daily(lane& l, lane_group& made, std::uint32_t outlet);
    bool add_law(lane& l, bound_outlet const& o);
    std::optional<line> line_of(requirement const& r, std::uint32_t index, base::unit_id unit) const;
    static void tighten(line& all, line const& by);
    std::optional<std::uint8_t> correction_of(group const& g);
    bool multiplies(plan::formula_step const& f, model::field_ref input) const;

    bound const& b_;
    std::vector<facts::route> routes_;
    std::vector<correction> corrections_;
    std::vector<line> lines_;
    std::vector<lane> lanes_;               // by outlet, then factor
    std::vector<std::uint64_t> keys_;       // of each
    std::vector<std::uint32_t> first_lane_; // by outlet; one more at the end
    std::optional<std::uint16_t> flow_, corrected_;
};

} // namespace huanchi::eval

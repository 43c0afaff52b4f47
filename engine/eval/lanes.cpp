#include "eval/lanes.hpp"

#include "eval/series.hpp"

#include <algorithm>
#include <set>

namespace huanchi::eval {

using namespace model;

namespace {

constexpr std::size_t most_groups = 6;

constexpr std::int64_t most_limit = std::int64_t{1} << 50, most_denominator = std::int64_t{1} << 20;

} // namespace

bool lanes::tells_others(std::uint32_t outlet, std::uint16_t factor) const {
    auto const& all = b_.outlets[outlet].auxiliaries;
    return std::find(all.begin(), all.end(), factor) != all.end();
}

// A statistic that takes hourly rows as they are, whatever stands beside them.
bool lanes::hourly(std::uint16_t statistic) const {
    auto const& s = b_.plan->statistics[statistic];
    auto const takes =
        std::find_if(s.accepts.begin(), s.accepts.end(), [](auto const& a) { return a.interval == interval::hour; });
    if (takes == s.accepts.end() || takes->marked || takes->where != plan::none) return false;
    if (!s.substitutes.empty() || s.roll_up) return false;
    return std::none_of(s.derives.begin(), s.derives.end(), [&](auto const& d) { return touched(d.from); });
}

// Whether hourly rows can give it values at all.
bool lanes::touched(std::uint16_t statistic) const {
    auto const& s = b_.plan->statistics[statistic];
    return std::any_of(s.accepts.begin(), s.accepts.end(), [](auto const& a) { return a.interval == interval::hour; }) ||
           std::any_of(s.derives.begin(), s.derives.end(), [&](auto const& d) { return touched(d.from); });
}

// Proves that a formula multiplies the measured value with something that only the input and constants decide: programs of
// postfix form, with for every value on the stack whether it is a multiple of the measured value.
bool lanes::multiplies(plan::formula_step const& f, field_ref input) const {
    if (f.results.size() != 1 || f.results.front().second != plan::none) return false;
    auto const asks_only = [&](plan::program_id id) {
        for (auto const& i : b_.plan->programs[id]) {
            if (i.op == plan::opcode::measured || i.op == plan::opcode::clock || i.op == plan::opcode::as_of ||
                i.op == plan::opcode::related)
                return false;
            if ((i.op == plan::opcode::field || i.op == plan::opcode::known) && b_.plan->fields[i.operand] != input)
                return false;
        }
        return true;
    };
    for (auto const& conditions : {f.needs, f.doubts})
        if (!std::all_of(conditions.begin(), conditions.end(), asks_only)) return false;
    std::vector<bool> multiple;
    for (auto const& i : b_.plan->programs[f.results.front().first]) {
        switch (i.op) {
        case plan::opcode::constant:
        case plan::opcode::reference: multiple.push_back(false); break;
        case plan::opcode::field:
            if (b_.plan->fields[i.operand] != input) return false;
            multiple.push_back(false);
            break;
        case plan::opcode::measured: multiple.push_back(true); break;
        case plan::opcode::operate: {
            auto const op = static_cast<operation>(i.operand);
            if (op == operation::negate) break;
            if (multiple.size() < 2) return false;
            bool const right = multiple.back();
            multiple.pop_back();
            bool const left = multiple.back();
            bool const linear = ((op == operation::add || op == operation::subtract) && left == right) ||
                                (op == operation::multiply && !(left && right)) || (op == operation::divide && !right);
            if (!linear) return false;
            multiple.back() = left || right;
            break;
        }
        default: return false;
        }
    }
    return multiple.size() == 1 && multiple.front();
}

std::optional<std::uint8_t> lanes::correction_of(group const& g) {
    if (!g.formula) return uncorrected;
    auto const& f = b_.plan->formulas[*g.formula];
    if (f.inputs.size() != 1 || f.inputs.front().record != measurement_record) return std::nullopt;
    auto const input = f.inputs.front();
    for (auto const& d : b_.plan->derived_fields)
        if (d.field == input) return std::nullopt;
    if (b_.rules->at(input).type != field_type::quantity && b_.rules->at(input).type != field_type::number) return std::nullopt;
    if (!multiplies(f, input)) return std::nullopt;
    for (std::uint8_t i = 0; i < corrections_.size(); ++i)
        if (corrections_[i].formula == *g.formula && corrections_[i].reference == g.reference) return i;
    if (corrections_.size() == uncorrected) return std::nullopt;
    corrections_.push_back({*g.formula, g.reference, input.field});
    return static_cast<std::uint8_t>(corrections_.size() - 1);
}

std::optional<lanes::line> lanes::line_of(requirement const& r, std::uint32_t index, base::unit_id unit) const {
    if (!r.bound_needs.empty() || r.tightest_max || r.max_below || !r.only_if.empty() || r.rounding || r.not_detected ||
        r.prohibited || r.allowance)
        return std::nullopt;
    if (r.limit && !b_.plan->exempted_by[b_.rules->limits[*r.limit].table].empty()) return std::nullopt;
    line out;
    out.requirement = index;
    out.policy = r.level == level::policy || r.level == level::agreement;
    auto const scaled = [&](base::rational const& bound) {
        return fraction_of(bound / b_.rules->units[unit].factor * base::rational(1000000), most_limit, most_denominator);
    };
    if (r.max) {
        auto const f = scaled(r.coherent_max);
        if (!f) return std::nullopt;
        out.has_max = true;
        out.max_strict = r.max_strict;
        out.max = *f;
    }
    if (r.min) {
        auto const f = scaled(r.coherent_min);
        if (!f) return std::nullopt;
        out.has_min = true;
        out.min_strict = r.min_strict;
        out.min = *f;
    }
    return out;
}

void lanes::tighten(line& all, line const& by) {
    auto const compare = [](fraction const& x, fraction const& y) {
        auto const a = base::int128{x.n} * y.d, b = base::int128{y.n} * x.d;
        return a < b ? -1 : a > b ? 1 : 0;
    };
    if (by.has_max) {
        auto const order = all.has_max ? compare(by.max, all.max) : -1;
        if (order < 0) all.max = by.max;
        if (order <= 0) all.max_strict = by.max_strict || (order == 0 && all.max_strict);
        all.has_max = true;
    }
    if (by.has_min) {
        auto const order = all.has_min ? compare(by.min, all.min) : 1;
        if (order > 0) all.min = by.min;
        if (order >= 0) all.min_strict = by.min_strict || (order == 0 && all.min_strict);
        all.has_min = true;
    }
}

// The first way to a daily value that is open to the factor is a plain mean of hourly values, unless the row brings a flow.
bool lanes::daily(lane& l, lane_group& made, std::uint32_t outlet) {
    auto s = b_.about(outlet);
    s.factor = l.factor;
    bool found = false;
    auto const& statistic = b_.plan->statistics[made.statistic];
    if (!statistic.substitutes.empty() || statistic.roll_up) return false;
    for (auto const& d : statistic.derives) {
        auto const holds = run(d.where, s);
        if (!known(holds)) return false;
        if (!std::get<bool>(holds) || !touched(d.from)) continue;
        bool const of_a_day = d.rolling == 0 && d.window == interval::day && d.counting == plan::none && hourly(d.from);
        if (!of_a_day) return false;
        if (d.method == aggregate::flow_weighted_mean && !found) {
            l.flow_matters = true;
        } else if (d.method == aggregate::mean) {
            if (found) continue; // the same days are made already
            found = true;
            made.finer = d.from;
            auto const day = window_of(interval::day, {0});
            auto const due = values_due(*b_.plan, d.from, day);
            if (due != 24) return false;
            made.need = d.need_is_percent ? (due * d.need + 99) / 100 : d.need;
            if (d.need_in_february) return false;
        } else {
            return false;
        }
    }
    return found;
}

bool lanes::add_group(lane& l, group const& g, std::uint16_t index) {
    auto const& s = b_.plan->statistics[g.statistic];
    if (!touched(g.statistic)) return true; // nothing that a plain row brings
    if (g.quantity == quantity::mass || g.stack != facts::no_outlet || l.groups.size() == most_groups) return false;
    if (!l.groups.empty() && l.quantity != g.quantity) return false;
    l.quantity = g.quantity;
    auto const corrected = correction_of(g);
    if (!corrected) return false;
    lane_group made{g.statistic, *corrected, false, 0, 0, index};
    bool const takes_hours =
        std::any_of(s.accepts.begin(), s.accepts.end(), [](auto const& a) { return a.interval == interval::hour; });
    if (takes_hours) {
        if (!hourly(g.statistic)) return false;
    } else {
        made.daily = true;
        if (!daily(l, made, l.outlet)) return false;
        for (auto const& other : l.groups)
            if (other.daily && other.correction != made.correction) return false; // one sum a day
    }
    l.groups.push_back(made);
    return true;
}

bool lanes::add_law(lane& l, bound_outlet const& o) {
    std::set<std::int32_t> begins{INT32_MIN};
    for (auto const& g : l.groups)
        for (auto const& s : o.groups[g.index].timeline) begins.insert(s.from);
    for (auto const from : begins) {
        stretch_of_law law;
        law.from = from;
        for (auto const& g : l.groups) {
            auto const* s = o.groups[g.index].at({from});
            stretch_of_law::lines_of_group lines;
            lines.first = static_cast<std::uint32_t>(lines_.size());
            if (s)
                for (auto const& c : s->candidates) {
                    if (c.conditional()) return false;
                    auto made = line_of(b_.requirements[c.requirement], c.requirement, l.unit);
                    if (!made) return false;
                    lines_.push_back(*made);
                    ++lines.count;
                }
            // An hour above the number of a daily limit is a warning, unless the same limit judges hours.
            for (std::uint32_t i = 0; i < lines.count; ++i) {
                auto const& r = lines_[lines.first + i];
                tighten(lines.all, r);
                auto const judges_hours = [&](lane_group const& other) {
                    auto const* at = o.groups[other.index].at({from});
                    return other.statistic == g.finer && at &&
                           std::any_of(at->candidates.begin(), at->candidates.end(), [&](auto const& c) {
                               return b_.requirements[c.requirement].id == b_.requirements[r.requirement].id;
                           });
                };
                if (!g.daily || !r.has_max || std::any_of(l.groups.begin(), l.groups.end(), judges_hours)) continue;
                auto above = r;
                above.has_min = above.max_strict = false;
                tighten(lines.warning, above);
                lines.warns = true;
            }
            law.judged = law.judged || lines.count > 0;
            law.groups.push_back(lines);
        }
        l.law.push_back(std::move(law));
    }
    return true;
}

// Lanes for all factors of an outlet, or none.
bool lanes::build(std::uint32_t outlet) {
    if (b_.options.quality && !b_.plan->quality.empty()) return false; // a check looks at the data one beside the other
    auto const& o = b_.outlets[outlet];
    auto const lines = lines_.size(), made = lanes_.size();
    auto const give_up = [&] {
        lines_.resize(lines);
        lanes_.resize(made);
        return false;
    };
    for (std::uint16_t i = 0; i < o.groups.size(); ++i) {
        auto const& g = o.groups[i];
        if (lanes_.size() == made || lanes_.back().factor != g.factor) {
            lane l;
            l.outlet = outlet;
            l.factor = g.factor;
            // Rows mostly come in the unit of the limits.
            auto const own = b_.rules->factors[g.factor].unit;
            auto const& first = g.timeline.empty() || g.timeline.back().candidates.empty()
                                    ? own
                                    : b_.requirements[g.timeline.back().candidates.front().requirement].unit;
            l.unit = b_.rules->units[first].dimension == b_.rules->units[own].dimension ? first : own;
            lanes_.push_back(std::move(l));
        }
        if (!add_group(lanes_.back(), g, i)) return give_up();
    }
    for (auto i = made; i < lanes_.size(); ++i)
        if (!add_law(lanes_[i], o)) return give_up();
    return true;
}

lanes::lanes(bound const& b)
    : b_(b), flow_(b.rules->find_field(measurement_record, flow_field)),
      corrected_(b.rules->find_field(measurement_record, corrected_field)) {
    for (std::uint32_t i = 0; i < b.outlets.size(); ++i) {
        first_lane_.push_back(static_cast<std::uint32_t>(lanes_.size()));
        routes_.push_back(build(i) ? facts::route::plain : facts::route::whole);
    }
    first_lane_.push_back(static_cast<std::uint32_t>(lanes_.size()));
    for (auto const& l : lanes_) keys_.push_back(key_of(l.outlet, l.factor));
}

} // namespace huanchi::eval

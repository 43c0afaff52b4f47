// Values of a series that were not measured: what stands in where there is none, and marks rolled up from finer values.
#include "eval/series.hpp"

#include <algorithm>
#include <map>

namespace huanchi::eval {

using namespace model;

namespace {

std::optional<interval> windows_of(plan::statistic_step const& s) {
    for (auto const& d : s.derives)
        if (!d.rolling) return d.window;
    for (auto const& a : s.accepts)
        if (a.interval != interval::instant && a.interval != interval::sample) return a.interval;
    return std::nullopt;
}

bool is_valid(point const& p) {
    return p.usable() && !p.incomplete && p.substituted == 0 && p.cover != cover::covered;
}

} // namespace

// What stands in for the value of a window: nullopt where no way is open, or there are not so many valid values.
std::optional<point> series::substitute(std::uint16_t statistic, base::period const& window,
                                        std::vector<point const*> const& valid) const {
    auto s = b_.about(data_.outlet);
    s.factor = g_.factor;
    s.day = window.from.date();
    for (auto const& step : b_.plan->statistics[statistic].substitutes) {
        if (!step.reviewed && !b_.options.unreviewed) continue;
        auto const holds = run(step.when, s);
        if (!known(holds)) return std::nullopt; // an earlier way might be the one
        if (!std::get<bool>(holds)) continue;
        auto before = window.from;
        if (step.before != plan::none) {
            auto const day = run(step.before, s);
            if (!known(day)) return std::nullopt;
            before = std::min(before, base::moment::at(std::get<base::date>(day)));
        }
        auto const end =
            std::partition_point(valid.begin(), valid.end(), [&](auto const* p) { return p->period.to <= before; });
        if (end - valid.begin() < static_cast<std::ptrdiff_t>(step.count)) return std::nullopt;
        point p;
        p.period = window;
        p.note = "substituted";
        p.substituted = 1;
        bool first = true;
        for (auto it = end - step.count; it != end; ++it, first = false) {
            auto const& v = (*it)->value;
            auto const take = [&](base::rational& into, base::rational const& x) {
                into = first                           ? x
                       : step.method == aggregate::max ? std::max(into, x)
                       : step.method == aggregate::min ? std::min(into, x)
                                                       : into + x;
            };
            take(p.value.low, v.low);
            take(p.value.high, v.high);
            p.value.unbounded = p.value.unbounded || v.unbounded;
        }
        if (step.method == aggregate::mean) {
            p.value.low = p.value.low / base::rational(step.count);
            p.value.high = p.value.high / base::rational(step.count);
        }
        p.substituted_share = p.value.low;
        return p;
    }
    return std::nullopt;
}

void series::substitute_all(points& out, std::uint16_t statistic) {
    auto const& ways = b_.plan->statistics[statistic].substitutes;
    if (std::none_of(ways.begin(), ways.end(), [&](auto const& x) { return x.reviewed || b_.options.unreviewed; })) return;
    auto const every = windows_of(b_.plan->statistics[statistic]);
    std::map<base::period, point const*> there; // by window
    if (every)
        for (auto const* all : {&out.derived, &out.delivered})
            for (auto const& p : *all)
                if (is_valid(p)) there[window_of(*every, p.period.from)] = &p;
    if (there.empty()) return;
    std::vector<point const*> valid;
    for (auto const& [window, p] : there) valid.push_back(p);
    auto end = valid.back()->period.to;
    for (auto const& d : data_.data) end = std::max(end, d.period.to);
    std::vector<point> made;
    for (auto w = window_of(*every, valid.front()->period.to); w.to <= end; w = window_of(*every, w.to))
        if (!there.contains(w))
            if (auto p = substitute(statistic, w, valid)) made.push_back(std::move(*p));
    for (auto& p : made) {
        std::erase_if(out.derived, [&](point const& x) { return x.period == p.period; });
        out.derived.push_back(std::move(p));
    }
    std::sort(out.derived.begin(), out.derived.end(), [](point const& x, point const& y) { return x.period < y.period; });
}

// No mark is read as the normal one.
std::string series::flag_of(point const& p) const {
    if (!p.from) return p.flag;
    auto const field = b_.rules->find_field(measurement_record, "flag");
    auto const* v = field ? find(p.from->fields, *field) : nullptr;
    auto const* written = v ? std::get_if<std::string>(v) : nullptr;
    return written ? *written : std::string();
}

void series::roll_up(points& out, std::uint16_t statistic) {
    auto const& step = b_.plan->statistics[statistic];
    for (auto& p : out.derived) {
        if (!p.derivation) continue;
        auto const& derive = step.derives[*p.derivation];
        auto const& fine = merged(derive.from);
        std::uint32_t normal = 0;
        for (auto const m : p.members) {
            auto const flag = flag_of(*fine[m]);
            normal += flag.empty() || flag == step.roll_up->mark;
        }
        auto const due = values_due(*b_.plan, derive.from, p.period);
        p.flag = normal * 100 >= step.roll_up->percent * due ? step.roll_up->mark : step.roll_up->otherwise;
    }
}

} // namespace huanchi::eval

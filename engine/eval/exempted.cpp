#include "eval/exempted.hpp"

#include "eval/series.hpp"
#include "facts/marking.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace huanchi::eval {

using namespace model;

namespace {

constexpr std::int64_t hour_ms = 3600000;

// Stretches of time as a set of moments: how much of it lies in a window before a moment. Shared time counts once.
class stretches {
public:
    explicit stretches(std::vector<base::period> all) {
        std::sort(all.begin(), all.end());
        for (auto const& p : all) {
            if (p.to.ms <= p.from.ms) continue;
            if (!apart_.empty() && p.from.ms <= apart_.back().to.ms)
                apart_.back().to.ms = std::max(apart_.back().to.ms, p.to.ms);
            else
                apart_.push_back(p);
        }
        for (auto const& p : apart_) until_.push_back((until_.empty() ? 0 : until_.back()) + p.to.ms - p.from.ms);
    }
    std::int64_t between(base::moment from, base::moment to) const { return before(to) - before(from); }

private:
    std::int64_t before(base::moment m) const {
        auto const it = std::lower_bound(apart_.begin(), apart_.end(), m,
                                         [](base::period const& p, base::moment at) { return p.to.ms < at.ms; });
        auto const i = static_cast<std::size_t>(it - apart_.begin());
        auto const whole = i == 0 ? 0 : until_[i - 1];
        return it == apart_.end() ? whole : whole + std::max<std::int64_t>(0, m.ms - it->from.ms);
    }
    std::vector<base::period> apart_;
    std::vector<std::int64_t> until_; // their length up to the end of each
};

bool is(value const& v) {
    return known(v) && std::get<bool>(v);
}

} // namespace

bool exempted_data::has_value(datum const& d) const {
    return !d.conflicting && d.value.exact();
}

// Of the same interval; for what is shorter than an hour, that of the hour it lies in. A mark does not hide it.
datum const* exempted_data::beside(std::uint16_t factor, datum const& d) const {
    auto const all = const_cast<outlet_data&>(data_).of(factor);
    auto const at = [&](interval i, base::moment from) -> datum const* {
        auto const key = std::tuple(d.source, i, from.ms);
        auto const it = std::lower_bound(all.begin(), all.end(), key, [](datum const& x, auto const& k) {
            return std::tuple(x.source, x.interval, x.period.from.ms) < k;
        });
        bool const there = it != all.end() && std::tuple(it->source, it->interval, it->period.from.ms) == key;
        return there && has_value(*it) ? &*it : nullptr;
    };
    if (auto const* same = at(d.interval, d.period.from)) return same;
    if (d.period.to.ms - d.period.from.ms >= hour_ms) return nullptr;
    return at(interval::hour, window_of(interval::hour, d.period.from).from);
}

datum_fields exempted_data::fields_of(datum const& d) const {
    auto fields = d.fields;
    auto const& declared = b_.rules->records[measurement_record].fields;
    for (std::uint16_t f = 0; f < declared.size(); ++f) {
        if (!declared[f].factor || eval::find(fields, f)) continue;
        if (*declared[f].factor == d.factor && has_value(d))
            fields.emplace_back(f, d.value.low);
        else if (auto const* other = beside(*declared[f].factor, d))
            fields.emplace_back(f, other->value.low);
    }
    return fields;
}

surroundings exempted_data::about(datum const& d, datum_fields const& fields) const {
    auto s = b_.about(data_.outlet);
    s.datum = &fields;
    s.factor = d.factor;
    s.clock = clock_time{static_cast<int>(d.period.from.ms_of_day() / 60000)};
    s.day = d.period.from.date();
    return s;
}

void exempted_data::ask(std::uint16_t exemption) {
    auto const& x = b_.rules->exemptions[exemption];
    auto const& step = b_.plan->exemptions[exemption];
    asked a{exemption, {}, {}, {}};
    std::vector<base::period> sure, perhaps;
    std::vector<value> holds;
    for (auto const& d : data_.data) {
        a.claims.push_back({exemption, cover::none, {}, false});
        bool const in_force = x.effective.contains(b_.law_of(d.period.from.date()));
        auto const fields = fields_of(d);
        auto const s = about(d, fields);
        auto const concerns = in_force ? run(step.where, s) : value(false);
        a.concerned.push_back(is(concerns));
        holds.push_back(apply(operation::and_, concerns, run(step.guard, s)));
        if (is(holds.back())) sure.push_back(d.period);
        if (is(holds.back()) || !known(holds.back())) perhaps.push_back(d.period);
        if (known(holds.back())) continue;
        note_missing(a.unknowns, missing(exemption, d));
    }
    stretches const least(std::move(sure)), most(std::move(perhaps));
    for (std::size_t i = 0; i < data_.data.size(); ++i) {
        auto& c = a.claims[i];
        auto const& period = data_.data[i].period;
        bool const refused = known(holds[i]) && !is(holds[i]);
        if (x.quota) {
            auto const start = window_of(x.quota->window, period.from).from;
            auto const used = least.between(start, period.to);
            // If it holds, its own time is used as well.
            auto const own =
                is(holds[i]) ? 0
                             : std::max<std::int64_t>(0, period.to.ms - period.from.ms) - least.between(period.from, period.to);
            auto const allowed = x.quota->seconds * base::rational(1000);
            c.seconds = base::rational(used, 1000);
            c.used_up = base::rational(used + own) > allowed;
            if (!refused && !c.used_up)
                c.cover =
                    is(holds[i]) && base::rational(most.between(start, period.to)) <= allowed ? cover::covered : cover::open;
        } else if (!refused) {
            c.cover = is(holds[i]) ? cover::covered : cover::open;
        }
        if (c.cover == cover::none && a.concerned[i]) c.cover = cover::judged;
    }
    asked_.push_back(std::move(a));
}

void note_missing(std::vector<missing_value>& all, std::vector<missing_value> const& more) {
    for (auto const& m : more)
        if (std::none_of(all.begin(), all.end(), [&](auto const& n) { return n.name == m.name; })) all.push_back(m);
}

exempted_data::asked const* exempted_data::find(std::uint16_t exemption) const {
    auto const it = std::find_if(asked_.begin(), asked_.end(), [&](asked const& a) { return a.exemption == exemption; });
    return it == asked_.end() ? nullptr : &*it;
}

std::optional<exempted_data::claim> exempted_data::of(requirement const& r, datum const& d) const {
    std::optional<claim> most;
    if (!r.limit) return most;
    for (auto const x : b_.plan->exempted_by[b_.rules->limits[*r.limit].table]) {
        auto const* a = find(x);
        if (!a || a->claims[index(d)].cover == cover::none) continue;
        if (auto const& c = a->claims[index(d)]; !most || most->cover < c.cover) most = c;
    }
    return most;
}

std::optional<exempted_data::claim> exempted_data::of(segment const& s, datum const& d) const {
    std::optional<claim> most;
    for (auto const& c : s.candidates)
        if (auto const one = of(b_.requirements[c.requirement], d); one && (!most || most->cover < one->cover)) most = one;
    return most;
}

exempted_data::remainder exempted_data::split(segment const& s, datum const& d) const {
    remainder r{{s.from, {}}, {s.from, {}}, {}, of(s, d)};
    for (auto const& c : s.candidates) {
        auto const says = of(b_.requirements[c.requirement], d);
        auto const covered = says ? says->cover : cover::none;
        if (covered == cover::covered) {
            r.covered.push_back(&c);
            continue;
        }
        r.rest.candidates.push_back(c);
        if (covered != cover::open) r.sure.candidates.push_back(c);
    }
    return r;
}

cover exempted_data::cover_of(group const& g, datum const& d) const {
    auto const* s = g.at(b_.law_of(d.period.from.date()));
    auto const c = s ? of(*s, d) : std::nullopt;
    return c ? c->cover : cover::none;
}

std::vector<missing_value> exempted_data::missing(segment const& s, datum const& d) const {
    std::vector<missing_value> names;
    for (auto const& c : s.candidates) {
        auto const& limit = b_.requirements[c.requirement].limit;
        if (!limit) continue;
        for (auto const x : b_.plan->exempted_by[b_.rules->limits[*limit].table])
            if (auto const* a = find(x); a && a->claims[index(d)].cover == cover::open) note_missing(names, missing(x, d));
    }
    return names;
}

std::vector<missing_value> exempted_data::missing(std::uint16_t exemption, datum const& d) const {
    std::vector<missing_value> names;
    auto const& step = b_.plan->exemptions[exemption];
    auto const fields = fields_of(d);
    auto const s = about(d, fields);
    for (auto const program : {step.where, step.guard}) {
        if (program == plan::none || known(run(program, s))) continue;
        for (auto const f : eval::unknown_fields(program, s)) note_missing(names, {{b_.rules->at(f).json, ""}});
    }
    // Known of itself, it hangs on how much of the allowance others have used.
    if (auto const* a = names.empty() ? find(exemption) : nullptr) names = a->unknowns;
    return names;
}

facts::usability exempted_data::usability_without(std::vector<std::uint16_t> const& marks, datum const& d) const {
    auto const says = [&](std::string_view column) -> std::optional<treatment> {
        auto const& all = b_.rules->marks;
        auto const of_column = [&](mark_table const& t) { return t.column == column; };
        if (std::none_of(all.begin(), all.end(), of_column)) return std::nullopt;
        if (std::any_of(marks.begin(), marks.end(), [&](auto t) { return of_column(all[t]); })) return std::nullopt;
        auto const field = b_.rules->find_field(measurement_record, column);
        if (!field) return treatment::out; // no telling whether this mark took it out
        auto const* v = eval::find(d.fields, *field);
        auto const* written = v ? std::get_if<std::string>(v) : nullptr;
        return written ? facts::treatment_of(*b_.rules, column, *written) : std::nullopt;
    };
    return facts::usability_by(says("review"), says("condition"), says("mark"), says("flag"));
}

// A mark that an exemption decides in place of takes nothing out where the exemption does not cover the datum.
void exempted_data::take_back(bound_outlet const& about, datum& d) const {
    for (auto const& g : about.groups) {
        auto const* s = g.factor == d.factor ? g.at(b_.law_of(d.period.from.date())) : nullptr;
        auto const says = s ? of(*s, d) : std::nullopt;
        if (!says || says->cover != cover::judged) continue;
        auto const left = usability_without(b_.plan->exemptions[says->exemption].marks, d);
        if (left == facts::usability::out) continue;
        d.usability = left;
        d.value.unbounded = left == facts::usability::over_range;
        d.row_count += std::exchange(d.out_count, 0);
        return;
    }
}

std::shared_ptr<exempted_data const> exempted_data::settle(bound const& b, outlet_data& data) {
    std::set<std::uint16_t> wanted;
    if (!b.plan->exemptions.empty())
        for (auto const& g : b.outlets[data.outlet].groups)
            for (auto const& s : g.timeline)
                for (auto const& c : s.candidates)
                    if (auto const& limit = b.requirements[c.requirement].limit)
                        for (auto const x : b.plan->exempted_by[b.rules->limits[*limit].table])
                            if (b.options.unreviewed || b.rules->exemptions[x].confidence != confidence::low) wanted.insert(x);
    if (wanted.empty()) return nullptr;
    std::shared_ptr<exempted_data> all(new exempted_data(b, data));
    for (auto const x : wanted) all->ask(x);
    for (auto& d : data.data)
        if (d.usability == facts::usability::out && !d.blank) all->take_back(b.outlets[data.outlet], d);
    return all;
}

} // namespace huanchi::eval

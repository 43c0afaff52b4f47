#include "eval/quality.hpp"

#include "eval/judge.hpp"
#include "eval/quality_patterns.hpp"
#include "eval/series.hpp"

#include "facts/monitored.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace huanchi::eval {

using namespace model;

namespace {

bool is_true(value const& v) {
    return known(v) && std::get<bool>(v);
}

// What devices measure by themselves, as far as the data say.
bool of_devices(facts::data_source s) {
    return s == facts::data_source::automatic || s == facts::data_source::platform || s == facts::data_source::unknown;
}

// One check over one series.
struct watcher {
    bound const& b;
    outlet_data& data;
    watched_span const& span;
    plan::quality_step const& step;
    std::uint16_t factor;
    facts::data_source source;
    bool due; // whether or not any came before
    std::vector<quality_lead>& out;
    rulebook const& rules = *b.rules;
    quality_check const& check = rules.quality[step.check];

    struct looked {
        datum* d;
        datum_fields fields; // of the datum and of what other factors had at the same time, marked or not
        bool excepted = false;
        holds is = holds::yes;
        std::vector<std::string> missing;
    };
    std::vector<looked> came = {}; // all data of the series within the span, in order of time
    std::size_t found = 0;
    std::vector<field_ref> asks = asked();

    // The datum of another factor at the same time, whatever its marks say.
    datum* beside(std::uint16_t other, datum const& d) const {
        auto const all = data.of(other);
        auto const key = std::tuple(d.source, d.interval, d.period.from.ms);
        auto const it = std::lower_bound(all.begin(), all.end(), key, [](datum const& x, auto const& k) {
            return std::tuple(x.source, x.interval, x.period.from.ms) < k;
        });
        bool const there = it != all.end() && std::tuple(it->source, it->interval, it->period.from.ms) == key;
        return there && !it->conflicting && it->value.exact() ? &*it : nullptr;
    }

    std::vector<field_ref> asked() const {
        std::vector<field_ref> all;
        for (auto const id : {step.when, step.except})
            if (id != plan::none)
                for (auto const f : fields_of(*b.plan->sources[id]))
                    if (std::find(all.begin(), all.end(), f) == all.end()) all.push_back(f);
        return all;
    }

    datum_fields fields_of_datum(datum const& d) const {
        auto fields = d.fields;
        for (auto const& f : asks) {
            if (f.record != measurement_record || !rules.at(f).factor || eval::find(fields, f.field)) continue;
            if (*rules.at(f).factor == d.factor) {
                if (!d.conflicting && d.value.exact()) fields.emplace_back(f.field, d.value.low);
            } else if (auto* other = beside(*rules.at(f).factor, d)) {
                fields.emplace_back(f.field, other->value.low);
                other->used = other->used || other->usability != facts::usability::out;
            }
        }
        return fields;
    }

    surroundings about(looked const& l) const {
        auto s = b.about(data.outlet);
        s.datum = &l.fields;
        s.factor = factor;
        s.clock = clock_time{static_cast<int>(l.d->period.from.ms_of_day() / 60000)};
        s.day = l.d->period.from.date();
        return s;
    }

    // What share of its tightest limit the value is, in the reference state of the limit. `limited`: there is one.
    value share_of_limit(datum const& d, surroundings const& around, bool& limited) const {
        auto const on = b.law_of(d.period.from.date());
        for (auto const& g : b.outlets[data.outlet].groups) {
            if (g.factor != factor || g.quantity != quantity::concentration) continue;
            auto const& accepts = b.plan->statistics[g.statistic].accepts;
            auto const takes = [&](auto const& a) { return a.interval == d.interval && a.where == plan::none; };
            auto const* law = g.at(on);
            if (!law || std::none_of(accepts.begin(), accepts.end(), takes)) continue;
            for (auto const& c : law->candidates) {
                auto const& r = b.requirements[c.requirement];
                if (!r.max || r.coherent_max.is_zero() || !is_true(applies(c, around, on))) continue;
                limited = true;
                auto const& at = corrected(g);
                auto const it = at.find(d.period);
                if (it == at.end()) return {};
                return it->second / r.coherent_max;
            }
        }
        return {};
    }
    // The usable values of a group, once.
    mutable std::map<group const*, std::map<base::period, base::rational>> made = {};
    std::map<base::period, base::rational> const& corrected(group const& g) const {
        auto const [it, fresh] = made.try_emplace(&g);
        if (!fresh) return it->second;
        series values(b, data, g, source);
        for (auto const& p : values.of(g.statistic).delivered)
            if (p.usable() && p.value.exact()) it->second.emplace(p.period, p.value.low);
        return it->second;
    }

    // `when` for the datum: of a value known within bounds only, what both ends agree on.
    value ask(datum const& d, surroundings s) const {
        if (step.when == plan::none) return true;
        bool const no_value = d.blank || d.conflicting;
        if (!no_value) s.measured = d.value.low;
        auto const low = run(step.when, s);
        if (no_value || d.value.exact() || d.value.unbounded) return low;
        s.measured = d.value.high;
        auto const high = run(step.when, s);
        return known(low) && known(high) && std::get<bool>(low) == std::get<bool>(high) ? low : value();
    }

    void note_missing(looked& l, surroundings const& s) const {
        for (auto const id : {step.when, step.except})
            for (auto const f : unknown_fields(id, s)) l.missing.push_back(rules.at(f).json);
        if (l.missing.empty()) l.missing.push_back("value");
    }

    looked look(datum& d) {
        looked l{&d, fields_of_datum(d), false, holds::yes, {}};
        auto s = about(l);
        if (step.of_limit) {
            bool limited = false;
            s.reference = share_of_limit(d, s, limited);
            if (!limited) l.is = holds::no;
        }
        auto const except = step.except == plan::none ? value(false) : run(step.except, s);
        l.excepted = is_true(except);
        bool const out_by_mark = d.usability == facts::usability::out && !check.marked;
        if (l.is == holds::no || l.excepted || (out_by_mark && check.pattern != series_pattern::window)) return l;
        auto const holds_now = out_by_mark ? value(false) : ask(d, s);
        if (known(holds_now) && !std::get<bool>(holds_now)) {
            l.is = holds::no;
        } else if (!known(holds_now) || !known(except)) {
            l.is = holds::maybe;
            note_missing(l, s);
        }
        return l;
    }

    void look_at_all() {
        for (auto& d : data.of(factor)) {
            if (d.source != source || d.interval != check.interval) continue;
            if (d.period.to > span.to || !check.effective.contains(b.law_of(d.period.from.date()))) continue;
            came.push_back(look(d));
        }
    }

    seen_value show(looked const& l) const {
        seen_value v{l.d->period, l.d->written, {}, l.d->rows};
        auto fields = asks;
        for (auto const& table : rules.marks)
            if (auto const f = rules.find_field(measurement_record, table.column)) fields.push_back({measurement_record, *f});
        auto const s = about(l);
        for (auto const f : fields) {
            if (f.record != measurement_record) continue;
            auto const said = s.field(f);
            if (!known(said)) continue;
            auto line = rules.at(f).json + " = " + text(said, rules.at(f), rules);
            if (std::find(v.beside.begin(), v.beside.end(), line) == v.beside.end()) v.beside.push_back(std::move(line));
        }
        return v;
    }

    quality_lead lead(base::period const& period, eval::verdict v) const {
        quality_lead l;
        l.verdict = v;
        l.outlet = data.outlet;
        l.factor = factor;
        l.check = step.check;
        l.source = source;
        l.period = period;
        return l;
    }
    eval::verdict found_verdict() const { return check.violation_types.empty() ? verdict::not_met : verdict::violation; }

    // The first and the last of them, not more than a reader takes in.
    void show_all(quality_lead& l, std::vector<looked const*> const& all) const {
        l.count = all.size();
        auto const half = quality_lead::most_shown / 2;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all.size() <= quality_lead::most_shown || i < half || i + half >= all.size()) l.shown.push_back(show(*all[i]));
    }
    static void note(quality_lead& l, std::string const& name) {
        if (std::none_of(l.missing.begin(), l.missing.end(), [&](auto const& m) { return m.name == name; }))
            l.missing.push_back({name, ""});
    }
    void add(quality_lead l) {
        ++found;
        out.push_back(std::move(l));
    }

    // What a report was due about: reported, not due yet, or neither.
    bool needs_no_lead(base::period const& p) const {
        if (!check.report) return false;
        auto const within = std::stoll((check.report->seconds * base::rational(1000)).floor().exact_text());
        base::period const in{base::moment::at(p.from.date()), {p.from.ms + within}}; // reports may tell their day only
        if (in.to > span.to) return true;
        auto const s = b.about(data.outlet);
        return b.related && b.related->any(check.report->record, s.enterprise, s.outlet_id, in);
    }

    void stretches() {
        std::vector<looked const*> seen;
        std::vector<watched> all;
        for (auto const& l : came) {
            bool const out_by_mark = l.d->usability == facts::usability::out && !check.marked;
            if (l.excepted || out_by_mark) continue;
            bool const exact = !l.d->blank && !l.d->conflicting && l.d->value.exact();
            seen.push_back(&l);
            all.push_back({l.d->period, l.is, exact ? std::optional(l.d->value.low) : std::nullopt});
        }
        for (auto const& s : find_stretches(check, all)) {
            base::period const period{all[s.begin].period.from, all[s.end - 1].period.to};
            if (needs_no_lead(period)) continue;
            auto l = lead(period, s.sure ? found_verdict() : verdict::undetermined);
            std::vector<looked const*> of_it;
            for (auto i = s.begin; i < s.end; ++i)
                if (all[i].holds != holds::no) of_it.push_back(seen[i]);
            if (!s.sure)
                for (auto const* x : of_it)
                    for (auto const& name : x->missing) note(l, name);
            show_all(l, of_it);
            add(std::move(l));
        }
    }

    // Stretches for which nothing came. What was excepted when the data stopped is so until they come again.
    struct gap {
        base::period period;
        looked const* before = nullptr;
        looked const* after = nullptr;
        bool excepted() const { return before && before->excepted; }
        bool open() const { return before && before->is == holds::maybe && !before->missing.empty(); }
    };
    std::vector<gap> gaps(base::period const& in) const {
        std::vector<gap> all;
        auto at = in.from;
        looked const* before = nullptr;
        for (auto const& l : came) {
            auto const& p = l.d->period;
            if (p.from >= in.to) {
                if (at < in.to) all.push_back({{at, in.to}, before, &l});
                return all;
            }
            if (p.to > in.from && p.from > at) all.push_back({{at, p.from}, before, &l});
            before = &l;
            if (p.to > at) at = p.to;
        }
        if (at < in.to) all.push_back({{at, in.to}, before, nullptr});
        return all;
    }

    // What came first tells when the series began, unless it is known to be due.
    base::moment begin() const { return due || came.empty() ? span.from : came.front().d->period.from; }

    void missing_stretches() {
        for (auto const& g : gaps({begin(), span.to})) {
            if (base::rational(g.period.to.ms - g.period.from.ms) < check.lasting * base::rational(1000)) continue;
            if (g.excepted() || needs_no_lead(g.period)) continue;
            auto l = lead(g.period, g.open() ? verdict::undetermined : found_verdict());
            std::vector<looked const*> ends;
            for (auto const* x : {g.before, g.after})
                if (x) ends.push_back(x);
            show_all(l, ends);
            l.count = 0;
            if (g.open())
                for (auto const& name : g.before->missing) note(l, name);
            add(std::move(l));
        }
    }

    struct counts {
        std::int64_t due = 0, came = 0, excepted = 0, longest_gap = 0, valid = 0, perhaps_valid = 0;
        std::vector<std::string> missing;
    };
    counts count_of(base::period const& window) const {
        auto const one = window_of(check.interval, window.from);
        auto const length = one.to.ms - one.from.ms;
        counts n;
        for (auto const& l : came) {
            if (l.d->period.from < window.from || l.d->period.from >= window.to) continue;
            if (l.excepted) {
                ++n.excepted;
                continue;
            }
            ++n.came;
            bool const usable = l.d->usability != facts::usability::out && !l.d->conflicting && !l.d->blank;
            n.valid += usable && l.is == holds::yes;
            n.perhaps_valid += usable && l.is != holds::no;
            if (usable && l.is == holds::maybe) n.missing.insert(n.missing.end(), l.missing.begin(), l.missing.end());
        }
        for (auto const& g : gaps(window)) {
            auto const lost = (g.period.to.ms - g.period.from.ms) / length;
            if (g.excepted())
                n.excepted += lost;
            else
                n.longest_gap = std::max(n.longest_gap, lost);
        }
        n.due = (window.to.ms - window.from.ms) / length - n.excepted;
        return n;
    }

    value meets(counts const& n, std::int64_t valid) const {
        std::vector<value> fields(rules.records[check.counts].fields.size());
        auto const set = [&](std::string_view name, std::int64_t x) {
            if (auto const f = rules.find_field(check.counts, name)) fields[*f] = base::rational(x);
        };
        set(due_field, n.due);
        set(came_field, n.came);
        set(valid_field, valid);
        set(excepted_field, n.excepted);
        set(gap_field, n.longest_gap);
        auto s = b.about(data.outlet);
        s.record = &fields;
        s.record_type = check.counts;
        return all_of(step.required, s);
    }

    void window(base::period const& w) {
        auto const n = count_of(w);
        if (n.due <= 0) return;
        auto const least = meets(n, n.valid), most = meets(n, n.perhaps_valid);
        if (is_true(least) && is_true(most)) return;
        bool const sure = known(least) && known(most) && !std::get<bool>(least) && !std::get<bool>(most);
        if (sure && needs_no_lead(w)) return;
        auto l = lead(w, sure ? found_verdict() : verdict::undetermined);
        l.count = static_cast<std::uint64_t>(n.came);
        auto const say = [&](std::string_view name, std::int64_t x) {
            l.because.push_back(std::string(name) + " = " + std::to_string(x));
        };
        say(due_field, n.due);
        say(came_field, n.came);
        say(valid_field, n.valid);
        say(excepted_field, n.excepted);
        say(gap_field, n.longest_gap);
        if (!sure)
            for (auto const& name : n.missing) note(l, name);
        if (!sure && l.missing.empty())
            for (auto const id : step.required)
                for (auto const f : unknown_fields(id, b.about(data.outlet)))
                    if (f.record != check.counts) note(l, rules.at(f).json);
        add(std::move(l));
    }

    // Windows that have ended and for whose whole length data could come.
    void windows() {
        for (auto w = window_of(check.window, begin()); w.to <= span.to; w = window_of(check.window, w.to))
            if (w.from >= begin() && check.effective.contains(b.law_of(w.from.date()))) window(w);
    }

    void run_check() {
        look_at_all();
        for (auto& l : came) l.d->used = l.d->used || l.d->usability != facts::usability::out;
        switch (check.pattern) {
        case series_pattern::missing: missing_stretches(); break;
        case series_pattern::window: windows(); break;
        default: stretches();
        }
        if (found == 0 && !came.empty()) {
            auto l = lead({came.front().d->period.from, came.back().d->period.to}, verdict::compliant);
            l.count = came.size();
            out.push_back(std::move(l));
        }
    }
};

// Nobody knows whether the check is about the outlet.
quality_lead open_check(bound const& b, outlet_data& data, plan::quality_step const& step, std::uint16_t factor,
                        watched_span const& span) {
    quality_lead l;
    l.verdict = verdict::undetermined;
    l.outlet = data.outlet;
    l.factor = factor;
    l.check = step.check;
    l.period = {span.from, span.to};
    for (auto const f : unknown_fields(step.where, b.about(data.outlet))) l.missing.push_back({b.rules->at(f).json, ""});
    return l;
}

} // namespace

std::vector<quality_lead> watch_quality(bound const& b, outlet_data& data, watched_span const& span) {
    std::vector<quality_lead> out;
    if (span.to <= span.from || !b.known->outlets[data.outlet].members.empty()) return out;
    std::optional<std::set<std::uint16_t>> due;
    for (auto const& step : b.plan->quality) {
        auto const& check = b.rules->quality[step.check];
        if (check.confidence == confidence::low && !b.options.unreviewed) continue;
        auto const concerns = run(step.where, b.about(data.outlet));
        if (known(concerns) && !std::get<bool>(concerns)) continue;
        if (!due) due = facts::monitored_factors(b.known->outlets[data.outlet], *b.rules);
        for (auto const factor : check.factors) {
            std::set<facts::data_source> sources;
            for (auto const& d : data.of(factor))
                if (d.interval == check.interval && of_devices(d.source)) sources.insert(d.source);
            bool const of_absence = check.pattern == series_pattern::missing || check.pattern == series_pattern::window;
            if (sources.empty() && of_absence && due->contains(factor)) sources.insert(facts::data_source::automatic);
            if (!known(concerns) && !sources.empty()) {
                out.push_back(open_check(b, data, step, factor, span));
                continue;
            }
            for (auto const source : sources)
                watcher{b, data, span, step, factor, source, due->contains(factor), out}.run_check();
        }
    }
    return out;
}

} // namespace huanchi::eval

#include "eval/judge_outlet.hpp"

#include "eval/finality.hpp"
#include "eval/judge.hpp"
#include "eval/series.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace huanchi::eval {

using namespace model;

namespace {

// Longer windows than a day say nothing about a single day.
bool within_a_day(base::period const& p) {
    return p.to.ms - p.from.ms <= 86400000;
}

struct day_tally {
    bool violation = false, compliant = false, open = false;
};

struct outlet_judge {
    bound const& b;
    outlet_data& data;
    run_options const& options;
    watched_span span;
    results& out;
    base::moment data_end = span.to;
    bound_outlet const& about = b.outlets[data.outlet];
    std::map<std::tuple<std::uint16_t, quantity, std::int32_t, bool>, day_tally> days = {};
    std::set<std::tuple<std::uint16_t, facts::data_source, base::period>> open = {}; // windows not yet ended
    std::set<datum const*> judged_in_part = {};                                      // exempt from some of their limits only
    known_choices kept_choices{b};

    // What is left of a segment beside an exemption is not kept.
    known_choices* kept_of(group const& g, segment const& s, base::date on) { return &s == g.at(on) ? &kept_choices : nullptr; }

    void tally(judgement const& j) {
        if (!within_a_day(j.period)) return;
        auto& t = days[{j.factor, j.quantity, j.period.from.date().days, j.source == facts::data_source::enforcement}];
        t.violation = t.violation || j.verdict == verdict::violation;
        t.compliant = t.compliant || j.verdict == verdict::compliant;
        t.open = t.open || j.verdict == verdict::undetermined;
    }

    bool kept(judgement const& j) const {
        if (options.keep_all ||
            (j.verdict != verdict::compliant && j.verdict != verdict::exempt && j.verdict != verdict::not_applicable))
            return true;
        return options.watched && options.watched(data.outlet, j.factor, j.period.from.date());
    }

    void stand(judgement& j, surroundings const& s) const {
        j.standing = standing_rank::lead;
        for (std::size_t i = 0; i < b.rules->standings.size(); ++i) {
            auto const holds = run(b.plan->standings[i], s);
            if (!known(holds) || !std::get<bool>(holds)) continue;
            j.standing = b.rules->standings[i].rank;
            j.standing_says = b.rules->standings[i].says;
            break;
        }
        if (j.source == facts::data_source::unknown) j.standing = standing_rank::lead;
        for (std::size_t i = 0; i < b.rules->lacks.size(); ++i) {
            auto const holds = run(b.plan->lacks[i], s);
            if (known(holds) && std::get<bool>(holds)) j.lacks.push_back(b.rules->lacks[i].what);
        }
    }

    // The first of the candidates that an exemption covers and that would apply.
    std::optional<std::uint32_t> exempt_limit(exempted_data::remainder const& left, surroundings const& around,
                                              base::date on) const {
        for (auto const* c : left.covered)
            if (auto const holds = applies(*c, around, on); !known(holds) || std::get<bool>(holds)) return c->requirement;
        return std::nullopt;
    }

    void conclude_exempt(judgement j, std::uint32_t limit, series& values, point const& p, surroundings const& around) {
        j.verdict = verdict::exempt;
        j.decides = limit;
        j.candidates = {limit};
        if (p.usable() && !p.from->blank) j.measured = p.value;
        p.from->used = p.from->exempted = true;
        conclude(std::move(j), around, [&](judgement& shown) {
            shown.contributions.push_back(values.contribute(p));
            shown.contributions.back().left_out = "exempt";
        });
    }

    // Against all limits, and without those that may be exempt: what both say stands.
    judged_value judge_both(segment const& all, segment const& sure, surroundings const& around, base::date on, point const& p,
                            known_choices* choices) const {
        auto v = judge(b, all, around, on, p.value, choices);
        if (p.cover != cover::open || v.verdict == verdict::compliant) return v;
        auto milder = judge(b, sure, around, on, p.value, &sure == &all ? choices : nullptr);
        if (milder.verdict == v.verdict && v.verdict != verdict::undetermined) {
            milder.candidates = v.candidates;
            return milder;
        }
        if (v.verdict != verdict::undetermined) v.reason = "missing_datum";
        v.verdict = verdict::undetermined;
        v.also_breached.clear();
        v.missing.insert(v.missing.end(), p.exempts.begin(), p.exempts.end());
        return v;
    }

    // What an exemption covers of the rest: rows whose statistic no limit judges, rows that their marks take out.
    void judge_exempt_data() {
        if (!data.exempted) return;
        for (auto& d : data.data) {
            if (d.exempted || judged_in_part.contains(&d)) continue;
            for (auto const& g : about.groups) {
                auto const on = b.law_of(d.period.from.date());
                auto const* s = g.factor == d.factor ? g.at(on) : nullptr;
                if (!s || data.exempted->cover_of(g, d) != cover::covered) continue;
                auto const left = data.exempted->split(*s, d);
                point p;
                p.period = d.period;
                p.from = &d;
                p.value = d.value;
                series values(b, data, g, d.source);
                std::vector<field_range> ranges;
                datum_fields common;
                auto const around = values.about(p, ranges, common);
                auto const limit = exempt_limit(left, around, on);
                if (!limit) continue;
                auto j = start(g, d.source, p);
                j.statistic = statistic_of(d.interval, g.statistic);
                j.formula.reset();
                j.exemption = {left.says->exemption, left.says->seconds};
                conclude_exempt(std::move(j), *limit, values, p, around);
                break;
            }
        }
    }

    judgement start(group const& g, facts::data_source source, point const& p) const {
        judgement j;
        j.outlet = data.outlet;
        j.factor = g.factor;
        j.quantity = g.quantity;
        j.statistic = g.statistic;
        j.source = source;
        j.period = p.period;
        j.formula = g.formula;
        j.reference = g.reference;
        j.delivered = p.from != nullptr;
        j.note = p.note;
        j.valid = p.valid;
        j.need = p.need;
        j.derivation = p.derivation;
        j.substituted = p.substituted;
        j.substituted_share = p.substituted_share;
        j.flag = p.flag;
        if (p.from) j.sample_id = p.from->sample_id;
        return j;
    }

    void fill(judgement& j, judged_value v) const {
        j.verdict = v.verdict;
        j.decides = v.decides;
        j.also_breached = std::move(v.also_breached);
        j.candidates = std::move(v.candidates);
        j.reason = std::move(v.reason);
        j.missing = std::move(v.missing);
    }

    // The value itself is unknown: no limit can be compared with it, the tightest that may apply is shown. Where none applies,
    // nothing is asked of the value.
    void fill_undetermined(judgement& j, segment const& s, point const& p, surroundings const& around, base::date on) const {
        for (auto const& c : s.candidates) {
            auto const holds = applies(c, around, on);
            if (!known(holds) || std::get<bool>(holds)) j.candidates.push_back(c.requirement);
        }
        if (j.candidates.empty()) {
            j.verdict = verdict::not_applicable;
            return;
        }
        j.verdict = verdict::undetermined;
        j.decides = j.candidates.front();
        j.reason = p.reason;
        j.missing = p.missing;
        j.missing.insert(j.missing.end(), p.exempts.begin(), p.exempts.end());
    }

    // Counts a judgement and hands it on, with what it was computed from, if anybody wants it.
    template <class Evidence>
    void conclude(judgement j, surroundings const& around, Evidence const& add_evidence) {
        tally(j);
        ++out.verdicts[static_cast<std::size_t>(j.verdict)];
        if (!kept(j)) return;
        if (options.contributions) add_evidence(j);
        stand(j, around);
        j.finality = finality_of(b, data.outlet, j.period, options.known_at);
        out.judgements.push_back(std::move(j));
    }

    void evidence(judgement& j, series& values, point const& p) {
        if (p.from) {
            j.contributions.push_back(values.contribute(p));
            return;
        }
        auto const& fine = values.merged(p.finer);
        for (auto const m : p.members) j.contributions.push_back(values.contribute(*fine[m]));
        for (auto const& d : data.of(j.factor)) { // flagged out: shown, not used
            if (d.source != j.source || d.usability != facts::usability::out || d.period.from < p.period.from ||
                d.period.from >= p.period.to)
                continue;
            j.contributions.push_back(
                {d.period, d.written, d.value, {}, {}, {}, d.rows, d.exempted ? "exempt" : "flagged_out"});
        }
        std::stable_sort(j.contributions.begin(), j.contributions.end(),
                         [](auto const& x, auto const& y) { return x.period < y.period; });
    }

    void use(series& values, point const& p) {
        if (p.from) {
            p.from->used = true;
            return;
        }
        auto const& fine = values.merged(p.finer);
        for (auto const m : p.members) use(values, *fine[m]);
    }

    // Rows that conflict are not corrected: there is no value in the reference state to show, nor a mean.
    static bool has_value(group const& g, point const& p) {
        if (p.blank || (!p.from && p.valid == 0 && p.substituted == 0)) return false;
        if (p.reason == "conflicting_rows") return p.from && !g.formula;
        return p.usable() || p.reason == "too_few_valid_values" || p.reason == "doubtful_condition";
    }

    // A rolling window that begins before the data do.
    bool before_data(group const& g, point const& p, series& values) const {
        if (!p.derivation || b.plan->statistics[g.statistic].derives[*p.derivation].rolling == 0) return false;
        return p.period.from < values.merged(p.finer).front()->period.from;
    }

    // Above 80 % of a quota that is not yet broken.
    void warn_of_quota(group const& g, segment const& s, facts::data_source source, point const& p) {
        if (g.quantity != quantity::mass || p.from || !p.usable()) return;
        static auto const share = base::rational(*base::decimal::parse("0.8"));
        for (auto const& c : s.candidates) {
            auto const& r = b.requirements[c.requirement];
            if (!r.max || c.conditional() || p.value.low <= r.coherent_max * share || p.value.low > r.coherent_max) continue;
            ++out.warning_count;
            if (options.warnings)
                out.warnings.push_back({data.outlet, g.factor, g.statistic, p.period, source, p.value, c.requirement});
            return;
        }
    }

    // A window that has not ended: what only grows may have broken its limit already, whatever comes.
    void judge_early(judgement j, series& values, segment const& s, surroundings const& around, base::date on, point const& p) {
        if (!p.accumulated || !p.usable()) return;
        auto least = p.value;
        least.unbounded = true;
        auto v = judge(b, s, around, on, least);
        if (v.verdict != verdict::violation && v.verdict != verdict::not_met) return;
        open.erase({j.factor, j.source, p.period});
        fill(j, std::move(v));
        j.measured = p.counted ? p.value : least;
        conclude(std::move(j), around, [&](judgement& shown) { evidence(shown, values, p); });
    }

    // Of a stack that counts as one with others: its rate, which is judged with theirs.
    void part_of_stack(series& values, group const& g, facts::data_source source, point const& p) {
        if (p.period.to > data_end) {
            open.insert({g.factor, source, p.period});
            return;
        }
        use(values, p);
        auto j = start(g, source, p);
        j.verdict = verdict::undetermined;
        if (p.usable())
            j.measured = p.value;
        else
            j.reason = p.reason, j.missing = p.missing;
        std::vector<field_range> ranges;
        datum_fields common;
        if (options.contributions) evidence(j, values, p);
        stand(j, values.about(p, ranges, common));
        out.stack_parts.push_back(std::move(j));
    }

    void judge_point(series& values, group const& g, facts::data_source source, point const& p, point const* recomputed) {
        auto const on = b.law_of(p.period.from.date());
        auto const* s = g.at(on);
        if (g.stack != facts::no_outlet) part_of_stack(values, g, source, p);
        if (!s || s->candidates.empty()) return;
        auto j = start(g, source, p);
        std::vector<field_range> ranges;
        datum_fields common;
        auto const surrounding = values.about(p, ranges, common);
        std::optional<exempted_data::remainder> left;
        if (p.from && data.exempted) left = data.exempted->split(*s, *p.from);
        if (left && left->says && (left->says->cover != cover::judged || left->says->used_up))
            j.exemption = {left->says->exemption, left->says->seconds};
        if (p.cover == cover::covered) {
            bool const out_by_mark = p.from->usability == facts::usability::out;
            auto const limit = exempt_limit(*left, surrounding, on);
            if (limit && (out_by_mark || left->rest.candidates.empty()))
                return conclude_exempt(std::move(j), *limit, values, p, surrounding);
            if (out_by_mark || left->rest.candidates.empty()) return;
            judged_in_part.insert(p.from);
            s = &left->rest;
        }
        use(values, p);
        warn_of_quota(g, *s, source, p);
        if (p.period.to > data_end || before_data(g, p, values)) {
            open.insert({g.factor, source, p.period});
            judge_early(std::move(j), values, *s, surrounding, on, p);
            return;
        }
        if (p.usable() && p.from && p.from->usability == facts::usability::over_range) {
            fill_undetermined(j, *s, p, surrounding, on);
            if (j.verdict == verdict::undetermined) j.reason = "over_range";
        } else if (p.usable()) {
            fill(j, judge_both(*s, left ? left->sure : *s, surrounding, on, p, kept_of(g, *s, on)));
            if (j.verdict == verdict::undetermined && j.missing.empty() && !p.exempts.empty()) {
                j.reason = "missing_datum";
                j.missing = p.exempts;
            }
            if (j.verdict == verdict::undetermined && j.missing.empty() && p.value.unbounded && !p.missing.empty()) {
                j.reason = "missing_datum";
                j.missing = p.missing;
            }
            if (j.verdict == verdict::undetermined && j.missing.empty() && p.counted) j.reason = "missing_datum";
            if (j.verdict == verdict::undetermined && j.missing.empty() && p.incomplete) j.reason = "too_few_valid_values";
        } else {
            fill_undetermined(j, *s, p, surrounding, on);
        }
        if (has_value(g, p)) j.measured = p.value;
        auto differs = [&](interval_value const& other) {
            return judge(b, *s, surrounding, on, other, kept_of(g, *s, on)).verdict != j.verdict;
        };
        if (j.verdict != verdict::undetermined) {
            if (recomputed && recomputed->usable()) j.marginal = differs(recomputed->value);
            if (p.corrected_by_device) j.marginal = j.marginal || differs(*p.corrected_by_device);
        }
        conclude(std::move(j), surrounding, [&](judgement& shown) { evidence(shown, values, p); });
    }

    static point const* window_at(points const& all, base::period const& period) {
        auto const it = std::lower_bound(all.derived.begin(), all.derived.end(), period.from,
                                         [](point const& p, base::moment m) { return p.period.from < m; });
        return it != all.derived.end() && it->period == period ? &*it : nullptr;
    }
    static bool delivered_at(points const& all, base::period const& period) {
        auto const it = std::lower_bound(all.delivered.begin(), all.delivered.end(), period.from,
                                         [](point const& p, base::moment m) { return p.period.from < m; });
        return it != all.delivered.end() && it->period == period;
    }

    // How often the bounds of a limit are missed in a window, against how often they may be. What is missing may have missed
    // them too.
    void judge_allowance(series& values, group const& g, facts::data_source source, candidate const& c,
                         std::vector<point const*> const& members, base::period const& window, base::date on) {
        auto const& r = b.requirements[c.requirement];
        std::uint32_t surely = 0, perhaps = 0, applied = 0;
        point as_window;
        as_window.period = window;
        std::vector<point const*> shown;
        for (auto const* p : members) {
            std::vector<field_range> ranges;
            datum_fields common;
            auto const holds = applies(c, values.about(*p, ranges, common), on);
            if (known(holds) && !std::get<bool>(holds)) continue;
            ++applied;
            auto const stands = p->usable() ? compare(r, p->value) : fit::open;
            bool const certain = known(holds) && stands == fit::violated && p->exempts.empty();
            surely += certain;
            perhaps += certain || stands != fit::met;
            if (stands != fit::met) shown.push_back(p);
            use(values, *p);
        }
        if (applied == 0) return;
        auto const all_due = values_due(*b.plan, g.statistic, window);
        auto const due = all_due - std::min(all_due, values.exempt_in(g.statistic, window));
        auto const most = perhaps + due - std::min<std::uint32_t>(due, static_cast<std::uint32_t>(members.size()));
        bool const broken = surely > r.allowance->times;
        if (window.to > data_end && !broken) {
            open.insert({g.factor, source, window});
            return;
        }
        auto j = start(g, source, as_window);
        j.valid = static_cast<std::uint32_t>(members.size());
        j.need = due;
        j.decides = c.requirement;
        j.candidates = {c.requirement};
        j.measured = interval_value{base::rational(surely), base::rational(most), false};
        j.verdict = broken ? verdict::violation : most <= r.allowance->times ? verdict::compliant : verdict::undetermined;
        if (broken && (r.level == level::policy || r.level == level::agreement)) j.verdict = verdict::not_met;
        if (j.verdict == verdict::undetermined) j.reason = "too_few_valid_values";
        std::vector<field_range> ranges;
        datum_fields common;
        conclude(std::move(j), values.about(*members.front(), ranges, common), [&](judgement& told) {
            for (auto const* p : shown) told.contributions.push_back(values.contribute(*p));
        });
    }

    void judge_allowances(group const& g, facts::data_source source) {
        series values(b, data, g, source);
        auto const& fine = values.merged(g.statistic);
        std::map<std::pair<interval, base::period>, std::vector<point const*>> windows;
        std::set<interval> kinds;
        for (auto const& s : g.timeline)
            for (auto const& c : s.candidates) kinds.insert(b.requirements[c.requirement].allowance->window);
        for (auto const kind : kinds)
            for (auto const* p : fine) windows[{kind, window_of(kind, p->period.from)}].push_back(p);
        for (auto const& [key, members] : windows) {
            auto const on = b.law_of(key.second.from.date());
            if (auto const* s = g.at(on))
                for (auto const& c : s->candidates)
                    if (b.requirements[c.requirement].allowance->window == key.first)
                        judge_allowance(values, g, source, c, members, key.second, on);
        }
    }

    void judge_group(group const& g, facts::data_source source) {
        bool const allowed = std::any_of(g.timeline.begin(), g.timeline.end(), [&](segment const& s) {
            return !s.candidates.empty() && b.requirements[s.candidates.front().requirement].allowance;
        });
        if (allowed) return judge_allowances(g, source);
        series values(b, data, g, source);
        auto const& all = values.of(g.statistic);
        for (auto const& p : all.delivered) judge_point(values, g, source, p, window_at(all, p.period));
        for (auto const& p : all.derived)
            if (!delivered_at(all, p.period) && (p.valid > 0 || p.substituted > 0 || !p.usable()))
                judge_point(values, g, source, p, nullptr);
        warn(values, g, source, all);
    }

    bool judged_as(group const& g, std::uint16_t statistic, base::date on, std::uint32_t requirement) const {
        for (auto const& other : about.groups) {
            if (other.factor != g.factor || other.statistic != statistic) continue;
            auto const* s = other.at(on);
            if (s && std::any_of(s->candidates.begin(), s->candidates.end(), [&](auto const& c) {
                    return b.requirements[c.requirement].id == b.requirements[requirement].id;
                }))
                return true;
        }
        return false;
    }

    // A finer value above the number of a limit on a coarser statistic: no finding, an early sign.
    void warn(series& values, group const& g, facts::data_source source, points const& all) {
        std::set<std::uint16_t> finer;
        for (auto const& p : all.derived) finer.insert(p.finer);
        for (auto const f : finer) warn_of(values, g, source, f);
    }
    void warn_of(series& values, group const& g, facts::data_source source, std::uint16_t finer) {
        for (auto const* p : values.merged(finer)) {
            auto const on = b.law_of(p->period.from.date());
            auto const* s = g.at(on);
            if (!p->usable() || !s || s->candidates.empty() || p->period.to > data_end) continue;
            for (auto const& c : s->candidates) {
                auto const& r = b.requirements[c.requirement];
                if (!r.max || c.conditional() || p->value.low <= r.coherent_max || judged_as(g, finer, on, c.requirement))
                    continue;
                ++out.warning_count;
                if (options.warnings)
                    out.warnings.push_back({data.outlet, g.factor, finer, p->period, source, p->value, c.requirement});
                break;
            }
        }
    }

    // A sample where only means are limited: no rule lets it stand for one, so nothing is decided by it.
    void judge_leftover_samples() {
        for (auto& d : data.data) {
            if (d.used || d.exempted || d.interval != interval::sample || d.usability == facts::usability::out) continue;
            for (auto const& g : about.groups) {
                auto const* s = g.factor == d.factor ? g.at(b.law_of(d.period.from.date())) : nullptr;
                if (!s || s->candidates.empty()) continue;
                point p;
                p.period = d.period;
                p.from = &d;
                p.value = d.value;
                p.reason = "sample_not_accepted";
                d.used = true;
                auto j = start(g, d.source, p);
                j.statistic = statistic_of(d.interval, g.statistic);
                j.formula.reset();
                series values(b, data, g, d.source);
                std::vector<field_range> ranges;
                datum_fields common;
                auto const surrounding = values.about(p, ranges, common);
                fill_undetermined(j, *s, p, surrounding, b.law_of(d.period.from.date()));
                j.measured = d.value;
                conclude(std::move(j), surrounding,
                         [&](judgement& told) { told.contributions.push_back(values.contribute(p)); });
                break;
            }
        }
    }
    std::uint16_t statistic_of(interval i, std::uint16_t otherwise) const {
        for (std::uint16_t s = 0; s < b.plan->statistics.size(); ++s)
            for (auto const& a : b.plan->statistics[s].accepts)
                if (a.interval == i && a.where == plan::none) return s;
        return otherwise;
    }

    void finish_days() {
        std::map<std::tuple<std::uint16_t, quantity, std::int32_t>, judged_day> final_days;
        for (auto const& [key, t] : days) {
            auto const [factor, quantity, day, enforcement] = key;
            judged_day d{data.outlet, factor, quantity, {day}, day_state::undecided, enforcement, false};
            auto const closes = options.known_at ? closing_of(b, data.outlet, {day}) : std::nullopt;
            d.provisional = closes && *options.known_at < closes->at;
            if (t.violation)
                d.state = day_state::violation;
            else if (t.compliant && !t.open)
                d.state = day_state::compliant;
            auto& slot = final_days.try_emplace({factor, quantity, day}, d).first->second;
            if (enforcement && d.state != day_state::undecided) slot = d; // a sample taken by enforcement decides its day
        }
        for (auto const& [key, d] : final_days) out.days.push_back(d);
    }

    void watch() {
        if (!b.options.quality) return;
        for (auto& l : watch_quality(b, data, span)) {
            ++out.verdicts[static_cast<std::size_t>(l.verdict)];
            if (l.verdict == verdict::compliant && !options.keep_all) continue;
            l.finality = finality_of(b, data.outlet, l.period, options.known_at);
            out.leads.push_back(std::move(l));
        }
    }

    void account() {
        for (auto& d : data.data) {
            if (!d.used) continue;
            for (auto const aux : about.auxiliaries)
                if (aux != d.factor)
                    if (auto* c = data.companion(aux, d)) c->used = true;
        }
        for (auto const& d : data.data) {
            (d.exempted ? out.judged_rows : out.flagged_out) += d.out_count;
            (d.used ? out.judged_rows : out.unmatched) += d.row_count;
        }
        out.duplicates += data.duplicates;
        out.open_windows += open.size();
    }

    void run_all() {
        std::set<std::pair<std::uint16_t, facts::data_source>> present;
        for (auto const& d : data.data) present.insert({d.factor, d.source});
        for (auto const& g : about.groups)
            for (auto const& [factor, source] : present)
                if (factor == g.factor) judge_group(g, source);
        judge_exempt_data();
        judge_leftover_samples();
        watch();
        if (options.days) finish_days();
        account();
    }
};

} // namespace

void judge_outlet(bound const& b, outlet_data& data, run_options const& options, watched_span const& span, results& into) {
    data.exempted = exempted_data::settle(b, data);
    outlet_judge{b, data, options, span, into}.run_all();
}

void judge_absent(bound const& b, std::uint32_t outlet, run_options const& options, watched_span const& span, results& into) {
    outlet_data data;
    data.outlet = outlet;
    outlet_judge{b, data, options, span, into}.watch();
}

} // namespace huanchi::eval

#include "judge.hpp"

#include <algorithm>
#include <tuple>

namespace huanchi::property {

using namespace model;

std::string ruling::text() const {
    return key + ": " + verdict + (limit.empty() ? "" : " of " + limit) + " " + measured +
           (reason.empty() ? "" : " " + reason) + (marginal ? " marginal" : "");
}

void sort(std::vector<ruling>& all) {
    std::sort(all.begin(), all.end(), [](ruling const& a, ruling const& b) {
        return std::tie(a.key, a.verdict, a.limit, a.measured, a.reason, a.marginal) <
               std::tie(b.key, b.verdict, b.limit, b.measured, b.reason, b.marginal);
    });
}

namespace {

std::string measured_text(std::optional<span_of_values> const& v) {
    if (!v) return "nothing";
    if (!v->unbounded && v->low == v->high) return v->low.exact_text();
    return v->low.exact_text() + ".." + (v->unbounded ? "" : v->high.exact_text());
}

std::string key_of(rulebook const& rules, facts::facilities const& sites, std::uint32_t outlet, std::uint16_t factor,
                   quantity q, std::uint16_t statistic, state const& s, facts::data_source source, window const& w,
                   std::string const& sample) {
    auto const& o = sites.outlets[outlet];
    return sites.sites[o.facility].id + "/" + o.id + " " + rules.factors[factor].code + " " + std::string(text(q)) + " " +
           rules.statistics[statistic].json +
           (s.formula ? " " + rules.formulas[*s.formula].json + " " + rational(s.reference).exact_text() : "") + " " +
           std::string(facts::text(source)) + " " + base::moment{w.from}.text() + ".." + base::moment{w.to}.text() +
           (sample.empty() ? "" : " #" + sample);
}

using group_key = std::tuple<std::uint16_t, quantity, std::uint16_t, int, rational>; // last two: the state

struct outlet_judge {
    rulebook const& rules;
    facts::facilities const& sites;
    case_options const& options;
    std::uint32_t outlet;
    std::vector<datum> const& data;
    std::int64_t data_end;
    std::vector<ruling>& out;
    bench court{rules, options};
    world subject = {};
    std::set<datum const*> judged = {};

    struct group {
        state s;
        std::vector<demand const*> demands;
    };

    base::date law_of(std::int64_t from) const { return options.at.value_or(base::moment{from}.date()); }

    ruling start(group_key const& k, group const& g, facts::data_source source, window const& w, std::string const& sample) {
        ruling r;
        r.key = key_of(rules, sites, outlet, std::get<0>(k), std::get<1>(k), std::get<2>(k), g.s, source, w, sample);
        return r;
    }

    void say(ruling r, sentence const& s, std::optional<span_of_values> const& v) {
        r.verdict = s.verdict;
        r.limit = s.limit;
        r.reason = s.reason;
        r.measured = measured_text(v);
        out.push_back(std::move(r));
    }

    void judge(group_key const& k, group const& g, facts::data_source source, values& of, point const& p,
               point const* recomputed) {
        auto const on = law_of(p.period.from);
        auto const all = court.standing(g.demands, subject, on);
        if (all.empty()) return;
        use(p);
        auto const w = of.around(p);
        auto r = start(k, g, source, p.period, p.delivered ? p.delivered->sample : "");
        r.construct = construct(g, p);
        bool const early = p.rolling && p.period.from < p.data_from;
        if (p.period.to > data_end || early) {
            // Not ended: judged only where what is already there breaks a limit whatever comes.
            if (!p.accumulated || !p.usable() || !p.value) return;
            auto least = *p.value;
            least.unbounded = true;
            auto const s = court.judge(all, w, on, least);
            if (s.verdict == "violation" || s.verdict == "not_met") say(r, s, p.counted ? p.value : least);
            return;
        }
        if (!p.usable() || (p.delivered && p.delivered->usability == facts::usability::over_range))
            return say(r, court.unusable(all, w, on, p.usable() ? "over_range" : p.reason), p.value);
        auto s = court.judge(all, w, on, *p.value);
        if (s.verdict == "undetermined" && s.reason != "missing_datum" && s.reason != "missing_attribute") {
            if (p.counted) s.reason = "missing_datum";
            if (p.gaps) s.reason = "too_few_valid_values";
        }
        auto const other = [&](span_of_values const& v) { return court.judge(all, w, on, v).verdict != s.verdict; };
        if (s.verdict != "undetermined") {
            if (recomputed && recomputed->usable() && recomputed->value) r.marginal = other(*recomputed->value);
            if (p.by_device) r.marginal = r.marginal || other({*p.by_device, *p.by_device, p.value->unbounded});
        }
        say(r, s, p.value);
    }

    void use(point const& p) { judged.insert(p.all.begin(), p.all.end()); }

    std::string construct(group const& g, point const& p) const {
        std::string s = p.delivered     ? "delivered"
                        : p.rolling     ? "rolling"
                        : p.counted     ? "counted"
                        : p.accumulated ? "added up"
                                        : "derived";
        return s + (g.s.formula ? " corrected" : "");
    }

    void judge_allowance(group_key const& k, group const& g, facts::data_source source, values& of) {
        for (auto const* d : g.demands) {
            std::map<window, std::vector<point const*>> windows;
            for (auto const& p : of.merged(d->statistic))
                windows[calendar_window(d->allowance->window, p.period.from)].push_back(&p);
            for (auto const& [w, members] : windows) {
                auto const on = law_of(w.from);
                if (court.standing({d}, subject, on).empty()) continue;
                std::int64_t surely = 0, perhaps = 0, concerned = 0;
                for (auto const* p : members) {
                    auto const t = court.applies(*d, of.around(*p), on);
                    if (t == truth::no) continue;
                    ++concerned;
                    use(*p);
                    auto const f = p->usable() ? bench::compare(*d, *p->value) : bench::fit::open;
                    surely += t == truth::yes && f == bench::fit::broken;
                    perhaps += f != bench::fit::met;
                }
                if (concerned == 0) continue;
                auto const due = static_cast<std::int64_t>(of.due(d->statistic, w));
                perhaps += std::max<std::int64_t>(0, due - static_cast<std::int64_t>(members.size()));
                auto const times = static_cast<std::int64_t>(d->allowance->times);
                bool const broken = surely > times;
                if (w.to > data_end && !broken) continue;
                auto r = start(k, g, source, w, "");
                r.construct = "allowance";
                bool const soft = d->level == level::policy || d->level == level::agreement;
                sentence s{perhaps <= times ? "compliant" : "undetermined", d->id, ""};
                if (broken) s.verdict = soft ? "not_met" : "violation";
                if (s.verdict == "undetermined") s.reason = "too_few_valid_values";
                say(r, s, span_of_values{rational(surely), rational(perhaps), false});
            }
        }
    }

    // A sample that no rule lets stand for a mean.
    void judge_leftover(std::map<group_key, group> const& groups) {
        for (auto const& d : data) {
            if (judged.contains(&d) || d.interval != interval::sample || d.usability == facts::usability::out) continue;
            for (auto const& [k, g] : groups) {
                if (std::get<0>(k) != d.factor) continue;
                auto const on = law_of(d.from);
                auto const all = court.standing(g.demands, subject, on);
                if (all.empty()) continue;
                values of(rules, sites, outlet, data, d.factor, d.source, {});
                point p;
                p.delivered = &d;
                auto const w = of.around(p);
                auto shown = k;
                for (std::uint16_t s = 0; s < rules.statistics.size(); ++s) {
                    auto const& accepts = rules.statistics[s].accepts;
                    bool const takes = std::any_of(accepts.begin(), accepts.end(),
                                                   [](auto const& a) { return a.interval == interval::sample && !a.where; });
                    if (!takes) continue;
                    std::get<2>(shown) = s;
                    break;
                }
                auto r = start(shown, {{std::nullopt, g.s.reference}, {}}, d.source, {d.from, d.to}, d.sample);
                r.construct = "sample";
                say(r, court.unusable(all, w, on, "sample_not_accepted"), d.value);
                break;
            }
        }
    }

    void run() {
        subject.rules = &rules;
        subject.sites = &sites;
        subject.outlet = outlet;
        auto const demands = demands_on(outlet, rules, sites, options);
        std::map<group_key, group> groups;
        for (auto const& d : demands) {
            auto& g = groups[{d.factor, d.quantity, d.statistic, d.state.formula ? *d.state.formula : -1,
                              d.state.formula ? rational(d.state.reference) : rational(0)}];
            g.s = d.state;
            g.demands.push_back(&d);
        }
        std::set<std::pair<std::uint16_t, facts::data_source>> present;
        for (auto const& d : data) present.insert({d.factor, d.source});
        for (auto const& [k, g] : groups)
            for (auto const& [factor, source] : present) {
                if (factor != std::get<0>(k)) continue;
                values of(rules, sites, outlet, data, factor, source, g.s);
                group counted{g.s, {}}, plain{g.s, {}};
                for (auto const* d : g.demands) (d->allowance ? counted : plain).demands.push_back(d);
                judge_allowance(k, counted, source, of);
                if (plain.demands.empty()) continue;
                auto const statistic = std::get<2>(k);
                auto const& derived = of.derived(statistic);
                std::set<window> told;
                for (auto const& p : of.delivered(statistic)) {
                    auto const same =
                        std::find_if(derived.begin(), derived.end(), [&](point const& x) { return x.period == p.period; });
                    judge(k, plain, source, of, p, same == derived.end() ? nullptr : &*same);
                    told.insert(p.period);
                }
                for (auto const& p : derived)
                    if (!told.contains(p.period)) judge(k, plain, source, of, p, nullptr);
            }
        judge_leftover(groups);
    }
};

} // namespace

std::vector<ruling> judge_slowly(rulebook const& rules, facts::facilities const& sites, std::vector<row> const& rows,
                                 case_options const& options) {
    std::vector<ruling> out;
    std::int64_t data_end = INT64_MIN;
    std::map<std::uint32_t, std::vector<row>> by_outlet;
    for (auto const& r : rows) {
        data_end = std::max(data_end, r.to);
        by_outlet[r.outlet].push_back(r);
    }
    if (options.data_end) data_end = options.data_end->ms;
    for (auto const& [outlet, own] : by_outlet) {
        auto const data = data_of(own, rules);
        outlet_judge{rules, sites, options, outlet, data, data_end, out}.run();
    }
    sort(out);
    return out;
}

std::vector<ruling> judged_by_plan(eval::results const& results, eval::bound const& b) {
    std::vector<ruling> out;
    for (auto const& j : results.judgements) {
        ruling r;
        r.key = key_of(*b.rules, *b.known, j.outlet, j.factor, j.quantity, j.statistic, {j.formula, j.reference}, j.source,
                       {j.period.from.ms, j.period.to.ms}, j.sample_id);
        r.verdict = eval::text(j.verdict);
        if (j.decides) r.limit = b.requirements[*j.decides].id;
        std::optional<span_of_values> v;
        if (j.measured) v = span_of_values{j.measured->low, j.measured->high, j.measured->unbounded};
        r.measured = measured_text(v);
        r.reason = j.reason;
        r.marginal = j.marginal;
        out.push_back(std::move(r));
    }
    sort(out);
    return out;
}

} // namespace huanchi::property

#include "judge.hpp"

#include "exempt.hpp"

#include <algorithm>
#include <tuple>

namespace huanchi::property {

using namespace model;

namespace {

std::string listed(std::string const& head, std::vector<std::string> const& all) {
    std::string s;
    for (auto const& x : all) s += (s.empty() ? head : ", ") + x;
    return s;
}

} // namespace

std::string ruling::text() const {
    return key + ": " + verdict + (limit.empty() ? "" : " of " + limit) + " " + measured +
           (reason.empty() ? "" : " " + reason) + (marginal ? " marginal" : "") + listed(" also ", also) +
           listed(" missing ", missing) + " as " + standing;
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
    std::vector<facts::record> const& records;
    exempt const& exemptions;
    std::vector<ruling>& out;
    bench court{rules, options};
    world subject = {};
    std::set<datum const*> judged = {}, told_exempt = {}, in_part = {};

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

    void say(ruling r, sentence const& s, std::optional<span_of_values> const& v, world const& w, facts::data_source source) {
        r.verdict = s.verdict;
        r.limit = s.limit;
        r.reason = s.reason;
        r.measured = measured_text(v);
        r.also = s.also;
        r.missing.assign(s.missing.begin(), s.missing.end());
        r.standing = standing(w, source);
        out.push_back(std::move(r));
    }

    // What the datum can prove: the first rank whose condition holds; of an unknown source it is a lead.
    std::string standing(world const& w, facts::data_source source) const {
        auto rank = standing_rank::lead;
        for (auto const& s : rules.standings) {
            if (holds(s.where, w) != truth::yes) continue;
            rank = s.rank;
            break;
        }
        return std::string(text(source == facts::data_source::unknown ? standing_rank::lead : rank));
    }

    // Series in which exempt data count for nothing.
    values series(group const& g, std::uint16_t factor, facts::data_source source) {
        values of(rules, sites, outlet, data, factor, source, g.s);
        of.records = &records;
        of.exempt = [this, &g](datum const& x) -> std::optional<values::exemption> {
            auto const all = court.standing(g.demands, subject, law_of(x.from));
            auto const c = exemptions.of(all, x);
            if (c == covering::covered) return values::exemption{true, {}};
            if (c == covering::open) return values::exemption{false, exemptions.missing(all, x)};
            return std::nullopt;
        };
        return of;
    }

    // The first of the demands, tightest first, that covers the datum and would apply.
    demand const* exempt_from(std::vector<demand const*> all, datum const& x, world const& w, base::date on) const {
        std::stable_sort(all.begin(), all.end(), [](auto const* a, auto const* b) { return tighter(*a, *b); });
        for (auto const* d : all)
            if (exemptions.of(*d, x) == covering::covered && court.applies(*d, w, on) != truth::no) return d;
        return nullptr;
    }

    // Exempt data of which no series tells: marked ones, and those that no limit judges in their own statistic.
    void judge_exempt(std::map<group_key, group> const& groups) {
        for (auto const& x : data) {
            if (told_exempt.contains(&x) || in_part.contains(&x)) continue;
            for (auto const& [k, g] : groups) {
                if (std::get<0>(k) != x.factor) continue;
                auto const on = law_of(x.from);
                auto const all = court.standing(g.demands, subject, on);
                values of(rules, sites, outlet, data, x.factor, x.source, {});
                point p;
                p.delivered = &x;
                auto const w = of.around(p);
                auto const* d = exempt_from(all, x, w, on);
                if (!d) continue;
                auto shown = k;
                std::get<2>(shown) = statistic_of(x.interval, std::get<2>(k));
                auto r = start(shown, {{std::nullopt, g.s.reference}, {}}, x.source, {x.from, x.to}, x.sample);
                r.construct = "exempt";
                told_exempt.insert(&x);
                say(r, {"exempt", d->id, ""}, x.value, w, x.source);
                break;
            }
        }
    }

    std::uint16_t statistic_of(interval i, std::uint16_t otherwise) const {
        for (std::uint16_t s = 0; s < rules.statistics.size(); ++s)
            for (auto const& a : rules.statistics[s].accepts)
                if (a.interval == i && !a.where) return s;
        return otherwise;
    }

    void judge(group_key const& k, group const& g, facts::data_source source, values& of, point const& p,
               point const* recomputed) {
        auto const on = law_of(p.period.from);
        auto all = court.standing(g.demands, subject, on);
        if (all.empty()) return;
        auto const w = of.around(p);
        auto r = start(k, g, source, p.period, p.delivered ? p.delivered->sample : "");
        r.construct = construct(g, p);
        if (p.exempt) {
            auto const* d = exempt_from(all, *p.delivered, w, on);
            std::erase_if(all, [&](auto const* x) { return exemptions.of(*x, *p.delivered) == covering::covered; });
            bool const out_by_mark = p.delivered->usability == facts::usability::out;
            if (d && (out_by_mark || all.empty())) {
                r.construct = "exempt";
                told_exempt.insert(p.delivered);
                return say(r, {"exempt", d->id, ""}, p.usable() ? p.value : std::nullopt, w, source);
            }
            if (out_by_mark || all.empty()) return;
            in_part.insert(p.delivered);
        }
        use(p);
        bool const early = p.rolling && p.period.from < p.data_from;
        if (p.period.to > data_end || early) {
            // Not ended: judged only where what is already there breaks a limit whatever comes.
            if (!p.accumulated || !p.usable() || !p.value) return;
            auto least = *p.value;
            least.unbounded = true;
            auto const s = court.judge(all, w, on, least);
            if (s.verdict == "violation" || s.verdict == "not_met") say(r, s, p.counted ? p.value : least, w, source);
            return;
        }
        if (!p.usable() || (p.delivered && p.delivered->usability == facts::usability::over_range)) {
            auto s = court.unusable(all, w, on, p.usable() ? "over_range" : p.reason);
            if (s.verdict == "undetermined") s.missing = p.missing, s.missing.insert(p.exempts.begin(), p.exempts.end());
            return say(r, s, p.value, w, source);
        }
        auto s = judge_exempt_or_not(all, w, on, p);
        if (s.verdict == "undetermined" && s.missing.empty()) {
            if (!p.exempts.empty()) {
                s.reason = "missing_datum";
                s.missing = p.exempts;
            } else if (p.value->unbounded && !p.missing.empty()) {
                s.reason = "missing_datum";
                s.missing = p.missing;
            } else if (p.gaps) {
                s.reason = "too_few_valid_values";
            } else if (p.counted) {
                s.reason = "missing_datum";
            }
        }
        auto const other = [&](span_of_values const& v) { return court.judge(all, w, on, v).verdict != s.verdict; };
        if (s.verdict != "undetermined") {
            if (recomputed && recomputed->usable() && recomputed->value) r.marginal = other(*recomputed->value);
            if (p.by_device) r.marginal = r.marginal || other({*p.by_device, *p.by_device, p.value->unbounded});
        }
        say(r, s, p.value, w, source);
    }

    // Where nobody knows whether a datum is exempt: with and without the limits that may not judge it.
    sentence judge_exempt_or_not(std::vector<demand const*> const& all, world const& w, base::date on, point const& p) {
        auto s = court.judge(all, w, on, *p.value);
        if (!p.delivered || p.exempts.empty() || s.verdict == "compliant") return s;
        auto sure = all;
        std::erase_if(sure, [&](auto const* d) { return exemptions.of(*d, *p.delivered) == covering::open; });
        auto const milder = court.judge(sure, w, on, *p.value);
        if (milder.verdict == s.verdict && s.verdict != "undetermined") return milder;
        if (s.verdict != "undetermined") s.reason = "missing_datum", s.limit = s.verdict == "not_applicable" ? "" : s.limit;
        s.verdict = "undetermined";
        s.also.clear();
        s.missing.insert(p.exempts.begin(), p.exempts.end());
        return s;
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
                    surely += t == truth::yes && f == bench::fit::broken && p->exempts.empty();
                    perhaps += f != bench::fit::met;
                }
                if (concerned == 0) continue;
                auto const due = static_cast<std::int64_t>(of.due(d->statistic, w)) - of.exempt_in(d->statistic, w);
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
                say(r, s, span_of_values{rational(surely), rational(perhaps), false}, of.around(*members.front()), source);
            }
        }
    }

    // A sample that no rule lets stand for a mean.
    void judge_leftover(std::map<group_key, group> const& groups) {
        for (auto const& d : data) {
            if (judged.contains(&d) || told_exempt.contains(&d) || d.interval != interval::sample ||
                d.usability == facts::usability::out)
                continue;
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
                say(r, court.unusable(all, w, on, "sample_not_accepted"), d.value, w, d.source);
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
                auto of = series(g, factor, source);
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
        judge_exempt(groups);
        judge_leftover(groups);
    }
};

// A mark that an exemption decides in place of takes nothing out where the exemption does not cover the datum.
void take_back_marks(std::vector<datum>& data, exempt const& exemptions, std::uint32_t outlet, rulebook const& rules,
                     facts::facilities const& sites, case_options const& options) {
    bench const court(rules, options);
    world subject;
    subject.rules = &rules;
    subject.sites = &sites;
    subject.outlet = outlet;
    auto const demands = demands_on(outlet, rules, sites, options);
    std::map<group_key, std::vector<demand const*>> groups;
    for (auto const& d : demands)
        groups[{d.factor, d.quantity, d.statistic, d.state.formula ? *d.state.formula : -1,
                d.state.formula ? rational(d.state.reference) : rational(0)}]
            .push_back(&d);
    std::map<datum*, facts::usability> taken_back;
    for (auto& x : data) {
        if (x.usability != facts::usability::out) continue;
        for (auto const& [k, own] : groups) {
            if (std::get<0>(k) != x.factor) continue;
            auto const all = court.standing(own, subject, options.at.value_or(base::moment{x.from}.date()));
            if (exemptions.of(all, x) != covering::judged) continue;
            auto const left = exemptions.without_marks(all, x);
            if (left == facts::usability::out) continue;
            taken_back[&x] = left;
            break;
        }
    }
    for (auto& [x, usability] : taken_back) {
        x->usability = usability;
        x->value.unbounded = usability == facts::usability::over_range;
    }
}

} // namespace

std::vector<ruling> judge_slowly(rulebook const& rules, facts::facilities const& sites, std::vector<row> const& rows,
                                 case_options const& options, std::vector<facts::record> const& records) {
    std::vector<ruling> out;
    std::int64_t data_end = INT64_MIN;
    std::map<std::uint32_t, std::vector<row>> by_outlet;
    for (auto const& r : rows) {
        data_end = std::max(data_end, r.to);
        by_outlet[r.outlet].push_back(r);
    }
    if (options.data_end) data_end = options.data_end->ms;
    for (auto const& [outlet, own] : by_outlet) {
        auto data = data_of(own, rules);
        exempt const exemptions(rules, sites, outlet, data, options);
        take_back_marks(data, exemptions, outlet, rules, sites, options);
        outlet_judge{rules, sites, options, outlet, data, data_end, records, exemptions, out}.run();
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
        r.standing = text(j.standing);
        for (auto const i : j.also_breached) r.also.push_back(b.requirements[i].id);
        std::set<std::string> names;
        for (auto const& m : j.missing) names.insert(m.name);
        r.missing.assign(names.begin(), names.end());
        out.push_back(std::move(r));
    }
    sort(out);
    return out;
}

} // namespace huanchi::property

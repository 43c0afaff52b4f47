#include "review/reconcile.hpp"

#include "review/bounds.hpp"
#include "review/understood_claim.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace huanchi::review {

std::string_view text(difference_cause c) {
    static constexpr std::string_view words[difference_causes] = {"limit", "no_limit",   "statistic",    "oxygen",
                                                                  "mark",  "hour_label", "corrected",    "late",
                                                                  "value", "no_data",    "undetermined", "unexplained"};
    return words[static_cast<std::size_t>(c)];
}

std::string_view text(difference_side s) {
    static constexpr std::string_view words[] = {"both", "platform_only", "ours_only", "unreadable"};
    return words[static_cast<std::size_t>(s)];
}

namespace {

bool says_exceeded(findings::finding const& f) {
    return f.verdict == eval::verdict::violation || f.verdict == eval::verdict::not_met;
}
// What lists of exceedances of automatic data have.
bool is_comparable(findings::finding const& f) {
    bool const of_sample = f.source == "enforcement" || f.source == "self_manual" || f.source == "commissioned";
    return f.outlet_index != facts::no_outlet && f.factor && is_of(f, model::quantity::concentration) && !of_sample;
}

struct reconciler {
    eval::bound const& b;
    findings::check_result const& ours;
    std::vector<measured_row> const& rows;
    reconcile_options const& options;
    reconciliation out = {};
    model::rulebook const& rules = *b.rules;
    std::map<series, std::vector<findings::finding const*>> by_series = {};
    std::map<series, std::pair<std::size_t, std::size_t>> rows_by_series = {};
    std::set<findings::finding const*> met = {}; // the platform speaks of them
    struct habit {                               // of the platform, of a series, as its lines show
        std::uint32_t raw_line = 0;
        std::vector<std::pair<base::period, std::uint32_t>> wrong_statistic;
        std::map<model::interval, std::vector<std::pair<claim_read, claimed_exceedance const*>>> limits;
    };
    std::map<series, habit> habits = {};
    std::map<std::tuple<series, std::string, std::string, std::string, std::string, base::date>, std::optional<audited_limit>>
        audits = {};

    using row_list = std::vector<measured_row const*>;

    // Of the period, or within it.
    row_list rows_in(series const& s, base::period const& p) const {
        row_list found;
        auto const it = rows_by_series.find(s);
        if (it == rows_by_series.end()) return found;
        auto const first = rows.begin() + static_cast<std::ptrdiff_t>(it->second.first),
                   last = rows.begin() + static_cast<std::ptrdiff_t>(it->second.second);
        for (auto r = std::lower_bound(first, last, p.from, [](auto const&x, auto const&t) { return x.period.from < t; });
             r != last && (r->period.from < p.to || r->period.from == p.from); ++r)
            if (r->period.to <= p.to) found.push_back(&*r);
        return found;
    }
    // The last received of each period.
    static row_list latest(row_list const& all) {
        row_list out;
        for (auto const* r : all)
            if (!out.empty() && out.back()->period == r->period)
                out.back() = r;
            else
                out.push_back(r);
        return out;
    }

    bool judges(findings::finding const& f, claim_read const& c) const {
        if (f.statistic == rules.statistics[c.statistic].json) return true;
        auto const s = rules.find_statistic(f.statistic);
        if (!s) return false;
        auto const& accepts = rules.statistics[*s].accepts;
        return std::any_of(accepts.begin(), accepts.end(), [&](auto const& a) { return a.interval == c.interval; });
    }

    // The judgement of a period, what exceeds first.
    findings::finding const* judgement_of(claim_read const& c, base::period const& p) const {
        auto const it = by_series.find(c.of());
        if (it == by_series.end()) return nullptr;
        auto const rank = [](findings::finding const& f) {
            return says_exceeded(f)                             ? 0
                   : f.verdict == eval::verdict::undetermined   ? 1
                   : f.verdict == eval::verdict::not_applicable ? 3
                                                                : 2;
        };
        findings::finding const* best = nullptr;
        for (auto const* f : it->second)
            if (f->period == p && judges(*f, c) && (!best || rank(*f) < rank(*best))) best = f;
        return best;
    }

    base::rational unit_of(std::string const& symbol) const {
        auto const u = rules.units.find(symbol);
        return u ? rules.units[*u].factor : base::rational(1);
    }
    std::optional<base::rational> measured(findings::finding const* f) const {
        if (!f || !f->measured || f->measured->low) return std::nullopt;
        auto const n = exact_number(f->measured->exact.value_or(f->measured->value));
        return n ? std::optional(*n * unit_of(f->measured->unit)) : std::nullopt;
    }
    std::optional<base::rational> bound(findings::finding const& f, std::optional<std::string> const& written) const {
        auto const n = written ? exact_number(*written) : std::nullopt;
        return n ? std::optional(*n * unit_of(f.limit->unit)) : std::nullopt;
    }
    bool breaks_ours(findings::finding const& f, base::rational const& x) const {
        auto const max = bound(f, f.limit->max), min = bound(f, f.limit->min);
        return (max && x > *max) || (min && x < *min);
    }
    bool other_limit(findings::finding const& f, claim_read const& c) const {
        if (!f.limit || (!c.max && !c.min)) return false;
        return bound(f, f.limit->max) != c.max || (c.min && bound(f, f.limit->min) != c.min);
    }

    // The mean of what the rows of a longer period say, or of one row its value.
    static std::optional<base::rational> plain_mean(row_list const& all, bool with_marked) {
        base::rational sum, count;
        for (auto const* r : all) {
            if (!r->has_value || (!with_marked && r->usability == facts::usability::out)) continue;
            sum += r->value;
            count += 1;
        }
        return count.is_zero() ? std::nullopt : std::optional(sum / count);
    }

    std::optional<audited_limit> audited(claim_read const& c, claimed_exceedance const& w) {
        auto const on = b.law_of(c.period.from.date());
        auto const [it, fresh] = audits.try_emplace({c.of(), w.statistic, w.limit, w.unit, w.oxygen, on});
        if (!fresh || (!c.max && !c.min)) return it->second;
        configured_limit limit{w.line, w.enterprise_id, w.outlet_id, w.factor, w.statistic, "", w.limit, w.unit, "", ""};
        if (c.min) limit.min = base::printed(*c.min / c.unit).value, limit.max = base::printed(*c.max / c.unit).value;
        if (c.oxygen) limit.oxygen = c.oxygen->text();
        auto all = audit_limits(b, {limit}, on);
        return it->second = std::move(all.rows.front());
    }

    // The value of the platform is not that of its hour, but that of the one before or after.
    std::optional<base::period> displaced(claim_read const& c) const {
        auto const length = c.period.to.ms - c.period.from.ms;
        if (!c.value || length == 0 || c.interval > model::interval::hour) return std::nullopt;
        auto const has = [&](base::period const& p) {
            auto const found = rows_in(c.of(), p);
            auto const m = measured(judgement_of(c, p));
            return (m && c.has(*m)) || std::any_of(found.begin(), found.end(), [&](auto const* r) {
                       return r->period == p && r->has_value && c.has(r->value);
                   });
        };
        if (has(c.period)) return std::nullopt;
        for (auto const step : {-length, length})
            if (base::period const p{{c.period.from.ms + step}, {c.period.to.ms + step}}; has(p)) return p;
        return std::nullopt;
    }

    // Why the platform's value is not ours; nothing where it is.
    std::optional<difference_cause> other_value(reconciled_row& r, claim_read const& c, row_list const& all,
                                                std::optional<base::rational> const& mine) const {
        if (!c.value || !mine || c.has(*mine)) return std::nullopt;
        auto const now = latest(all);
        bool const corrected_by_formula = r.ours && r.ours->limit && !r.ours->limit->reference.empty();
        auto const read = plain_mean(now, false), with_marked = plain_mean(now, true);
        if (read && c.has(*read) && (corrected_by_formula || now.size() > 1)) {
            r.as_read = base::printed(*read / unit_of(r.ours->measured->unit)).value;
            return corrected_by_formula ? difference_cause::oxygen : difference_cause::statistic;
        }
        if (with_marked && c.has(*with_marked))
            for (auto const* x : now)
                if (x->usability == facts::usability::out) {
                    r.flag = std::string(1, x->flag);
                    return difference_cause::mark;
                }
        for (auto const* x : all)
            if (x->has_value && c.has(x->value) && std::find(now.begin(), now.end(), x) == now.end())
                return difference_cause::corrected;
        return came_late(r, c.received, now) ? difference_cause::late : difference_cause::value;
    }
    bool came_late(reconciled_row& r, std::optional<base::moment> const& theirs, row_list const& now) const {
        auto const known = theirs ? theirs : options.as_of;
        if (!known) return false;
        for (auto const* x : now)
            if (x->received && *x->received > *known) r.received = std::max(r.received.value_or(*x->received), *x->received);
        return r.received.has_value();
    }

    // Another statistic of the factor that is judged over a period around this one or within it.
    findings::finding const* instead_of(series const& s, base::period const& p, std::string const& statistic) const {
        auto const it = by_series.find(s);
        if (it == by_series.end()) return nullptr;
        findings::finding const* best = nullptr;
        for (auto const* f : it->second) {
            bool const nested =
                (f->period.from <= p.from && p.to <= f->period.to) || (p.from <= f->period.from && f->period.to <= p.to);
            if (!nested || f->period == p || f->statistic == statistic || !f->limit) continue;
            if (!best || (says_exceeded(*f) && !says_exceeded(*best))) best = f;
        }
        return best;
    }

    // Nothing of ours judges what the platform does.
    void explain_unjudged(reconciled_row& r, claim_read const& c, row_list const& all) {
        auto const now = latest(all);
        bool const marked = !now.empty() && std::all_of(now.begin(), now.end(),
                                                        [](auto const* x) { return x->usability == facts::usability::out; });
        if (now.empty()) {
            r.causes = {difference_cause::no_data};
        } else if (marked) {
            r.causes = {difference_cause::mark};
            r.flag = std::string(1, now.front()->flag);
        } else if (auto const* f = instead_of(c.of(), c.period, rules.statistics[c.statistic].json)) {
            r.causes = {difference_cause::statistic};
            r.instead = *f;
            habits[c.of()].wrong_statistic.emplace_back(c.period, r.claim->line);
        } else {
            r.audited = audited(c, *r.claim);
            if (r.audited && r.audited->result == audit_result::wrong_statistic)
                r.causes = {difference_cause::statistic};
            else if (r.audited && r.audited->result == audit_result::no_limit)
                r.causes = {difference_cause::no_limit};
        }
    }

    bool other_reference(findings::finding const& f, claim_read const& c) const {
        if (!c.oxygen || !f.limit) return false;
        auto const it = f.limit->reference.find("oxygen");
        if (it == f.limit->reference.end()) return true;
        auto const ours_is = base::decimal::parse(it->second.substr(0, it->second.find(' ')));
        return ours_is && base::rational(*ours_is) != base::rational(*c.oxygen);
    }

    void take(claimed_exceedance const& w) {
        ++out.claims;
        reconciled_row r;
        r.claim = w;
        r.enterprise_id = w.enterprise_id, r.outlet_id = w.outlet_id, r.factor = w.factor, r.statistic = w.statistic;
        auto const c = understand(b, w, options.label_is_end, r.text);
        if (!c) {
            r.side = difference_side::unreadable;
            return add(std::move(r));
        }
        r.factor = rules.factors[c->factor].code, r.factor_name = rules.factors[c->factor].name;
        r.statistic = rules.statistics[c->statistic].json, r.statistic_name = rules.statistics[c->statistic].name;
        r.period = c->period;
        if (c->max || c->min) habits[c->of()].limits[c->interval].emplace_back(*c, &w);
        auto const moved = displaced(*c);
        auto const at = moved.value_or(c->period);
        auto const* f = judgement_of(*c, at);
        if (f && f->verdict == eval::verdict::not_applicable) f = nullptr;
        if (f) r.ours = *f;
        auto const all = rows_in(c->of(), at);
        bool const agree = f && says_exceeded(*f);
        r.side = agree ? difference_side::both : difference_side::platform_only;
        if (agree) met.insert(f);
        if (moved) r.causes.push_back(difference_cause::hour_label);
        if (agree)
            compare_agreed(r, *c, all, *f);
        else if (!f)
            explain_unjudged(r, *c, all);
        else
            explain(r, *c, all, *f);
        if (std::count(r.causes.begin(), r.causes.end(), difference_cause::oxygen) && !r.as_read.empty())
            habits[c->of()].raw_line = w.line;
        if (agree && r.causes.empty()) {
            ++out.agreed;
            return;
        }
        add(std::move(r));
    }

    void compare_agreed(reconciled_row& r, claim_read const& c, row_list const& all, findings::finding const& f) {
        if (auto const v = other_value(r, c, all, measured(&f))) r.causes.push_back(*v);
        if (other_reference(f, c) && !std::count(r.causes.begin(), r.causes.end(), difference_cause::oxygen))
            r.causes.push_back(difference_cause::oxygen);
        if (other_limit(f, c)) {
            r.causes.push_back(difference_cause::limit);
            r.audited = audited(c, *r.claim);
        }
    }

    void explain(reconciled_row& r, claim_read const& c, row_list const& all, findings::finding const& f) {
        if (f.verdict == eval::verdict::exempt) {
            r.causes.push_back(difference_cause::mark);
            auto const now = latest(all);
            if (!now.empty() && now.front()->usability == facts::usability::out) r.flag = std::string(1, now.front()->flag);
            return;
        }
        if (f.verdict == eval::verdict::undetermined) {
            r.causes.push_back(difference_cause::undetermined);
            return;
        }
        auto const mine = measured(&f);
        auto const value = other_value(r, c, all, mine);
        bool const limit = other_limit(f, c), reference = other_reference(f, c);
        auto const theirs = c.value ? std::optional(base::rational(*c.value) * c.unit) : std::nullopt;
        if (limit) r.audited = audited(c, *r.claim);
        // Each difference that would be enough alone; else all of them, where together they are.
        bool const limit_does = limit && mine && c.exceeds(*mine);
        bool const value_does = value && theirs && breaks_ours(f, *theirs);
        bool const together = theirs && c.exceeds(*theirs);
        if (value && (value_does || (!limit_does && together))) r.causes.push_back(*value);
        if (limit_does || (limit && !value_does && together)) r.causes.push_back(difference_cause::limit);
        if (r.causes.empty() && reference) r.causes.push_back(difference_cause::oxygen);
    }

    // The platform's limit on a series in a statistic: as it is configured, or the one number that its lines have.
    struct their_limit {
        std::optional<claim_read> read;
        claimed_exceedance const* line = nullptr;
    };
    their_limit limit_of(findings::finding const& f) {
        auto const& all = habits[{f.outlet_index, *rules.find_factor(*f.factor, f.medium)}].limits;
        their_limit found;
        for (auto const& [interval, seen] : all)
            for (auto const& [c, w] : seen) {
                if (!judges(f, c)) continue;
                if (found.read && (found.read->max != c.max || found.read->min != c.min)) return {};
                found = {c, w};
            }
        if (found.read) found.read->period = f.period;
        return found;
    }

    void take_ours(findings::finding const& f) {
        reconciled_row r;
        r.side = difference_side::ours_only;
        r.ours = f;
        r.enterprise_id = f.enterprise_id, r.outlet_id = f.outlet_id.value_or(""), r.factor = *f.factor;
        r.factor_name = f.factor_name, r.statistic = f.statistic, r.statistic_name = f.statistic_name, r.period = f.period;
        series const s{f.outlet_index, *rules.find_factor(*f.factor, f.medium)};
        auto const& way = habits[s];
        auto const mine = measured(&f);
        auto const now = latest(rows_in(s, f.period));
        auto const theirs = limit_of(f);
        auto const read = plain_mean(now, false);
        for (auto const& [p, line] : way.wrong_statistic)
            if (r.causes.empty() && f.period.from <= p.from && p.to <= f.period.to) {
                r.causes.push_back(difference_cause::statistic);
                r.series_line = line;
            }
        if (r.causes.empty() && came_late(r, std::nullopt, now)) r.causes.push_back(difference_cause::late);
        if (theirs.read && mine && !theirs.read->exceeds(*mine)) {
            r.causes.push_back(difference_cause::limit);
            r.series_line = theirs.line->line;
            r.audited = audited(*theirs.read, *theirs.line);
        }
        if (way.raw_line != 0 && read && !breaks_ours(f, *read)) {
            r.causes.push_back(difference_cause::oxygen);
            r.series_line = way.raw_line;
            r.as_read = base::printed(*read / unit_of(f.measured->unit)).value;
        }
        add(std::move(r));
    }

    void add(reconciled_row r) {
        if (r.causes.empty() && r.side != difference_side::unreadable) r.causes = {difference_cause::unexplained};
        for (auto const c : r.causes) ++out.causes[static_cast<std::size_t>(c)];
        ++out.sides[static_cast<std::size_t>(r.side)];
        out.rows.push_back(std::move(r));
    }

    reconciliation run(std::vector<claimed_exceedance> const& claims) {
        for (auto const& f : ours.findings)
            if (is_comparable(f)) by_series[{f.outlet_index, *rules.find_factor(*f.factor, f.medium)}].push_back(&f);
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows_by_series.try_emplace({rows[i].outlet, rows[i].factor}, i, i).first->second.second = i + 1;
        std::vector<claimed_exceedance> configured;
        configured.reserve(options.limits.size());
        for (auto const& l : options.limits) {
            configured.push_back({l.line, l.enterprise_id, l.outlet_id, l.factor, "2000-01-01 00:00", l.statistic, "",
                                  l.min.empty() ? l.max : l.min + "~" + l.max, l.unit, l.oxygen, ""});
            std::string wrong;
            if (auto const c = understand(b, configured.back(), false, wrong))
                habits[c->of()].limits[c->interval].emplace_back(*c, &configured.back());
        }
        for (auto const& w : claims) take(w);
        for (auto const& f : ours.findings) {
            if (f.verdict != eval::verdict::violation) continue;
            if (!is_comparable(f)) {
                ++out.not_compared;
                continue;
            }
            ++out.violations;
            if (!met.contains(&f)) take_ours(f);
        }
        return std::move(out);
    }
};

} // namespace

series_set series_of(eval::bound const& b, findings::check_result const& ours, std::vector<claimed_exceedance> const& claims) {
    series_set out;
    for (auto const& w : claims) {
        auto const outlet = b.known->find_outlet(w.enterprise_id, w.outlet_id);
        if (outlet == facts::no_outlet) continue;
        if (auto const factor = b.rules->find_factor(w.factor, b.known->outlets[outlet].medium)) out.emplace(outlet, *factor);
    }
    for (auto const& f : ours.findings)
        if (f.verdict == eval::verdict::violation && is_comparable(f))
            out.emplace(f.outlet_index, *b.rules->find_factor(*f.factor, f.medium));
    return out;
}

reconciliation reconcile(eval::bound const& b, findings::check_result const& ours, std::vector<measured_row> const& rows,
                         std::vector<claimed_exceedance> const& claims, reconcile_options const& options) {
    return reconciler{b, ours, rows, options}.run(claims);
}

} // namespace huanchi::review

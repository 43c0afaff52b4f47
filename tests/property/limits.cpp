#include "limits.hpp"

#include <algorithm>
#include <set>

namespace huanchi::property {

using namespace model;

bool tighter(demand const& a, demand const& b) {
    // What admits less is tighter. One-sided bounds of different sides cannot be ranked: upper ones stand first.
    auto const upper = [](demand const& d) { return std::pair(!d.max.has_value(), d.max.value_or(rational(0))); };
    auto const lower = [](demand const& d) { return std::pair(!d.min.has_value(), -d.min.value_or(rational(0))); };
    auto const key = [&](demand const& d) {
        return std::tuple(!d.prohibited, !d.not_detected, upper(d), !d.max_strict, lower(d), !d.min_strict, d.level, d.id);
    };
    return key(a) < key(b);
}

namespace {

// What an authority selects applies where the outlet names its factor.
bool takes_part(limit const& l, facts::outlet const& o) {
    bool const selected = std::find(o.selected.begin(), o.selected.end(), l.factor) != o.selected.end();
    return l.status == status::in_force || (l.status == status::optional && selected);
}

std::vector<demand> of_documents(rulebook const& rules, case_options const& options, facts::outlet const& o) {
    std::vector<demand> all;
    for (auto const& l : rules.limits) {
        bool const reviewed = l.confidence != confidence::low || options.unreviewed;
        if (!takes_part(l, o) || !reviewed || l.scope != measurement_record) continue;
        demand d;
        d.id = l.id;
        d.factor = l.factor;
        d.quantity = l.quantity;
        d.level = l.level;
        if (l.formula) d.state = {l.formula, l.reference};
        auto const& unit = rules.units[l.unit].factor;
        if (l.min) d.min = rational(l.min->written) * unit, d.min_strict = l.min->strict;
        if (l.max) d.max = rational(l.max->written) * unit, d.max_strict = l.max->strict;
        d.not_detected = l.not_detected;
        d.prohibited = l.prohibited;
        d.allowance = l.allowance;
        d.effective = l.effective;
        d.conditions = l.conditions;
        d.table = l.table;
        for (auto const s : l.statistics) {
            d.statistic = s;
            all.push_back(d);
        }
    }
    return all;
}

// In the reference state of the document's limit for the same factor and statistic, unless the permit says its own; where the
// document has none for the statistic, in that of its other limits on the factor.
void take_state(demand& d, std::vector<demand> const& documents, facts::permit_limit const& l) {
    std::map<std::tuple<std::uint16_t, std::uint16_t, rational>, state> same, other;
    bool limited = false;
    for (auto const& o : documents) {
        if (o.factor != d.factor || o.quantity != d.quantity) continue;
        limited = limited || o.statistic == d.statistic;
        if (!o.state.formula) continue;
        auto& to = o.statistic == d.statistic ? same : other;
        to.emplace(std::tuple(o.statistic, *o.state.formula, rational(o.state.reference)), o.state);
    }
    auto const& from = limited ? same : other;
    if (from.empty()) return;
    d.state = from.begin()->second;
    if (l.reference_oxygen) d.state.reference = *l.reference_oxygen;
}

// Those that are in force and not displaced on some day: they change only on days that a document names.
std::vector<demand> standing_ever(std::vector<demand> const& all, world const& subject, bench const& court) {
    auto const& rules = *subject.rules;
    std::set<std::int32_t> days{base::date::parse("1900-01-01")->days};
    auto const note = [&](base::span_of_dates const& s) {
        if (s.from) days.insert(s.from->days);
        if (s.before) days.insert(s.before->days);
    };
    for (auto const& t : rules.tables) note(t.effective);
    for (auto const& x : rules.displacements) note(x.effective);
    std::vector<demand const*> asked;
    for (auto const& d : all) note(d.effective), asked.push_back(&d);
    std::set<demand const*> found;
    for (auto const day : days)
        for (auto const* d : court.standing(asked, subject, {day})) found.insert(d);
    std::vector<demand> out;
    for (auto const& d : all)
        if (found.contains(&d)) out.push_back(d);
    return out;
}

} // namespace

std::vector<demand> demands_on(std::uint32_t outlet, rulebook const& rules, facts::facilities const& sites,
                               case_options const& options) {
    auto all = of_documents(rules, options, sites.outlets[outlet]);
    world subject;
    subject.rules = &rules;
    subject.sites = &sites;
    subject.outlet = outlet;
    auto const& medium = sites.outlets[outlet].medium;
    std::erase_if(all, [&](demand const& d) {
        auto const& of = rules.factors[d.factor].medium;
        return !of.empty() && !medium.empty() && of != medium;
    });
    std::erase_if(all, [&](demand const& d) {
        return std::any_of(d.conditions.begin(), d.conditions.end(),
                           [&](auto const& c) { return !asks_of_datum(*c, rules) && holds(c, subject) == truth::no; });
    });
    auto const& o = sites.outlets[outlet];
    auto const documents = sites.sites[o.facility].permits.empty() ? all : standing_ever(all, subject, bench(rules, options));
    for (auto const& p : sites.sites[o.facility].permits)
        for (auto const& l : p.limits) {
            if (l.outlet != o.id || !l.special_period.empty()) continue; // a special period is for a record to open
            demand d;
            auto const& f = rules.factors[l.factor];
            d.id = "permit:" + p.number + "/" + p.version + "/" + l.outlet + "/" + f.code + "/" +
                   rules.statistics[l.statistic].json + (l.condition.empty() ? "" : "[" + l.condition + "]");
            d.factor = l.factor;
            d.statistic = l.statistic;
            d.level = level::permit;
            auto const& unit = rules.units[l.unit];
            d.quantity = unit.dimension == rules.units[f.unit].dimension ? quantity::concentration : quantity::mass;
            if (l.min) d.min = rational(*l.min) * unit.factor;
            if (l.max) d.max = rational(*l.max) * unit.factor;
            d.effective = p.valid;
            take_state(d, documents, l);
            all.push_back(std::move(d));
        }
    return all;
}

std::vector<bench::displacer> bench::displacers_of(demand const& d) const {
    std::vector<displacer> all;
    if (!d.table) return all;
    auto const document = rules_.tables[*d.table].document;
    auto names = [&](auto const& tables, auto const& documents) {
        return std::find(tables.begin(), tables.end(), *d.table) != tables.end() ||
               std::find(documents.begin(), documents.end(), document) != documents.end();
    };
    for (std::uint32_t t = 0; t < rules_.tables.size(); ++t) {
        auto const& table = rules_.tables[t];
        // Only a table of which something is judged can rule in place of another.
        bool const rules_itself = std::any_of(rules_.limits.begin(), rules_.limits.end(), [&](limit const& l) {
            return l.table == t && l.status == status::in_force && (l.confidence != confidence::low || options_.unreviewed);
        });
        if (rules_itself && names(table.displaced_tables, table.displaced_documents))
            all.push_back({table.effective, table.where});
    }
    for (auto const& x : rules_.displacements)
        if (names(x.tables, x.documents)) all.push_back({x.effective, x.where});
    return all;
}

std::vector<demand const*> bench::standing(std::vector<demand const*> const& all, world const& subject, base::date on) const {
    std::vector<demand const*> out;
    for (auto const* d : all) {
        if (!d->effective.contains(on)) continue;
        bool const displaced = [&] {
            for (auto const& x : displacers_of(*d))
                if (x.effective.contains(on) && !(x.where && asks_of_datum(*x.where, rules_)) &&
                    holds(x.where, subject) == truth::yes)
                    return true;
            return false;
        }();
        if (!displaced) out.push_back(d);
    }
    return out;
}

truth bench::applies(demand const& d, world const& w, base::date on) const {
    auto t = all_hold(d.conditions, w);
    for (auto const& x : displacers_of(d))
        if (x.effective.contains(on)) t = both(t, negation(holds(x.where, w)));
    return t;
}

bench::fit bench::compare(demand const& d, span_of_values const& v) {
    if (d.not_detected || d.prohibited) return v.low > rational(0) ? fit::broken : fit::met;
    auto const too_high = [&](rational const& x) { return d.max && (d.max_strict ? x >= *d.max : x > *d.max); };
    auto const too_low = [&](rational const& x) { return d.min && (d.min_strict ? x <= *d.min : x < *d.min); };
    if (too_high(v.low) || (!v.unbounded && too_low(v.high))) return fit::broken;
    bool const open_above = v.unbounded ? d.max.has_value() : too_high(v.high);
    return open_above || too_low(v.low) ? fit::open : fit::met;
}

namespace {

bool no_offence(demand const& d) {
    return d.level == level::policy || d.level == level::agreement;
}

demand const* tightest(std::vector<demand const*> const& all) {
    auto const it = std::min_element(all.begin(), all.end(), [](auto const* a, auto const* b) { return tighter(*a, *b); });
    return it == all.end() ? nullptr : *it;
}

std::string id_of(demand const* d) {
    return d ? d->id : "";
}

} // namespace

sentence bench::decide(std::vector<demand const*> applied, span_of_values const& v) const {
    std::vector<demand const*> broken, offences, open;
    for (auto const* d : applied) {
        auto const f = compare(*d, v);
        if (f == fit::open) open.push_back(d);
        if (f != fit::broken) continue;
        broken.push_back(d);
        if (!no_offence(*d)) offences.push_back(d);
    }
    std::sort(broken.begin(), broken.end(), [](auto const* a, auto const* b) { return tighter(*a, *b); });
    if (!broken.empty()) {
        sentence s{offences.empty() ? "not_met" : "violation", id_of(tightest(offences.empty() ? broken : offences)), ""};
        for (auto const* d : broken)
            if (d->id != s.limit) s.also.push_back(d->id);
        return s;
    }
    if (!open.empty()) return {"undetermined", id_of(tightest(open)), ""};
    if (!applied.empty()) return {"compliant", id_of(tightest(applied)), ""};
    return {"not_applicable", "", ""};
}

sentence bench::judge(std::vector<demand const*> const& all, world const& w, base::date on, span_of_values const& v) const {
    std::vector<demand const*> certain, open;
    for (auto const* d : all) {
        auto const t = applies(*d, w, on);
        if (t == truth::yes) certain.push_back(d);
        if (t == truth::open) open.push_back(d);
    }
    auto s = decide(certain, v);
    if (!open.empty() && s.verdict != "violation") {
        auto candidates = certain;
        candidates.insert(candidates.end(), open.begin(), open.end());
        return try_all(candidates, open, w, on, v);
    }
    if (s.verdict == "undetermined") s.reason = v.unbounded ? "over_range" : "detection_limit_above_limit";
    return s;
}

// The fields that nobody knows in the terms of which nobody knows whether they hold.
std::set<std::string> bench::unknown_in(std::vector<demand const*> const& open, world const& w, base::date on) const {
    std::set<std::string> names;
    auto add = [&](expression_ptr const& whole) {
        for (auto const& term : whole ? conjuncts(whole) : std::vector<expression_ptr>{}) {
            if (holds(term, w) != truth::open) continue;
            for (auto const f : fields_in(*term))
                if (!known(w.field(f))) names.insert(rules_.at(f).json);
        }
    };
    for (auto const* d : open) {
        for (auto const& c : d->conditions) add(c);
        for (auto const& x : displacers_of(*d))
            if (x.effective.contains(on) && holds(x.where, w) == truth::open) add(x.where);
    }
    return names;
}

// Every combination of values that the unknown could have. One verdict in all of them stands.
sentence bench::try_all(std::vector<demand const*> const& all, std::vector<demand const*> const& open, world w, base::date on,
                        span_of_values const& v) const {
    sentence unknown{"undetermined", id_of(tightest(all)), "missing_attribute", unknown_in(open, w, on)};
    std::vector<expression_ptr> conditions;
    for (auto const* d : open) {
        for (auto const& c : d->conditions) {
            conditions.push_back(c);
            if (asks_of_datum(*c, rules_) && holds(c, w) == truth::open) unknown.reason = "missing_datum";
        }
        for (auto const& x : displacers_of(*d))
            if (x.where) conditions.push_back(x.where);
    }
    std::set<field_ref> fields;
    for (auto const& c : conditions)
        for (auto const f : fields_in(*c))
            if (!known(w.field(f))) fields.insert(f);
    std::vector<std::pair<field_ref, std::vector<value>>> tries;
    std::size_t branches = 1;
    for (auto const f : fields) {
        auto choices = values_to_try(f, conditions, w);
        if (choices.empty()) continue;
        branches *= choices.size();
        tries.emplace_back(f, std::move(choices));
    }
    if (tries.empty() || branches > 4096) return unknown;

    std::optional<sentence> mildest;
    demand const* mildest_decides = nullptr;
    bool same = true, nothing_somewhere = false;
    std::map<std::string, std::size_t> broken_in; // so many branches
    std::size_t bound_in = 0;
    for (std::size_t n = 0; n < branches; ++n) {
        w.supposed.clear();
        auto rest = n;
        for (auto const& [f, choices] : tries) {
            w.supposed[f] = choices[rest % choices.size()];
            rest /= choices.size();
        }
        std::vector<demand const*> applied;
        for (auto const* d : all) {
            auto const t = applies(*d, w, on);
            if (t == truth::open) return unknown; // what cannot be tried stays unknown
            if (t == truth::yes) applied.push_back(d);
        }
        auto const s = decide(applied, v);
        if (s.verdict == "undetermined") return unknown;
        if (s.verdict == "not_applicable") {
            nothing_somewhere = true;
            continue;
        }
        ++bound_in;
        ++broken_in[s.limit];
        for (auto const& id : s.also) ++broken_in[id];
        same = same && (!mildest || mildest->verdict == s.verdict);
        demand const* decides = nullptr;
        for (auto const* d : applied)
            if (d->id == s.limit) decides = d;
        if (!mildest || tighter(*mildest_decides, *decides)) mildest = s, mildest_decides = decides;
    }
    if (!mildest) return {"not_applicable", "", ""};
    // A pass is a pass where some values bring no limit at all; a breach is not proved then.
    if (!same || (nothing_somewhere && mildest->verdict != "compliant")) return unknown;
    std::erase_if(mildest->also, [&](auto const& id) { return broken_in[id] != bound_in; });
    return *mildest;
}

sentence bench::unusable(std::vector<demand const*> const& all, world const& w, base::date on,
                         std::string const& reason) const {
    std::vector<demand const*> candidates;
    for (auto const* d : all)
        if (applies(*d, w, on) != truth::no) candidates.push_back(d);
    if (candidates.empty()) return {"not_applicable", "", ""};
    return {"undetermined", id_of(tightest(candidates)), reason};
}

} // namespace huanchi::property

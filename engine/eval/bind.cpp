#include "eval/bind.hpp"

#include "eval/curve.hpp"
#include "eval/stacks.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace huanchi::eval {

using namespace model;

bool tighter(requirement const& a, requirement const& b) {
    if (a.prohibited != b.prohibited) return a.prohibited;
    if (a.not_detected != b.not_detected) return a.not_detected;
    if (a.max.has_value() != b.max.has_value())
        return a.max.has_value(); // so that the order is one, whatever bounds are compared
    if (a.max && a.coherent_max != b.coherent_max) return a.coherent_max < b.coherent_max;
    if (a.max_strict != b.max_strict) return a.max_strict;
    if (a.min.has_value() != b.min.has_value()) return a.min.has_value();
    if (a.min && a.coherent_min != b.coherent_min) return a.coherent_min > b.coherent_min;
    if (a.min_strict != b.min_strict) return a.min_strict;
    if (a.level != b.level) return a.level < b.level;
    return a.id < b.id;
}

segment const* group::at(base::date d) const {
    segment const* found = nullptr;
    for (auto const& s : timeline) {
        if (s.from > d.days) break;
        found = &s;
    }
    return found;
}

surroundings bound::about(std::uint32_t outlet) const {
    surroundings s;
    s.plan = plan;
    s.rules = rules;
    s.known = known;
    s.outlet = outlet;
    s.related = related;
    if (related) {
        s.outlet_id = known->outlets[outlet].id;
        s.enterprise = known->sites[known->outlets[outlet].facility].id;
    }
    return s;
}

namespace {

constexpr std::int32_t beginning = INT32_MIN;

std::string text_of(plan::plan const& p, rulebook const& rules, plan::program_id id) {
    return model::text(*p.sources[id], rules);
}

// A conjunction, before there is a datum: what asks of one (`not known 样品类型` too) is open.
value asked_of_outlet(plan::plan const& p, std::vector<plan::program_id> const& terms, surroundings const& s) {
    value all = true;
    for (auto const t : terms) all = apply(operation::and_, all, p.of_datum[t] ? value() : run(t, s));
    return all;
}

bool is_selected(limit const& l, facts::outlet const& o) {
    return l.status == status::optional && std::find(o.selected.begin(), o.selected.end(), l.factor) != o.selected.end();
}

struct binder {
    bound& out;
    bind_options const& options;
    plan::plan const& p = *out.plan;
    rulebook const& rules = *out.rules;
    using key = std::tuple<std::uint16_t, quantity, std::uint16_t, int, std::string>;
    struct open_candidate {
        candidate c;
        base::span_of_dates effective;
        std::vector<base::span_of_dates> displaced; // certain
    };
    std::map<key, std::vector<open_candidate>> open = {};

    std::vector<std::string> texts = {}; // as what a program is printed
    std::string const& text_of(plan::program_id id) {
        if (texts[id].empty()) texts[id] = eval::text_of(p, rules, id);
        return texts[id];
    }
    std::string conjunction(std::vector<plan::program_id> const& terms) {
        std::string all;
        for (auto const t : terms) {
            auto const* o = std::get_if<operation_use>(&p.sources[t]->node);
            bool const either = o && o->op == operation::or_ && terms.size() > 1;
            all += (all.empty() ? "" : " and ") + (either ? "(" + text_of(t) + ")" : text_of(t));
        }
        return all;
    }
    // Limits that may apply, with the first term that an outlet has to fulfil.
    struct entry {
        plan::limit_step const* step;
        plan::program_id first;
    };
    std::vector<entry> entries = {};
    // What displaces the tables, for the outlet that is bound.
    struct standing_back {
        bool asked = false;
        std::vector<base::span_of_dates> displaced;
        std::vector<candidate::standing_back> may_be;
    };
    std::vector<standing_back> back = {};

    void prepare() {
        texts.resize(p.programs.size());
        for (auto const& step : p.limits) {
            auto const& l = rules.limits[step.limit];
            bool const can = is_judged(l.status);
            bool const asked = !options.factors ||
                               std::find(options.factors->begin(), options.factors->end(), l.factor) != options.factors->end();
            if (asked && can && (l.confidence != confidence::low || options.unreviewed) && l.scope == measurement_record)
                entries.push_back({&step, step.of_subject.empty() ? plan::none : step.of_subject.front()});
        }
    }

    standing_back const& standing(std::uint32_t table, surroundings const& s) {
        auto& b = back[table];
        if (std::exchange(b.asked, true)) return b;
        for (auto const& d : p.displacers[table]) {
            if (!d.reviewed && !options.unreviewed) continue;
            value all = true; // before there is a datum, what asks of one (`not known 样品类型` too) is open
            for (auto const t : d.when) {
                auto const said = p.of_datum[t] ? answer::unknown : ask(t, s);
                all = apply(operation::and_, all, said == answer::unknown ? value() : value(said == answer::yes));
            }
            if (!known(all))
                b.may_be.push_back({d.effective, d.when});
            else if (std::get<bool>(all))
                b.displaced.push_back(d.effective);
        }
        return b;
    }

    // What the programs have said of the outlet that is bound; limits share most of them.
    enum class answer : std::uint8_t { unasked, no, yes, unknown };
    std::vector<answer> answers = {};
    answer ask(plan::program_id id, surroundings const& s) {
        auto& a = answers[id];
        if (a != answer::unasked) return a;
        auto const v = run(id, s);
        return a = !known(v) ? answer::unknown : std::get<bool>(v) ? answer::yes : answer::no;
    }

    requirement from_limit(std::uint32_t index) const {
        auto const& l = rules.limits[index];
        requirement r;
        r.id = l.id;
        r.standard = rules.documents[l.document].number;
        r.clause = l.clause;
        r.level = l.level;
        r.confidence = l.confidence;
        r.factor = l.factor;
        r.quantity = l.quantity;
        r.statistics = l.statistics;
        r.unit = l.unit;
        auto const& factor = rules.units[l.unit].factor;
        if (l.min)
            r.min = l.min->written, r.min_strict = l.min->strict, r.coherent_min = base::rational(l.min->written) * factor;
        if (l.max)
            r.max = l.max->written, r.max_strict = l.max->strict, r.coherent_max = base::rational(l.max->written) * factor;
        r.not_detected = l.not_detected;
        r.prohibited = l.prohibited;
        r.allowance = l.allowance;
        if (l.rounded) r.rounding = base::rational(*l.rounded) * factor;
        r.formula = l.formula;
        r.reference = l.reference;
        r.effective = l.effective;
        r.violation_types = l.violation_types;
        r.note = l.note;
        r.limit = index;
        return r;
    }

    // The bound of a limit that follows a field of the outlet or is scaled. False: there is none there.
    bool follow_curve(requirement& r, limit const& l, plan::limit_step const& step, surroundings const& s) const {
        if (!l.curve && l.scalings.empty()) return true;
        auto bound = base::rational(r.max ? *r.max : base::decimal{});
        if (l.curve) {
            auto const x = s.field(l.curve->field);
            if (!known(x)) {
                r.bound_needs.push_back(rules.at(l.curve->field).json);
                r.max.reset();
                return true;
            }
            auto const found = bound_at(*l.curve, std::get<base::rational>(x));
            if (!found) return false;
            bound = *found;
        }
        auto tightest = bound;
        for (std::size_t i = 0; i < l.scalings.size(); ++i) {
            auto const holds = run(step.scalings[i], s);
            if (known(holds) && !std::get<bool>(holds)) continue;
            tightest = tightest * l.scalings[i].by;
            if (known(holds)) {
                bound = bound * l.scalings[i].by;
                r.scaled_by = r.scaled_by * l.scalings[i].by;
                r.note += (r.note.empty() ? "" : "; ") + std::string("× ") + base::printed(l.scalings[i].by).value +
                          (l.scalings[i].clause.empty() ? "" : " (" + l.scalings[i].clause + ")");
            } else {
                for (auto const f : fields_of(*p.sources[step.scalings[i]]))
                    if (!known(s.field(f))) r.bound_needs.push_back(rules.at(f).json);
            }
        }
        auto const& factor = rules.units[r.unit].factor;
        r.max = base::decimal::parse(base::printed(bound).value);
        r.coherent_max = bound * factor;
        if (tightest < bound) r.tightest_max = tightest * factor;
        return true;
    }

    // Whether there is a day on which it is in force and none of these.
    static bool ever_stands(base::span_of_dates const& effective, std::vector<base::span_of_dates> const& displaced) {
        auto const free = [&](base::span_of_dates const& from_here) {
            return !from_here.empty() && std::none_of(displaced.begin(), displaced.end(), [&](auto const& d) {
                return from_here.from ? d.contains(*from_here.from) : !d.from;
            });
        };
        if (free(effective)) return true;
        return std::any_of(displaced.begin(), displaced.end(), [&](auto const& d) {
            return d.before && free(base::intersection(effective, {d.before, {}}));
        });
    }

    void add_limit(surroundings const& s, plan::limit_step const& step) {
        auto const& l = rules.limits[step.limit];
        for (auto const t : step.of_subject)
            if (ask(t, s) == answer::no) return;
        if (l.status != status::in_force && !is_selected(l, out.known->outlets[s.outlet])) return;
        auto const& stands = standing(l.table, s);
        if (!ever_stands(l.effective, stands.displaced)) return;
        open_candidate o;
        o.effective = l.effective;
        o.displaced = stands.displaced;
        o.c.may_be_displaced = stands.may_be;
        std::vector<std::string> because;
        std::vector<plan::program_id> open_terms;
        for (auto const t : step.of_subject) {
            if (ask(t, s) == answer::yes) {
                because.push_back(text_of(t));
            } else {
                o.c.unknown.push_back(t);
                open_terms.push_back(t);
            }
        }
        o.c.of_datum = step.of_datum;
        open_terms.insert(open_terms.end(), step.of_datum.begin(), step.of_datum.end());
        auto r = from_limit(step.limit);
        if (!follow_curve(r, l, step, s)) return;
        r.because = std::move(because);
        r.condition = conjunction(open_terms);
        o.c.requirement = static_cast<std::uint32_t>(out.requirements.size());
        for (auto const statistic : r.statistics)
            open[{r.factor, r.quantity, statistic, r.formula ? static_cast<int>(*r.formula) : -1,
                  r.formula ? r.reference.text() : ""}]
                .push_back(o);
        out.requirements.push_back(std::move(r));
    }

    // A permit limit is in the reference state of the document's limit for the same factor and statistic, unless it says its
    // own. What is displaced on all its days is no limit here.
    void add_permit_limit(std::uint32_t outlet, facts::permit const& permit, facts::permit_limit const& l) {
        requirement r;
        r.id = "permit:" + permit.number + "/" + permit.version + "/" + l.outlet + "/" + rules.factors[l.factor].code + "/" +
               rules.statistics[l.statistic].json;
        if (!l.special_period.empty() || !l.condition.empty()) r.id += "[" + l.condition + l.special_period + "]";
        r.standard = "排污许可证 " + permit.number;
        r.clause = "版本 " + permit.version;
        r.level = level::permit;
        r.factor = l.factor;
        r.unit = l.unit;
        bool const is_mass = rules.units[l.unit].dimension == rules.units[rules.factors[l.factor].mass_unit].dimension &&
                             !(rules.units[l.unit].dimension == rules.units[rules.factors[l.factor].unit].dimension);
        r.quantity = is_mass ? quantity::mass : quantity_of(outlet, l.factor);
        r.statistics = {l.statistic};
        auto const& factor = rules.units[l.unit].factor;
        if (l.min) r.min = l.min, r.coherent_min = base::rational(*l.min) * factor;
        if (l.max) r.max = l.max, r.coherent_max = base::rational(*l.max) * factor;
        r.effective = permit.valid;
        r.violation_types = {r.quantity == quantity::mass ? "exceed_total_quota" : "exceed_permit_concentration"};
        r.condition = r.only_if = l.condition;
        adopt_reference(r, outlet, l);
        if (!l.special_period.empty()) return; // applies only while a control_period record says so
        open_candidate o;
        o.effective = permit.valid;
        o.c.requirement = static_cast<std::uint32_t>(out.requirements.size());
        open[{r.factor, r.quantity, l.statistic, r.formula ? static_cast<int>(*r.formula) : -1,
              r.formula ? r.reference.text() : ""}]
            .push_back(o);
        out.requirements.push_back(std::move(r));
    }

    static bool as_reported(quantity q) {
        return q != quantity::mass && q != quantity::rate && q != quantity::count && q != quantity::duration;
    }
    quantity quantity_of(std::uint32_t, std::uint16_t factor) const {
        for (auto const& [k, candidates] : open)
            if (std::get<0>(k) == factor && as_reported(std::get<1>(k))) return std::get<1>(k);
        return quantity::concentration;
    }

    // The state of the document's limits on the same factor and statistic; of its other statistics where it has none on that.
    void adopt_reference(requirement& r, std::uint32_t, facts::permit_limit const& l) const {
        key const* same = nullptr;
        key const* other = nullptr;
        bool limited = false; // in the same statistic
        for (auto const& [k, candidates] : open) {
            bool const of_document = std::any_of(candidates.begin(), candidates.end(), [&](auto const& o) {
                return out.requirements[o.c.requirement].limit.has_value();
            });
            if (!of_document || std::get<0>(k) != r.factor || std::get<1>(k) != r.quantity) continue;
            bool const in_statistic = std::get<2>(k) == l.statistic;
            limited = limited || in_statistic;
            auto*& first = in_statistic ? same : other;
            if (!first && std::get<3>(k) >= 0) first = &k;
        }
        auto const* from = limited ? same : other;
        if (!from) return;
        r.formula = static_cast<std::uint16_t>(std::get<3>(*from));
        r.reference = l.reference_oxygen ? *l.reference_oxygen : *base::decimal::parse(std::get<4>(*from));
    }

    static bool displaced_on(open_candidate const& o, std::int32_t day) {
        return std::any_of(o.displaced.begin(), o.displaced.end(), [&](auto const& s) { return s.contains({day}); });
    }

    std::vector<segment> timeline(std::vector<open_candidate> const& all) const {
        std::set<std::int32_t> cuts{beginning};
        auto cut = [&](base::span_of_dates const& s) {
            if (s.from) cuts.insert(s.from->days);
            if (s.before) cuts.insert(s.before->days);
        };
        for (auto const& o : all) {
            cut(o.effective);
            for (auto const& d : o.displaced) cut(d);
        }
        if (options.at) cuts = {beginning};
        std::vector<segment> segments;
        for (auto const from : cuts) {
            segment s{from, {}};
            auto const day = options.at ? options.at->days : from;
            for (auto const& o : all)
                if (in_force(o.effective, day) && !displaced_on(o, day)) s.candidates.push_back(o.c);
            std::stable_sort(s.candidates.begin(), s.candidates.end(), [&](candidate const& a, candidate const& b) {
                return tighter(out.requirements[a.requirement], out.requirements[b.requirement]);
            });
            segments.push_back(std::move(s));
        }
        return segments;
    }
    static bool in_force(base::span_of_dates const& s, std::int32_t day) {
        if (day == beginning) return !s.from;
        return s.contains({day});
    }

    void find_auxiliaries(bound_outlet& o, std::uint32_t) const {
        std::set<std::uint16_t> factors;
        auto need = [&](field_ref f) {
            if (f.record == measurement_record && rules.at(f).factor) factors.insert(*rules.at(f).factor);
        };
        for (auto const& g : o.groups) {
            if (g.formula)
                for (auto const f : p.formulas[*g.formula].inputs) need(f);
            if (auto const flow = rules.find_field(measurement_record, flow_field)) need({measurement_record, *flow});
            for (auto const& s : g.timeline)
                for (auto const& c : s.candidates)
                    for (auto const t : c.of_datum)
                        for (auto const f : fields_of(*p.sources[t])) need(f);
        }
        o.auxiliaries.assign(factors.begin(), factors.end());
    }

    bound_outlet outlet(std::uint32_t index) {
        open.clear();
        answers.assign(p.programs.size(), answer::unasked);
        back.assign(rules.tables.size(), {});
        auto const s = out.about(index);
        auto const& medium = out.known->outlets[index].medium;
        auto const of_medium = [&](plan::limit_step const& step) {
            auto const& factors = rules.factors[rules.limits[step.limit].factor].medium;
            return medium.empty() || factors.empty() || factors == medium;
        };
        for (auto const& [step, first] : entries)
            if (of_medium(*step) && (first == plan::none || ask(first, s) != answer::no)) add_limit(s, *step);
        auto const& o = out.known->outlets[index];
        for (auto const& permit : out.known->sites[o.facility].permits)
            for (auto const& l : permit.limits)
                if (l.outlet == o.id) add_permit_limit(index, permit, l);
        bound_outlet b;
        for (auto const& [k, all] : open) {
            group g;
            g.factor = std::get<0>(k);
            g.quantity = std::get<1>(k);
            g.statistic = std::get<2>(k);
            if (std::get<3>(k) >= 0) {
                g.formula = static_cast<std::uint16_t>(std::get<3>(k));
                g.reference = *base::decimal::parse(std::get<4>(k));
            }
            g.timeline = timeline(all);
            b.groups.push_back(std::move(g));
        }
        find_auxiliaries(b, index);
        return b;
    }
};

} // namespace

bound bind(plan::plan const& p, rulebook const& rules, facts::facilities const& known, bind_options const& options) {
    bound b;
    b.plan = &p;
    b.rules = &rules;
    b.known = &known;
    b.options = options;
    binder bind_one{b, options};
    bind_one.prepare();
    for (std::uint32_t i = 0; i < known.outlets.size(); ++i) b.outlets.push_back(bind_one.outlet(i));
    bind_stacks(b);
    return b;
}

namespace {

std::optional<rejection> why_rejected(bound const& b, std::uint32_t outlet, base::date on, plan::limit_step const& step) {
    auto const& p = *b.plan;
    auto const& l = b.rules->limits[step.limit];
    auto const s = b.about(outlet);
    for (auto const t : step.of_subject) {
        auto const v = run(t, s);
        if (known(v) && !std::get<bool>(v)) return rejection{step.limit, text_of(p, *b.rules, t), false};
    }
    if (!l.effective.contains(on))
        return rejection{step.limit,
                         "in force [" + (l.effective.from ? l.effective.from->text() : "") + ", " +
                             (l.effective.before ? l.effective.before->text() : "") + ")",
                         false};
    if (l.status != status::in_force && !is_selected(l, b.known->outlets[outlet]))
        return rejection{step.limit, "status " + std::string(text(l.status)), false};
    for (auto const& d : p.displacers[l.table]) {
        if (!d.reviewed && !b.options.unreviewed) continue;
        auto const v = asked_of_outlet(p, d.when, s);
        if (d.effective.contains(on) && known(v) && std::get<bool>(v)) return rejection{step.limit, d.by, true};
    }
    if (l.confidence == confidence::low && !b.options.unreviewed)
        return rejection{step.limit, "unreviewed (confidence low)", false};
    return std::nullopt;
}

void note_unknown(applicable& a, std::string const& name, std::string const& provision) {
    auto it = std::find_if(a.unknown.begin(), a.unknown.end(), [&](auto const& u) { return u.name == name; });
    if (it == a.unknown.end()) it = a.unknown.insert(a.unknown.end(), {name, {}});
    if (std::find(it->would_decide.begin(), it->would_decide.end(), provision) == it->would_decide.end())
        it->would_decide.push_back(provision);
}

void collect_unknown(bound const& b, applicable& a, std::vector<plan::program_id> const& terms, surroundings const& s,
                     std::string const& provision) {
    for (auto const t : terms) {
        if (known(run(t, s))) continue; // settled whatever else it mentions
        for (auto const f : fields_of(*b.plan->sources[t])) {
            if (f.record == measurement_record || known(s.field(f))) continue;
            note_unknown(a, b.rules->at(f).json, provision);
        }
    }
}

} // namespace

applicable find_applicable(bound const& b, std::uint32_t outlet, base::date on, std::optional<std::uint16_t> factor,
                           bool why_not) {
    applicable a;
    auto const s = b.about(outlet);
    for (auto const& g : b.outlets[outlet].groups) {
        if (factor && g.factor != *factor) continue;
        auto const* at = g.at(on);
        if (!at) continue;
        for (auto const& c : at->candidates) {
            a.candidates.emplace_back(&g, &c);
            auto const& id = b.requirements[c.requirement].id;
            collect_unknown(b, a, c.unknown, s, id);
            for (auto const& d : c.may_be_displaced) collect_unknown(b, a, d.when, s, id);
            for (auto const& name : b.requirements[c.requirement].bound_needs) note_unknown(a, name, id);
        }
    }
    if (why_not)
        for (auto const& step : b.plan->limits) {
            auto const& l = b.rules->limits[step.limit];
            if (l.scope != measurement_record || (factor && l.factor != *factor)) continue;
            if (auto r = why_rejected(b, outlet, on, step)) a.rejected.push_back(std::move(*r));
        }
    if (why_not)
        for (auto const& [l, stack] : b.outlets[outlet].counted_in_stack)
            if (!factor || b.rules->limits[l].factor == *factor)
                a.rejected.push_back({l, "stacks = " + b.known->outlets[stack].id, true});
    return a;
}

} // namespace huanchi::eval

#include "review/examine.hpp"

#include "eval/run.hpp"
#include "facts/amount.hpp"
#include "review/bounds.hpp"

#include <algorithm>
#include <set>

namespace huanchi::review {

std::string_view text(opinion o) {
    static constexpr std::string_view words[] = {"accept", "note", "supply", "correct", "refuse"};
    return words[static_cast<std::size_t>(o)];
}

namespace {

std::string bound_text(findings::limit_value const& l, bool min_strict, bool max_strict) {
    if (l.prohibited) return "禁止排放";
    if (l.not_detected) return "不得检出";
    auto const unit = l.unit.empty() ? "" : " " + l.unit;
    if (l.min && l.max) return *l.min + "–" + *l.max + unit;
    if (l.max) return (max_strict ? "<" : "") + *l.max + unit;
    return (min_strict ? ">" : "≥") + l.min.value_or("") + unit;
}
std::string bound_text(limit_row const& r) {
    return bound_text(r.limit, r.min_strict, r.max_strict);
}
std::string cited(findings::provision const& p) {
    return "（" + p.standard + " " + p.clause + "）";
}
std::string condition_text(limit_row const& r) {
    std::string out;
    for (auto const& [name, value] : r.limit.reference) out += "，基准 " + name + " = " + value;
    if (r.condition) out += "，" + *r.condition;
    return out;
}

// What a limit in a permit can be on. Totals follow from these, removal and volumes are conditions of the standard itself.
bool is_permitted(std::string const& quantity) {
    return quantity != "mass" && quantity != "volume" && quantity != "removal" && quantity != "count" && quantity != "duration";
}

struct examiner {
    application const& a;
    plan::plan const& p;
    model::rulebook const& rules;
    review_options const& options;
    reviewed out = {};
    eval::bound bound = eval::bind(p, rules, a.site, {std::nullopt, options.unreviewed});

    reviewed_item& add(opinion says, std::string about, std::string zh, std::string en) {
        reviewed_item i;
        i.about = std::move(about);
        i.says = says;
        i.text_zh = std::move(zh);
        i.text_en = std::move(en);
        out.items.push_back(std::move(i));
        return out.items.back();
    }
    reviewed_item& add(opinion says, std::string const& outlet, limit_row const& r, std::string zh, std::string en) {
        auto& i = add(says, "limit", std::move(zh), std::move(en));
        i.outlet_id = outlet;
        i.factor = r.factor;
        i.factor_name = r.factor_name;
        i.statistic = r.statistic;
        i.provisions = {r.provision};
        return i;
    }

    eval::requirement const& law(limit_row const& r) const { return bound.requirements[r.requirement]; }
    std::optional<base::rational> coherent(std::optional<base::decimal> const& x, base::unit_id unit) const {
        return x ? std::optional(base::rational(*x) * rules.units[unit].factor) : std::nullopt;
    }
    bool same_dimension(facts::permit_limit const& l, limit_row const& r) const {
        return rules.units[l.unit].dimension == rules.units[law(r).unit].dimension;
    }
    relation stands(facts::permit_limit const& l, limit_row const& r) const {
        return stands_to(law(r), coherent(l.min, l.unit), coherent(l.max, l.unit));
    }
    static bool holds(relation r) { return r == relation::equal || r == relation::tighter; }

    std::string requested_text(facts::permit_limit const& l) const {
        findings::limit_value v;
        if (l.min) v.min = l.min->text();
        if (l.max) v.max = l.max->text();
        v.unit = rules.units[l.unit].symbol;
        return bound_text(v, false, false);
    }
    std::vector<facts::permit_limit const*> requested(std::string const& outlet, limit_row const& r) const {
        std::vector<facts::permit_limit const*> found;
        for (auto const& l : a.limits)
            if (l.outlet == outlet && rules.factors[l.factor].code == r.factor && same_dimension(l, r) &&
                l.special_period.empty())
                found.push_back(&l);
        return found;
    }

    static std::vector<std::string> needs(outlet_timeline const& t, limit_row const& r) {
        std::vector<std::string> out;
        for (auto const& u : t.unknown)
            if (std::find(u.would_decide.begin(), u.would_decide.end(), r.provision.id) != u.would_decide.end())
                out.push_back(u.attribute);
        return out;
    }

    // One limit of the law against what is asked for. `from`: of a limit that only comes into force later.
    void hold(std::string const& outlet, outlet_timeline const& t, limit_row const& r, std::optional<base::date> from) {
        auto const unknown = needs(t, r);
        auto const asked = requested(outlet, r);
        auto const of_statistic = std::find_if(
            asked.begin(), asked.end(), [&](auto const* l) { return rules.statistics[l->statistic].json == r.statistic; });
        auto const name = outlet + " " + r.factor_name + (r.statistic_name.empty() ? r.statistic : r.statistic_name);
        auto const name_en = outlet + " " + r.factor + " " + r.statistic;
        auto const right = bound_text(r) + condition_text(r);
        auto const source = cited(r.provision);
        if (!unknown.empty()) {
            for (auto const& u : unknown) open[{outlet, u}].push_back(r);
            return;
        }
        if (of_statistic == asked.end()) {
            // A limit of the same number on another statistic holds it too.
            if (std::any_of(asked.begin(), asked.end(), [&](auto const* l) { return holds(stands(*l, r)); })) return;
            if (same_number_said(outlet, r, from)) return;
            auto& i =
                asked.empty() && !from
                    ? add(opinion::correct, outlet, r, "补充 " + name + "许可限值 " + right + source,
                          "add for " + name_en + " the limit " + right + " " + source)
                    : add(opinion::correct, outlet, r,
                          (from ? "自 " + from->text() + " 起，" : "") + name + "应执行 " + right + source + "，许可证没有载明",
                          (from ? "from " + from->text() + ", " : "") + name_en + " must keep " + right + " " + source +
                              ", which the permit does not say");
            i.from = from;
            return;
        }
        auto const& l = **of_statistic;
        if (holds(stands(l, r))) {
            if (!from)
                add(opinion::accept, outlet, r, name + " " + requested_text(l) + "，不宽于 " + right + source,
                    name_en + " " + requested_text(l) + ", not looser than " + right + " " + source);
            return;
        }
        auto& i = from ? add(opinion::correct, outlet, r,
                             name + " " + requested_text(l) + "，自 " + from->text() + " 起应为 " + right + source,
                             name_en + " " + requested_text(l) + ": from " + from->text() + " " + right + " " + source)
                       : add(opinion::correct, outlet, r, name + "由 " + requested_text(l) + " 改为 " + right + source,
                             name_en + ": instead of " + requested_text(l) + " write " + right + " " + source);
        i.from = from;
    }

    // What a missing limit of another statistic has asked for already.
    std::set<std::string> asked_for = {};
    bool same_number_said(std::string const& outlet, limit_row const& r, std::optional<base::date> from) {
        return !asked_for
                    .insert(outlet + "|" + r.factor + "|" + bound_text(r) + condition_text(r) + "|" +
                            (from ? from->text() : ""))
                    .second;
    }

    std::map<std::pair<std::string, std::string>, std::vector<limit_row>> open = {}; // by outlet and missing attribute

    void limits() {
        for (std::uint32_t o = 0; o < a.site.outlets.size(); ++o) {
            auto const& outlet = a.site.outlets[o];
            auto const t = limits_over(bound, o, *a.valid.from, *a.valid.before + -1, std::nullopt);
            std::set<std::string> with_law;
            for (auto const& f : t.factors) {
                with_law.insert(f.factor);
                if (!is_permitted(f.quantity)) continue;
                for (auto const& s : f.spans)
                    for (auto const& r : s.limits)
                        if (r.decides)
                            hold(outlet.id, t, r,
                                 s.from == *a.valid.from ? std::optional<base::date>() : std::optional(s.from));
            }
            for (auto const& l : a.limits) {
                if (l.outlet != outlet.id || with_law.contains(rules.factors[l.factor].code)) continue;
                auto const name = outlet.id + " " + rules.factors[l.factor].name;
                auto& i = add(opinion::note, "limit", name + " " + requested_text(l) + "：没有查到控制它的标准，请说明依据",
                              name + " " + requested_text(l) + ": no standard found that controls it; say on what it rests");
                i.outlet_id = outlet.id;
                i.factor = rules.factors[l.factor].code;
                i.factor_name = rules.factors[l.factor].name;
                i.statistic = rules.statistics[l.statistic].json;
            }
        }
        for (auto const& [key, rows] : open) {
            std::string which;
            std::set<std::string> said;
            for (auto const& r : rows)
                if (auto const one = r.factor_name + " " + bound_text(r) + cited(r.provision);
                    said.insert(one).second && said.size() <= 3)
                    which += (which.empty() ? "" : "、") + one;
            if (said.size() > 3) which += " 等 " + std::to_string(said.size()) + " 条";
            auto const field = rules.find_field(model::outlet_record, key.second);
            auto const zh = field ? rules.records[model::outlet_record].fields[*field].name : key.second;
            auto& i = add(opinion::supply, "limit", "补充 " + key.first + " 的“" + zh + "”：它决定是否适用 " + which,
                          "supply `" + key.second + "` of " + key.first + ": it decides whether these apply: " + which);
            i.outlet_id = key.first;
            i.needs = {key.second};
        }
    }

    struct amount {
        base::rational coherent;
        base::dimension dimension;
    };
    std::optional<amount> read(std::string written) const {
        if (written.ends_with("/a")) written.resize(written.size() - 2); // of a year, which the table says already
        auto const x = facts::read_amount(written);
        if (!x) return std::nullopt;
        auto const unit = rules.units.find(x->unit);
        if (!unit) return std::nullopt;
        return amount{base::rational(x->number) * rules.units[*unit].factor, rules.units[*unit].dimension};
    }

    void totals() {
        for (auto const& t : a.totals) {
            auto const name = (t.outlet.empty() ? "" : t.outlet + " ") + t.factor;
            auto const asked = read(t.max);
            auto const unreadable = [&](std::string const& what) {
                add(opinion::correct, "total", name + "：“" + what + "”读不出数量和单位",
                    name + ": `" + what + "` is no amount with a unit");
            };
            if (!asked) {
                unreadable(t.max);
                continue;
            }
            std::size_t const before = out.items.size();
            if (!t.allowance.empty()) {
                auto const left = read(t.allowance);
                if (!left || !(left->dimension == asked->dimension))
                    unreadable(t.allowance);
                else if (asked->coherent > left->coherent)
                    add(opinion::correct, "total",
                        name + "年许可排放量由 " + t.max + " 改为不超过 " + t.allowance + "（重点污染物排放总量控制要求）",
                        name + ": the total of " + t.max + " exceeds what the region leaves, " + t.allowance);
            }
            worked_out(t, name, *asked);
            if (out.items.size() == before)
                add(opinion::accept, "total", name + "年许可排放量 " + t.max + "，不大于按浓度、基准水（气）量和产能计算的数量",
                    name + ": the total of " + t.max + " follows from concentration, volume and capacity");
        }
    }

    void worked_out(requested_total const& t, std::string const& name, amount const& asked) {
        if (t.concentration.empty() || t.capacity.empty()) {
            add(opinion::supply, "total", name + "年许可排放量 " + t.max + "：补充计算用的浓度、单位产品基准排水（气）量和产能",
                name + ": supply the concentration, the volume a unit of product and the capacity from which " + t.max +
                    " follows");
            return;
        }
        // Where the capacity is the volume itself there is none a unit of product.
        auto const c = read(t.concentration), q = read(t.capacity),
                   v = t.volume.empty() ? std::optional(amount{1, {}}) : read(t.volume);
        auto const product = t.concentration + (t.volume.empty() ? "" : " × " + t.volume) + " × " + t.capacity;
        for (auto const& [what, written] : {std::pair(&c, &t.concentration), {&v, &t.volume}, {&q, &t.capacity}})
            if (!*what)
                add(opinion::correct, "total", name + "：“" + *written + "”读不出数量和单位",
                    name + ": `" + *written + "` is no amount with a unit");
        if (!c || !v || !q) return;
        if (!(c->dimension * v->dimension * q->dimension == asked.dimension)) {
            add(opinion::correct, "total", name + "：" + product + " 的单位不是排放量",
                name + ": the units of " + product + " give no mass");
            return;
        }
        auto const computed = c->coherent * v->coherent * q->coherent;
        if (asked.coherent > computed) {
            auto const unit = rules.units.find(facts::read_amount(t.max)->unit);
            auto const shown = base::printed(computed / rules.units[*unit].factor).value + " " + rules.units[*unit].symbol;
            add(opinion::correct, "total", name + "年许可排放量由 " + t.max + " 改为不大于 " + shown + "（" + product + "）",
                name + ": instead of " + t.max + " not more than " + shown + " (" + product + ")");
        }
        concentration_of(t, name, *c);
    }

    // A total must not rest on a concentration that the law does not allow.
    void concentration_of(requested_total const& t, std::string const& name, amount const& c) {
        for (std::uint32_t o = 0; o < a.site.outlets.size(); ++o) {
            auto const& outlet = a.site.outlets[o];
            auto const factor = rules.find_factor(t.factor, outlet.medium);
            if ((!t.outlet.empty() && outlet.id != t.outlet) || !factor) continue;
            auto const on = limits_on(bound, o, *a.valid.from, {*factor});
            for (auto const& r : on.limits) {
                auto const& q = law(r);
                if (!r.decides || r.condition || !q.max || !(rules.units[q.unit].dimension == c.dimension)) continue;
                if (c.coherent <= q.coherent_max) continue;
                auto& i = add(opinion::correct, "total",
                              name + "计算年许可排放量用的浓度由 " + t.concentration + " 改为不大于 " + bound_text(r) +
                                  cited(r.provision),
                              name + ": the total rests on " + t.concentration + ", the law allows " + bound_text(r) + " " +
                                  cited(r.provision));
                i.outlet_id = outlet.id;
                i.factor = r.factor;
                i.factor_name = r.factor_name;
                i.provisions = {r.provision};
                return;
            }
        }
    }

    void monitoring() {
        if (!a.has_monitoring) return;
        std::set<std::pair<std::string, std::uint16_t>> planned;
        for (auto const& m : a.monitoring) {
            auto const o =
                std::find_if(a.site.outlets.begin(), a.site.outlets.end(), [&](auto const& x) { return x.id == m.outlet; });
            auto const factor = o == a.site.outlets.end() ? std::nullopt : rules.find_factor(m.factor, o->medium);
            if (!factor) {
                add(opinion::correct, "monitoring", "自行监测方案的 " + m.outlet + " " + m.factor + "：没有这个排放口或者因子",
                    "monitoring plan, " + m.outlet + " " + m.factor + ": no such outlet or factor");
                continue;
            }
            planned.emplace(m.outlet, *factor);
            if (!m.detection_limit.empty()) detection(m, *factor);
        }
        std::set<std::pair<std::string, std::uint16_t>> asked;
        for (auto const& l : a.limits)
            if (!planned.contains({l.outlet, l.factor}) && asked.emplace(l.outlet, l.factor).second) {
                auto& i =
                    add(opinion::correct, "monitoring", "自行监测方案补充 " + l.outlet + " " + rules.factors[l.factor].name,
                        "add " + l.outlet + " " + rules.factors[l.factor].code + " to the monitoring plan");
                i.outlet_id = l.outlet;
                i.factor = rules.factors[l.factor].code;
                i.factor_name = rules.factors[l.factor].name;
            }
    }

    void detection(monitoring_line const& m, std::uint16_t factor) {
        auto const dl = read(m.detection_limit);
        for (auto const& l : a.limits) {
            if (l.outlet != m.outlet || l.factor != factor || !l.max) continue;
            auto const method = m.method.empty() ? "" : m.method + " ";
            if (!dl || !(dl->dimension == rules.units[l.unit].dimension)) {
                add(opinion::correct, "monitoring", m.outlet + " " + m.factor + "：“" + m.detection_limit + "”不能与限值比较",
                    m.outlet + " " + m.factor + ": `" + m.detection_limit + "` cannot be held against the limit");
                return;
            }
            if (dl->coherent <= *coherent(l.max, l.unit)) continue;
            auto& i = add(opinion::correct, "monitoring",
                          m.outlet + " " + m.factor + " 改用检出限不高于 " + requested_text(l) + " 的监测方法（" + method +
                              m.detection_limit + " 高于限值，未检出不能证明达标）",
                          m.outlet + " " + m.factor + ": choose a method that detects " + requested_text(l) + " (" + method +
                              m.detection_limit + " lies above the limit)");
            i.outlet_id = m.outlet;
            i.factor = rules.factors[factor].code;
            i.factor_name = rules.factors[factor].name;
            return;
        }
    }

    static opinion of_verdict(eval::verdict v, bool project) {
        switch (v) {
        case eval::verdict::violation: return project ? opinion::refuse : opinion::correct;
        case eval::verdict::not_met: return opinion::note;
        case eval::verdict::undetermined: return opinion::supply;
        default: return opinion::accept;
        }
    }

    void item(std::string about, eval::verdict v, findings::provision const& provision, std::string const& title,
              std::vector<findings::missing_value> const& missing) {
        if (v == eval::verdict::not_applicable || v == eval::verdict::exempt) return;
        auto const says = of_verdict(v, about == "project");
        std::vector<std::string> lacking;
        std::string zh, en;
        for (auto const& m : missing) {
            lacking.push_back(m.name);
            zh += (zh.empty() ? "" : "、") + (m.name_zh.empty() ? m.name : m.name_zh);
            en += (en.empty() ? "" : ", ") + m.name;
        }
        auto const source = cited(provision);
        auto& i = says == opinion::accept ? add(says, about, title + "：符合" + source, title + ": met " + source)
                  : says == opinion::supply
                      ? add(says, about, title + "：补充 " + zh + source, title + ": supply " + en + " " + source)
                  : says == opinion::refuse
                      ? add(says, about, title + "：不符合" + source + "，不予通过", title + ": not met " + source + ", refuse")
                      : add(says, about, title + "：不符合" + source + "，应补正", title + ": not met " + source + ", correct");
        i.provisions = {provision};
        i.needs = std::move(lacking);
    }

    void judged_records() {
        eval::requirement_options const how{std::nullopt, options.today, false, options.unreviewed};
        auto const project = rules.find_record(findings::project_record);
        for (auto const& r : eval::require(p, rules, a.records, {}, how)) {
            if (!r.record || a.records[*r.record].type == project) continue;
            auto const f = findings::from_requirement(r, rules, a.records, {}, options.today);
            if (f.provision)
                item("record", f.verdict, *f.provision, f.factor_name,
                     f.reason ? f.reason->missing : std::vector<findings::missing_value>{});
        }
        for (auto const& s : findings::screen(rules, p, a.records, std::nullopt, options.today, options.unreviewed))
            for (auto const& i : s.items) item("project", i.verdict, i.provision, i.title, i.needs);
    }

    void not_checked() {
        auto const say = [&](char const* zh, char const* en) {
            out.not_checked_zh.emplace_back(zh);
            out.not_checked_en.emplace_back(en);
        };
        if (a.has_monitoring)
            say("自行监测频次：自行监测技术指南没有收入规则库", "monitoring frequency: the guidelines are not in the library");
        if (!a.totals.empty())
            say("单位产品基准排水（气）量是否取自技术规范：技术规范没有收入规则库",
                "whether the volume a unit of product is that of the specification: the specifications are not in the library");
    }

    reviewed examine() {
        auto const& site = a.site.sites.front();
        out.id = a.id;
        out.enterprise_id = site.id;
        out.enterprise_name = site.name;
        limits();
        totals();
        monitoring();
        judged_records();
        not_checked();
        for (auto const& i : out.items) out.overall = std::max(out.overall, i.says);
        return std::move(out);
    }
};

facts::facilities one_site(facts::facilities const& all, std::size_t index) {
    facts::facilities one;
    auto site = all.sites[index];
    site.permits.clear();
    auto const outlets = site.outlets;
    site.outlets.clear();
    for (auto const o : outlets) {
        auto outlet = all.outlets[o];
        outlet.facility = 0;
        outlet.members.clear();
        site.outlets.push_back(static_cast<std::uint32_t>(one.outlets.size()));
        one.by_id.emplace(site.id + '\x1f' + outlet.id, static_cast<std::uint32_t>(one.outlets.size()));
        one.outlets.push_back(std::move(outlet));
    }
    one.site_by_id.emplace(site.id, 0);
    one.sites.push_back(std::move(site));
    return one;
}

} // namespace

reviewed examine(application const& a, plan::plan const& p, model::rulebook const& rules, review_options const& options) {
    return examiner{a, p, rules, options}.examine();
}

std::vector<reviewed> examine_permits(facts::facilities const& known, plan::plan const& p, model::rulebook const& rules,
                                      review_options const& options) {
    std::vector<reviewed> out;
    for (std::size_t s = 0; s < known.sites.size(); ++s) {
        auto const& site = known.sites[s];
        bool in_force = false;
        for (auto const& permit : site.permits) {
            if (!permit.valid.contains(options.today)) continue;
            in_force = true;
            application a;
            a.id = permit.number + (permit.version.empty() ? "" : "/" + permit.version);
            a.valid = {options.today, permit.valid.before ? *permit.valid.before : options.today + 5 * 365};
            a.site = one_site(known, s);
            a.limits = permit.limits;
            auto r = examine(a, p, rules, options);
            if (permit.valid.before && *permit.valid.before - options.today <= 90) {
                reviewed_item i;
                i.about = "permit";
                i.says = opinion::correct;
                auto const last = (*permit.valid.before + -1).text();
                auto const left = std::to_string(*permit.valid.before - options.today - 1);
                i.text_zh = "有效期至 " + last + "，还有 " + left + " 日；需要继续排污的，届满六十日前申请延续";
                i.text_en = "valid until " + last + ", " + left + " days left; apply for renewal sixty days before the end";
                r.items.push_back(std::move(i));
                r.overall = std::max(r.overall, opinion::correct);
            }
            out.push_back(std::move(r));
        }
        if (in_force || site.permits.empty()) continue;
        reviewed none{"", site.id, site.name, opinion::correct, {}, {}, {}};
        reviewed_item i;
        i.about = "permit";
        i.says = opinion::correct;
        i.text_zh = "没有在 " + options.today.text() + " 有效的许可证";
        i.text_en = "no permit in force on " + options.today.text();
        none.items.push_back(std::move(i));
        out.push_back(std::move(none));
    }
    return out;
}

} // namespace huanchi::review

#include "review/platform_limits.hpp"

#include "review/bounds.hpp"

#include "facts/amount.hpp"
#include "facts/monitored.hpp"
#include "facts/named_rows.hpp"
#include "facts/nearest_name.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace huanchi::review {

std::string_view text(audit_result r) {
    static constexpr std::string_view words[audit_results] = {"equal",           "looser",          "tighter",   "differs",
                                                              "wrong_statistic", "wrong_reference", "no_limit",  "missing",
                                                              "depends",         "undetermined",    "unreadable"};
    return words[static_cast<std::size_t>(r)];
}

std::string_view text(number_from f) {
    static constexpr std::string_view words[] = {"nowhere", "displaced", "lapsed", "not_yet", "other_case", "not_tightest"};
    return words[static_cast<std::size_t>(f)];
}

base::result<std::vector<configured_limit>> read_configured_limits(std::string const& path) {
    static std::vector<facts::named_column> const columns = {
        {"enterprise_id", {"企业", "企业编号", "企业标识", "企业编码"}, true},
        {"outlet_id", {"排放口", "排放口编号", "监控点编号", "排口编号"}, true},
        {"factor", {"因子", "污染物", "污染因子", "监测因子", "监测项目", "pollutant"}, true},
        {"statistic", {"统计值", "数据类型", "限值类型"}, true},
        {"max", {"限值", "标准值", "上限", "标准上限", "标准限值"}, true},
        {"min", {"下限", "标准下限"}, false},
        {"unit", {"单位"}, false},
        {"reference_oxygen", {"基准氧含量", "基准含氧量", "基准氧"}, false},
        {"standard", {"执行标准", "标准", "标准名称"}, false},
    };
    auto rows = facts::read_named_rows(path, columns);
    if (!rows) return rows.error();
    std::vector<configured_limit> out;
    for (auto const& r : *rows)
        out.push_back({r.line, r.cells[0], r.cells[1], r.cells[2], r.cells[3], r.cells[5], r.cells[4], r.cells[6], r.cells[7],
                       r.cells[8]});
    return out;
}

std::optional<std::uint16_t> statistic_of_word(std::string const& word, model::rulebook const& rules) {
    if (auto const s = rules.find_statistic(word)) return s;
    static std::map<std::string, std::string> const words = {
        {"小时", "hourly_mean"},     {"小时值", "hourly_mean"}, {"小时数据", "hourly_mean"}, {"日数据", "daily_mean"},
        {"时均值", "hourly_mean"},   {"hour", "hourly_mean"},   {"日", "daily_mean"},        {"日值", "daily_mean"},
        {"day", "daily_mean"},       {"瞬时", "instantaneous"}, {"实时", "instantaneous"},   {"分钟", "minute_mean"},
        {"instant", "instantaneous"}};
    auto const it = words.find(word);
    return it == words.end() ? std::nullopt : rules.find_statistic(it->second);
}

namespace {

// A configured limit understood: bounds in coherent units.
struct understood {
    std::uint32_t outlet = 0;
    std::uint16_t factor = 0, statistic = 0;
    base::unit_id unit{};
    std::optional<base::rational> min, max;
    std::optional<base::decimal> oxygen;
};

struct auditor {
    eval::bound const& b;
    base::date at;
    limits_audit out = {};
    model::rulebook const& rules = *b.rules;
    std::map<std::pair<std::uint32_t, std::uint16_t>, outlet_limits> asked = {};           // by outlet and factor
    std::map<std::pair<std::uint32_t, std::uint16_t>, std::set<std::uint16_t>> given = {}; // statistics that the platform has

    std::unordered_map<std::string_view, model::limit const*> by_id = {};

    outlet_limits const& limits(std::uint32_t outlet, std::uint16_t factor) {
        auto const [it, fresh] = asked.try_emplace({outlet, factor});
        if (fresh) it->second = limits_on(b, outlet, at, {factor, true});
        return it->second;
    }

    std::optional<base::rational> bound_of(std::string const& written, base::unit_id unit, std::string& wrong) const {
        if (facts::is_missing(written)) return std::nullopt;
        auto const number = base::decimal::parse(written);
        if (!number) wrong = "`" + written + "` is no number";
        return number ? std::optional(base::rational(*number) * rules.units[unit].factor) : std::nullopt;
    }

    std::optional<understood> understand(configured_limit const& c, std::string& wrong) const {
        understood u;
        u.outlet = b.known->find_outlet(c.enterprise_id, c.outlet_id);
        if (u.outlet == facts::no_outlet) return wrong = "no outlet " + c.enterprise_id + "/" + c.outlet_id, std::nullopt;
        auto const factor = rules.find_factor(c.factor, b.known->outlets[u.outlet].medium);
        if (!factor) return wrong = facts::unknown_factor(rules, c.factor), std::nullopt;
        auto const statistic = statistic_of_word(c.statistic, rules);
        if (!statistic) return wrong = facts::unknown_statistic(rules, c.statistic), std::nullopt;
        u.factor = *factor;
        u.statistic = *statistic;
        auto const unit = c.unit.empty() ? std::optional(rules.factors[u.factor].unit) : rules.units.find(c.unit);
        if (!unit) return wrong = facts::unknown_unit(rules, c.unit), std::nullopt;
        u.unit = *unit;
        u.min = bound_of(c.min, u.unit, wrong);
        u.max = bound_of(c.max, u.unit, wrong);
        if (!c.oxygen.empty() && !(u.oxygen = base::decimal::parse(c.oxygen))) wrong = "`" + c.oxygen + "` is no number";
        if (wrong.empty() && !u.min && !u.max) wrong = "neither a lower nor an upper limit";
        return wrong.empty() ? std::optional(u) : std::nullopt;
    }

    eval::requirement const& requirement(limit_row const& r) const { return b.requirements[r.requirement]; }
    bool same_dimension(limit_row const& r, understood const& u) const {
        return rules.units[requirement(r).unit].dimension == rules.units[u.unit].dimension;
    }
    bool same_reference(limit_row const& r, understood const& u) const {
        auto const& q = requirement(r);
        if (!u.oxygen || !q.formula || !rules.formulas[*q.formula].has_reference())
            return !u.oxygen || r.limit.reference.empty();
        return base::rational(*u.oxygen) == base::rational(q.reference);
    }

    // What a limit that is the platform's number says in coherent units.
    static bool equals(std::optional<base::rational> const& min, std::optional<base::rational> const& max,
                       understood const& u) {
        return min == u.min && max == u.max;
    }
    bool equals(limit_row const& r, understood const& u) const {
        return stands_to(requirement(r), u.min, u.max) == relation::equal;
    }

    audit_result compared(limit_row const& r, understood const& u) const {
        switch (stands_to(requirement(r), u.min, u.max)) {
        case relation::equal: return audit_result::equal;
        case relation::looser: return audit_result::looser;
        case relation::tighter: return audit_result::tighter;
        case relation::differs: break;
        }
        return audit_result::differs;
    }

    // Whose number the platform has: one that applies without deciding, or one that does not apply, the nearest reason first.
    void find_origin(audited_limit& a, understood const& u, outlet_limits const& all) const {
        for (auto const& r : all.limits)
            if (!r.decides && same_dimension(r, u) && equals(r, u)) {
                a.from = number_from::not_tightest;
                a.origin = rejected_limit{r.factor, r.factor_name, {r.statistic}, r.limit, r.provision, {}, {}};
                return;
            }
        // A number is met by chance too: in another case, only of a document that applies or that the platform names.
        auto const named = [&](std::string const& standard) {
            return a.configured.standard.find(standard) != std::string::npos ||
                   std::any_of(all.limits.begin(), all.limits.end(),
                               [&](auto const& l) { return l.provision.standard == standard; });
        };
        std::pair best(false, number_from::nowhere);
        for (auto const& r : *all.rejected) {
            auto const found = by_id.find(r.provision.id);
            if (found == by_id.end()) continue;
            auto const& l = *found->second;
            auto const& unit = rules.units[l.unit];
            if (!(unit.dimension == rules.units[u.unit].dimension) || l.not_detected || l.prohibited || l.curve) continue;
            if (!equals(l.min ? std::optional(base::rational(l.min->written) * unit.factor) : std::nullopt,
                        l.max ? std::optional(base::rational(l.max->written) * unit.factor) : std::nullopt, u))
                continue;
            bool const out_of_force =
                !r.displaced && !l.effective.contains(at) && r.failed && r.failed->starts_with("in force");
            auto const from = r.displaced                                       ? number_from::displaced
                              : !out_of_force                                   ? number_from::other_case
                              : l.effective.before && *l.effective.before <= at ? number_from::lapsed
                                                                                : number_from::not_yet;
            std::pair const rank(named(r.provision.standard), from);
            if (from == number_from::other_case && !rank.first) continue;
            bool const better = best.second == number_from::nowhere || (rank.first && !best.first) ||
                                (rank.first == best.first && from < best.second);
            if (better) best = rank, a.from = from, a.origin = r;
        }
        if (a.from != number_from::nowhere && a.from != number_from::other_case) return;
        auto const& site = b.known->sites[b.known->outlets[u.outlet].facility];
        for (auto const& p : site.permits)
            for (auto const& l : p.limits) {
                if (l.outlet != a.configured.outlet_id || l.factor != u.factor || p.valid.contains(at)) continue;
                auto const& f = rules.units[l.unit].factor;
                if (!equals(l.min ? std::optional(base::rational(*l.min) * f) : std::nullopt,
                            l.max ? std::optional(base::rational(*l.max) * f) : std::nullopt, u))
                    continue;
                a.from = p.valid.from && at < *p.valid.from ? number_from::not_yet : number_from::lapsed;
                a.origin = rejected_limit{};
                a.origin->provision = {"permit:" + p.number + "/" + p.version, "排污许可证 " + p.number, "版本 " + p.version,
                                       "permit", "high"};
            }
    }

    void judge(audited_limit& a, understood const& u) {
        auto const& all = limits(u.outlet, u.factor);
        std::vector<limit_row const*> of_unit, of_statistic, deciding;
        for (auto const& r : all.limits)
            if (r.decides && same_dimension(r, u)) of_unit.push_back(&r);
        for (auto const* r : of_unit)
            if (r->statistic == rules.statistics[u.statistic].json) of_statistic.push_back(r);
        for (auto const* r : of_statistic)
            if (same_reference(*r, u)) deciding.push_back(r);
        auto const& shown = !deciding.empty() ? deciding : !of_statistic.empty() ? of_statistic : of_unit;
        for (auto const* r : shown) a.ours.push_back(*r);
        for (auto const& k : all.unknown)
            if (std::any_of(shown.begin(), shown.end(), [&](auto const* r) {
                    return std::find(k.would_decide.begin(), k.would_decide.end(), r->provision.id) != k.would_decide.end();
                }))
                a.unknown.push_back(k.attribute);
        if (of_unit.empty()) {
            a.result = audit_result::no_limit;
        } else if (of_statistic.empty()) {
            a.result = audit_result::wrong_statistic;
        } else if (deciding.empty()) {
            a.result = audit_result::wrong_reference;
        } else if (!a.unknown.empty()) {
            a.result = audit_result::undetermined;
        } else if (std::any_of(deciding.begin(), deciding.end(), [](auto const* r) { return r->condition.has_value(); })) {
            // One number for several cases: right only if it is that of all of them.
            bool const all_equal = std::all_of(deciding.begin(), deciding.end(), [&](auto const* r) { return equals(*r, u); });
            a.result = all_equal ? audit_result::equal : audit_result::depends;
        } else {
            // One state each: the tightest comparable one.
            a.result = compared(*deciding.front(), u);
        }
        bool const is_ours = std::any_of(deciding.begin(), deciding.end(), [&](auto const* r) { return equals(*r, u); });
        if (!is_ours) find_origin(a, u, all);
    }

    void add(audited_limit a) {
        ++out.counts[static_cast<std::size_t>(a.result)];
        out.rows.push_back(std::move(a));
    }

    void take(configured_limit const& c) {
        audited_limit a;
        a.configured = c;
        if (auto const u = understand(c, a.text)) {
            a.factor_name = rules.factors[u->factor].name;
            a.statistic_name = rules.statistics[u->statistic].name;
            given[{u->outlet, u->factor}].insert(u->statistic);
            judge(a, *u);
        } else {
            a.result = audit_result::unreadable;
        }
        add(std::move(a));
    }

    void add_missing(std::uint32_t outlet, std::uint16_t factor, std::set<std::uint16_t> const& has) {
        auto const& o = b.known->outlets[outlet];
        std::map<std::string, audited_limit> by_statistic;
        for (auto const& r : limits(outlet, factor).limits) {
            auto const statistic = rules.find_statistic(r.statistic);
            bool const configurable =
                r.quantity != "mass" && r.quantity != "volume" && r.quantity != "rate" && r.quantity != "removal";
            if (!r.decides || !configurable || (statistic && has.contains(*statistic))) continue;
            auto& a = by_statistic[r.statistic];
            a.configured = {0, b.known->sites[o.facility].id, o.id, r.factor, r.statistic, "", "", r.limit.unit, "", ""};
            a.factor_name = r.factor_name;
            a.statistic_name = r.statistic_name;
            a.result = audit_result::missing;
            a.ours.push_back(r);
        }
        for (auto& [statistic, a] : by_statistic) add(std::move(a));
    }

    limits_audit audit(std::vector<configured_limit> const& list) {
        out.at = at;
        for (auto const& l : rules.limits) by_id.emplace(l.id, &l);
        for (auto const& c : list) take(c);
        std::set<std::uint32_t> outlets;
        for (auto const& [of, statistics] : given) outlets.insert(of.first);
        for (auto const outlet : outlets)
            for (auto const factor : facts::monitored_factors(b.known->outlets[outlet], rules))
                given.try_emplace({outlet, factor});
        for (auto const& [of, statistics] : given) add_missing(of.first, of.second, statistics);
        return std::move(out);
    }
};

} // namespace

limits_audit audit_limits(eval::bound const& b, std::vector<configured_limit> const& list, base::date at) {
    return auditor{b, at}.audit(list);
}

} // namespace huanchi::review

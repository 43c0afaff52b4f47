#include "review/examination.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace huanchi::review {

namespace {

// What a limit in a permit can be on. Totals follow from these, removal and volumes are conditions of the standard itself.
bool is_permitted(std::string const& quantity) {
    return quantity != "mass" && quantity != "volume" && quantity != "removal" && quantity != "count" && quantity != "duration";
}

std::string condition_text(limit_row const& r) {
    std::string out;
    for (auto const& [name, value] : r.limit.reference) out += "，基准 " + name + " = " + value;
    if (r.condition) out += "，" + *r.condition;
    return out;
}

struct limit_holder {
    examination& e;

    bool same_dimension(facts::permit_limit const& l, limit_row const& r) const {
        return e.rules.units[l.unit].dimension == e.rules.units[e.law(r).unit].dimension;
    }
    relation stands(facts::permit_limit const& l, limit_row const& r) const {
        return stands_to(e.law(r), e.coherent(l.min, l.unit), e.coherent(l.max, l.unit));
    }
    static bool holds(relation r) { return r == relation::equal || r == relation::tighter; }

    std::vector<facts::permit_limit const*> requested(std::string const& outlet, limit_row const& r) const {
        std::vector<facts::permit_limit const*> found;
        for (auto const& l : e.a.limits)
            if (l.outlet == outlet && e.rules.factors[l.factor].code == r.factor && same_dimension(l, r) &&
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
            asked.begin(), asked.end(), [&](auto const* l) { return e.rules.statistics[l->statistic].json == r.statistic; });
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
            auto& i = asked.empty() && !from ? e.add(opinion::correct, outlet, r, "补充 " + name + "许可限值 " + right + source,
                                                     "add for " + name_en + " the limit " + right + " " + source)
                                             : e.add(opinion::correct, outlet, r,
                                                     (from ? "自 " + from->text() + " 起，" : "") + name + "应执行 " + right +
                                                         source + "，许可证没有载明",
                                                     (from ? "from " + from->text() + ", " : "") + name_en + " must keep " +
                                                         right + " " + source + ", which the permit does not say");
            i.from = from;
            return;
        }
        auto const& l = **of_statistic;
        if (holds(stands(l, r))) {
            if (!from)
                e.add(opinion::accept, outlet, r, name + " " + e.requested_text(l) + "，不宽于 " + right + source,
                      name_en + " " + e.requested_text(l) + ", not looser than " + right + " " + source);
            return;
        }
        auto& i = from ? e.add(opinion::correct, outlet, r,
                               name + " " + e.requested_text(l) + "，自 " + from->text() + " 起应为 " + right + source,
                               name_en + " " + e.requested_text(l) + ": from " + from->text() + " " + right + " " + source)
                       : e.add(opinion::correct, outlet, r, name + "由 " + e.requested_text(l) + " 改为 " + right + source,
                               name_en + ": instead of " + e.requested_text(l) + " write " + right + " " + source);
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
        for (std::uint32_t o = 0; o < e.a.site.outlets.size(); ++o) {
            auto const& outlet = e.a.site.outlets[o];
            auto const t = limits_over(e.bound, o, *e.a.valid.from, *e.a.valid.before + -1, std::nullopt);
            std::set<std::string> with_law;
            for (auto const& f : t.factors) {
                with_law.insert(f.factor);
                if (!is_permitted(f.quantity)) continue;
                for (auto const& s : f.spans)
                    for (auto const& r : s.limits)
                        if (r.decides)
                            hold(outlet.id, t, r,
                                 s.from == *e.a.valid.from ? std::optional<base::date>() : std::optional(s.from));
            }
            for (auto const& l : e.a.limits) {
                if (l.outlet != outlet.id || with_law.contains(e.rules.factors[l.factor].code)) continue;
                auto const name = outlet.id + " " + e.rules.factors[l.factor].name;
                auto& i =
                    e.add(opinion::note, "limit", name + " " + e.requested_text(l) + "：没有查到控制它的标准，请说明依据",
                          name + " " + e.requested_text(l) + ": no standard found that controls it; say on what it rests");
                i.outlet_id = outlet.id;
                i.factor = e.rules.factors[l.factor].code;
                i.factor_name = e.rules.factors[l.factor].name;
                i.statistic = e.rules.statistics[l.statistic].json;
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
            auto const field = e.rules.find_field(model::outlet_record, key.second);
            auto const zh = field ? e.rules.records[model::outlet_record].fields[*field].name : key.second;
            auto& i = e.add(opinion::supply, "limit", "补充 " + key.first + " 的“" + zh + "”：它决定是否适用 " + which,
                            "supply `" + key.second + "` of " + key.first + ": it decides whether these apply: " + which);
            i.outlet_id = key.first;
            i.needs = {key.second};
        }
    }
};

} // namespace

void hold_limits(examination& e) {
    limit_holder{e}.limits();
}

} // namespace huanchi::review

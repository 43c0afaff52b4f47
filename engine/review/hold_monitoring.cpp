#include "review/amounts.hpp"
#include "review/examination.hpp"

#include <algorithm>
#include <set>

namespace huanchi::review {

namespace {

struct monitoring_holder {
    examination& e;

    void monitoring() {
        if (!e.a.has_monitoring) return;
        std::set<std::pair<std::string, std::uint16_t>> planned;
        for (auto const& m : e.a.monitoring) {
            auto const o =
                std::find_if(e.a.site.outlets.begin(), e.a.site.outlets.end(), [&](auto const& x) { return x.id == m.outlet; });
            auto const factor = o == e.a.site.outlets.end() ? std::nullopt : e.rules.find_factor(m.factor, o->medium);
            if (!factor) {
                e.add(opinion::correct, "monitoring",
                      "自行监测方案的 " + m.outlet + " " + m.factor + "：没有这个排放口或者因子",
                      "monitoring plan, " + m.outlet + " " + m.factor + ": no such outlet or factor");
                continue;
            }
            planned.emplace(m.outlet, *factor);
            if (!m.detection_limit.empty()) detection(m, *factor);
        }
        std::set<std::pair<std::string, std::uint16_t>> asked;
        for (auto const& l : e.a.limits)
            if (!planned.contains({l.outlet, l.factor}) && asked.emplace(l.outlet, l.factor).second) {
                auto& i =
                    e.add(opinion::correct, "monitoring", "自行监测方案补充 " + l.outlet + " " + e.rules.factors[l.factor].name,
                          "add " + l.outlet + " " + e.rules.factors[l.factor].code + " to the monitoring plan");
                i.outlet_id = l.outlet;
                i.factor = e.rules.factors[l.factor].code;
                i.factor_name = e.rules.factors[l.factor].name;
            }
    }

    void detection(monitoring_line const& m, std::uint16_t factor) {
        auto const dl = read_amount(m.detection_limit, e.rules);
        for (auto const& l : e.a.limits) {
            if (l.outlet != m.outlet || l.factor != factor || !l.max) continue;
            auto const method = m.method.empty() ? "" : m.method + " ";
            if (!dl || !(dl->dimension == e.rules.units[l.unit].dimension)) {
                e.add(opinion::correct, "monitoring", m.outlet + " " + m.factor + "：“" + m.detection_limit + "”不能与限值比较",
                      m.outlet + " " + m.factor + ": `" + m.detection_limit + "` cannot be held against the limit");
                return;
            }
            if (dl->coherent <= *e.coherent(l.max, l.unit)) continue;
            auto& i = e.add(opinion::correct, "monitoring",
                            m.outlet + " " + m.factor + " 改用检出限不高于 " + e.requested_text(l) + " 的监测方法（" + method +
                                m.detection_limit + " 高于限值，未检出不能证明达标）",
                            m.outlet + " " + m.factor + ": choose a method that detects " + e.requested_text(l) + " (" +
                                method + m.detection_limit + " lies above the limit)");
            i.outlet_id = m.outlet;
            i.factor = e.rules.factors[factor].code;
            i.factor_name = e.rules.factors[factor].name;
            return;
        }
    }
};

} // namespace

void hold_monitoring(examination& e) {
    monitoring_holder{e}.monitoring();
}

} // namespace huanchi::review

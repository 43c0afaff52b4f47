#include "facts/amount.hpp"
#include "review/amounts.hpp"
#include "review/examination.hpp"

namespace huanchi::review {

namespace {

struct total_holder {
    examination& e;

    void totals() {
        for (auto const& t : e.a.totals) {
            auto const name = (t.outlet.empty() ? "" : t.outlet + " ") + t.factor;
            auto const asked = read_amount(t.max, e.rules);
            auto const unreadable = [&](std::string const& what) {
                e.add(opinion::correct, "total", name + "：“" + what + "”读不出数量和单位",
                      name + ": `" + what + "` is no amount with a unit");
            };
            if (!asked) {
                unreadable(t.max);
                continue;
            }
            std::size_t const before = e.out.items.size();
            if (!t.allowance.empty()) {
                auto const left = read_amount(t.allowance, e.rules);
                if (!left || !(left->dimension == asked->dimension))
                    unreadable(t.allowance);
                else if (asked->coherent > left->coherent)
                    e.add(opinion::correct, "total",
                          name + "年许可排放量由 " + t.max + " 改为不超过 " + t.allowance + "（重点污染物排放总量控制要求）",
                          name + ": the total of " + t.max + " exceeds what the region leaves, " + t.allowance);
            }
            worked_out(t, name, *asked);
            if (e.out.items.size() == before)
                e.add(opinion::accept, "total",
                      name + "年许可排放量 " + t.max + "，不大于按浓度、基准水（气）量和产能计算的数量",
                      name + ": the total of " + t.max + " follows from concentration, volume and capacity");
        }
    }

    void worked_out(requested_total const& t, std::string const& name, amount const& asked) {
        if (t.concentration.empty() || t.capacity.empty()) {
            e.add(opinion::supply, "total",
                  name + "年许可排放量 " + t.max + "：补充计算用的浓度、单位产品基准排水（气）量和产能",
                  name + ": supply the concentration, the volume a unit of product and the capacity from which " + t.max +
                      " follows");
            return;
        }
        // Where the capacity is the volume itself there is none a unit of product.
        auto const c = read_amount(t.concentration, e.rules), q = read_amount(t.capacity, e.rules),
                   v = t.volume.empty() ? std::optional(amount{1, {}}) : read_amount(t.volume, e.rules);
        auto const product = t.concentration + (t.volume.empty() ? "" : " × " + t.volume) + " × " + t.capacity;
        for (auto const& [what, written] : {std::pair(&c, &t.concentration), {&v, &t.volume}, {&q, &t.capacity}})
            if (!*what)
                e.add(opinion::correct, "total", name + "：“" + *written + "”读不出数量和单位",
                      name + ": `" + *written + "` is no amount with a unit");
        if (!c || !v || !q) return;
        if (!(c->dimension * v->dimension * q->dimension == asked.dimension)) {
            e.add(opinion::correct, "total", name + "：" + product + " 的单位不是排放量",
                  name + ": the units of " + product + " give no mass");
            return;
        }
        auto const computed = c->coherent * v->coherent * q->coherent;
        if (asked.coherent > computed) {
            auto const unit = e.rules.units.find(facts::read_amount(t.max)->unit);
            auto const shown = base::printed(computed / e.rules.units[*unit].factor).value + " " + e.rules.units[*unit].symbol;
            e.add(opinion::correct, "total", name + "年许可排放量由 " + t.max + " 改为不大于 " + shown + "（" + product + "）",
                  name + ": instead of " + t.max + " not more than " + shown + " (" + product + ")");
        }
        concentration_of(t, name, *c);
    }

    // A total must not rest on a concentration that the law does not allow.
    void concentration_of(requested_total const& t, std::string const& name, amount const& c) {
        for (std::uint32_t o = 0; o < e.a.site.outlets.size(); ++o) {
            auto const& outlet = e.a.site.outlets[o];
            auto const factor = e.rules.find_factor(t.factor, outlet.medium);
            if ((!t.outlet.empty() && outlet.id != t.outlet) || !factor) continue;
            auto const on = limits_on(e.bound, o, *e.a.valid.from, {*factor});
            for (auto const& r : on.limits) {
                auto const& q = e.law(r);
                if (!r.decides || r.condition || !q.max || !(e.rules.units[q.unit].dimension == c.dimension)) continue;
                if (c.coherent <= q.coherent_max) continue;
                auto& i = e.add(opinion::correct, "total",
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
};

} // namespace

void hold_totals(examination& e) {
    total_holder{e}.totals();
}

} // namespace huanchi::review

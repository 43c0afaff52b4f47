#include "review/examination.hpp"

namespace huanchi::review {

namespace {

std::string bound_text(findings::limit_value const& l, bool min_strict, bool max_strict) {
    if (l.prohibited) return "禁止排放";
    if (l.not_detected) return "不得检出";
    auto const unit = l.unit.empty() ? "" : " " + l.unit;
    if (l.min && l.max) return *l.min + "–" + *l.max + unit;
    if (l.max) return (max_strict ? "<" : "") + *l.max + unit;
    return (min_strict ? ">" : "≥") + l.min.value_or("") + unit;
}

} // namespace

std::string bound_text(limit_row const& r) {
    return bound_text(r.limit, r.min_strict, r.max_strict);
}
std::string cited(findings::provision const& p) {
    return "（" + p.standard + " " + p.clause + "）";
}

reviewed_item& examination::add(opinion says, std::string about, std::string zh, std::string en) {
    reviewed_item i;
    i.about = std::move(about);
    i.says = says;
    i.text_zh = std::move(zh);
    i.text_en = std::move(en);
    out.items.push_back(std::move(i));
    return out.items.back();
}
reviewed_item& examination::add(opinion says, std::string const& outlet, limit_row const& r, std::string zh, std::string en) {
    auto& i = add(says, "limit", std::move(zh), std::move(en));
    i.outlet_id = outlet;
    i.factor = r.factor;
    i.factor_name = r.factor_name;
    i.statistic = r.statistic;
    i.provisions = {r.provision};
    return i;
}

std::optional<base::rational> examination::coherent(std::optional<base::decimal> const& x, base::unit_id unit) const {
    return x ? std::optional(base::rational(*x) * rules.units[unit].factor) : std::nullopt;
}

std::string examination::requested_text(facts::permit_limit const& l) const {
    findings::limit_value v;
    if (l.min) v.min = l.min->text();
    if (l.max) v.max = l.max->text();
    v.unit = rules.units[l.unit].symbol;
    return bound_text(v, false, false);
}

} // namespace huanchi::review

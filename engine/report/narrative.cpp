#include "report/narrative.hpp"

#include "base/decimal.hpp"
#include "base/rational.hpp"
#include "report/explain_document.hpp"
#include "report/words.hpp"

#include <algorithm>

namespace huanchi::report {

namespace {

std::string day_zh(base::date d) {
    return std::to_string(d.year()) + "年" + std::to_string(d.month()) + "月" + std::to_string(d.day()) + "日";
}

// 8时, 8时30分
std::string clock_zh(std::int64_t ms_of_day) {
    auto const minutes = ms_of_day / 60000;
    return std::to_string(minutes / 60) + "时" + (minutes % 60 ? std::to_string(minutes % 60) + "分" : "");
}

std::string period_zh(base::period const& p) {
    auto const from = p.from.date();
    if (p.from == p.to) return day_zh(from) + (p.from.ms_of_day() ? clock_zh(p.from.ms_of_day()) : "");
    auto const last = base::moment{p.to.ms - 1}.date();
    if (p.from.ms_of_day() == 0 && p.to.ms_of_day() == 0)
        return last == from ? day_zh(from) : day_zh(from) + "至" + day_zh(last);
    auto const to = last == from ? clock_zh(p.to.date() == from ? p.to.ms_of_day() : 86400000)
                                 : day_zh(p.to.date()) + clock_zh(p.to.ms_of_day());
    return day_zh(from) + clock_zh(p.from.ms_of_day()) + "至" + to;
}

// 小时均值 → 小时, 日均值 → 日均
std::string mean_zh(std::string name) {
    constexpr std::string_view mean = "均值";
    if (!name.ends_with(mean)) return name;
    auto const length = std::string_view("小时").size();
    name.resize(name.size() - (name.size() - mean.size() >= length ? mean.size() : mean.size() / 2));
    return name;
}

// Two decimals, or one more than the limit has; a value that needs no more stays as it is.
std::string rounded(tickets::evidence const& e) {
    auto const value = base::decimal::parse(e.measured);
    auto const bound = base::decimal::parse(e.limit_max.empty() ? e.limit_min : e.limit_max);
    auto const places = std::max(2, bound ? bound->scale + 1 : 0);
    if (!value || value->scale <= places) return e.measured;
    return base::rational(*value).fixed_text(places);
}

std::string with_unit_zh(std::string const& number, std::string const& unit) {
    return unit.empty() ? number : number + " " + unit;
}

std::string rule_zh(tickets::evidence const& e) {
    return e.provision.standard + e.provision.clause;
}

// 超过…规定的50 mg/m³
std::string against_zh(tickets::evidence const& e) {
    auto const of = rule_zh(e) + "规定的";
    if (e.not_detected) return "不符合" + of + "不得检出";
    if (e.prohibited) return "不符合" + of + "禁止排放";
    if (!e.limit_min.empty() && !e.limit_max.empty())
        return "超出" + of + with_unit_zh(e.limit_min + "～" + e.limit_max, e.limit_unit);
    if (!e.limit_max.empty()) return "超过" + of + with_unit_zh(e.limit_max, e.limit_unit);
    if (!e.limit_min.empty()) return "低于" + of + with_unit_zh(e.limit_min, e.limit_unit);
    return "违反" + rule_zh(e);
}

std::string subject_zh(tickets::ticket const& t) {
    return "你单位" + (t.series.outlet_id.empty() ? std::string() : t.series.outlet_id + "排放口") + t.factor_name;
}

} // namespace

std::string narrative_zh(tickets::ticket const& t, tickets::evidence const& e) {
    auto text = period_zh(e.period) + "，" + subject_zh(t);
    if (!e.measured.empty() && (!e.limit_max.empty() || !e.limit_min.empty() || e.not_detected || e.prohibited))
        text += mean_zh(e.statistic_name) + (e.reference.empty() ? "" : "折算") +
                std::string(word(topic::quantity, t.series.quantity, language::zh)) + with_unit_zh(rounded(e), e.unit);
    text += "，" + against_zh(e);
    if (!e.exceedance.empty()) text += "，超标" + e.exceedance + "倍";
    return text;
}

std::string narrative_zh(tickets::ticket const& t) {
    auto const* e = tickets::worst(t);
    if (!e) return {};
    auto const n = tickets::violations(t);
    if (n == 1) return narrative_zh(t, *e) + "。";
    auto const days = t.first_day == t.last_day ? day_zh(t.first_day) : day_zh(t.first_day) + "至" + day_zh(t.last_day);
    return days + "，" + subject_zh(t) + "共有" + std::to_string(n) + "个监测结果不符合规定，最甚的为：" + narrative_zh(t, *e) +
           "。";
}

} // namespace huanchi::report

#include "review/platform_words.hpp"

#include "facts/nearest_name.hpp"

#include <map>

namespace huanchi::review {

namespace {

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

} // namespace

std::optional<platform_subject> subject_of(eval::bound const& b, platform_words const& w, std::string& wrong) {
    auto const& rules = *b.rules;
    platform_subject s;
    s.outlet = b.known->find_outlet(w.enterprise_id, w.outlet_id);
    if (s.outlet == facts::no_outlet) return wrong = "no outlet " + w.enterprise_id + "/" + w.outlet_id, std::nullopt;
    auto const factor = rules.find_factor(w.factor, b.known->outlets[s.outlet].medium);
    if (!factor) return wrong = facts::unknown_factor(rules, w.factor), std::nullopt;
    auto const statistic = statistic_of_word(w.statistic, rules);
    if (!statistic) return wrong = facts::unknown_statistic(rules, w.statistic), std::nullopt;
    auto const unit = w.unit.empty() ? std::optional(rules.factors[*factor].unit) : rules.units.find(w.unit);
    if (!unit) return wrong = facts::unknown_unit(rules, w.unit), std::nullopt;
    s.factor = *factor;
    s.statistic = *statistic;
    s.unit = *unit;
    return s;
}

} // namespace huanchi::review

// Findings, days and laws made by hand for the tests of tickets and of their store.
#pragma once

#include "findings/check.hpp"
#include "model/rulebook.hpp"
#include "tickets/advance.hpp"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::made {

inline base::date day(char const* text) {
    return base::date::parse(text).value();
}

inline model::expression_ptr medium_is(char const* medium, model::operation op = model::operation::eq) {
    auto const node = [](auto n, model::kind k) {
        return std::make_shared<model::expression const>(model::expression{n, {k, {}}, {}});
    };
    auto const field = node(model::field_use{{model::outlet_record, 0}}, model::kind::text);
    auto const word = node(model::literal{std::string(medium), medium}, model::kind::text);
    return node(model::operation_use{op, {field, word}}, model::kind::boolean);
}

// The laws on exceeding a discharge standard, as the contract's example and the code of 2026 have them.
inline model::rulebook laws() {
    model::rulebook rules;
    rules.digest = "sha256:0";
    rules.records.resize(3);
    model::field medium;
    medium.name = "介质";
    medium.json = "medium";
    rules.records[model::outlet_record].fields.push_back(medium);
    auto const add = [&](char const* type, char const* law, char const* duty, char const* penalty, char const* min,
                         base::span_of_dates effective, model::expression_ptr where) {
        rules.consequences.push_back(
            {type, "", effective, where, law, duty, penalty, {}, {{"责令改正", "", false}}, model::confidence::high, {}});
        rules.consequences.back().fines.push_back({min, "1000000", "元", "", "", "", "", "", false});
    };
    auto const code = day("2026-08-15");
    add("exceed_discharge_standard", "水污染防治法", "第十条", "第八十三条第二项", "100000", {day("2018-01-01"), code},
        medium_is("water"));
    add("exceed_discharge_standard", "大气污染防治法", "第十八条", "第九十九条第二项", "100000", {day("2016-01-01"), code},
        medium_is("air"));
    add("exceed_discharge_standard", "生态环境法典", "第一百五十一条", "第一千一百零七条", "100000", {code, {}},
        medium_is("noise", model::operation::ne));
    add("exceed_permit_concentration", "排污许可管理条例", "第十七条第二款", "第三十四条第一项", "200000",
        {day("2021-03-01"), code}, medium_is("noise", model::operation::ne));
    return rules;
}

inline findings::provision standard() {
    return {"GB18918.表1.w01018", "GB 18918-2002", "表1", "national", "high"};
}

// A daily mean of chemical oxygen demand over 50 mg/L at DW001, from automatic monitoring.
inline findings::finding daily(char const* on, char const* value = "80", eval::verdict v = eval::verdict::violation) {
    findings::finding f;
    auto const d = day(on);
    f.id = std::string("f-") + on;
    f.verdict = v;
    f.enterprise_id = "site-a";
    f.enterprise_name = "某污水处理有限公司";
    f.outlet_id = "DW001";
    f.factor = "w01018";
    f.factor_name = "化学需氧量";
    f.quantity = "concentration";
    f.statistic = "daily_mean";
    f.statistic_name = "日均值";
    f.period = {base::moment::at(d), base::moment::at(d + 1)};
    f.source = "auto";
    f.measured = findings::measured_value{value, {}, "mg/L", {}, {}};
    f.limit = findings::limit_value{{}, "50", false, false, "mg/L", {}};
    auto const number = base::rational(base::decimal::parse(value).value());
    if (v == eval::verdict::violation) {
        f.excess = (number - base::rational(50)) / base::rational(50);
        f.exceedance = f.excess.rounded(base::rational(1, 100)).fixed_text(2);
        f.violation_types = {"exceed_discharge_standard"};
    }
    f.provision = standard();
    f.standing = "lead";
    f.medium = "water";
    return f;
}

inline findings::finding hourly(char const* on, int hour, char const* value = "80",
                                eval::verdict v = eval::verdict::violation) {
    auto f = daily(on, value, v);
    f.id += "T" + std::to_string(hour);
    f.statistic = "hourly_mean";
    f.period = {base::moment::at(day(on), hour), base::moment::at(day(on), hour + 1)};
    return f;
}

inline findings::finding sample(char const* on, char const* source, char const* sample_id, int hour = 10) {
    auto f = daily(on);
    f.id += std::string(source) + sample_id + std::to_string(hour);
    f.statistic = "instantaneous";
    f.source = source;
    f.sample_id = sample_id;
    f.period = {base::moment::at(day(on), hour), base::moment::at(day(on), hour)};
    return f;
}

inline findings::finding monthly(char const* first, char const* next) {
    auto f = daily(first);
    f.id = std::string("f-month-") + first;
    f.statistic = "monthly_mean";
    f.period = {base::moment::at(day(first)), base::moment::at(day(next))};
    return f;
}

// What a run says: findings, and days judged (a violation of a finding's day is understood).
struct batch {
    std::vector<findings::finding> findings;
    std::vector<tickets::news::judged_day> days;
};

inline tickets::advanced bring(tickets::series_state& series, batch const& b, tickets::episode_rules const& rules = {}) {
    static std::vector<std::string> const files = {"d.csv"};
    static auto const rulebook = laws();
    tickets::legal_bases law(rulebook);
    series.medium = "water";
    series.key = {"site-a", "DW001", "w01018", "concentration"};
    tickets::news n;
    n.files = &files;
    for (auto const& f : b.findings) n.findings.push_back(&f);
    n.days = b.days;
    for (auto const& f : b.findings)
        if (f.verdict == eval::verdict::violation && f.period.to.ms - f.period.from.ms <= 86400000 &&
            std::none_of(n.days.begin(), n.days.end(), [&](auto const& d) { return d.day == f.period.from.date(); }))
            n.days.push_back({f.period.from.date(), eval::day_state::violation, false});
    return tickets::advance(series, n, law, rules);
}

inline tickets::news::judged_day compliant(char const* on) {
    return {day(on), eval::day_state::compliant, false};
}
inline tickets::news::judged_day undecided(char const* on) {
    return {day(on), eval::day_state::undecided, false};
}

inline void add(std::string& all, std::string_view between, std::initializer_list<std::string_view> parts) {
    if (!all.empty()) all += between;
    for (auto const part : parts) all += part;
}

// "2025-04-01..2025-04-02 open", a ticket each, joined by "; ".
inline std::string episodes(tickets::series_state const& series) {
    std::string all;
    for (auto const& t : series.tickets) add(all, "; ", {t.first_day.text(), "..", t.last_day.text(), " ", text(t.state)});
    return all;
}

inline std::string actions(tickets::advanced const& a) {
    std::string all;
    for (auto const& x : a.actions) add(all, " ", {text(x.action)});
    return all;
}

} // namespace huanchi::made

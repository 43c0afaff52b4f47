// Results made by hand, with the values of the contract's examples.
#pragma once

#include "findings/check.hpp"
#include "tickets/ticket.hpp"

#include <memory>
#include <string>

namespace made {

using namespace huanchi;

inline base::moment at(std::string_view text) {
    return *base::moment::parse(text);
}
inline base::period hour(std::string_view day, int from, int hours = 1) {
    auto const date = *base::date::parse(day);
    return {base::moment::at(date, from), base::moment::at(date, from + hours)};
}
inline base::period day(std::string_view text, int days = 1) {
    auto const date = *base::date::parse(text);
    return {base::moment::at(date), base::moment::at(date + days)};
}

inline findings::provision table_2() {
    return {"GB13271.表2/二氧化硫/燃气", "GB 13271-2014", "表2", "national", "high"};
}
inline findings::provision of_permit() {
    return {"permit:1/2/DA001/a21026/hourly_mean", "排污许可证 1", "版本 2", "permit", "high"};
}

// Sulphur dioxide of the contract: 175/3 mg/m³ against 50.
inline findings::finding sulphur_dioxide() {
    findings::finding f;
    f.id = "f-0123456789abcdef";
    f.verdict = eval::verdict::violation;
    f.enterprise_id = "S-1";
    f.enterprise_name = "某供热有限公司";
    f.outlet_id = "DA001";
    f.factor = "a21026";
    f.factor_name = "二氧化硫";
    f.quantity = "concentration";
    f.statistic = "hourly_mean";
    f.statistic_name = "小时均值";
    f.period = hour("2026-05-01", 8);
    f.source = "auto";
    f.measured = findings::measured_value{"58.333333", "175/3", "mg/m³", {}, {}};
    f.limit = findings::limit_value{{}, "50", false, false, "mg/m³", {{"oxygen", "3.5 %"}}};
    f.exceedance = "0.17";
    f.ratio = "1.166667";
    f.excess = base::rational(1, 6);
    f.provision = table_2();
    f.also_breached = {of_permit()};
    f.violation_types = {"exceed_discharge_standard"};
    f.standing = "supporting";
    f.lacks = {"自动监测数据的最终审核"};
    return f;
}

inline findings::finding sulphur_dioxide(int from, std::string value, std::string exceedance, base::rational excess,
                                         std::string id) {
    auto f = sulphur_dioxide();
    f.id = std::move(id);
    f.period = hour("2026-05-01", from);
    f.measured = findings::measured_value{std::move(value), {}, "mg/m³", {}, {}};
    f.exceedance = std::move(exceedance);
    f.excess = excess;
    return f;
}

// Ammonia that passes one limit and fails the other, water temperature unknown.
inline findings::finding ammonia() {
    findings::finding f;
    f.id = "f-fedcba9876543210";
    f.verdict = eval::verdict::undetermined;
    f.enterprise_id = "S-2";
    f.enterprise_name = "某污水处理有限公司";
    f.outlet_id = "DW001";
    f.factor = "w21003";
    f.factor_name = "氨氮";
    f.quantity = "concentration";
    f.statistic = "daily_mean";
    f.statistic_name = "日均值";
    f.period = day("2026-05-02");
    f.source = "unknown";
    f.measured = findings::measured_value{"6", {}, "mg/L", {}, {}};
    f.limit = findings::limit_value{{}, "5", false, false, "mg/L", {}};
    f.provision = findings::provision{"GB18918.表1/氨氮/一级A/1", "GB 18918-2002", "表1", "national", "high"};
    f.candidates = {{"GB18918.表1/氨氮/一级A/2", "GB 18918-2002", "表1", "national", "high"}};
    f.standing = "lead";
    f.reason = findings::reason{"missing_datum",
                                "缺少判定所需的同期数据",
                                "a datum that the rule asks for is missing",
                                {{"temperature", "temperature > 12 ℃", ""}}};
    return f;
}

inline findings::finding river_section() {
    findings::finding f;
    f.id = "f-00000000000000aa";
    f.verdict = eval::verdict::violation;
    f.enterprise_id = "S0001";
    f.factor_name = "类";
    f.quantity = "grade";
    f.statistic = "instantaneous";
    f.statistic_name = "瞬时值";
    f.period = {at("2026-02-04"), at("2026-02-04")};
    f.source = "river_section";
    f.measured = findings::measured_value{"Ⅳ", {}, "", {}, {}};
    f.limit = findings::limit_value{{}, "Ⅲ", false, false, "", {}};
    f.provision = findings::provision{"GB3838.水质类别", "GB 3838-2002", "表1、5.1", "national", "high"};
    f.standing = "lead";
    auto t = std::make_shared<findings::trace>();
    t->delivered = true;
    t->because = {"总磷"};
    t->values = {{f.period, "0.21", "总磷 Ⅳ", {}, {}, "", {{0, 3}}}};
    f.trace = std::move(t);
    return f;
}

// The account of the contract's example.
inline findings::check_result result() {
    findings::check_result r;
    r.digest = "sha256:" + std::string(64, 'a');
    r.documents = 31;
    r.provisions = 842;
    r.read = 10;
    r.judged = 8;
    r.flagged_out = 1;
    r.rejected = 1;
    r.verdicts = {5, 2, 0, 1, 0, 0};
    r.undetermined_by_reason = {{"missing_datum", 1}};
    r.files = {"d.csv"};
    r.rejects = {{0, 7, "value", "bad_value", "'abc' is no number", "…"}};
    return r;
}

inline findings::warning warning() {
    return {"S-2",
            "DW001",
            "w01018",
            "化学需氧量",
            "hourly_mean",
            hour("2026-05-01", 8),
            "auto",
            {"63", {}, "mg/L", {}, {}},
            "50",
            "mg/L",
            {"GB18918.表1/化学需氧量/一级A", "GB 18918-2002", "表1", "national", "high"}};
}

// The ticket of the contract: COD 80 against 50 on two days.
inline tickets::evidence cod(std::string_view on, std::string id, std::string value, std::string exceedance,
                             std::string excess) {
    tickets::evidence e;
    e.finding = std::move(id);
    e.period = day(on);
    e.verdict = "violation";
    e.statistic = "daily_mean";
    e.statistic_name = "日均值";
    e.measured = std::move(value);
    e.unit = e.limit_unit = "mg/L";
    e.limit_max = "50";
    e.exceedance = std::move(exceedance);
    e.excess = std::move(excess);
    e.provision = {"GB18918.表1/化学需氧量/一级A", "GB 18918-2002", "表1", "national", "high"};
    e.violation_types = {"exceed_discharge_standard"};
    e.source = "auto";
    e.standing = "supporting";
    e.rows = {{"d.csv", 2}};
    return e;
}

inline tickets::ticket ticket() {
    tickets::ticket t;
    t.id = "t-0123456789abcdef";
    t.series = {"S-2", "DW001", "w01018", "concentration"};
    t.first_day = *base::date::parse("2025-04-01");
    t.last_day = *base::date::parse("2025-04-02");
    t.violation_types = {"exceed_discharge_standard"};
    t.bases = {{"水污染防治法", "第十条", "第八十三条第二项", "100000", "1000000", "元", {"责令改正"}, "high"}};
    t.findings = {cod("2025-04-01", "f-0000000000000001", "62", "0.24", "6/25"),
                  cod("2025-04-02", "f-0000000000000002", "80", "0.60", "3/5")};
    t.enterprise_name = "某污水处理有限公司";
    t.factor_name = "化学需氧量";
    t.files = {"d.csv"};
    t.history = {{1, t.id, 1, at("2025-04-03T09:00:00+08:00"), "huanchi", "open", {}, "{}", "", std::string(64, 'b')}};
    return t;
}

inline tickets::summary summary() {
    tickets::summary s;
    s.id = "t-0123456789abcdef";
    s.series = {"S-2", "DW001", "w01018", "concentration"};
    s.enterprise_name = "某污水处理有限公司";
    s.factor_name = "化学需氧量";
    s.penalty = "none";
    s.nature = "lead";
    s.first_day = *base::date::parse("2025-04-01");
    s.last_day = *base::date::parse("2025-04-02");
    s.violations = 2;
    s.violation_types = {"exceed_discharge_standard"};
    s.measured = "80";
    s.unit = "mg/L";
    s.limit_max = "50";
    s.exceedance = "0.60";
    return s;
}

} // namespace made

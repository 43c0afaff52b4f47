// A rulebook of a few factors, fields and marks, made by hand so that the tests of readers hang on no rule file.
#pragma once

#include "facts/facilities.hpp"
#include "facts/measurements.hpp"
#include "facts/row_formats.hpp"
#include "model/rulebook.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace small {

using namespace huanchi;

inline model::field field(std::string name, std::string json, model::field_type type, base::unit_id unit = base::no_unit,
                          std::vector<std::string> choices = {}) {
    model::field f;
    f.name = std::move(name);
    f.json = std::move(json);
    f.type = type;
    f.unit = unit;
    f.choices = std::move(choices);
    return f;
}

inline void add_record(model::rulebook& r, std::string name, std::vector<model::field> fields) {
    auto& index = r.field_index.emplace_back();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        index.emplace(fields[i].name, static_cast<std::uint16_t>(i));
        index.emplace(fields[i].json, static_cast<std::uint16_t>(i));
        for (auto const& s : fields[i].spellings) index.emplace(s, static_cast<std::uint16_t>(i));
    }
    model::record record;
    record.name = std::move(name);
    record.fields = std::move(fields);
    r.records.push_back(std::move(record));
}

inline std::uint16_t add_factor(model::rulebook& r, std::string code, std::string name, std::string medium,
                                std::string_view unit, std::string_view mass, std::vector<std::string> aliases = {}) {
    auto const id = static_cast<std::uint16_t>(r.factors.size());
    for (auto const& spelling : {code, name}) r.factor_index.emplace(spelling, id);
    for (auto const& alias : aliases) r.factor_index.emplace(alias, id);
    model::factor f;
    f.code = std::move(code);
    f.name = std::move(name);
    f.medium = std::move(medium);
    f.unit = *r.units.find(unit);
    f.mass_unit = *r.units.find(mass);
    f.aliases = std::move(aliases);
    r.factors.push_back(std::move(f));
    return id;
}

inline model::rulebook make_rules() {
    using base::rational;
    using model::field_type;
    model::rulebook r;
    base::dimension const concentration{{"mass", 1}, {"length", -3}}, mass{{"mass", 1}}, volume{{"length", 3}},
        time{{"time", 1}};
    base::dimension const flow{{"length", 3}, {"time", -1}}, rate{{"mass", 1}, {"time", -1}};
    r.units.add({"mg/L", concentration, rational(1, 1000)}, {"毫克/升"});
    r.units.add({"μg/L", concentration, rational(1, 1000000)}, {"ug/L"});
    r.units.add({"mg/m³", concentration, rational(1, 1000000)}, {"mg/m3"});
    r.units.add({"kg", mass, rational(1)}, {});
    r.units.add({"t", mass, rational(1000)}, {});
    r.units.add({"kg/h", rate, rational(1, 3600)}, {});
    r.units.add({"m³", volume, rational(1)}, {"m3"});
    r.units.add({"L", volume, rational(1, 1000)}, {});
    r.units.add({"h", time, rational(3600)}, {});
    r.units.add({"m³/h", flow, rational(1, 3600)}, {"m3/h"});
    r.units.add({"L/s", flow, rational(1, 1000)}, {});
    r.units.add({"%", {{"share", 1}}, rational(1, 100)}, {"％"});
    r.units.add({"℃", {{"temperature", 1}}, rational(1)}, {});
    r.units.add({"t/h", {{"steam", 1}}, rational(1)}, {});

    add_factor(r, "w01018", "化学需氧量", "water", "mg/L", "kg", {"COD"});
    add_factor(r, "w01001", "pH值", "water", "", "", {"pH"});
    add_factor(r, "a21026", "二氧化硫", "air", "mg/m³", "kg", {"SO2"});
    add_factor(r, "w20142", "汞", "water", "mg/L", "kg");
    add_factor(r, "a20058", "汞", "air", "mg/m³", "kg");

    add_record(r, "facility",
               {field("地区", "region", field_type::code),
                field("管理类别", "management", field_type::choice, 0, {"重点管理", "简化管理"})});
    add_record(
        r, "outlet",
        {field("介质", "medium", field_type::choice, 0, {"water", "air"}), field("类别", "kind", field_type::text),
         field("级别", "grade", field_type::choice, 0, {"一级A", "一级B"}), field("投产日期", "commissioned", field_type::date),
         field("单台出力", "capacity", field_type::quantity, *r.units.find("t/h")),
         field("重点地区", "key_region", field_type::yes_no), field("选择控制项目", "selected_items", field_type::text)});
    auto flow_field = field("累计流量", "flow", field_type::quantity, *r.units.find("m³"));
    flow_field.spellings = {"流量累计"};
    add_record(
        r, "measurement",
        {field("水温", "temperature", field_type::quantity, *r.units.find("℃")),
         field("氧", "o2", field_type::quantity, *r.units.find("%")), flow_field,
         field("折算", "corrected", field_type::number), field("样品类型", "sample_kind", field_type::text),
         field("数据来源", "source", field_type::choice, 0, {"auto", "enforcement", "self_manual", "commissioned", "platform"}),
         field("测点位置", "position", field_type::choice, 0, {"厂界", "室内"})});
    auto const section_value = [&](std::string name, std::string json, std::uint16_t factor) {
        auto f = field(std::move(name), std::move(json), field_type::quantity, r.factors[factor].unit);
        f.factor = factor;
        return f;
    };
    auto cod = section_value("化学需氧量", "cod", 0);
    cod.spellings = {"COD(mg/L)"};
    add_record(r, "section",
               {field("编号", "id", field_type::text), field("断面名称", "name", field_type::text), cod,
                section_value("pH", "ph", 1), field("日期", "date", field_type::date),
                field("企业", "enterprise_id", field_type::text)});

    for (auto const& [zh, json] :
         {std::pair{"日均值", "daily_mean"}, {"小时均值", "hourly_mean"}, {"年总量", "annual_total"}}) {
        auto const id = static_cast<std::uint16_t>(r.statistics.size());
        r.statistic_index.emplace(zh, id);
        r.statistic_index.emplace(json, id);
        model::statistic s;
        s.name = zh;
        s.json = json;
        r.statistics.push_back(std::move(s));
    }
    using model::treatment;
    r.marks.push_back(
        {"flag",
         "",
         {},
         {{"N", "正常", treatment::valid}, {"D", "故障", treatment::out}, {"T", "超上限", treatment::over_range}}});
    r.marks.push_back({"mark", "", {}, {{"N", "正常", treatment::valid}, {"M", "维护", treatment::out}}});
    r.marks.push_back({"condition", "", {}, {{"正常", "", treatment::valid}, {"停运", "", treatment::out}}});
    r.marks.push_back({"review", "", {}, {{"有效", "", treatment::valid}, {"无效", "", treatment::out}}});
    return r;
}

inline model::rulebook const& rules() {
    static model::rulebook const r = make_rules();
    return r;
}

// E1 with a water outlet DW001 and an air outlet DA001.
inline facts::facilities const& known() {
    static facts::facilities const f = *facts::read_facilities(
        R"([{"id": "E1", "outlets": [{"id": "DW001", "medium": "water"}, {"id": "DA001", "medium": "air"}]}])", "f.json",
        rules());
    return f;
}

// Everything that a reader gave, with the batches laid end to end.
struct outcome {
    facts::batch rows;
    std::vector<facts::rejected_row> rejected;
    facts::read_count count;
    std::string failure;

    std::vector<std::string> values() const {
        std::vector<std::string> out;
        for (auto const& v : rows.value) out.push_back(v.text());
        return out;
    }
    facts::extra const* extra(std::uint32_t row, std::string_view json) const {
        auto const id = rules().find_field(model::measurement_record, json);
        for (auto const& e : rows.extras)
            if (e.row == row && e.field == id) return &e;
        return nullptr;
    }
};

template <class T>
void append(std::vector<T>& to, std::vector<T> const& from) {
    to.insert(to.end(), from.begin(), from.end());
}

inline void append(facts::batch& to, facts::batch const& from) {
    auto const row = static_cast<std::uint32_t>(to.size());
    auto const text = static_cast<std::uint32_t>(to.texts.size());
    for (auto e : from.extras) {
        e.row += row;
        if (!e.is_number) e.text += text;
        to.extras.push_back(e);
    }
    append(to.outlet, from.outlet);
    append(to.factor, from.factor);
    append(to.interval, from.interval);
    append(to.time, from.time);
    append(to.period_end, from.period_end);
    append(to.value, from.value);
    append(to.unit, from.unit);
    append(to.below_detection, from.below_detection);
    append(to.usability, from.usability);
    append(to.flag, from.flag);
    append(to.source, from.source);
    append(to.received, from.received);
    append(to.line, from.line);
    append(to.texts, from.texts);
}

inline outcome read(std::string_view text, facts::reading_options const& options = {}, std::size_t chunk = 0) {
    outcome out;
    auto in = facts::input::over(text, chunk);
    auto const count = facts::read_measurements_from(
        in, 0, "d.csv", rules(), known(), options, [&](facts::batch const& b) { append(out.rows, b); },
        [&](facts::rejected_row r) { out.rejected.push_back(std::move(r)); });
    if (count)
        out.count = *count;
    else
        out.failure = count.error().what;
    return out;
}

// One row under a header that has every column the contract names, given as NDJSON so that only what matters is said.
inline outcome read_row(std::string const& further, facts::reading_options const& options = {}) {
    std::string line = R"({"enterprise_id": "E1", "outlet_id": "DW001")";
    for (auto const& [key, usual] :
         {std::pair{"time", "2026-05-01 08:00"}, {"factor", "w01018"}, {"value", "50"}, {"unit", "mg/L"}})
        if (further.find("\"" + std::string(key) + "\"") == std::string::npos)
            line += ", \"" + std::string(key) + "\": \"" + usual + "\"";
    return read(line + (further.empty() ? "" : ", ") + further + "}\n", options);
}

// Code of the one rejected row, "" if there is none.
inline std::string code_of(outcome const& o) {
    return o.rejected.empty() ? "" : o.rejected.front().code;
}

} // namespace small

#include "facts/columns.hpp"

#include <algorithm>
#include <utility>

namespace huanchi::facts {

namespace {

using words = std::pair<std::string_view, std::string_view>;

// Sorted by what they mean; `pollutant` is the other English name of the contract.
constexpr words role_words[] = {
    {"enterprise_id", "企业编号"},
    {"enterprise_id", "企业编码"},
    {"enterprise_id", "企业代码"},
    {"enterprise_id", "企业ID"},
    {"enterprise_id", "排污许可证编号"},
    {"enterprise_id", "许可证编号"},
    {"enterprise_id", "排污单位编号"},
    {"enterprise_id", "排污单位编码"},
    {"outlet_id", "排放口编号"},
    {"outlet_id", "排口编号"},
    {"outlet_id", "排放口编码"},
    {"outlet_id", "排口编码"},
    {"outlet_id", "监测点编号"},
    {"outlet_id", "监测点位编号"},
    {"outlet_id", "点位编号"},
    {"time", "监测时间"},
    {"time", "时间"},
    {"time", "数据时间"},
    {"time", "采样时间"},
    {"factor", "pollutant"},
    {"factor", "污染物"},
    {"factor", "因子"},
    {"factor", "监测因子"},
    {"factor", "监测项目"},
    {"factor", "污染因子"},
    {"factor", "污染物编码"},
    {"factor", "污染物代码"},
    {"factor", "因子编码"},
    {"factor", "污染物名称"},
    {"factor", "因子名称"},
    {"value", "监测值"},
    {"value", "浓度"},
    {"value", "数值"},
    {"value", "实测值"},
    {"value", "实测浓度"},
    {"value", "监测结果"},
    {"value", "监测浓度"},
    {"unit", "单位"},
    {"unit", "计量单位"},
    {"unit", "浓度单位"},
    {"unit", "监测单位"},
    {"interval", "时间间隔"},
    {"interval", "统计周期"},
    {"interval", "数据周期"},
    {"interval", "时段类型"},
    {"flag", "标记"},
    {"flag", "数据标记"},
    {"flag", "仪器标记"},
    {"flag", "监测仪器数据标记"},
    {"mark", "人工标记"},
    {"mark", "CEMS标记"},
    {"condition", "工况"},
    {"condition", "运行工况"},
    {"condition", "生产工况"},
    {"condition", "工况标记"},
    {"review", "审核"},
    {"review", "审核结果"},
    {"review", "审核状态"},
    {"review", "审核标记"},
    {"source", "来源"},
    {"source", "数据来源"},
    {"received", "接收时间"},
    {"received", "入库时间"},
    {"received", "上传时间"},
    {"period_end", "结束时间"},
    {"period_end", "截止时间"},
    {"dl", "检出限"},
    {"dl", "方法检出限"},
    {"flow_unit", "流量单位"},
};

// Names of fields that the rules declare, if they do.
constexpr words field_words[] = {
    {"o2", "氧含量"},
    {"o2", "含氧量"},
    {"o2", "O₂"},
    {"o2", "氧含量(%)"},
    {"o2", "含氧量(%)"},
    {"temperature", "温度"},
    {"temperature", "烟气温度"},
    {"temperature", "水温"},
    {"temperature", "烟温"},
    {"flow", "流量"},
    {"flow", "烟气流量"},
    {"flow", "废气流量"},
    {"flow", "废水流量"},
    {"flow", "污水流量"},
    {"corrected", "折算值"},
    {"corrected", "折算浓度"},
    {"sample_kind", "样品类型"},
    {"sample_kind", "样品类别"},
    {"sample_id", "样品编号"},
    {"report_no", "报告编号"},
    {"method", "监测方法"},
    {"method", "分析方法"},
    {"lab", "实验室"},
    {"lab", "检测机构"},
};

constexpr std::pair<std::string_view, model::interval> interval_words[] = {
    {"hour", model::interval::hour},
    {"day", model::interval::day},
    {"month", model::interval::month},
    {"year", model::interval::year},
    {"minute", model::interval::minute},
    {"5min", model::interval::five_minutes},
    {"instant", model::interval::instant},
    {"sample", model::interval::sample},
    {"小时", model::interval::hour},
    {"时", model::interval::hour},
    {"小时均值", model::interval::hour},
    {"小时数据", model::interval::hour},
    {"hourly", model::interval::hour},
    {"1h", model::interval::hour},
    {"日", model::interval::day},
    {"天", model::interval::day},
    {"日均值", model::interval::day},
    {"日数据", model::interval::day},
    {"daily", model::interval::day},
    {"月", model::interval::month},
    {"月均值", model::interval::month},
    {"月数据", model::interval::month},
    {"monthly", model::interval::month},
    {"quarter", model::interval::quarter},
    {"季", model::interval::quarter},
    {"季度", model::interval::quarter},
    {"季均值", model::interval::quarter},
    {"quarterly", model::interval::quarter},
    {"年", model::interval::year},
    {"年均值", model::interval::year},
    {"年数据", model::interval::year},
    {"annual", model::interval::year},
    {"分钟", model::interval::minute},
    {"1分钟", model::interval::minute},
    {"1min", model::interval::minute},
    {"5分钟", model::interval::five_minutes},
    {"五分钟", model::interval::five_minutes},
    {"瞬时", model::interval::instant},
    {"瞬时值", model::interval::instant},
    {"实时", model::interval::instant},
    {"采样", model::interval::sample},
    {"样品", model::interval::sample},
    {"手工采样", model::interval::sample},
};

constexpr std::pair<std::string_view, data_source> source_words[] = {
    {"auto", data_source::automatic},
    {"enforcement", data_source::enforcement},
    {"self_manual", data_source::self_manual},
    {"commissioned", data_source::commissioned},
    {"platform", data_source::platform},
    {"unknown", data_source::unknown},
    {"自动", data_source::automatic},
    {"自动监测", data_source::automatic},
    {"在线", data_source::automatic},
    {"在线监测", data_source::automatic},
    {"执法", data_source::enforcement},
    {"执法监测", data_source::enforcement},
    {"监督性监测", data_source::enforcement},
    {"自行", data_source::self_manual},
    {"自行监测", data_source::self_manual},
    {"手工", data_source::self_manual},
    {"手工监测", data_source::self_manual},
    {"自行手工", data_source::self_manual},
    {"自行手工监测", data_source::self_manual},
    {"委托", data_source::commissioned},
    {"委托监测", data_source::commissioned},
    {"委托检测", data_source::commissioned},
    {"平台", data_source::platform},
    {"未知", data_source::unknown},
};

template <class Pair, std::size_t N>
auto const* entry(Pair const (&table)[N], std::string_view word) {
    auto const found = std::find_if(std::begin(table), std::end(table), [&](auto const& e) { return e.first == word; });
    return found == std::end(table) ? nullptr : &found->second;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

role role_named(std::string_view name) {
    for (std::size_t i = 0; i < role_count; ++i)
        if (text(static_cast<role>(i)) == name) return static_cast<role>(i);
    return role::none;
}

std::string_view meaning_of(words const* begin, words const* end, std::string_view name) {
    auto const found = std::find_if(begin, end, [&](words const& w) { return lower(w.second) == name; });
    return found == end ? std::string_view{} : found->first;
}

} // namespace

std::string_view text(role r) {
    static constexpr std::string_view names[] = {"enterprise_id", "outlet_id",  "time", "factor",    "value",  "unit",
                                                 "interval",      "flag",       "mark", "condition", "review", "source",
                                                 "received",      "period_end", "dl",   "flow_unit", ""};
    return names[index(r)];
}

column_names::column_names(model::rulebook const& rules) : rules_(rules) {}

column_meaning column_names::find(std::string_view name) const {
    bool const has_fields = rules_.field_index.size() > model::measurement_record;
    auto const declared = [&](std::string_view spelling) -> std::optional<std::uint16_t> {
        if (!has_fields || spelling.empty()) return std::nullopt;
        return rules_.find_field(model::measurement_record, spelling);
    };
    std::string const folded = lower(name);
    column_meaning meaning{role_named(folded), declared(name)};
    if (!meaning.field) meaning.field = declared(folded);
    if (!meaning.ignored()) {
        // A rule's own word for what the engine knows under another name: 标记 declared as the field `mark`.
        if (meaning.role == role::none)
            meaning.role = role_named(rules_.records[model::measurement_record].fields[*meaning.field].json);
        return meaning;
    }
    if (auto const known = meaning_of(std::begin(role_words), std::end(role_words), folded); !known.empty())
        return {role_named(known), declared(known)};
    if (auto const known = meaning_of(std::begin(field_words), std::end(field_words), folded); !known.empty())
        return {role::none, declared(known)};
    return {};
}

std::optional<model::interval> interval_of(std::string_view word) {
    auto const* found = entry(interval_words, word);
    return found ? std::optional(*found) : std::nullopt;
}

std::optional<data_source> source_of(std::string_view word) {
    auto const* found = entry(source_words, word);
    return found ? std::optional(*found) : std::nullopt;
}

} // namespace huanchi::facts

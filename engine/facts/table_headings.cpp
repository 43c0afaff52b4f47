#include "facts/table_headings.hpp"

#include "base/utf8.hpp"
#include "facts/amount.hpp"
#include "facts/csv.hpp"
#include "facts/written_times.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace huanchi::facts {

namespace {

using named_as = std::pair<std::string_view, std::string_view>;

// Headers beyond those of columns.cpp, which a long table without a mapping may have too; in the form that folded() gives.
constexpr named_as header_words[] = {
    {"序号", "ignore"},
    {"编号", "attribute"},
    {"no.", "ignore"},
    {"日期", "date"},
    {"监测日期", "date"},
    {"采样日期", "date"},
    {"数据日期", "date"},
    {"小时", "clock"},
    {"时", "clock"},
    {"时段", "clock"},
    {"整点", "clock"},
    {"时刻", "clock"},
    {"企业名称", "enterprise_name"},
    {"排污单位名称", "enterprise_name"},
    {"排污单位", "enterprise_name"},
    {"单位名称", "enterprise_name"},
    {"公司名称", "enterprise_name"},
    {"企业", "enterprise_name"},
    {"排放口", "outlet_id"},
    {"排口", "outlet_id"},
    {"排放口名称", "outlet_id"},
    {"排口名称", "outlet_id"},
    {"监测点", "outlet_id"},
    {"监测点位", "outlet_id"},
    {"监测点名称", "outlet_id"},
    {"监控点", "outlet_id"},
    {"监控点名称", "outlet_id"},
    {"点位名称", "outlet_id"},
    {"采样点位", "outlet_id"},
    {"监测点位名称", "outlet_id"},
    {"数据时间(起)", "time"},
    {"开始时间", "time"},
    {"监测项目名称", "factor"},
    {"检测项目", "factor"},
    {"分析项目", "factor"},
    {"项目", "factor"},
    {"检测结果", "value"},
    {"监测数据", "value"},
    {"结果", "value"},
    {"累计流量", "flow"},
    {"小时流量", "flow"},
    {"瞬时流量", "flow"},
    {"小时累计流量", "flow"},
    {"标干流量", "flow"},
    {"标态流量", "flow"},
    {"标态干烟气流量", "flow"},
    {"排水量", "flow"},
    {"氧量", "o2"},
    {"实测氧含量", "o2"},
    {"废水温度", "temperature"},
    {"样品号", "sample_id"},
    {"报告号", "report_no"},
    {"检测报告编号", "report_no"},
    {"检测方法", "method"},
    {"方法依据", "method"},
    {"监测机构", "lab"},
    {"检测单位", "lab"},
    {"样品性质", "sample_kind"},
};

// What stands behind the name of a factor, or under it; longer words first where one ends with another.
constexpr named_as kind_words[] = {
    {"折算小时均值", "corrected"},
    {"折算排放浓度", "corrected"},
    {"折算平均值", "corrected"},
    {"折算浓度", "corrected"},
    {"折算均值", "corrected"},
    {"折算值", "corrected"},
    {"折算", "corrected"},
    {"-zsavg", "corrected"},
    {"-zsrtd", "corrected"},
    {"实测排放浓度", "value"},
    {"实测小时均值", "value"},
    {"实测平均值", "value"},
    {"实测浓度", "value"},
    {"实测均值", "value"},
    {"实测值", "value"},
    {"实测", "value"},
    {"小时均值", "value"},
    {"平均浓度", "value"},
    {"浓度均值", "value"},
    {"排放浓度", "value"},
    {"监测浓度", "value"},
    {"浓度值", "value"},
    {"监测值", "value"},
    {"浓度", "value"},
    {"数值", "value"},
    {"-avg", "value"},
    {"-rtd", "value"},
    {"数据标记", "flag"},
    {"数据标识", "flag"},
    {"标记位", "flag"},
    {"标记", "flag"},
    {"标识", "flag"},
    {"-flag", "flag"},
    {"检出限", "dl"},
    {"累计排放量", "attribute"},
    {"小时排放量", "attribute"},
    {"排放总量", "attribute"},
    {"排放速率", "attribute"},
    {"排放量", "attribute"},
    {"最大值", "attribute"},
    {"最小值", "attribute"},
    {"最大", "attribute"},
    {"最小", "attribute"},
    {"标准限值", "attribute"},
    {"标准值", "attribute"},
    {"限值", "attribute"},
    {"-max", "attribute"},
    {"-min", "attribute"},
    {"-cou", "attribute"},
    {"平均值", "value"},
    {"均值", "value"},
};
constexpr std::string_view means[] = {"均值", "平均值", "平均", "日均值", "平均浓度", "均值或范围", "测定均值"};
constexpr std::string_view summaries[] = {
    "最大值", "最小值",   "平均值", "均值", "平均", "最大",    "最小",   "合计",   "总计",       "小计",      "累计",
    "日均值", "月均值",   "年均值", "总和", "求和", "样本数",  "样本量", "达标率", "超标率",     "排放总量",  "标准值",
    "限值",   "标准限值", "max",    "min",  "avg",  "average", "total",  "sum",    "日排放总量", "有效数据数"};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view as_of(std::string_view folded_name) {
    auto const name = lower(folded_name);
    auto const found =
        std::find_if(std::begin(header_words), std::end(header_words), [&](auto const& w) { return w.first == name; });
    return found == std::end(header_words) ? std::string_view() : found->second;
}

std::string_view kind_of(std::string_view folded_name) {
    auto const name = lower(folded_name);
    auto const found =
        std::find_if(std::begin(kind_words), std::end(kind_words), [&](auto const& w) { return w.first == name; });
    return found == std::end(kind_words) ? std::string_view() : found->second;
}

// 第一次, 第1次, 样品1, 样品一, 1#
bool is_sample(std::string_view name) {
    static constexpr std::string_view numerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    auto const counted = [&](std::string_view n) {
        bool const digits =
            !n.empty() && n.size() <= 2 && std::all_of(n.begin(), n.end(), [](char c) { return c >= '0' && c <= '9'; });
        return digits || std::find(std::begin(numerals), std::end(numerals), n) != std::end(numerals);
    };
    auto const between = [&](std::string_view before, std::string_view behind) {
        return name.size() > before.size() + behind.size() && name.starts_with(before) && name.ends_with(behind) &&
               counted(name.substr(before.size(), name.size() - before.size() - behind.size()));
    };
    return between("第", "次") || between("样品", "") || between("第", "次样") || between("", "#") || between("频次", "") ||
           between("第", "频次");
}

} // namespace

std::string folded(std::string_view text) {
    std::string out;
    for (char const c : base::nfkc(text))
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') out += c;
    return out;
}

bool is_summary_word(std::string_view text) {
    auto word = lower(folded(text));
    for (std::string_view const mark : {":", "。"})
        if (word.ends_with(mark)) word.erase(word.size() - mark.size());
    return std::find(std::begin(summaries), std::end(summaries), word) != std::end(summaries);
}

bool is_datum(std::string_view text) {
    if (is_missing(text)) return false;
    auto const read = read_measured(text);
    if (read.reading != reading::unreadable) return true;
    return usual_time(text).has_value() || (text.find(':') != std::string_view::npos && usual_clock(text).has_value());
}

heading_reader::heading_reader(model::rulebook const& rules) : rules_(rules), columns_(rules) {
    // Names and codes before aliases of others that fold to the same.
    for (auto const& f : rules.factors)
        for (auto const* s : {&f.code, &f.name, &f.old_code})
            if (s->size() > 3) factors_.try_emplace(lower(folded(*s)), *s);
    for (auto const& f : rules.factors) {
        factors_.try_emplace(lower(folded(f.name)), f.name);
        for (auto const& alias : f.aliases) factors_.try_emplace(lower(folded(alias)), alias);
    }
}

bool heading_reader::is_unit(std::string_view text) const {
    return !text.empty() && (text == "无量纲" || rules_.units.find(text).value_or(base::no_unit) != base::no_unit);
}

std::optional<std::string> heading_reader::factor(std::string_view text) const {
    auto const found = factors_.find(lower(text));
    return found == factors_.end() ? std::nullopt : std::optional(found->second);
}

// The unit in brackets at the end, or behind a comma or a stroke.
bool heading_reader::split_unit(std::string_view text, std::string& name, std::string& unit) const {
    auto const cut = [&](std::size_t name_end, std::string_view inside) {
        auto const is = inside.starts_with("单位:") ? inside.substr(std::string_view("单位:").size()) : inside;
        if (!is_unit(is)) return false;
        auto const id = rules_.units.find(is);
        unit = id && *id != base::no_unit ? rules_.units[*id].symbol : std::string(is);
        name.assign(text.substr(0, name_end));
        while (!name.empty() && std::string_view("/,_-:").find(name.back()) != std::string_view::npos) name.pop_back();
        return !name.empty();
    };
    for (auto const& [open, close] : {std::pair{'(', ')'}, {'[', ']'}}) {
        if (text.size() < 3 || text.back() != close) continue;
        auto const at = text.rfind(open);
        if (at != std::string_view::npos && at > 0 && cut(at, text.substr(at + 1, text.size() - at - 2))) return true;
    }
    for (std::size_t at = text.find_first_of("/,_"); at != std::string_view::npos && at > 0;
         at = text.find_first_of("/,_", at + 1))
        if (cut(at, text.substr(at + 1))) return true;
    return false;
}

// A name that means something by itself.
bool heading_reader::named(std::string const& name, heading& out) const {
    if (auto const as = as_of(name); !as.empty()) {
        out.as = as;
    } else if (auto const meaning = columns_.find(name); !meaning.ignored()) {
        out.as = meaning.role != role::none ? std::string(text(meaning.role))
                                            : rules_.records[model::measurement_record].fields[*meaning.field].json;
    } else if (auto const known = factor(name)) {
        out.factor = *known;
    } else if (auto const kind = kind_of(name); !kind.empty()) {
        out.as = kind;
    } else {
        return false;
    }
    out.word = name;
    return true;
}

// A factor with what is told of it: 二氧化硫折算浓度, 实测二氧化硫.
bool heading_reader::with_kind(std::string const& name, heading& out) const {
    auto const small = lower(name);
    for (auto const& [word, as] : kind_words) {
        bool const behind = small.size() > word.size() && small.ends_with(word),
                   before = small.size() > word.size() && small.starts_with(word);
        if (!behind && !before) continue;
        std::string rest = behind ? name.substr(0, name.size() - word.size()) : name.substr(word.size());
        std::string inner, unit;
        if (split_unit(rest, inner, unit)) rest = inner;
        auto const known = factor(rest);
        if (!known) continue;
        out.factor = *known;
        out.as = as;
        if (!unit.empty()) out.unit = unit;
        out.word = std::string(word);
        return true;
    }
    return false;
}

heading heading_reader::read(std::string_view text) const {
    heading out;
    auto const whole = folded(text);
    out.name = whole;
    if (whole.empty()) return out;
    if (is_unit(whole)) {
        out.unit = whole;
        return out;
    }
    out.sample = is_sample(whole);
    out.mean = std::find(std::begin(means), std::end(means), whole) != std::end(means);
    if (out.sample) {
        out.as = "value";
        out.word = whole;
        return out;
    }
    if (named(whole, out)) return out;
    std::string inner;
    bool const has_unit = split_unit(whole, inner, out.unit);
    if (has_unit) out.name = inner;
    if (has_unit && named(inner, out)) return out;
    (void)with_kind(out.name, out);
    return out;
}

heading heading_reader::read(std::vector<std::string> const& lines) const {
    heading all;
    std::string last;
    for (auto const& line : lines) {
        if (line.empty() || line == last) continue;
        last = line;
        auto one = read(line);
        if (!one.unit.empty()) all.unit = one.unit;
        if (!one.factor.empty()) all.factor = one.factor;
        if (!one.as.empty()) all.as = one.as;
        if (!one.word.empty()) all.word = one.word;
        all.sample = all.sample || one.sample;
        all.mean = one.mean;
        if (!one.name.empty() && one.name != one.unit) all.name = all.name.empty() ? one.name : all.name + " " + one.name;
    }
    return all;
}

} // namespace huanchi::facts

#include "syntax/keywords.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace huanchi::syntax {

namespace {

// In the order of the enumeration, so that an id is an index.
constexpr keyword_entry table[] = {
    {keyword::standard, "standard", "标准", arity::some, false},
    {keyword::dimension, "dimension", "量纲", arity::some, false},
    {keyword::units, "units", "计量单位", arity::optional, false},
    {keyword::factors, "factors", "因子表", arity::optional, false},
    {keyword::record, "record", "记录", arity::some, false},
    {keyword::field, "field", "字段", arity::names, false},
    {keyword::statistic, "statistic", "统计量", arity::names, false},
    {keyword::formula, "formula", "公式", arity::some, false},
    {keyword::limits, "limits", "限值表", arity::some, false},
    {keyword::grades, "grades", "分级表", arity::some, false},
    {keyword::displacement, "displacement", "替代规则", arity::optional, false},
    {keyword::consequence, "consequence", "法律后果", arity::some, false},
    {keyword::standing, "standing", "证明力", arity::optional, false},
    {keyword::marks, "marks", "标记表", arity::optional, false},
    {keyword::test, "test", "测试", arity::some, false},
    {keyword::index, "index", "指数", arity::some, false},
    {keyword::requirements, "requirements", "要求", arity::some, false},
    {keyword::catalogue, "catalogue", "目录", arity::some, false},
    {keyword::exemption, "exemption", "豁免", arity::some, false},
    {keyword::transition, "transition", "新旧法", arity::some, false},
    {keyword::calendar, "calendar", "日历", arity::some, false},
    {keyword::equivalence, "equivalence", "等效", arity::some, false},
    {keyword::quality, "quality", "数据质量", arity::some, false},
    {keyword::marking, "marking", "标记期", arity::some, false},
    {keyword::deadline, "deadline", "办案期限", arity::some, false},
    {keyword::discretion, "discretion", "裁量表", arity::some, false},
    {keyword::number, "number", "编号", arity::some, false},
    {keyword::level, "level", "层级", arity::some, false},
    {keyword::effective, "effective", "施行", arity::none, false},
    {keyword::from, "from", "自", arity::some, false},
    {keyword::before, "before", "早于", arity::some, false},
    {keyword::of, "of", "出自", arity::some, false},
    {keyword::clause, "clause", "条款", arity::some, false},
    {keyword::origin, "origin", "来源", arity::some, false},
    {keyword::confidence, "confidence", "可信度", arity::some, false},
    {keyword::note, "note", "注", arity::some, false},
    {keyword::not_encoded, "not_encoded", "未编入", arity::some, false},
    {keyword::status, "status", "效力", arity::some, false},
    {keyword::judge, "judge", "判定", arity::some, false},
    {keyword::where, "where", "适用", arity::some, false},
    {keyword::when, "when", "当", arity::some, false},
    {keyword::also, "also", "又称", arity::some, false},
    {keyword::one_of, "one_of", "取值", arity::some, false},
    {keyword::measured_in, "measured_in", "计量", arity::some, false},
    {keyword::text_type, "text_type", "文本", arity::none, false},
    {keyword::date_type, "date_type", "日期", arity::none, false},
    {keyword::yes_no_type, "yes_no_type", "是非", arity::none, false},
    {keyword::code_type, "code_type", "代码", arity::optional, false},
    {keyword::number_type, "number_type", "数字", arity::none, false},
    {keyword::value_of, "value_of", "取因子值", arity::some, false},
    {keyword::base, "base", "基本", arity::none, false},
    {keyword::over, "over", "每", arity::some, false},
    {keyword::accept, "accept", "采用", arity::some, false},
    {keyword::derive, "derive", "推算", arity::some, false},
    {keyword::need, "need", "至少", arity::some, false},
    {keyword::quantity, "quantity", "量", arity::some, false},
    {keyword::reference, "reference", "基准", arity::some, false},
    {keyword::correct, "correct", "折算", arity::some, false},
    {keyword::as_measured, "as_measured", "按实测", arity::none, false},
    {keyword::violation, "violation", "违法类型", arity::some, false},
    {keyword::displaces, "displaces", "取代", arity::some, false},
    {keyword::otherwise, "otherwise", "其余", arity::optional, false},
    {keyword::given, "given", "已知", arity::some, false},
    {keyword::expect, "expect", "应得", arity::some, false},
    {keyword::exceedance, "exceedance", "超标倍数", arity::some, false},
    {keyword::limit, "limit", "限值", arity::some, false},
    {keyword::because, "because", "因为", arity::some, false},
    {keyword::on, "on", "于", arity::some, false},
    {keyword::with, "with", "且有", arity::some, false},
    {keyword::from_factor, "from_factor", "取自因子", arity::some, false},
    {keyword::doubt, "doubt", "存疑", arity::some, false},
    {keyword::result, "result", "结果", arity::some, false},
    {keyword::law, "law", "法律", arity::some, false},
    {keyword::duty, "duty", "义务条款", arity::some, false},
    {keyword::penalty, "penalty", "罚则", arity::some, false},
    {keyword::fine, "fine", "罚款", arity::some, false},
    {keyword::measures, "measures", "措施", arity::some, false},
    {keyword::rank, "rank", "等级", arity::some, false},
    {keyword::lacks, "lacks", "欠缺", arity::some, false},
    {keyword::medium, "medium", "环境介质", arity::some, false},
    {keyword::worst, "worst", "最差", arity::none, false},
    {keyword::target, "target", "目标", arity::some, false},
    {keyword::scope, "scope", "对象", arity::some, false},
    {keyword::factor, "factor", "因子", arity::some, false},
    {keyword::document, "document", "文件", arity::some, false},
    {keyword::marked, "marked", "含标记", arity::none, false},
    {keyword::counting, "counting", "计数条件", arity::some, false},
    {keyword::february, "february", "二月", arity::some, false},
    {keyword::allow, "allow", "允许", arity::some, false},
    {keyword::round_up, "round_up", "进位取整", arity::none, false},
    {keyword::primary, "primary", "首要", arity::none, false},
    {keyword::above, "above", "高于", arity::some, false},
    {keyword::band, "band", "分级", arity::some, false},
    {keyword::up_to, "up_to", "至", arity::some, false},
    {keyword::require, "require", "须", arity::some, false},
    {keyword::rounded, "rounded", "修约", arity::optional, false},
    {keyword::held, "held", "封顶", arity::none, false},
    {keyword::interpolate, "interpolate", "内插", arity::some, false},
    {keyword::below, "below", "低于", arity::some, false},
    {keyword::scale, "scale", "乘以", arity::some, false},
    {keyword::confirm, "confirm", "核对", arity::some, false},
    {keyword::at, "at", "起于", arity::some, false},
    {keyword::times, "times", "连续", arity::some, false},
    {keyword::list, "list", "列入", arity::some, false},
    {keyword::except, "except", "除外", arity::some, false},
    {keyword::let, "let", "设", arity::some, false},
    {keyword::at_least, "at_least", "不低于", arity::some, false},
    {keyword::exempts, "exempts", "免于", arity::some, false},
    {keyword::while_, "while", "只要", arity::some, false},
    {keyword::each_month, "each_month", "每月", arity::some, false},
    {keyword::substitute, "substitute", "替代值", arity::some, false},
    {keyword::roll_up, "roll_up", "汇总标记", arity::some, false},
    {keyword::may, "may", "可以", arity::optional, false},
    {keyword::case_, "case", "情形", arity::some, false},
    {keyword::act, "act", "行为", arity::some, false},
    {keyword::lighter, "lighter", "较轻", arity::some, false},
    {keyword::holidays, "holidays", "放假", arity::some, false},
    {keyword::worked, "worked", "上班", arity::some, false},
    {keyword::height, "height", "几何高度", arity::some, false},
    {keyword::watch, "watch", "监视", arity::some, false},
    {keyword::lasting, "lasting", "持续", arity::some, false},
    {keyword::equal, "equal", "相同", arity::none, false},
    {keyword::spread, "spread", "变幅", arity::some, false},
    {keyword::stepping, "stepping", "阶梯", arity::some, false},
    {keyword::missing, "missing", "缺失", arity::none, false},
    {keyword::report, "report", "报告", arity::some, false},
    {keyword::received, "received", "收到", arity::some, false},
    {keyword::at_latest, "at_latest", "最迟", arity::some, false},
    {keyword::weigh, "weigh", "累加", arity::some, false},
    {keyword::start, "start", "裁量起点", arity::some, false},
    {keyword::item, "item", "裁量因素", arity::some, false},
    {keyword::by, "by", "按", arity::some, false},
    {keyword::value, "value", "数值", arity::some, false},
    {keyword::rows, "rows", "行", arity::some, false},
    {keyword::columns, "columns", "列", arity::some, false},
    {keyword::and_, "and", "且", arity::none, true},
    {keyword::or_, "or", "或", arity::none, true},
    {keyword::not_, "not", "非", arity::none, true},
    {keyword::in, "in", "介于", arity::none, true},
    {keyword::within, "within", "隶属", arity::none, true},
    {keyword::yes, "yes", "是", arity::none, true},
    {keyword::no, "no", "否", arity::none, true},
    {keyword::not_detected, "not_detected", "不得检出", arity::none, true},
    {keyword::prohibited, "prohibited", "禁止排放", arity::none, true},
    {keyword::known, "known", "已知道", arity::none, true},
};

struct spelled {
    std::string_view word;
    found_keyword found;
};

// Shorter words first: most words of a file differ from a keyword in length already.
bool before(std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::vector<spelled> by_word() {
    std::vector<spelled> all;
    for (keyword_entry const& e : table) {
        all.push_back({e.en, {e.id, spelling::en}});
        all.push_back({e.zh, {e.id, spelling::zh}});
    }
    std::sort(all.begin(), all.end(), [](spelled const& a, spelled const& b) { return before(a.word, b.word); });
    return all;
}

} // namespace

std::vector<keyword_entry> const& keyword_table() {
    static std::vector<keyword_entry> const all(std::begin(table), std::end(table));
    return all;
}

keyword_entry const& entry_of(keyword k) {
    keyword_entry const& found = table[static_cast<std::size_t>(k)];
    assert(found.id == k);
    return found;
}

std::string_view text(keyword k, spelling s) {
    return s == spelling::zh ? entry_of(k).zh : entry_of(k).en;
}

std::optional<found_keyword> find_keyword(std::string_view word) {
    static std::vector<spelled> const all = by_word();
    auto const at = std::lower_bound(all.begin(), all.end(), word, [](spelled const& s, auto w) { return before(s.word, w); });
    if (at == all.end() || at->word != word) return std::nullopt;
    return at->found;
}

} // namespace huanchi::syntax

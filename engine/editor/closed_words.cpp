#include "editor/closed_words.hpp"

namespace huanchi::editor {

using syntax::keyword;

std::vector<closed_word> const& closed_words() {
    static std::vector<closed_word> const all = {
        {keyword::level, "national", "国家"},
        {keyword::level, "provincial", "省级"},
        {keyword::level, "permit", "许可"},
        {keyword::level, "eia", "环评"},
        {keyword::level, "order", "指令"},
        {keyword::level, "policy", "政策"},
        {keyword::level, "agreement", "协议"},
        {keyword::confidence, "high", "高"},
        {keyword::confidence, "medium", "中"},
        {keyword::confidence, "low", "低"},
        {keyword::status, "in_force", "有效"},
        {keyword::status, "suspended", "暂缓"},
        {keyword::status, "advisory", "指导"},
        {keyword::status, "optional", "选择"},
        {keyword::quantity, "concentration", "浓度"},
        {keyword::quantity, "rate", "速率"},
        {keyword::quantity, "mass", "总量"},
        {keyword::quantity, "sound_level", "声级"},
        {keyword::quantity, "removal", "去除率"},
        {keyword::quantity, "volume", "水量"},
        {keyword::quantity, "level", "级别"},
        {keyword::quantity, "count", "次数"},
        {keyword::quantity, "duration", "时长"},
        {keyword::accept, "instant", "瞬时"},
        {keyword::accept, "minute", "分钟"},
        {keyword::accept, "hour", "小时"},
        {keyword::accept, "day", "日"},
        {keyword::accept, "month", "月"},
        {keyword::accept, "year", "年"},
        {keyword::accept, "sample", "样品"},
        {keyword::accept, "5min", "5分钟"},
        {keyword::derive, "mean", "算术平均"},
        {keyword::derive, "flow_weighted_mean", "流量加权平均"},
        {keyword::derive, "sum", "合计"},
        {keyword::derive, "total", "总量"},
        {keyword::derive, "rate", "速率"},
        {keyword::derive, "count", "次数"},
        {keyword::derive, "duration", "时长"},
        {keyword::derive, "max", "最大值"},
        {keyword::derive, "min", "最小值"},
        {keyword::over, "hour", "小时"},
        {keyword::over, "day", "日"},
        {keyword::over, "month", "月"},
        {keyword::over, "year", "年"},
        {keyword::rank, "proof", "证据"},
        {keyword::rank, "supporting", "辅证"},
        {keyword::rank, "lead", "线索"},
        {keyword::expect, "compliant", "达标"},
        {keyword::expect, "violation", "超标"},
        {keyword::expect, "not_met", "未达承诺"},
        {keyword::expect, "undetermined", "无法判定"},
        {keyword::expect, "exempt", "豁免"},
        {keyword::expect, "not_applicable", "不适用"},
        {keyword::code_type, "region", "region"},
        {keyword::code_type, "industry", "industry"},
        {keyword::weigh, "maximum", "最高额"},
        {keyword::weigh, "range", "幅度"},
        {keyword::case_, "lighter", "从轻"},
        {keyword::case_, "ordinary", "一般"},
        {keyword::case_, "heavier", "从重"},
        {keyword::expect, "proposed", "建议"},
        {keyword::expect, "reference", "参考"},
        {keyword::expect, "suspended", "暂缓"},
        {keyword::expect, "not_in_force", "未施行"},
        {keyword::expect, "lacking", "不全"},
    };
    return all;
}

std::string_view word(keyword set, std::string_view en, source::language in) {
    for (auto const& w : closed_words())
        if (w.after == set && w.en == en) return in == source::language::zh ? w.zh : w.en;
    return en;
}

} // namespace huanchi::editor

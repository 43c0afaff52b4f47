#include "report/words.hpp"

#include "findings/finding.hpp"

namespace huanchi::report {

namespace {

struct entry {
    topic of;
    std::string_view identifier, zh, en;
};

constexpr entry entries[] = {
    {topic::verdict, "compliant", "达标", "compliant"},
    {topic::verdict, "violation", "超标", "violation"},
    {topic::verdict, "not_met", "未达承诺", "commitment not met"},
    {topic::verdict, "undetermined", "无法判定", "undetermined"},
    {topic::verdict, "exempt", "豁免", "exempt"},
    {topic::verdict, "not_applicable", "不适用", "not applicable"},

    {topic::level, "national", "国家标准", "national"},
    {topic::level, "provincial", "地方标准", "provincial"},
    {topic::level, "eia", "环评批复", "EIA approval"},
    {topic::level, "permit", "排污许可", "permit"},
    {topic::level, "order", "行政命令", "order"},
    {topic::level, "policy", "政策要求", "policy"},
    {topic::level, "agreement", "协议约定", "agreement"},

    {topic::confidence, "high", "已核对原文", "checked against the text"},
    {topic::confidence, "medium", "据二手来源", "from a secondary source"},
    {topic::confidence, "low", "未核对", "unchecked"},

    {topic::standing, "proof", "可作为证据", "proof"},
    {topic::standing, "supporting", "可佐证", "supporting evidence"},
    {topic::standing, "lead", "仅为线索", "a lead only"},

    {topic::source, "auto", "自动监测", "automatic monitoring"},
    {topic::source, "enforcement", "执法监测", "enforcement sampling"},
    {topic::source, "self_manual", "自行手工监测", "the site's own manual sampling"},
    {topic::source, "commissioned", "委托监测", "commissioned sampling"},
    {topic::source, "platform", "平台数据", "platform data"},
    {topic::source, "unknown", "来源不明", "unknown source"},

    {topic::quantity, "concentration", "浓度", "concentration"},
    {topic::quantity, "rate", "排放速率", "rate"},
    {topic::quantity, "mass", "排放量", "mass"},
    {topic::quantity, "sound_level", "声级", "sound level"},
    {topic::quantity, "removal", "去除率", "removal"},
    {topic::quantity, "count", "次数", "count"},
    {topic::quantity, "duration", "时长", "duration"},
    {topic::quantity, "index", "指数", "index"},
    {topic::quantity, "requirement", "要求", "requirement"},
    {topic::quantity, "data_quality", "数据质量", "quality of data"},
    {topic::quantity, "catalogue", "目录", "catalogue"},
    {topic::quantity, "grade", "类别", "class"},
    {topic::quantity, "volume", "水量", "volume"},
    {topic::quantity, "level", "级别", "level"},

    {topic::state, "open", "待核查", "open"},
    {topic::state, "confirmed", "已核实", "confirmed"},
    {topic::state, "ordered", "责令改正", "correction ordered"},
    {topic::state, "reported", "已整改待复查", "correction reported"},
    {topic::state, "verified", "复查通过", "verified"},
    {topic::state, "closed", "销号", "closed"},
    {topic::state, "dismissed", "查否", "dismissed"},
    {topic::state, "transferred", "移送", "transferred"},
    {topic::state, "merged", "并案", "merged"},
    {topic::state, "moot", "已关停", "moot"},

    {topic::nature, "lead", "疑似线索", "lead"},
    {topic::nature, "confirmed", "已核实", "confirmed"},
    {topic::nature, "decided", "已决定", "decided"},

    {topic::penalty, "none", "未进入处罚程序", "none"},
    {topic::penalty, "filed", "已立案", "filed"},
    {topic::penalty, "investigated", "调查终结", "investigated"},
    {topic::penalty, "legal_review", "法制审核", "legal review"},
    {topic::penalty, "notified", "已告知", "notified"},
    {topic::penalty, "heard", "已听证", "heard"},
    {topic::penalty, "decided", "已决定", "decided"},
    {topic::penalty, "served", "已送达", "served"},
    {topic::penalty, "performing", "履行中", "performing"},
    {topic::penalty, "ended", "已结案", "ended"},
    {topic::penalty, "not_filed", "不予立案", "not filed"},
    {topic::penalty, "withdrawn", "撤案", "withdrawn"},
    {topic::penalty, "not_punished", "不予处罚", "not punished"},
    {topic::penalty, "transferred", "移送", "transferred"},

    {topic::action, "opened", "新开", "opened"},
    {topic::action, "updated", "更新", "updated"},
    {topic::action, "unchanged", "未变", "unchanged"},
    {topic::action, "rebound", "反弹新开", "rebound"},

    {topic::move, "open", "建立", "open"},
    {topic::move, "extend", "延续", "extend"},
    {topic::move, "correct", "数据更正", "correct"},
    {topic::move, "split", "拆分", "split"},
    {topic::move, "propose", "建议", "propose"},
    {topic::move, "rejudge", "重新判定", "re-judge"},
    {topic::move, "confirm", "核实", "confirm"},
    {topic::move, "order", "责令改正", "order"},
    {topic::move, "report", "报告整改", "report"},
    {topic::move, "verify", "复查", "verify"},
    {topic::move, "close", "销号", "close"},
    {topic::move, "dismiss", "查否", "dismiss"},
    {topic::move, "transfer", "移送", "transfer"},
    {topic::move, "merge", "并案", "merge"},
    {topic::move, "reopen", "重新打开", "reopen"},
    {topic::move, "assign", "指派", "assign"},
    {topic::move, "comment", "备注", "comment"},
    {topic::move, "waive", "豁免", "waive"},
    {topic::move, "penalty", "处罚程序", "penalty"},
    {topic::move, "serve", "送达", "serve"},
    {topic::move, "halt", "限产停产或查封", "halt of production"},
    {topic::move, "moot", "关停", "moot"},
    {topic::move, "attach", "附件", "attach"},
    {topic::move, "case", "归入案件", "put into a case"},

    {topic::inspection, "corrected", "已改正", "corrected"},
    {topic::inspection, "not_corrected", "仍在违法排放", "not corrected"},
    {topic::inspection, "obstructed", "拒绝、阻挠复查", "obstructed"},
    {topic::inspection, "not_operating", "没有生产", "not operating"},
    {topic::inspection, "halted", "限产停产", "halted"},
    {topic::prerequisite, "no_order_served", "没有送达责令改正的记录", "no order was served"},
    {topic::prerequisite, "no_decision", "没有原处罚决定，不能提出按日计罚", "no original decision: nothing can be proposed"},
    {topic::prerequisite, "no_amount", "原处罚决定没有罚款数额", "the original decision names no amount"},

    {topic::clock, "running", "在期限内", "running"},
    {topic::clock, "due_soon", "即将到期", "due soon"},
    {topic::clock, "overdue", "已逾期", "overdue"},
    {topic::clock, "met", "已按期完成", "met"},
    {topic::clock, "met_late", "逾期完成", "met late"},
    {topic::clock, "suspended", "停止计算", "suspended"},
    {topic::clock, "unknown", "算不出：工作日历没有那一天", "unknown: beyond the calendar of working days"},

    {topic::proposal, "withdraw", "重新判定后不再构成超标，原因见历史，建议查否",
     "judged again it is no violation any more, the history says why: dismissal proposed"},
    {topic::proposal, "merge", "与另一工单属同一时段，建议并案", "of one episode with another ticket: a merger is proposed"},

    {topic::note, "substituted", "没有有效数据，按规定以此前的有效值替代", "no valid data: an earlier valid value stands in"},
    {topic::left_out, "substituted", "替代值", "a substitute"},
    {topic::note, "plain_mean", "各值均无流量，取算术平均", "no value has a flow: the plain mean"},
    {topic::note, "corrected_by_device", "采用设备给出的折算值", "the corrected value as the device gave it"},

    {topic::left_out, "exempt", "豁免", "exempt"},
    {topic::left_out, "flagged_out", "按标记剔除", "taken out by its flag"},
    {topic::left_out, "duplicate", "重复数据", "a duplicate"},

    {topic::status, "in_force", "现行", "in force"},
    {topic::status, "suspended", "暂停执行", "suspended"},
    {topic::status, "advisory", "参考", "advisory"},
    {topic::status, "optional", "可选", "optional"},

    {topic::method, "mean", "算术平均", "mean"},
    {topic::method, "flow_weighted_mean", "按流量加权平均", "flow-weighted mean"},
    {topic::method, "sum", "合计", "sum"},
    {topic::method, "max", "最大值", "largest value"},
    {topic::method, "min", "最小值", "smallest value"},
};

} // namespace

std::string_view word(topic of, std::string_view identifier, language in) {
    for (auto const& e : entries)
        if (e.of == of && e.identifier == identifier) return in == language::zh ? e.zh : e.en;
    return identifier;
}

std::string_view word(eval::verdict v, language in) {
    return word(topic::verdict, eval::text(v), in);
}

std::string_view verdict_word(findings::finding const& f, language in) {
    if (is_of(f, model::quantity::requirement) && in == language::zh) {
        if (f.verdict == eval::verdict::violation) return "违反";
        if (f.verdict == eval::verdict::compliant) return "符合";
    }
    return word(f.verdict, in);
}

std::string_view lead_notice(language in) {
    return in == language::zh ? "疑似线索，须经核查，不作为处罚决定"
                              : "suspected leads: to be verified, not a penalty decision";
}

std::string_view reason_word(std::string_view code, language in) {
    for (auto const& t : findings::reason_texts())
        if (t.code == code) return in == language::zh ? t.zh : t.en;
    return word(topic::left_out, code, in);
}

} // namespace huanchi::report

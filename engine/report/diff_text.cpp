#include "report/diff_rows.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

namespace huanchi::report {

namespace {

using changes::change;

struct term {
    std::string_view identifier, zh;
};

// Names of aspects and declarations in Chinese; in English they are said as they are.
constexpr term terms[] = {{"accept", "采用"},
                          {"also", "别名"},
                          {"bound", "限值"},
                          {"choices", "取值"},
                          {"class", "类别"},
                          {"classes", "各级"},
                          {"clause", "条款"},
                          {"conditions", "条件"},
                          {"confidence", "可信度"},
                          {"consequence", "法律后果"},
                          {"correction", "折算公式"},
                          {"derive", "推算"},
                          {"displacement", "替代规则"},
                          {"exemption", "豁免"},
                          {"quality", "数据质量"},
                          {"marking", "标记期"},
                          {"transition", "新旧法"},
                          {"discretion", "裁量表"},
                          {"start", "裁量起点"},
                          {"weigh", "累加"},
                          {"calendar", "日历"},
                          {"deadline", "期限"},
                          {"equivalence", "等效"},
                          {"displaces", "取代"},
                          {"doubt", "存疑"},
                          {"duty", "义务条款"},
                          {"effective", "施行期间"},
                          {"factor", "因子"},
                          {"field", "字段"},
                          {"fine", "罚款"},
                          {"formula", "公式"},
                          {"given", "已知"},
                          {"grades", "分级表"},
                          {"lacks", "欠缺"},
                          {"law", "法律"},
                          {"level", "层级"},
                          {"limits", "限值表"},
                          {"marks", "标记表"},
                          {"mass", "总量单位"},
                          {"measures", "措施"},
                          {"name", "名称"},
                          {"need", "至少"},
                          {"not_encoded", "没有编入"},
                          {"note", "注"},
                          {"number", "编号"},
                          {"old", "旧代码"},
                          {"origin", "来源"},
                          {"otherwise", "其余"},
                          {"penalty", "罚则"},
                          {"quantity", "量"},
                          {"rank", "等级"},
                          {"reference", "基准"},
                          {"result", "结果"},
                          {"scope", "对象"},
                          {"standard", "标准"},
                          {"standing", "证明力"},
                          {"statistic", "统计值"},
                          {"statistics", "统计值"},
                          {"status", "效力"},
                          {"table", "表"},
                          {"target", "目标"},
                          {"title", "标题"},
                          {"type", "类型"},
                          {"unit", "计量单位"},
                          {"violations", "违法类型"},
                          {"when", "条件"},
                          {"where", "条件"},
                          {"worst", "最差"}};

// `accept 1 where`: word by word, what is no term stays.
std::string named(std::string const& what, language in) {
    if (in == language::en) return what;
    std::string out;
    for (std::size_t at = 0; at <= what.size();) {
        auto const end = std::min(what.find(' ', at), what.size());
        std::string word = what.substr(at, end - at);
        for (auto const& t : terms)
            if (t.identifier == word) word = t.zh;
        out += (out.empty() ? "" : " ") + word;
        at = end + 1;
    }
    return out;
}

std::string_view change_word(change c, language in) {
    constexpr std::string_view zh[] = {"变严", "变松", "新增", "删去", "改动"};
    return in == language::zh ? zh[static_cast<std::size_t>(c)] : changes::text(c);
}
ink ink_of_change(change c) {
    constexpr ink inks[] = {ink::red, ink::green, ink::cyan, ink::yellow, ink::bold};
    return inks[static_cast<std::size_t>(c)];
}

std::string_view why_none(std::string_view code, language in) {
    if (code == "wording") return choose(in, "改动不影响结论", "the change decides no verdict");
    if (code == "not_judged")
        return choose(in, "新旧规则都不按此限值判定（暂缓、可选、未核对或不是监测数据）",
                      "neither side judges by this limit (suspended, optional, unreviewed, or not of measurements)");
    if (code == "no_value")
        return choose(in, "此统计值不由单个数值判定，没有找例子",
                      "no single value is judged in this statistic; no case was sought");
    return choose(in, "试过的例子里新旧结论都相同，没有经核实的例子",
                  "none of the cases tried is judged differently: there is no confirmed one");
}

struct diff_writer {
    diff_document const& d;
    text_options const& o;
    std::string out = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(o.language, zh, en)); }
    void line(std::size_t indent, std::string lead, ink with, std::string text) {
        out += laid_out({indent, std::move(lead), with, std::move(text)}, o.width, o.colour);
    }

    // On one line however wide, so that it can be copied.
    void copied(std::string lead, std::string const& json_text) {
        out += laid_out({10, std::move(lead), ink::dim, json_text}, 0, o.colour);
    }

    void aspect(changes::aspect_change const& a) {
        auto const none = say("（无）", "(none)");
        line(8, named(a.what, o.language), ink::plain,
             (a.before.empty() ? none : a.before) + " → " + (a.after.empty() ? none : a.after));
    }

    std::string judged(changes::judged_side const& s) const {
        return s.finding ? std::string(word(s.verdict, o.language)) : say("没有判定", "not judged");
    }

    void witness(diff_row const& r) {
        if (!r.witness) {
            if (!r.no_witness.empty())
                line(8, say("例子", "witness"), ink::dim,
                     say("无：", "none: ") + std::string(why_none(r.no_witness, o.language)));
            return;
        }
        auto const& w = *r.witness;
        line(8, say("例子", "witness"), ink::bold,
             w.on.text() + " " + (o.language == language::zh ? w.statistic_name : w.statistic) + " " +
                 with_unit(w.value, w.unit) + say("：旧 ", ": old ") + judged(w.before) + say("，新 ", ", new ") +
                 judged(w.after));
        copied(say("排放口", "outlet"), w.outlet);
        copied(say("数据", "row"), w.row);
    }

    void limit(diff_row const& r) {
        line(2, std::string(change_word(r.kind, o.language)), ink_of_change(r.kind), r.id);
        if (r.old_id) line(8, say("原标识", "old id"), ink::plain, *r.old_id);
        if (r.kind == change::added || r.kind == change::dropped) {
            auto const& b = r.after ? *r.after : *r.before;
            auto const span = span_phrase(b.effective, o.language);
            line(8, say("限值", "bound"), ink::plain,
                 b.written + "  " + joined(o.language == language::zh ? r.statistic_names : r.statistics, say("、", ", ")) +
                     (span.empty() ? "" : "  " + span));
        }
        for (auto const& a : r.aspects) {
            aspect(a);
            if (a.what == changes::bound_aspect && r.before && r.after && r.before->max && r.after->max &&
                r.before->unit == r.after->unit && r.before->written.find(r.before->unit) == std::string::npos)
                line(8, say("同一单位", "in one unit"), ink::dim,
                     with_unit(*r.before->max, r.before->unit) + " → " + with_unit(*r.after->max, r.after->unit));
        }
        witness(r);
    }

    void limits() {
        std::string standard;
        for (auto const& r : diff_rows(d)) {
            if (r.standard != standard) line(0, r.standard, ink::bold, "");
            standard = r.standard;
            limit(r);
        }
    }

    void others() {
        if (d.diff.others.empty()) return;
        line(0, say("其他声明", "other declarations"), ink::bold, "");
        for (auto const& c : d.diff.others) {
            line(2, std::string(change_word(c.kind, o.language)), ink_of_change(c.kind),
                 named(c.declared, o.language) + " " + c.id);
            for (auto const& a : c.aspects) aspect(a);
        }
    }

    void summary() {
        if (d.diff.empty()) {
            line(0, say("没有差别", "no difference"), ink::green,
                 std::to_string(d.diff.unchanged) + say(" 条限值含义相同，", " limits mean the same, ") + d.after.meaning);
            return;
        }
        std::string text;
        for (auto const c : {change::tighter, change::looser, change::added, change::dropped, change::changed})
            text += std::string(change_word(c, o.language)) + " " + std::to_string(d.diff.count(c)) + say("，", ", ");
        text += say("未变 ", "unchanged ") + std::to_string(d.diff.unchanged);
        line(0, say("限值", "limits"), ink::bold, text);
        if (!d.diff.others.empty())
            line(0, say("其他声明", "other declarations"), ink::bold,
                 std::to_string(d.diff.others.size()) + say(" 处不同", " differ"));
    }
};

} // namespace

std::string diff_text(diff_document const& d, text_options const& options) {
    diff_writer w{d, options};
    w.limits();
    w.others();
    w.summary();
    return std::move(w.out);
}

} // namespace huanchi::report

#include "report/derivation_steps.hpp"
#include "report/explain_document.hpp"
#include "report/finding_lines.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include "base/utf8.hpp"

namespace huanchi::report {

namespace {

struct explainer {
    explained const& e;
    text_options const& o;
    findings::finding const& f = e.finding;
    findings::trace const& t = f.trace ? *f.trace : nothing();
    std::string out = {};
    std::size_t step = 0;

    static findings::trace const& nothing() {
        static findings::trace const none;
        return none;
    }
    language in() const { return o.language; }
    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(in(), zh, en)); }
    std::string comma() const { return say("，", ", "); }
    std::string colon() const { return say("：", ": "); }

    void title(std::string name, std::string text = "") {
        out += laid_out({0, std::to_string(++step) + " " + name, ink::bold, std::move(text)}, o.width, o.colour);
    }
    void line(std::string text) { out += laid_out({4, "", ink::plain, std::move(text)}, o.width, o.colour); }
    void line(std::string lead, std::string text) {
        out += laid_out({4, std::move(lead), ink::plain, std::move(text)}, o.width, o.colour);
    }
    std::string citation(model::citation const& c) const {
        auto const text = citation_phrase(c);
        return text.empty() ? "" : say("（", " (") + text + say("）", ")");
    }
    std::string unit() const { return f.measured ? f.measured->unit : f.limit ? f.limit->unit : ""; }
    std::string in_unit(std::string const& value) const { return with_unit(value, unit()); }

    std::string rows_of(findings::used_value const& v) const {
        std::vector<std::string> places;
        for (auto const& r : v.rows)
            places.push_back((r.file < e.files.size() ? e.files[r.file] : "") + ":" + std::to_string(r.line));
        return joined(places, say("、", ", "));
    }

    void raw_rows() {
        if (t.values.empty()) return;
        title(say("原始数据", "raw rows"));
        text_table table;
        table.columns = {{say("    时段", "    period")},
                         {say("读数", "as read"), true},
                         {say("辅助值", "auxiliary"), true},
                         {say("流量", "flow"), true},
                         {say("出处", "where")}};
        for (auto const& v : t.values)
            table.rows.push_back({"    " + (has_time(v.period) ? period_phrase(v.period, in()) : ""), v.written,
                                  v.auxiliary.value_or(""), v.flow.value_or(""), rows_of(v)});
        out += laid_out(table, o.width, o.colour);
    }

    void validity() {
        if (t.values.empty()) return;
        auto const used = used_count(t);
        auto text = say("采用 ", "used ") + std::to_string(used) + say(" 个", "") + comma() + say("不用 ", "left out ") +
                    std::to_string(t.values.size() - used) + say(" 个", "");
        if (!t.delivered)
            text += say("；有效 ", "; valid ") + std::to_string(t.valid) + comma() + say("至少须 ", "needed ") +
                    std::to_string(t.need);
        title(say("有效性", "validity"), text);
        for (auto const& v : t.values)
            if (!v.left_out.empty())
                line(period_phrase(v.period, in()) + "  " + v.written + colon() + std::string(reason_word(v.left_out, in())));
    }

    void correction() {
        if (t.formula.empty()) return;
        std::string reference;
        if (f.limit && !f.limit->reference.empty()) reference = f.limit->reference.begin()->second;
        title(say("折算", "correction"), t.formula_clause);
        if (t.note == "corrected_by_device") return line(std::string(word(topic::note, t.note, in())));
        line(t.formula_text);
        for (auto const& v : t.values)
            if (v.left_out.empty())
                line(period_phrase(v.period, in()) + "  " + formula_with_numbers(t, v, reference) + " = " + in_unit(v.value));
    }

    void mean() {
        if (t.delivered) {
            if (f.quantity != "grade")
                title(say("统计值", "statistic"),
                      statistic_phrase(f, in()) + comma() + say("直接给出，未经计算", "as delivered, not computed"));
            return;
        }
        if (t.method.empty()) return;
        title(say("统计值", "statistic"),
              statistic_phrase(f, in()) + " = " + std::string(word(topic::method, t.method, in())) + citation(t.method_says));
        if (!t.note.empty()) line(std::string(word(topic::note, t.note, in())));
        if (!f.measured) return;
        if (auto const with_numbers = mean_with_numbers(t, *f.measured))
            line(in_unit(*with_numbers));
        else if (auto const flows = t.method == "flow_weighted_mean" ? sum_of_flows(t) : std::nullopt)
            line(say("Σ(值 × 流量) / Σ流量", "Σ(value × flow) / Σflow") + comma() + say("Σ流量 = ", "Σflow = ") + *flows +
                 comma() + "= " + measured_phrase(*f.measured, in()));
        else
            line(std::to_string(used_count(t)) + say(" 个值，= ", " values, = ") + measured_phrase(*f.measured, in()));
        if (f.measured->exact) line(say("精确值 ", "exact value ") + *f.measured->exact);
    }

    void grades() {
        if (f.quantity != "grade") return;
        title(say("各因子类别", "class of each factor"));
        for (auto const& v : t.values) line(v.written, v.value);
        if (!t.because.empty()) line(say("最差的因子决定：", "the worst decides: ") + joined(t.because, say("、", ", ")));
    }

    void comparison() {
        if (f.reason) {
            title(say("判定", "judgement"), std::string(verdict_word(f, in())) + colon() +
                                                (in() == language::zh ? f.reason->text_zh : f.reason->text_en));
            for (auto const& m : f.reason->missing)
                line(say("缺 ", "missing ") + field_name(m, in()) +
                     (m.band.empty() ? "" : comma() + say("影响结论的范围：", "matters where ") + m.band));
            return;
        }
        std::string text = std::string(verdict_word(f, in()));
        if (f.measured && f.limit)
            text += colon() + measured_phrase(*f.measured, in()) + say(" 对照 ", " against ") + limit_phrase(*f.limit, in());
        if (f.exceedance)
            text += comma() + say("超标倍数 (实测 − 限值) / 限值 = ", "exceedance (measured − max) / max = ") + *f.exceedance;
        if (f.ratio) text += comma() + say("为限值的 ", "ratio ") + *f.ratio + say(" 倍", "");
        title(say("判定", "judgement"), text);
        if (f.marginal)
            line(say("直接给出的值与可复算的值结论不同，须核查",
                     "the value delivered and the one recomputed disagree: to be verified"));
    }

    void limit() {
        if (!f.provision) return;
        auto const& p = *f.provision;
        title(say("限值", "limit"), provision_phrase(p) + (f.limit ? colon() + limit_phrase(*f.limit, in()) : ""));
        line(p.id, std::string(word(topic::level, p.level, in())) +
                       (p.level == "permit" ? "" : comma() + std::string(word(topic::confidence, p.confidence, in()))));
        if (f.quantity != "grade" && !t.because.empty())
            line(say("适用，因为", "applies because"), joined(t.because, say("；", "; ")));
        for (auto const& x : f.also_breached)
            line(say("同时不符合", "also breached:"),
                 provision_phrase(x) + comma() + std::string(word(topic::level, x.level, in())));
        for (auto const& x : f.candidates) line(say("也可能适用", "may apply too:"), provision_phrase(x) + "  " + x.id);
    }

    void law() {
        if (!f.violation_types.empty()) title(say("违法类型", "violation"), joined(f.violation_types, say("、", ", ")));
        for (auto const& b : e.bases) {
            auto text = b.law + " " + say("违反 ", "duty ") + b.duty + comma() + say("依据 ", "penalty ") + b.penalty;
            if (b.fine_min || b.fine_max)
                text += comma() + say("罚款 ", "fine ") + b.fine_min.value_or("") + "–" + b.fine_max.value_or("") + " " +
                        b.fine_unit.value_or("");
            line(text);
            if (!b.measures.empty()) line(say("措施：", "measures: ") + joined(b.measures, say("；", "; ")));
        }
        if (auto const between = transition_of(f, e.decision))
            for (auto const& l : transition_lines(*between, in())) line(l.lead.empty() ? l.text : l.lead + colon() + l.text);
    }

    // The series of a lead, as far as it is kept.
    void series() {
        if (!f.series) return;
        auto const& s = *f.series;
        title(say("看到的数据", "the data"),
              s.title + comma() + std::to_string(s.count) + say(" 个", "") +
                  (s.values.size() < s.count
                       ? say("，列出头尾 ", ", the ends: ") + std::to_string(s.values.size()) + say(" 个", "")
                       : ""));
        for (auto const& v : s.values)
            line(period_phrase(v.period, in()) + "  " + v.written +
                 (v.beside.empty() ? "" : "  " + joined(v.beside, say("，", ", "))));
        if (!f.because.empty()) line(joined(f.because, say("，", ", ")));
        if (!t.formula_text.empty()) line(say("条件：", "condition: ") + t.formula_text);
    }

    void evidence() {
        if (auto const text = finality_phrase(f, in()); !text.empty()) title(say("标记期", "marking"), text);
        title(say("证明力", "evidence"), std::string(word(topic::source, f.source, in())) + comma() +
                                             std::string(word(topic::standing, f.standing, in())) + citation(t.standing_says));
        if (!f.lacks.empty()) line(say("还缺：", "lacking: ") + joined(f.lacks, say("、", ", ")));
    }

    std::string write(depth how) {
        out = laid_out({0, "", ink::plain, explain_sentence(f, in())}, o.width, o.colour);
        if (how == depth::sentence) return std::move(out);
        out += laid_out({0, f.id, ink::dim, ""}, o.width, o.colour);
        if (how == depth::full) {
            raw_rows();
            if (!f.series) validity();
            correction();
            mean();
            grades();
            series();
        }
        comparison();
        limit();
        law();
        evidence();
        return std::move(out);
    }
};

std::string where_and_when(findings::finding const& f, language in) {
    std::vector<std::string> parts{f.enterprise_name.empty() ? f.enterprise_id : f.enterprise_name};
    if (f.outlet_id) parts.push_back(*f.outlet_id);
    if (has_time(f.period)) parts.push_back(period_phrase(f.period, in));
    parts.push_back(f.factor_name);
    if (f.quantity != "grade") parts.push_back(statistic_phrase(f, in));
    return joined(parts, " ");
}

std::string against(findings::finding const& f, language in) {
    bool const zh = in == language::zh;
    if (!f.provision || !f.limit) return "";
    bool const bad = f.verdict == eval::verdict::violation || f.verdict == eval::verdict::not_met;
    std::string const verb = bad ? (f.exceedance ? (zh ? "，超过 " : ", exceeds ") : (zh ? "，不符合 " : ", does not meet "))
                                 : (zh ? "，符合 " : ", meets ");
    std::string const what = f.quantity == "grade" ? (zh ? " 的目标 " : " target ") : zh ? " 的限值 " : " limit ";
    return verb + provision_phrase(*f.provision) + what + limit_phrase(*f.limit, in);
}

} // namespace

std::string explain_sentence(findings::finding const& f, language in) {
    bool const zh = in == language::zh;
    std::string out = where_and_when(f, in);
    if (f.measured) out += (zh ? " 为 " : " is ") + measured_phrase(*f.measured, in);
    if (f.verdict == eval::verdict::undetermined && f.reason) {
        out += (zh ? "，无法判定：" + f.reason->text_zh : ", undetermined: " + f.reason->text_en);
        std::vector<std::string> names;
        for (auto const& m : f.reason->missing) names.push_back(field_name(m, in));
        if (!names.empty()) out += (zh ? "（缺 " : " (missing ") + joined(names, zh ? "、" : ", ") + (zh ? "）" : ")");
    } else if (f.verdict == eval::verdict::exempt || f.verdict == eval::verdict::not_applicable) {
        out += (zh ? "，" : ", ") + std::string(verdict_word(f, in));
    } else {
        out += against(f, in);
        if (f.exceedance) out += zh ? "，超标 " + *f.exceedance + " 倍" : ", exceeded by " + *f.exceedance + " times the limit";
    }
    return out + (zh ? "（" : " (") + std::string(lead_notice(in)) + (zh ? "）。" : ").");
}

std::string explain_text(explained const& e, depth how, text_options const& o) {
    return explainer{e, o}.write(how);
}

std::string explain_ticket_text(tickets::ticket const& t, depth how, text_options const& o, std::optional<decision> const& d) {
    std::string out;
    for (auto const& x : t.findings) {
        auto const f = remembered(t, x);
        out += (out.empty() || how == depth::sentence ? "" : "\n") + explain_text({f, t.files, t.bases, d}, how, o);
    }
    return out;
}

} // namespace huanchi::report

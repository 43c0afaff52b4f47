// One ticket as a section of the page, always in the same order: facts, limit, why it applies, what does not, what the data can
// prove, law, where the numbers come from, history.
#include "report/derivation_steps.hpp"
#include "report/explain_document.hpp"
#include "report/folding.hpp"
#include "report/html_text.hpp"
#include "report/phrases.hpp"
#include "report/report_pages.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace huanchi::report {

namespace {

constexpr std::size_t most_blocks = 12, most_others = 10;

struct story_writer {
    ticket_story const& s;
    std::string const& id;
    language in;
    tickets::ticket const& t = s.what;
    std::vector<findings::finding> found = {};
    std::string out = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(in, zh, en)); }
    std::string of(topic what, std::string_view x) const { return std::string(word(what, x, in)); }
    static std::string p(std::string const& text) { return text.empty() ? "" : "<p>" + html_text(text) + "</p>"; }
    void row(std::string const& title, std::string const& html) {
        if (!html.empty()) out += "<dt>" + title + "</dt><dd>" + html + "</dd>\n";
    }

    void head() {
        auto const name = s.site.name.empty() ? t.series.enterprise_id : s.site.name;
        out += "<article class=\"ticket\" id=\"" + html_text(t.id) + "\"><header><h3>" + html_text(name) + " · " +
               html_text(t.series.outlet_id) + (t.series.outlet_id.empty() ? "" : " · ") + html_text(matter(t)) +
               "</h3><span class=\"mono id\">" + html_text(t.id) +
               "</span></header>\n<p class=\"tags\"><span class=\"tag lead2\">" +
               (t.nature == "lead" ? std::string(lead_notice(in)) : html_text(of(topic::nature, t.nature))) + "</span>" +
               tag(of(topic::state, tickets::text(t.state))) + tag(of(topic::penalty, t.penalty));
        if (t.rebound_of) out += tag(say("反弹自 ", "rebound of ") + *t.rebound_of);
        if (t.merged_into) out += tag(say("并入 ", "merged into ") + *t.merged_into);
        if (t.case_id) out += tag(say("案号 ", "case ") + *t.case_id);
        if (!t.proposal.empty()) out += tag(of(topic::proposal, t.proposal));
        out += "</p>\n";
    }
    static std::string tag(std::string const& text) { return "<span class=\"tag\">" + html_text(text) + "</span>"; }

    std::string block_line(block const& b) const {
        auto const& w = *b.worst;
        auto text = statistic_phrase(w, in) + " " + period_phrase(b.period(), in);
        if (!b.single())
            text += say("，连续 ", ", ") + std::to_string(b.findings.size()) + say(" 个，最甚 ", " in a row, worst ") +
                    period_phrase(w.period, in);
        if (w.measured) text += say("：", ": ") + measured_phrase(*w.measured, in);
        if (w.limit) text += say("，限值 ", ", limit ") + limit_phrase(*w.limit, in);
        if (w.exceedance) text += say("，超标 ", ", exceeded by ") + *w.exceedance + say(" 倍", " times the limit");
        return text;
    }

    void facts() {
        std::vector<findings::finding const*> bad;
        for (auto const& f : found)
            if (f.verdict == eval::verdict::violation) bad.push_back(&f);
        auto const blocks = folded(bad);
        std::string html = p(period_phrase(tickets::episode(t), in) + say("，超标 ", ", violations ") +
                             std::to_string(tickets::violations(t)) + say(" 次，无法判定 ", ", undetermined ") +
                             std::to_string(t.undetermined) + say(" 次", "") +
                             (t.sample_id.empty() ? "" : say("；样品 ", "; sample ") + t.sample_id));
        std::size_t shown = 0;
        for (auto const& b : blocks) {
            if (shown++ == most_blocks) break;
            html += p(block_line(b));
        }
        if (blocks.size() > most_blocks)
            html += p(say("另有 ", "and ") + std::to_string(blocks.size() - most_blocks) + say(" 段", " more stretches"));
        if (bad.empty())
            html += p(say("重新判定后不再超标，原因见经过", "judged again it is no violation any more; the course says why"));
        row(say("事实", "facts"), html);
    }

    void limits() {
        std::string html, why;
        bool any_limit = false;
        std::vector<std::string> done;
        for (auto const& f : found) {
            if (!f.provision || f.verdict != eval::verdict::violation) continue;
            if (std::find(done.begin(), done.end(), f.provision->id) != done.end()) continue;
            done.push_back(f.provision->id);
            any_limit = any_limit || f.limit.has_value();
            html +=
                p((f.limit ? statistic_phrase(f, in) + say(" 限值 ", " limit ") + limit_phrase(*f.limit, in) : t.factor_name) +
                  say("：", ": ") + provision_phrase(*f.provision) + say("，", ", ") + of(topic::level, f.provision->level) +
                  (f.provision->level == "permit" ? "" : say("，", ", ") + of(topic::confidence, f.provision->confidence)));
            for (auto const& x : f.also_breached)
                html += p(say("同时不符合 ", "also breached: ") + provision_phrase(x) + say("，", ", ") +
                          of(topic::level, x.level));
            if (f.trace && !f.trace->because.empty())
                why += p(provision_phrase(*f.provision) + say("：", ": ") + joined(f.trace->because, say("；", "; ")));
            else if (f.provision->level == "permit")
                why += p(say("载于判定日有效的许可证版本", "stands in the version of the permit in force on the day"));
        }
        row(any_limit ? say("限值", "limit") : say("要求", "requirement"), html);
        row(say("为何适用", "why it applies"), why);
    }

    void others() {
        if (!s.rejected)
            return row(say("为何不是别的", "why not others"),
                       "<p class=\"note\">" +
                           say("企业文件没有给出（--facilities），未列", "not listed: no file of facilities (--facilities)") +
                           "</p>");
        std::string displaced, failed;
        std::set<std::string> said;
        std::map<std::string, std::size_t> by_condition; // one line a document and condition
        for (auto const& r : *s.rejected) {
            auto const what = provision_phrase(r.provision) + say("（", " (") + limit_phrase(r.limit, in) + say("）", ")");
            if (r.displaced && said.insert(what).second)
                displaced += p(what + say("：被取代，", ": displaced by ") + *r.displaced);
            else if (!r.displaced)
                ++by_condition[r.provision.standard + say("：不满足 ", ": fails ") + r.failed.value_or("")];
        }
        std::size_t n = 0;
        for (auto const& [text, times] : by_condition) {
            if (n++ == most_others) break;
            failed += p(text + (times > 1 ? say("（", " (") + std::to_string(times) + say(" 条限值）", " limits)") : ""));
        }
        if (by_condition.size() > most_others)
            failed += p(say("另有 ", "and ") + std::to_string(by_condition.size() - most_others) + say(" 类不适用", " more"));
        if (displaced.empty() && failed.empty())
            displaced = p(say("没有别的限值管这个因子", "no other limit is about this factor"));
        if (!failed.empty())
            failed = "<details class=\"values\"><summary>" + say("条件不满足的", "whose conditions fail") + "</summary>" +
                     failed + "</details>";
        row(say("为何不是别的", "why not others"), displaced + failed);
    }

    void proof() {
        auto const* w = tickets::worst(t);
        if (!w) return;
        auto const f = remembered(t, *w);
        auto text = of(topic::source, f.source) + say("，", ", ") + of(topic::standing, f.standing);
        if (f.trace)
            if (auto const c = citation_phrase(f.trace->standing_says); !c.empty())
                text += say("（", " (") + c + say("）", ")");
        row(say("数据能证明什么", "what the data prove"),
            p(text) + (f.lacks.empty() ? "" : p(say("还缺：", "lacking: ") + joined(f.lacks, say("、", ", ")))) +
                (f.marginal ? p(say("直接给出的值与可复算的值结论不同，须核查", "delivered and recomputed values disagree"))
                            : ""));
    }

    void law() {
        std::string html;
        if (!s.offences.empty()) html += p(say("违法类型：", "offence: ") + joined(s.offences, say("、", ", ")));
        if (!t.bases.empty())
            html += "<p class=\"note\">" +
                    say("先查追究时效和不予处罚的情形，再看罚款幅度，由机关决定",
                        "limitation and minor violations come before any range of fine; for the authority to decide") +
                    "</p>";
        for (auto const& b : t.bases) {
            auto text = say("违反《", "duty: ") + b.law + say("》", " ") + b.duty + say("，依据", ", penalty: ") + b.penalty;
            if (b.fine_min || b.fine_max)
                text += say("，罚款 ", ", fine ") + b.fine_min.value_or("") + "–" + b.fine_max.value_or("") + " " +
                        b.fine_unit.value_or("");
            text += say("（", " (") + of(topic::confidence, b.confidence) + say("）", ")");
            html += p(text) +
                    (b.measures.empty() ? "" : "<p class=\"note\">" + html_text(joined(b.measures, say("；", "; "))) + "</p>");
        }
        if (t.bases.empty())
            html += p(say("规则库没有这一类型在行为日的罚则", "the library has no consequence of this type on the day"));
        row(say("法律（行为日）", "law on the day"), html);
    }

    void numbers() {
        auto const* w = tickets::worst(t);
        if (!w) return;
        auto const f = remembered(t, *w);
        std::string html;
        if (f.trace && !f.trace->formula.empty() && f.trace->note != "corrected_by_device" && f.limit) {
            auto const reference = f.limit->reference.empty() ? "" : f.limit->reference.begin()->second;
            for (auto const& v : f.trace->values)
                if (v.left_out.empty() && used_count(*f.trace) == 1)
                    html += p(say("折算 ", "correction ") + f.trace->formula_clause + say("：", ": ") +
                              formula_with_numbers(*f.trace, v, reference) + " = " + v.value);
        }
        if (f.trace && !f.trace->delivered && !f.trace->method.empty())
            html += p(statistic_phrase(f, in) + " = " + of(topic::method, f.trace->method) + say("，采用 ", ", used ") +
                      std::to_string(used_count(*f.trace)) + say(" 个值，至少须 ", " values, needed ") +
                      std::to_string(f.trace->need) + " " + citation_phrase(f.trace->method_says));
        std::size_t rows = 0;
        for (auto const& e : t.findings) rows += e.rows.size();
        if (!w->rows.empty())
            html += "<p class=\"mono\">" +
                    html_text(
                        w->rows.front().first + ":" + std::to_string(w->rows.front().second) +
                        (w->rows.size() > 1 ? " … " + w->rows.back().first + ":" + std::to_string(w->rows.back().second) : "") +
                        say("（全部判定共 ", " (") + std::to_string(rows) + say(" 行）", " rows in all)")) +
                    "</p>";
        row(say("数从何来", "where numbers come from"), html);
    }

    // What officers and the engine did; moves of every kind print here, with what was noted.
    void history() {
        std::string html;
        for (auto const& h : t.history)
            html += "<li>" + html_text(h.time.text().substr(0, 16)) + " " + html_text(of(topic::move, h.move)) +
                    say("，", ", ") + html_text(h.by) + (h.note ? say("：", ": ") + html_text(*h.note) : "") +
                    " <span class=\"mono small w\">" + html_text(h.hash.substr(0, 12)) + "</span></li>";
        row(say("经过", "history"), html.empty() ? "" : "<ol class=\"history\">" + html + "</ol>");
    }

    void charts() {
        for (std::size_t i = 0; i < s.charts.size(); ++i) {
            auto const& c = s.charts[i];
            out += "<figure>" + chart_svg(c, id + "-" + std::to_string(i), in) + "<figcaption>" + caption(c) + "</figcaption>" +
                   chart_table(c, in) + "</figure>\n";
        }
    }
    std::string caption(chart const& c) const {
        auto text = in == language::zh && !c.statistic_name.empty() ? c.statistic_name : c.statistic;
        text += c.whole ? say("，自时段前 24 小时至后 24 小时的值", ", values from 24 hours before to 24 hours after")
                        : say("，工单里存着的值（没有给出数据）", ", the values that the ticket holds (no data given)");
        if (c.left_out > 0)
            text += say("；另有 ", "; ") + std::to_string(c.left_out) +
                    say(" 个值没有画，每段画最高的", " more values not drawn, each stretch shows its highest");
        if (s.charts_left_out > 0)
            text +=
                say("；另有 ", "; ") + std::to_string(s.charts_left_out) + say(" 个统计值没有画", " more statistics not drawn");
        text += say("。◆ 超标  ○ 未超标  ? 无法判定", ". ◆ violation  ○ met  ? undetermined");
        bool const out_there = std::any_of(c.spans.begin(), c.spans.end(), [](chart_span const& x) { return !x.exempt; });
        bool const exempt = std::any_of(c.spans.begin(), c.spans.end(), [](chart_span const& x) { return x.exempt; });
        if (out_there) text += say("  斜线 剔除或无效", "  hatched: left out or invalid");
        if (exempt) text += say("  点纹 豁免", "  dotted: exempt");
        return html_text(text);
    }

    std::string write() {
        for (auto const& e : t.findings) found.push_back(remembered(t, e));
        head();
        charts();
        out += "<dl class=\"story\">\n";
        facts();
        limits();
        others();
        proof();
        law();
        numbers();
        history();
        return std::move(out) + "</dl></article>\n";
    }
};

} // namespace

std::string story_html(ticket_story const& s, std::string const& id, language in) {
    return story_writer{s, id, in}.write();
}

} // namespace huanchi::report

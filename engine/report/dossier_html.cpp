#include "report/dossier_html.hpp"

#include "report/explain_document.hpp"
#include "report/forms_html.hpp"
#include "report/html_text.hpp"
#include "report/limits_parts.hpp"
#include "report/report_pages.hpp"

#include <algorithm>
#include <set>

namespace huanchi::report {

namespace {

constexpr std::string_view look = R"css(
.dossier nav{position:sticky;top:0;background:#fff;border-bottom:1px solid #bbb;padding:6px 0;margin:10px 0 0;font-size:14px;line-height:1.9;z-index:1}
.dossier nav a{margin-right:11px;white-space:nowrap}
.dossier h2{scroll-margin-top:70px}
.dossier h3{margin:16px 0 2px}
.visit{margin:4px 0 12px;padding-left:1.3em}.visit li{padding:2px 0}
.over{color:#a3201b;font-weight:600}
@media (max-width:640px){.dossier nav{line-height:2.1}.dossier svg.chart{max-width:none}}
@media print{.dossier nav{display:none}.dossier .form{break-before:page}}
)css";

std::string_view heading(visit_point p, language in) {
    switch (p) {
    case visit_point::ticket: return choose(in, "没有办结的线索", "leads that are open");
    case visit_point::lacking: return choose(in, "证据还缺什么", "what the evidence lacks");
    case visit_point::ground: return choose(in, "限值适用的前提（登记信息是否属实）", "what the limits rest on");
    case visit_point::question: return choose(in, "判不出的", "what could not be judged");
    case visit_point::attribute: return choose(in, "没有登记的", "what is not on file");
    case visit_point::mark: return choose(in, "按标记剔除的数据（对照运行、维护记录）", "data that marks took out");
    }
    return {};
}

struct dossier_writer {
    dossier_document const& d;
    language in;
    std::string out = {}, places = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(in, zh, en)); }
    static html_table::cell plain(std::string const& text) { return {text.empty() ? "—" : html_text(text)}; }
    static html_table::cell mono(std::string const& text) {
        return {"<span class=\"mono\">" + (text.empty() ? "—" : html_text(text)) + "</span>"};
    }
    static std::string day(std::optional<base::date> const& x) { return x ? x->text() : std::string(); }

    void part(std::string const& id, std::string const& title) {
        places += "<a href=\"#" + id + "\">" + title + "</a>";
        out += "<h2 id=\"" + id + "\">" + title + "</h2>\n";
    }
    void none(std::string const& text) { out += "<p class=\"note\">" + text + "</p>\n"; }
    void meta(std::string const& title, std::string const& text, bool mono = false) {
        if (!text.empty())
            out += "<dt>" + title + "</dt><dd" + (mono ? " class=\"mono\"" : "") + ">" + html_text(text) + "</dd>\n";
    }

    void about() {
        out += "<dl class=\"meta\">\n";
        meta(say("企业标识", "site id"), d.site_id, true);
        meta(say("统一社会信用代码", "USCC"), d.site.uscc, true);
        meta(say("行政区", "region"), d.site.region);
        meta(say("行业", "industry"), d.industry);
        meta(say("截至", "as of"), d.cut_off);
        meta(say("十二个月", "twelve months"), d.first.text() + say(" 至 ", " to ") + d.on.text());
        meta(say("数据", "data"),
             d.data_digest.empty() ? say("没有给出，依工单库", "none given: from the store") : d.data_digest,
             !d.data_digest.empty());
        out += "</dl>\n";
    }

    void visit() {
        part("look", say("现场看什么", "What to look at"));
        if (d.visit.empty() && d.silent.empty())
            none(say("没有未办结的线索、判不出的时段和缺的登记信息", "nothing is open, undetermined or missing"));
        std::optional<visit_point> last;
        for (auto const& l : d.visit) {
            if (last != l.what) {
                if (last) out += "</ul>\n";
                out += "<h3>" + std::string(heading(l.what, in)) + "</h3><ul class=\"visit\">";
            }
            last = l.what;
            out += "<li>" + html_text(l.text) + "</li>";
        }
        if (last) out += "</ul>\n";
        if (d.silent.empty()) return;
        out += "<h3>" + say("没有数据的", "silent") + "</h3><ul class=\"visit\">";
        for (auto const& s : d.silent) out += "<li>" + html_text(s) + "</li>";
        out += "</ul>\n";
    }

    void orders() {
        part("orders", say("在办的责令改正", "Open orders"));
        if (d.orders.empty()) return none(say("没有", "none"));
        html_table t;
        t.columns = {{say("事由", "about")},        {say("文号", "number")}, {say("送达", "served")}, {say("改正期限", "due")},
                     {say("在走的期限", "clocks")}, {say("状态", "state")},  {say("工单", "ticket")}};
        for (auto const& o : d.orders) {
            std::string clocks;
            for (auto const& c : o.clocks) {
                auto const text = (c.what.empty() ? say("整改", "rectification") : c.what) + " " +
                                  (c.due ? c.due->text() : "?") + " " +
                                  std::string(word(topic::clock, tickets::text(c.clock), in)) +
                                  (c.confidence == model::confidence::low ? say("（未经核对）", " (unreviewed)") : "");
                clocks += std::string(clocks.empty() ? "" : "<br>") +
                          (c.clock == tickets::clock::overdue ? "<span class=\"over\">" : "<span>") + html_text(text) +
                          "</span>";
            }
            t.rows.push_back({plain(o.about),
                              plain(o.number),
                              plain(day(o.served)),
                              plain(day(o.due)),
                              {clocks.empty() ? "—" : clocks},
                              plain(o.state),
                              mono(o.ticket)});
        }
        out += html_of(t);
    }

    void exceedances() {
        part("exceedances", say("超标和违反", "Violations"));
        if (!d.offences.empty()) none(html_text(say("涉嫌：", "suspected: ") + joined(d.offences, say("、", ", "))));
        if (d.exceedances.empty())
            return none(say("十二个月里没有工单，不等于都达标", "no tickets, which does not prove compliance"));
        html_table t;
        t.columns = {{say("时段", "episode")},     {say("排放口", "outlet")},
                     {say("污染物", "pollutant")}, {say("最甚 / 限值", "worst / limit")},
                     {say("倍数", "times"), true}, {say("标准", "provision")},
                     {say("状态", "state")},       {say("工单", "ticket")}};
        for (auto const& x : d.exceedances) {
            auto const* w = tickets::worst(x);
            auto const f = w ? remembered(x, *w) : findings::finding{};
            t.rows.push_back(
                {plain(period_phrase(tickets::episode(x), in)), plain(x.series.outlet_id), plain(matter(x)),
                 plain(f.measured && f.limit ? measured_phrase(*f.measured, in) + " / " + limit_phrase(*f.limit, in) : ""),
                 plain(f.exceedance.value_or("")), plain(f.provision ? provision_phrase(*f.provision) : ""),
                 plain(std::string(word(topic::state, tickets::text(x.state), in))), mono(x.id)});
        }
        out += html_of(t);
    }

    void curves() {
        part("curves", say("十二个月曲线", "Twelve months"));
        if (d.charts.empty()) none(say("没有可以画的值", "no values to draw"));
        for (std::size_t i = 0; i < d.charts.size(); ++i) {
            auto const& y = d.charts[i];
            auto const& c = y.chart;
            out += "<figure><h3>" +
                   html_text(y.outlet + " " + y.factor + " " +
                             (in == language::zh && !c.statistic_name.empty() ? c.statistic_name : c.statistic)) +
                   "</h3>" + chart_svg(c, "y" + std::to_string(i), in) + "<figcaption>" + html_text(caption(c)) +
                   "</figcaption></figure>\n";
        }
        if (d.charts_left_out > 0)
            none(say("另有 ", "and ") + std::to_string(d.charts_left_out) + say(" 条曲线没有画", " more that are not drawn"));
    }
    std::string caption(chart const& c) const {
        auto text = c.whole ? say("给出的数据", "the data given") : say("只有工单里存着的值", "only what tickets hold");
        if (c.left_out > 0)
            text += say("；另有 ", "; ") + std::to_string(c.left_out) +
                    say(" 个值没有画，每段画最甚的", " more values not drawn, each stretch shows its worst");
        text += say("。◆ 超标  ○ 未超标  ? 无法判定", ". ◆ violation  ○ met  ? undetermined");
        if (std::any_of(c.spans.begin(), c.spans.end(), [](chart_span const& s) { return !s.exempt; }))
            text += say("  斜线 剔除或无效", "  hatched: left out or invalid");
        if (std::any_of(c.spans.begin(), c.spans.end(), [](chart_span const& s) { return s.exempt; }))
            text += say("  点纹 豁免", "  dotted: exempt");
        return text;
    }

    void permits() {
        part("permits", say("许可证", "Permits"));
        if (d.permits.empty()) return none(say("企业文件里没有许可证", "the file of facilities has none"));
        html_table t;
        t.columns = {{say("编号", "number")}, {say("版本", "version")}, {say("有效期", "valid")}, {say("状态", "state")}};
        for (auto const& p : d.permits) {
            html_table::cell state{p.in_force ? say("有效", "in force") : say("不在有效期内", "not in force")};
            if (p.days_left) state.html += say("，还有 ", ", ") + std::to_string(*p.days_left) + say(" 日", " days left");
            if (p.days_left && *p.days_left <= expiring_within) state.kind = "unsure";
            t.rows.push_back({mono(p.number), plain(p.version), plain(day(p.from) + "–" + day(p.last)), std::move(state)});
        }
        out += html_of(t);
        if (std::none_of(d.permits.begin(), d.permits.end(), [](dossier_permit const& p) { return p.in_force; }))
            out += "<p class=\"bad\">" + say("当日没有有效的许可证", "no permit is in force on the day") + "</p>\n";
    }

    // What is measured or breached first, the rest folded.
    void limits() {
        part("limits", say("现行限值", "Limits in force"));
        std::set<std::pair<std::string, std::string>> watched;
        for (auto const& y : d.charts) watched.emplace(y.outlet, y.factor);
        for (auto const& t : d.exceedances) watched.emplace(t.series.outlet_id, t.factor_name);
        for (auto const& o : d.limits) {
            html_table first = limit_table(), rest = limit_table();
            for (auto const& r : o.limits)
                (r.provision.level == "permit" || watched.contains({o.outlet_id, r.factor_name}) ? first : rest)
                    .rows.push_back(limit_cells_of(r));
            out += "<h3>" + html_text(o.outlet_id + say("，", ", ") + o.at.text()) + "</h3>\n";
            if (o.limits.empty()) none(say("没有查到适用的限值", "no limit found that applies"));
            if (!first.rows.empty()) out += html_of(first);
            if (rest.rows.empty()) continue;
            auto const others = say("其余 ", "the other ") + std::to_string(rest.rows.size()) +
                                say(" 条（没有数据和工单的因子）", " (of factors without data and tickets)");
            out += "<details class=\"values\"><summary>" + others + "</summary>" + html_of(rest) + "</details>\n";
        }
        none(say("每个因子、统计值只列起决定作用的一条，没有数据和工单的因子不打印；全部见 huanchi limits",
                 "the deciding limit of each factor and statistic, in print only of factors with data or tickets; all: huanchi "
                 "limits"));
    }
    html_table limit_table() const {
        html_table t;
        t.columns = {{say("因子", "factor")},
                     {say("统计值", "statistic")},
                     {say("限值", "limit"), true},
                     {say("规定", "provision")},
                     {say("取决于", "depends on")}};
        return t;
    }
    std::vector<html_table::cell> limit_cells_of(review::limit_row const& r) const {
        return {plain(r.factor_name), plain(statistic_text(r, in)),
                plain(with_unit(bound_text(r.limit, r.min_strict, r.max_strict, in), r.limit.unit)),
                plain(provision_phrase(r.provision)), plain(depends_text(r, in))};
    }

    void penalties() {
        part("priors", say("处罚记录", "Earlier penalties"));
        if (d.penalties.empty()) return none(say("库里没有处罚决定", "no decision in this store"));
        html_table t;
        t.columns = {{say("文号", "number")}, {say("作出", "made")},
                     {say("送达", "served")}, {say("罚款（元）", "fine (yuan)"), true},
                     {say("依据", "law")},    {say("两年之内", "within two years")}};
        for (auto const& p : d.penalties)
            t.rows.push_back({plain(p.number), plain(p.made.text()), plain(day(p.served)), plain(p.amount),
                              plain(p.law + p.penalty), plain(p.recent ? say("是", "yes") : say("否", "no"))});
        out += html_of(t);
    }

    std::string write() {
        visit();
        orders();
        exceedances();
        curves();
        permits();
        limits();
        penalties();
        part("record", say("空白检查记录", "An empty record"));
        out += form_html(d.record, in);
        auto const body = std::move(out);
        out = chart_patterns() + "<div class=\"dossier\"><header><h1>" +
              html_text(d.site.name.empty() ? d.site_id : d.site.name) + "</h1>\n<p class=\"lead\">" +
              std::string(lead_notice(in)) + "</p>\n";
        about();
        out += "</header><nav class=\"screen\">" + places + "</nav>\n" + body + "</div>\n";
        auto const footer = "rules " + d.rules_digest + " data " +
                            (d.data_digest.empty() ? "store " + d.history_hash : d.data_digest) + " engine " + d.engine;
        return html_page({say("一企一档 ", "Dossier ") + (d.site.name.empty() ? d.site_id : d.site.name),
                          page_style(d.cut_off, footer, in) + form_style() + std::string(look), std::move(out), in});
    }
};

} // namespace

std::string dossier_html(dossier_document const& d, language in) {
    return dossier_writer{d, in}.write();
}

} // namespace huanchi::report

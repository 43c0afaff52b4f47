// The page around the tickets: what it is about, summaries with their completeness, the ledger.
#include "report/html_text.hpp"
#include "report/phrases.hpp"
#include "report/report_pages.hpp"
#include "report/words.hpp"

namespace huanchi::report {

namespace {

struct page_writer {
    report_document const& d;
    language in;
    std::string out = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(in, zh, en)); }
    static html_table::cell number(std::uint64_t n) { return {n == 0 ? "0" : std::to_string(n)}; }
    static html_table::cell plain(std::string_view text) { return {html_text(text)}; }
    static html_table::cell whole(std::string_view text) { return {html_text(text), "w"}; } // not broken
    html_table::cell days(completeness const& c) const { return {completeness_html(c, d.percent_wanted, in)}; }

    void meta(std::string const& title, std::string const& text, bool mono = false) {
        if (text.empty()) return;
        out += "<dt>" + title + "</dt><dd" + (mono ? " class=\"mono\"" : "") + ">" + html_text(text) + "</dd>\n";
    }
    void head() {
        out += chart_patterns() + "<header><h1>" + html_text(d.title) + "</h1>\n<p class=\"lead\">" +
               std::string(lead_notice(in)) + "</p>\n<dl class=\"meta\">\n";
        meta(say("数据截至", "cut-off"),
             d.cut_off +
                 (d.cut_off_of_last_run && !d.cut_off.empty() ? say("（最近一次判定的时刻）", " (time of the last run)") : ""));
        if (d.first <= d.last) meta(say("统计时段", "span"), d.first.text() + say(" 至 ", " to ") + d.last.text());
        meta(say("行政区", "region"), d.region);
        meta(say("规则摘要", "rules"), d.rules_digest, true);
        meta(say("数据摘要", "data"),
             d.data_digest.empty() ? say("没有给出数据，依工单库", "no data given: from the store") : d.data_digest,
             !d.data_digest.empty());
        meta(say("历史链", "history"),
             std::to_string(d.history_entries) + say(" 条，末条 ", " entries, the last ") + d.history_hash, true);
        meta(say("程序", "program"), "huanchi " + d.engine);
        out += "</dl></header>\n";
    }

    void figure(std::uint64_t n, std::string const& title) {
        out += "<div><b>" + std::to_string(n) + "</b><span>" + title + "</span></div>";
    }
    void figures() {
        std::uint64_t violations = 0, with = 0, unknown = 0;
        for (auto const& s : d.sites) {
            violations += s.violations;
            with += s.tickets > 0 ? 1 : 0;
            unknown += s.days.enough(d.percent_wanted) ? 0 : 1;
        }
        out += "<div class=\"facts\">";
        figure(d.stories.size(), say("工单", "tickets"));
        figure(d.open.size(), say("未结", "open"));
        figure(d.rebounds.size(), say("反弹", "rebounds"));
        figure(violations, say("超标判定", "violations"));
        figure(with, say("有工单的企业", "sites with tickets"));
        figure(unknown, say("数据不足的企业", "sites with too few data"));
        out += "</div>\n";
    }

    std::string note() const {
        return "<p class=\"note\">" +
               say("完整性：统计时段内判得出（达标或超标）的因子日占全部因子日的比例。无法判定、没有记录的日子不算达标；不到 ",
                   "completeness: the share of days of factors that could be judged, met or not. What is undetermined or "
                   "silent is "
                   "not compliant; below ") +
               std::to_string(d.percent_wanted) + say(" % 记为“数据不足”。", " % the data are too few.") + "</p>\n";
    }
    void by_site() {
        out += "<h2>" + say("按企业", "By site") + "</h2>\n";
        html_table t;
        t.columns = {{say("企业", "site")},           {say("行政区", "region")},       {say("工单", "tickets"), true},
                     {say("未结", "open"), true},     {say("反弹", "rebounds"), true}, {say("超标次", "violations"), true},
                     {say("完整性", "completeness")}, {say("结论", "result")}};
        for (auto const& s : d.sites) {
            bool const enough = s.days.enough(d.percent_wanted);
            html_table::cell result = s.violations > 0 ? html_table::cell{say("疑似超标", "suspected"), "bad"}
                                      : enough         ? html_table::cell{say("未见超标", "none seen")}
                                                       : html_table::cell{say("数据不足", "too few data"), "unsure"};
            if (s.violations > 0 && !enough) result.html += say("；数据不足", "; too few data");
            t.rows.push_back({{html_text(s.note.name.empty() ? s.id : s.note.name) + "<br><span class=\"mono small\">" +
                               html_text(s.id) + "</span>"},
                              plain(s.note.place().empty() ? "—" : s.note.place()),
                              number(s.tickets),
                              number(s.open),
                              number(s.rebounds),
                              number(s.violations),
                              days(s.days),
                              std::move(result)});
        }
        out += html_of(t) + note();
    }
    void by_factor() {
        out += "<h2>" + say("按污染物", "By pollutant") + "</h2>\n";
        html_table t;
        t.columns = {{say("污染物", "pollutant")},        {say("企业", "sites"), true},     {say("工单", "tickets"), true},
                     {say("超标次", "violations"), true}, {say("最大倍数", "worst"), true}, {say("最甚的企业", "worst site")}};
        for (auto const& f : d.factors)
            t.rows.push_back({{html_text(f.name) +
                               (f.factor.empty() ? "" : " <span class=\"mono small\">" + html_text(f.factor) + "</span>")},
                              number(f.sites),
                              number(f.tickets),
                              number(f.violations),
                              plain(f.worst.empty() ? "—" : f.worst),
                              plain(f.worst_site.empty() ? "—" : f.worst_site)});
        out += html_of(t);
    }
    void by_kind() {
        out += "<h2>" + say("按违法类型", "By kind of offence") + "</h2>\n";
        html_table t;
        t.columns = {{say("违法类型", "offence")},
                     {say("企业", "sites"), true},
                     {say("工单", "tickets"), true},
                     {say("超标次", "violations"), true}};
        for (auto const& k : d.kinds)
            t.rows.push_back({plain(k.offence), number(k.sites), number(k.tickets), number(k.violations)});
        out += html_of(t);
    }

    void ledger_of(std::vector<std::size_t> const& which, std::string const& title, std::string const& none) {
        out += "<h3>" + title + "（" + std::to_string(which.size()) + "）</h3>\n";
        if (which.empty()) {
            out += "<p class=\"note\">" + none + "</p>\n";
            return;
        }
        html_table t;
        t.columns = {{say("企业", "site")},
                     {say("排放口", "outlet")},
                     {say("污染物", "pollutant")},
                     {say("时段", "episode")},
                     {say("最甚 / 限值", "worst / limit")},
                     {say("倍数", "times"), true},
                     {say("状态", "state")},
                     {say("工单", "ticket")}};
        for (auto const i : which) {
            auto const& s = d.stories[i];
            auto const& x = s.what;
            auto const* w = tickets::worst(x);
            std::string worst = "—";
            if (w) {
                auto const& bound = w->limit_max.empty()   ? "≥ " + w->limit_min
                                    : w->limit_min.empty() ? w->limit_max
                                                           : w->limit_min + "–" + w->limit_max;
                worst = with_unit((w->measured.empty() ? w->measured_low : w->measured) + " / " + bound, w->unit);
            }
            t.rows.push_back({plain(s.site.name.empty() ? x.series.enterprise_id : s.site.name),
                              whole(x.series.outlet_id),
                              {html_text(matter(x)), tickets::factor_of(x.series).empty() ? "" : "w"},
                              plain(period_phrase(tickets::episode(x), in)),
                              plain(worst),
                              plain(w && !w->exceedance.empty() ? w->exceedance : "—"),
                              whole(word(topic::state, tickets::text(x.state), in)),
                              {"<a class=\"mono id\" href=\"#" + html_text(x.id) + "\">" + html_text(x.id) + "</a>"}});
        }
        out += html_of(t);
    }
    void ledger() {
        out += "<h2>" + say("台账", "Ledger") + "</h2>\n";
        ledger_of(d.open, say("未结", "open"), say("没有未结的工单", "none"));
        ledger_of(d.rebounds, say("反弹", "rebounds"), say("没有反弹", "none"));
        ledger_of(d.overdue, say("整改逾期", "overdue"), say("责令改正的都没有逾期", "nothing that was ordered is overdue"));
    }

    void account() {
        out += "<h2>" + say("数据的完整性", "Completeness of the data") + "</h2>\n";
        if (d.rows) {
            auto const& r = *d.rows;
            html_table t;
            t.columns = {{say("读入", "read"), true},
                         {say("用于判定", "judged"), true},
                         {say("标记剔除", "flagged out"), true},
                         {say("无处可判", "unmatched"), true},
                         {say("拒收", "rejected"), true},
                         {say("判定：达标", "compliant"), true},
                         {say("超标", "violation"), true},
                         {say("无法判定", "undetermined"), true},
                         {say("豁免", "exempt"), true}};
            t.rows.push_back({number(r.read), number(r.judged), number(r.flagged_out), number(r.unmatched), number(r.rejected),
                              number(r.compliant), number(r.violation), number(r.undetermined), number(r.exempt)});
            out += html_of(t);
        } else
            out += "<p class=\"note\">" +
                   say("没有给出数据：剔除、拒收了多少行不知道（数据不足）；下表是工单库记下的日子。",
                       "no data given: how many rows were flagged out or rejected is unknown; below are the days that the "
                       "store knows.") +
                   "</p>\n";
        html_table t;
        t.columns = {{say("企业", "site")},
                     {say("排放口", "outlet")},
                     {say("污染物", "pollutant")},
                     {say("达标日", "compliant"), true},
                     {say("超标日", "violation"), true},
                     {say("无法判定日", "undetermined"), true},
                     {say("无记录日", "silent"), true},
                     {say("完整性", "completeness")}};
        for (auto const& s : d.series)
            t.rows.push_back({plain(s.site_name.empty() ? s.key.enterprise_id : s.site_name), whole(s.key.outlet_id),
                              whole(s.factor_name), number(s.days.compliant), number(s.days.violation),
                              number(s.days.undecided), number(s.days.silent), days(s.days)});
        out += html_of(t);
        if (d.rejects.empty()) return;
        out += "<details class=\"more\"><summary>" + say("拒收的行", "rejected rows") + "</summary><ul>";
        for (auto const& x : d.rejects) out += "<li class=\"mono\">" + html_text(x) + "</li>";
        out += "</ul></details>\n";
    }

    std::string write() {
        head();
        figures();
        by_site();
        by_factor();
        by_kind();
        ledger();
        account();
        out += "<h2>" + say("工单", "Tickets") + "</h2>\n";
        for (std::size_t i = 0; i < d.stories.size(); ++i) out += story_html(d.stories[i], "c" + std::to_string(i), in);
        if (d.stories.empty()) out += "<p>" + say("没有工单", "no tickets") + "</p>\n";
        return html_page({d.title, page_style(d.cut_off, footer(), in), std::move(out), in});
    }
    std::string footer() const {
        return "rules " + d.rules_digest + " data " + (d.data_digest.empty() ? "store " + d.history_hash : d.data_digest) +
               " engine " + d.engine;
    }
};

} // namespace

std::string completeness_html(completeness const& c, unsigned percent_wanted, language in) {
    auto const p = c.percent();
    if (!p) return "<span class=\"unsure\">" + std::string(choose(in, "数据不足", "too few data")) + "</span>";
    auto const all = static_cast<double>(c.all());
    auto const share = [&](double n) { return std::to_string(static_cast<int>(n / all * 1000)); };
    auto const decided = share(c.decided()), open = share(c.undecided);
    auto out = "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"" +
               decided + "\" height=\"10\" fill=\"#444\"/><rect x=\"" + decided + "\" width=\"" + open +
               "\" height=\"10\" fill=\"#bbb\"/></svg>" + std::to_string(*p) + "&nbsp;%";
    if (!c.enough(percent_wanted))
        out += " <span class=\"unsure\">" + std::string(choose(in, "数据不足", "too few data")) + "</span>";
    return out;
}

std::string report_html(report_document const& d, language in) {
    return page_writer{d, in}.write();
}

} // namespace huanchi::report

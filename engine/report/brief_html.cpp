// The morning page: one A4.
#include "report/html_text.hpp"
#include "report/phrases.hpp"
#include "report/report_pages.hpp"
#include "report/words.hpp"

#include <algorithm>

namespace huanchi::report {

namespace {

// Rows of the page, which is one: counties first, the rest shared by the sections that have something to say.
constexpr std::size_t page_rows = 35, most_counties = 12, most_lines = 12, fewest_lines = 3;

constexpr std::string_view look = R"css(
.brief h2{font-size:16px;margin:14px 0 2px;padding-bottom:2px;border-bottom:1.5px solid #1b1b1b}
.brief table{margin:2px 0;font-size:13px}.brief th,.brief td{padding:3px 6px}
.brief .note{margin:2px 0}
.brief thead th{border-top:0;border-bottom:1px solid #999;color:#555}
@media print{.brief h1{font-size:16pt}.brief h2{font-size:11pt;margin-top:8pt}.brief{font-size:9pt;line-height:1.4}
.brief table{font-size:8.4pt}.brief th,.brief td{padding:1.6pt 4pt}}
)css";

struct brief_writer {
    brief_document const& d;
    language in;
    std::string out = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(in, zh, en)); }
    static html_table::cell plain(std::string const& text, std::string kind = "") {
        return {text.empty() ? "—" : html_text(text), std::move(kind)};
    }

    std::string title(brief_part p) const {
        switch (p) {
        case brief_part::fresh: return say("新发", "new");
        case brief_part::continuing: return say("持续", "continuing");
        case brief_part::ended: return say("结束（当日判为达标）", "ended (the day was judged compliant)");
        case brief_part::unproven: return say("当日判不出，不能认为已结束", "undecided on the day: not known to have ended");
        case brief_part::provisional: return say("待定（数据还可以标记）", "provisional (data may still be marked)");
        case brief_part::silent: return say("离线（当日没有数据）", "offline (no data on the day)");
        case brief_part::overdue: return say("整改逾期而未报告", "overdue and not reported as put right");
        }
        return "";
    }

    void counties() {
        html_table t;
        t.columns = {{say("区县", "county")},
                     {say("企业", "sites"), true},
                     {say("新发", "new"), true},
                     {say("持续", "continuing"), true},
                     {say("结束", "ended"), true},
                     {say("离线", "offline"), true},
                     {say("当日完整性", "completeness of the day")}};
        auto const number = [](std::uint32_t n) { return html_table::cell{std::to_string(n)}; };
        for (auto const& c : d.counties) {
            if (t.rows.size() == most_counties) break;
            auto const place = c.name.empty() ? c.region : c.name + " " + c.region;
            t.rows.push_back({plain(place.empty() ? say("未登记", "unknown") : place),
                              number(c.sites),
                              number(c.fresh),
                              number(c.continuing),
                              number(c.ended),
                              number(c.silent),
                              {completeness_html(c.days, d.percent_wanted, in)}});
        }
        out += html_of(t);
        if (d.counties.size() > most_counties)
            out += "<p class=\"note\">" + say("另有区县 ", "and ") + std::to_string(d.counties.size() - most_counties) +
                   say(" 个", " more counties") + "</p>\n";
    }

    std::size_t lines_of_a_section() const {
        auto const speaking = static_cast<std::size_t>(
            std::count_if(d.sections.begin(), d.sections.end(), [](brief_section const& s) { return !s.lines.empty(); }));
        auto const left = page_rows - std::min(d.counties.size(), most_counties);
        return std::clamp(left / std::max<std::size_t>(1, speaking + 1), fewest_lines, most_lines);
    }

    void section(brief_section const& s) {
        out += "<h2>" + title(s.part) + "（" + (s.known ? std::to_string(s.lines.size()) : "?") + "）</h2>\n";
        if (!s.known) {
            out += "<p class=\"note\">" + say("没有给出数据，不知道", "unknown: no data given") + "</p>\n";
            return;
        }
        if (s.lines.empty()) return; // the heading has said 0
        auto const most = lines_of_a_section();
        bool const silent = s.part == brief_part::silent, late = s.part == brief_part::overdue;
        html_table t;
        t.columns = {{say("区县", "county")}, {say("企业", "site")}, {say("排放口", "outlet")}, {say("污染物", "pollutant")}};
        if (late) {
            t.columns.push_back({say("承办人", "assigned to")});
            t.columns.push_back({say("逾期天数", "days overdue"), true});
        } else if (!silent) {
            t.columns.push_back({say("最甚 / 限值", "worst / limit")});
            t.columns.push_back({say("倍数", "times"), true});
        }
        t.columns.push_back({late ? say("期限", "due") : silent ? say("最后有数据", "last data") : say("始于", "since")});
        for (auto const& l : s.lines) {
            if (t.rows.size() == most) break;
            std::vector<html_table::cell> row{plain(l.region), plain(l.site), plain(l.outlet, "w"),
                                              plain(l.factor, silent ? "" : "w")};
            if (late) {
                row.push_back(plain(l.responsible.empty() ? say("未指派", "nobody") : l.responsible));
                row.push_back(plain(std::to_string(l.days_overdue)));
            } else if (!silent) {
                row.push_back(plain(l.what));
                row.push_back(plain(l.exceedance));
            }
            row.push_back(plain(l.since.text(), "w"));
            t.rows.push_back(std::move(row));
        }
        out += html_of(t);
        if (s.lines.size() > most)
            out += "<p class=\"note\">" + say("另有 ", "and ") + std::to_string(s.lines.size() - most) +
                   say(" 条，见报告", " more: see the report") + "</p>\n";
    }

    std::string write() {
        auto const name = say("晨报 ", "Morning brief ") + d.day.text() + (d.region.empty() ? "" : "  " + d.region);
        out =
            "<div class=\"brief\"><h1>" + html_text(name) + "</h1>\n<p class=\"lead\">" + std::string(lead_notice(in)) +
            "</p>\n<p class=\"small\">" + say("数据截至 ", "cut-off ") + html_text(d.cut_off) +
            say("；按严重程度排列；离线和判不出的日子不算达标", "; worst first; offline and undecided days are not compliant") +
            "</p>\n";
        counties();
        for (auto const& s : d.sections) section(s);
        out +=
            "<p class=\"small mono\">rules " + html_text(d.rules_digest) + " · engine " + html_text(d.engine) + "</p></div>\n";
        auto const footer = "rules " + d.rules_digest + " data " +
                            (d.data_digest.empty() ? "store " + d.history_hash : d.data_digest) + " engine " + d.engine;
        return html_page({name, page_style(d.cut_off, footer, in) + std::string(look), std::move(out), in});
    }
};

} // namespace

std::string brief_html(brief_document const& d, language in) {
    return brief_writer{d, in}.write();
}

} // namespace huanchi::report

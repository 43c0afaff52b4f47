// Workbooks over libxlsxwriter, which only this file sees.
#include "report/explain_document.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/report_pages.hpp"
#include "report/words.hpp"

#include <xlsxwriter.h>

#include <memory>

namespace huanchi::report {

namespace {

constexpr std::size_t most_bytes = 30000; // of a cell; the format allows 32,767 characters

struct sheet {
    lxw_worksheet* page;
    lxw_format *head, *body;
    lxw_row_t row = 0;
    lxw_col_t columns = 0;

    // Always a string: nothing that data say can become a formula, a number that rounds or a link.
    void line(std::vector<std::string> const& cells) {
        lxw_col_t at = 0;
        for (auto const& cell : cells) {
            auto text = printable(cell);
            if (text.size() > most_bytes) {
                text.resize(most_bytes);
                while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80) text.pop_back();
                if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) text.pop_back();
            }
            if (row == 0 || !text.empty()) worksheet_write_string(page, row, at, text.c_str(), row == 0 ? head : body);
            ++at;
        }
        columns = std::max(columns, at);
        ++row;
    }
    void finish(std::vector<double> const& widths) const {
        worksheet_freeze_panes(page, 1, 0);
        if (columns > 0) worksheet_autofilter(page, 0, 0, row > 1 ? row - 1 : 1, static_cast<lxw_col_t>(columns - 1));
        for (std::size_t i = 0; i < columns; ++i)
            worksheet_set_column(page, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), i < widths.size() ? widths[i] : 14,
                                 nullptr);
        worksheet_set_landscape(page);
        worksheet_set_paper(page, 9); // A4
        worksheet_repeat_rows(page, 0, 0);
        worksheet_fit_to_pages(page, 1, 0);
    }
};

struct book_writer {
    report_document const& d;
    site_notes const& sites;
    rule_names const& names;
    language in;

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(in, zh, en)); }
    std::string of(topic what, std::string_view x) const { return std::string(word(what, x, in)); }
    site_note note(std::string const& id, std::string const& name) const {
        auto const known = sites.find(id);
        auto n = known == sites.end() ? site_note{} : known->second;
        if (n.name.empty()) n.name = name;
        return n;
    }
    static std::string moment(base::moment m) {
        auto text = m.text().substr(0, 16);
        text[10] = ' ';
        return text;
    }
    static std::string bound(std::optional<findings::limit_value> const& l) {
        if (!l) return "";
        if (l->min && l->max) return *l->min + "–" + *l->max;
        return l->max ? *l->max : l->min ? "≥" + *l->min : "";
    }
    std::string offences(findings::finding const& f) const {
        std::vector<std::string> all;
        for (auto const& x : f.violation_types) all.push_back(names.offence(x, f.medium, f.period.from.date(), in));
        return joined(all, say("、", ", "));
    }

    // What both sheets say of a finding: statistic … clause.
    std::vector<std::string> finding_cells(findings::finding const& f, base::period const& when) const {
        return {f.factor_name,
                statistic_phrase(f, in),
                has_time(when) ? moment(when.from) : "",
                has_time(when) ? moment(when.to) : "",
                f.measured ? f.measured->value : "",
                f.measured ? f.measured->unit
                : f.limit  ? f.limit->unit
                           : "",
                bound(f.limit),
                f.exceedance.value_or(""),
                f.provision ? f.provision->standard : "",
                f.provision ? f.provision->clause : ""};
    }
    std::vector<std::string> finding_heads() const {
        return {say("污染物", "pollutant"),  say("统计时段", "statistic"), say("开始时间", "from"),  say("结束时间", "to"),
                say("监测值", "value"),      say("单位", "unit"),          say("标准限值", "limit"), say("超标倍数", "times"),
                say("执行标准", "standard"), say("条款", "clause")};
    }
    static void append(std::vector<std::string>& to, std::vector<std::string> const& more) {
        to.insert(to.end(), more.begin(), more.end());
    }

    void tickets(sheet& s) const {
        std::vector<std::string> head{say("工单", "ticket"),      say("企业名称", "site"), say("统一社会信用代码", "USCC"),
                                      say("企业标识", "site id"), say("行政区", "region"), say("排放口", "outlet")};
        append(head, finding_heads());
        append(head, {say("超标次数", "violations"), say("无法判定次数", "undetermined"), say("违法类型", "offence"),
                      say("违反条款", "duty"), say("处罚条款", "penalty article"), say("罚款幅度", "fine"),
                      say("证据性质", "standing"), say("状态", "state"), say("处罚程序", "penalty track"),
                      say("整改期限", "deadline"), say("反弹自", "rebound of"), say("性质", "nature")});
        s.line(head);
        for (auto const& x : d.stories) {
            auto const& t = x.what;
            std::vector<std::string> row{t.id,          x.site.name,       x.site.uscc, t.series.enterprise_id,
                                         x.site.region, t.series.outlet_id};
            auto const* w = tickets::worst(t);
            auto f = w ? remembered(t, *w) : findings::finding{};
            if (!w) f.factor_name = t.factor_name;
            append(row, finding_cells(f, tickets::episode(t)));
            std::vector<std::string> duty, penalty, fine;
            for (auto const& b : t.bases) {
                duty.push_back(b.law + b.duty);
                penalty.push_back(b.law + b.penalty);
                if (b.fine_min || b.fine_max)
                    fine.push_back(b.fine_min.value_or("") + "–" + b.fine_max.value_or("") + " " + b.fine_unit.value_or(""));
            }
            append(row,
                   {std::to_string(tickets::violations(t)), std::to_string(t.undetermined), joined(x.offences, say("、", ", ")),
                    joined(duty, "；"), joined(penalty, "；"), joined(fine, "；"), of(topic::standing, f.standing),
                    of(topic::state, tickets::text(t.state)), of(topic::penalty, t.penalty), "", t.rebound_of.value_or(""),
                    t.nature == "lead" ? std::string(lead_notice(in)) : of(topic::nature, t.nature)});
            s.line(row);
        }
        s.finish({21, 34, 21, 26, 10, 10, 12, 12, 17, 17, 13, 9, 11, 10, 20, 14});
    }

    void finding_row(sheet& s, findings::finding const& f, std::string const& ticket) const {
        auto const n = note(f.enterprise_id, f.enterprise_name);
        std::vector<std::string> row{f.id, ticket, n.name, n.uscc, f.enterprise_id, n.region, f.outlet_id.value_or("")};
        append(row, finding_cells(f, f.period));
        append(row,
               {std::string(verdict_word(f, in)), f.reason ? (in == language::zh ? f.reason->text_zh : f.reason->text_en) : "",
                offences(f), of(topic::source, f.source), of(topic::standing, f.standing), joined(f.lacks, say("、", ", "))});
        s.line(row);
    }
    void all_findings(sheet& s, std::vector<findings::finding> const* findings) const {
        std::vector<std::string> head{say("判定", "finding"),          say("工单", "ticket"),      say("企业名称", "site"),
                                      say("统一社会信用代码", "USCC"), say("企业标识", "site id"), say("行政区", "region"),
                                      say("排放口", "outlet")};
        append(head, finding_heads());
        append(head, {say("结论", "verdict"), say("原因", "reason"), say("违法类型", "offence"), say("数据来源", "source"),
                      say("证据性质", "standing"), say("还缺", "lacking")});
        s.line(head);
        std::map<std::string, std::string> ticket_of;
        for (auto const& x : d.stories)
            for (auto const& e : x.what.findings) ticket_of[e.finding] = x.what.id;
        if (findings) {
            for (auto const& f : *findings) {
                auto const known = sites.find(f.enterprise_id);
                if (!d.region.empty() && (known == sites.end() || !in_region(known->second.region, d.region))) continue;
                if (f.verdict == eval::verdict::violation || f.verdict == eval::verdict::undetermined ||
                    f.verdict == eval::verdict::not_met)
                    finding_row(s, f, ticket_of[f.id]);
            }
        } else
            for (auto const& x : d.stories)
                for (auto const& e : x.what.findings) finding_row(s, remembered(x.what, e), x.what.id);
        s.finish({21, 21, 34, 21, 26, 10, 10, 12, 12, 17, 17, 13, 9, 11, 10, 20, 14});
    }
};

} // namespace

base::result<std::size_t> write_report_xlsx(report_document const& d, std::vector<findings::finding> const* findings,
                                            site_notes const& sites, rule_names const& names, base::moment created,
                                            std::string const& path, language in) {
    auto* book = workbook_new(path.c_str());
    if (!book) return base::failure{"`" + path + "`: no workbook", "check the memory of the machine"};
    lxw_doc_properties properties{};
    std::string title = d.title, comments = std::string(lead_notice(in)) + " " + d.cut_off + " " + d.rules_digest;
    properties.title = title.data();
    properties.comments = comments.data();
    constexpr std::int64_t beijing_ms = 8 * 3600000;
    properties.created = static_cast<time_t>((created.ms - beijing_ms) / 1000);
    workbook_set_properties(book, &properties);
    auto* head = workbook_add_format(book);
    format_set_bold(head);
    format_set_text_wrap(head);
    format_set_bg_color(head, 0xE8E8E8);
    format_set_bottom(head, LXW_BORDER_THIN);
    auto* body = workbook_add_format(book);
    format_set_num_format(body, "@");
    format_set_align(body, LXW_ALIGN_VERTICAL_TOP);
    book_writer const w{d, sites, names, in};
    sheet first{workbook_add_worksheet(book, std::string(choose(in, "工单", "tickets")).c_str()), head, body};
    w.tickets(first);
    sheet second{workbook_add_worksheet(book, std::string(choose(in, "判定", "findings")).c_str()), head, body};
    w.all_findings(second, findings);
    if (auto const error = workbook_close(book); error != LXW_NO_ERROR)
        return base::failure{"`" + path + "`: " + lxw_strerror(error), "check the path, permissions and space"};
    return std::size_t{first.row} + second.row - 2;
}

} // namespace huanchi::report

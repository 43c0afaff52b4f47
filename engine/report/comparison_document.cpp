#include "report/comparison_document.hpp"

#include "report/json_parts.hpp"
#include "report/judgement_document.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace huanchi::report {

namespace {

constexpr std::size_t most_rows_shown = 3; // changed values of one cause, in the text
constexpr std::size_t digest_shown = 19;   // "sha256:" and twelve digits

json run_json(tickets::run_line const& r) {
    json j{{"run", r.key},       {"time", r.time},   {"by", r.by},
           {"engine", r.engine}, {"rules", r.rules}, {"as_of", or_null(r.as_of)},
           {"tickets", nullptr}};
    if (r.counts)
        j["tickets"] = {{"new", r.counts->is_new},
                        {"updated", r.counts->updated},
                        {"unchanged", r.counts->unchanged},
                        {"absent", r.counts->absent}};
    return j;
}

json reason_json(tickets::compared_ticket::reason const& r) {
    json j{{"kind", r.why.kind},
           {"findings", r.findings},
           {"before", or_null(r.why.before)},
           {"after", or_null(r.why.after)},
           {"rows", json::array()}};
    for (auto const& row : r.why.rows)
        j["rows"].push_back({{"from", row.period.from.text()},
                             {"to", row.period.to.text()},
                             {"before", or_null(row.before)},
                             {"after", or_null(row.after)}});
    return j;
}

json ticket_json(tickets::compared_ticket const& t) {
    json j{{"id", t.id},
           {"outcome", t.outcome},
           {"enterprise_id", t.series.enterprise_id},
           {"enterprise_name", t.enterprise_name},
           {"outlet_id", or_null(t.series.outlet_id)},
           {"factor", or_null(t.series.factor)},
           {"first_day", t.first_day.text()},
           {"last_day", t.last_day.text()},
           {"moves", t.moves},
           {"because", json::array()}};
    for (auto const& r : t.reasons) j["because"].push_back(reason_json(r));
    return j;
}

struct comparison_writer {
    text_options const& o;
    std::string out = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(o.language, zh, en)); }
    void line(std::size_t indent, std::string const& lead, ink with, std::string const& text) {
        out += laid_out({indent, lead, with, text}, o.width, o.colour);
    }

    std::string outcome(std::string const& of) const {
        return of == "new"         ? say("新发", "new")
               : of == "updated"   ? say("已更新", "updated")
               : of == "unchanged" ? say("无变化", "unchanged")
                                   : say("不再查出", "absent");
    }
    ink colour_of(std::string const& outcome) const {
        return outcome == "new" ? ink::red : outcome == "absent" ? ink::green : ink::bold;
    }

    void counts(tickets::run_line::outcomes const& c) {
        line(0, "", ink::plain,
             say("新发 ", "new ") + std::to_string(c.is_new) + say("，已更新 ", ", updated ") + std::to_string(c.updated) +
                 say("，无变化 ", ", unchanged ") + std::to_string(c.unchanged) + say("，不再查出 ", ", absent ") +
                 std::to_string(c.absent) +
                 say("；这一次没有给数据的工单不在其内", "; tickets without data in this run are not among them"));
    }

    void heading(tickets::comparison const& c) {
        auto text = c.run.time + "  " + c.run.by;
        if (!c.run.as_of.empty()) text += say("，截至 ", ", as of ") + c.run.as_of;
        text += say("，规则 ", ", rules ") + c.run.rules.substr(0, digest_shown);
        if (c.before)
            text += c.before->rules == c.run.rules
                        ? say("（与上一次相同）", " (as in the run before)")
                        : say("（上一次：", " (before: ") + c.before->rules.substr(0, digest_shown) + say("）", ")");
        line(0, say("判定 ", "run ") + std::to_string(c.run.key), ink::bold, text);
    }

    void reason(tickets::compared_ticket::reason const& r) {
        auto text = cause_phrase(r.why.kind, o.language);
        if (!r.why.before.empty() || !r.why.after.empty())
            text += say("：", ": ") + r.why.before + " → " +
                    (r.why.after.empty() ? say("不再判定", "not judged any more") : r.why.after);
        text += say("（", " (") + std::to_string(r.findings) + say(" 个判定）", r.findings == 1 ? " finding)" : " findings)");
        line(4, say("原因", "because"), ink::dim, text);
        auto const none = say("（无）", "(none)");
        for (std::size_t i = 0; i < std::min(r.why.rows.size(), most_rows_shown); ++i) {
            auto const& row = r.why.rows[i];
            line(6, period_phrase(row.period, o.language), ink::plain,
                 (row.before.empty() ? none : row.before) + " → " + (row.after.empty() ? none : row.after));
        }
        if (r.why.rows.size() > most_rows_shown)
            line(6, "", ink::dim,
                 say("……以及另外 ", "… and ") + std::to_string(r.why.rows.size() - most_rows_shown) +
                     say(" 个值", " more values"));
    }

    void ticket(tickets::compared_ticket const& t) {
        auto text = t.id + "  " + (t.enterprise_name.empty() ? t.series.enterprise_id : t.enterprise_name);
        for (auto const& part : {t.series.outlet_id, t.factor_name})
            if (!part.empty()) text += "  " + part;
        text += "  " + t.first_day.text();
        if (t.first_day != t.last_day) text += say(" 至 ", " to ") + t.last_day.text();
        line(2, outcome(t.outcome), colour_of(t.outcome), text);
        for (auto const& r : t.reasons) reason(r);
        if (!t.reasons.empty() || t.moves.empty()) return;
        std::string moves;
        for (auto const& m : t.moves)
            moves += (moves.empty() ? "" : say("、", ", ")) + std::string(word(topic::move, m, o.language));
        line(4, say("经过", "moves"), ink::dim, moves);
    }
};

} // namespace

std::string runs_json(std::vector<tickets::run_line> const& runs) {
    json_document doc;
    doc.member("schema", "huanchi.runs/1");
    doc.open_list("runs");
    for (auto const& r : runs) doc.item(run_json(r));
    doc.close_list();
    return std::move(doc).finish();
}

std::string runs_text(std::vector<tickets::run_line> const& runs, text_options const& options) {
    comparison_writer w{options};
    text_table table;
    table.columns = {{w.say("判定", "run"), true},
                     {w.say("时间", "time")},
                     {w.say("程序", "by")},
                     {w.say("规则", "rules")},
                     {w.say("新发", "new"), true},
                     {w.say("更新", "updated"), true},
                     {w.say("无变化", "unchanged"), true},
                     {w.say("不再查出", "absent"), true}};
    for (auto const& r : runs) {
        auto const number = [&](std::int64_t n) { return r.counts ? std::to_string(n) : std::string("–"); };
        auto const c = r.counts.value_or(tickets::run_line::outcomes{});
        table.rows.push_back({std::to_string(r.key), r.time, r.by, r.rules.substr(0, digest_shown), number(c.is_new),
                              number(c.updated), number(c.unchanged), number(c.absent)});
    }
    return laid_out(table, options.width, options.colour);
}

std::string comparison_json(tickets::comparison const& c) {
    json_document doc;
    doc.member("schema", "huanchi.comparison/1");
    doc.member("run", run_json(c.run));
    doc.member("before", c.before ? run_json(*c.before) : json(nullptr));
    doc.open_list("tickets");
    for (auto const& t : c.tickets) doc.item(ticket_json(t));
    doc.close_list();
    return std::move(doc).finish();
}

std::string comparison_text(tickets::comparison const& c, text_options const& options) {
    comparison_writer w{options};
    w.heading(c);
    if (!c.run.counts) {
        w.line(0, "", ink::plain, w.say("这次判定早于开始记录对比的版本", "this run is from before comparisons were kept"));
        return w.out;
    }
    w.counts(*c.run.counts);
    for (auto const& t : c.tickets)
        if (t.outcome != "unchanged") w.ticket(t);
    return w.out;
}

} // namespace huanchi::report

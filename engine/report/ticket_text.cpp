#include "report/explain_document.hpp"
#include "report/layout.hpp"
#include "report/minor_parts.hpp"
#include "report/narrative.hpp"
#include "report/phrases.hpp"
#include "report/ticket_document.hpp"
#include "report/words.hpp"

#include "base/utf8.hpp"

#include <array>

namespace huanchi::report {

namespace {

constexpr std::size_t hash_shown = 12;    // digits of a hash in the text
constexpr std::size_t most_evidence = 40; // findings listed in the text

std::string say(language in, std::string_view zh, std::string_view en) {
    return std::string(choose(in, zh, en));
}

struct ticket_writer {
    tickets::ticket const& t;
    text_options const& o;
    ticket_asides const& a;
    std::string out = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(o.language, zh, en)); }
    std::string of(topic what, std::string_view identifier) const { return std::string(word(what, identifier, o.language)); }
    void line(std::string lead, std::string text, ink with = ink::bold) {
        if (!text.empty()) out += laid_out({2, padded(lead, 10), with, std::move(text)}, o.width, o.colour);
    }

    void head() {
        out += laid_out(
            {0, t.id, ink::bold,
             of(topic::state, tickets::text(t.state)) + say("；处罚程序：", "; penalty: ") + of(topic::penalty, t.penalty)},
            o.width, o.colour);
        line(say("性质", "nature"), t.nature == "lead" ? std::string(lead_notice(o.language)) : of(topic::nature, t.nature));
        line(say("对象", "subject"), joined_words({t.enterprise_name, t.series.enterprise_id, t.series.outlet_id}));
        line(say("因子", "factor"),
             joined_words({t.factor_name, tickets::factor_of(t.series), of(topic::quantity, t.series.quantity)}));
        line(say("时段", "episode"), period_phrase(tickets::episode(t), o.language) + say("：超标 ", ": violations ") +
                                         std::to_string(tickets::violations(t)) + say("，无法判定 ", ", undetermined ") +
                                         std::to_string(t.undetermined));
        line(say("样品", "sample"), t.sample_id);
        line(say("反弹自", "rebound of"), t.rebound_of.value_or(""));
        line(say("并入", "merged into"), t.merged_into.value_or(""));
        line(say("案号", "case"), t.case_id.value_or(""));
        if (!t.proposal.empty()) line(say("建议", "proposal"), of(topic::proposal, t.proposal), ink::yellow);
    }
    std::string joined_words(std::vector<std::string> const& words) const {
        std::string all;
        for (auto const& w : words)
            if (!w.empty()) all += (all.empty() ? "" : " ") + w;
        return all;
    }

    void worst() {
        auto const* e = tickets::worst(t);
        if (!e) return;
        auto const f = remembered(t, *e);
        auto text = f.measured ? measured_phrase(*f.measured, o.language) : "";
        if (f.limit) text += say("，限值 ", ", limit ") + limit_phrase(*f.limit, o.language);
        if (f.exceedance) text += say("，超标 ", ", exceeded by ") + *f.exceedance + say(" 倍", " times the limit");
        line(say("最甚", "worst"), text + say("（", " (") + period_phrase(f.period, o.language) + say("）", ")"), ink::red);
    }

    void law() {
        for (auto const& p : tickets::provisions(t))
            line(say("规定", "provision"), provision_phrase(p) + say("，", ", ") + of(topic::level, p.level) + "  " + p.id);
        if (a.minor && !t.bases.empty()) {
            line(say("先查", "first"), say("追究时效和不予处罚的情形，再看罚款幅度，由机关决定；逐项见 tickets case show",
                                           "limitation and minor violations, before any range of fine; for the authority to "
                                           "decide; item by item with tickets case show"));
            for (auto const& one : minor_summary({a.rules, *a.minor}, o.language)) line("", one);
        }
        for (auto const& b : t.bases) {
            auto text = b.law + say(" 违反 ", " duty ") + b.duty + say("，依据 ", ", penalty ") + b.penalty;
            if (b.fine_min || b.fine_max)
                text += say("，罚款 ", ", fine ") + b.fine_min.value_or("") + "–" + b.fine_max.value_or("") + " " +
                        b.fine_unit.value_or("");
            line(say("法律", "law"), text);
            if (!b.measures.empty()) line(say("措施", "measures"), joined(b.measures, say("；", "; ")));
        }
        if (auto const between = transition_of(t, a.decision))
            for (auto& l : transition_lines(*between, o.language)) line(std::move(l.lead), std::move(l.text));
    }

    void course() {
        auto const& c = t.course;
        line(say("承办", "assigned"), t.assignee);
        auto const& r = c.rectification;
        if (!r.empty())
            line(
                say("整改", "to do"),
                joined({say("责任主体 ", "by ") + or_open(r.responsible), say("目标 ", "goal ") + or_open(r.goal),
                        say("时限 ", "due ") + or_open(r.due ? r.due->text() : ""),
                        say("措施 ", "measures ") + or_open(r.measures), say("验收 ", "accepted by ") + or_open(r.accepted_by)},
                       say("；", "; ")));
        for (auto const& w : c.waivers)
            line(say("豁免", "waived"),
                 w.from.text() + "–" + w.until.text() + say("，", ", ") + w.by + say("：", ": ") + w.reason, ink::yellow);
        for (auto const& f : c.attachments)
            line(say("附件", "file"), f.name + "  " + f.digest + (f.stored ? "" : say("（未入库）", " (not stored)")));
    }
    std::string or_open(std::string const& text) const { return text.empty() ? say("（未定）", "(open)") : text; }

    void deadlines() {
        for (auto const& d : a.deadlines) {
            auto const late = d.clock == tickets::clock::overdue || d.clock == tickets::clock::met_late;
            auto text = d.due ? d.due->text() : say("不知道", "unknown");
            text += "  " + of(topic::clock, tickets::text(d.clock)) +
                    (d.met_on ? say("（", " (") + d.met_on->text() + say("）", ")") : "") + "  " +
                    (d.what.empty() ? say("整改时限", "as ordered") : d.what);
            if (!d.document.empty()) text += say("，", ", ") + d.document + d.clause;
            text += say("，自 ", ", from ") + d.from.text();
            if (d.confidence == model::confidence::low) text += say("（未经核对）", " (unreviewed)");
            line(say("期限", "deadline"), text, late ? ink::red : ink::bold);
        }
    }

    void evidence() {
        std::size_t shown = 0;
        for (auto const& e : t.findings) {
            if (shown++ == most_evidence) break;
            std::string rows;
            for (auto const& [file, number] : e.rows) rows += (rows.empty() ? "" : ", ") + file + ":" + std::to_string(number);
            if (e.rows.size() > 3)
                rows = std::to_string(e.rows.size()) + say(" 行，自 ", " rows from ") + e.rows.front().first + ":" +
                       std::to_string(e.rows.front().second);
            auto const f = remembered(t, e);
            line(say("证据", "evidence"),
                 e.finding + " " + period_phrase(e.period, o.language) + " " + std::string(word(f.verdict, o.language)) + " " +
                     (f.measured ? measured_phrase(*f.measured, o.language) : "") + say("，", ", ") +
                     of(topic::standing, e.standing) + (rows.empty() ? "" : say("（", " (") + rows + say("）", ")")));
        }
        if (t.findings.size() > most_evidence)
            line(say("证据", "evidence"),
                 say("另有 ", "and ") + std::to_string(t.findings.size() - most_evidence) + say(" 条", " more"));
    }

    // What a move says beside its note.
    std::string facts_of(tickets::history_entry const& h) const {
        constexpr std::array<std::string_view, 9> shown{"result", "stage", "doc_no", "served", "officers",
                                                        "to",     "into",  "amount", "case"};
        std::string all;
        for (auto const name : shown)
            if (auto const f = h.facts.find(std::string(name)); f != h.facts.end())
                all += (all.empty() ? "" : say("，", ", ")) + (name == "result"  ? of(topic::inspection, f->second)
                                                               : name == "stage" ? of(topic::penalty, f->second)
                                                                                 : f->second);
        return all.empty() ? all : say("（", " (") + all + say("）", ")");
    }

    void history() {
        for (auto const& h : t.history)
            line(say("经过", "history"), std::to_string(h.seq) + " " + h.time.text() + " " + of(topic::move, h.move) +
                                             say("，", ", ") + h.by + (h.note ? say("：", ": ") + *h.note : "") + facts_of(h) +
                                             "  " + h.hash.substr(0, hash_shown));
    }

    std::string write() {
        head();
        worst();
        if (o.language == language::zh) line("事实", narrative_zh(t));
        law();
        course();
        deadlines();
        evidence();
        history();
        return std::move(out);
    }
};

std::string worst_cell(tickets::summary const& s, language in) {
    if (s.measured.empty()) return "";
    std::string bound = s.limit_min.empty()   ? s.limit_max
                        : s.limit_max.empty() ? "≥ " + s.limit_min
                                              : s.limit_min + "–" + s.limit_max;
    return with_unit(s.measured, s.unit) + " / " + bound +
           (s.exceedance.empty() ? "" : say(in, "，", ", ") + s.exceedance + say(in, " 倍", " times"));
}

} // namespace

std::string ticket_text(tickets::ticket const& t, text_options const& o, ticket_asides const& a) {
    return ticket_writer{t, o, a}.write();
}

std::string tickets_text(std::vector<tickets::summary> const& list, text_options const& o) {
    auto const in = o.language;
    if (list.empty()) return say(in, "没有工单\n", "no tickets\n");
    text_table table;
    table.columns = {{say(in, "工单", "ticket")},      {say(in, "状态", "state")},
                     {say(in, "对象", "site")},        {say(in, "排放口", "outlet")},
                     {say(in, "因子", "factor")},      {say(in, "时段", "episode")},
                     {say(in, "超标", "found"), true}, {say(in, "最甚 / 限值", "worst / limit")}};
    for (auto const& s : list) {
        base::period const episode{base::moment::at(s.first_day), base::moment::at(s.last_day + 1)};
        table.rows.push_back({s.id,
                              std::string(word(topic::state, tickets::text(s.state), in)) + (s.proposal.empty() ? "" : " !"),
                              s.enterprise_name.empty() ? s.series.enterprise_id : s.enterprise_name, s.series.outlet_id,
                              s.factor_name.empty() ? tickets::factor_of(s.series) : s.factor_name, period_phrase(episode, in),
                              std::to_string(s.violations), worst_cell(s, in)});
    }
    return laid_out(table, o.width, o.colour) + say(in, "工单在核实前是", "until confirmed, tickets are ") +
           std::string(lead_notice(in)) + say(in, "。\n", ".\n");
}

} // namespace huanchi::report

#include "report/case_document.hpp"

#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/minor_parts.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

// Of the deadlines, the one that says whether the act was found in time.
bool is_limitation(tickets::running_deadline const& d) {
    return d.event == "act_ended";
}

json stretch_json(tickets::fined_stretch const& s) {
    return {{"from", s.from.text()},           {"to", s.to.text()},  {"days", s.days},
            {"inspected", s.inspected.text()}, {"result", s.result}, {"halted", or_null(s.halted)}};
}

json fines_json(tickets::daily_fines const& f) {
    json stretches = json::array();
    for (auto const& s : f.stretches) stretches.push_back(stretch_json(s));
    return {{"days", f.days},
            {"each", or_null(f.each)},
            {"amount", f.amount ? json(f.amount->exact_text()) : json(nullptr)},
            {"unit", "元"},
            {"missing", f.missing},
            {"stretches", std::move(stretches)},
            {"ended_on", or_null(f.ended_on)},
            {"ended_by", or_null(f.ended_by)}};
}

json prior_json(tickets::prior const& p) {
    return {{"ticket", p.ticket},          {"case_id", or_null(p.case_id)}, {"doc_no", or_null(p.doc_no)},
            {"amount", or_null(p.amount)}, {"served", p.served.text()},     {"law", p.law},
            {"penalty", p.penalty},        {"same_article", p.same_article}};
}

struct case_writer {
    text_options const& o;
    std::string out = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(o.language, zh, en)); }
    void line(std::string lead, std::string text, ink with = ink::bold) {
        if (!text.empty()) out += laid_out({2, padded(lead, 10), with, std::move(text)}, o.width, o.colour);
    }

    void fines(tickets::daily_fines const& f) {
        for (auto const& s : f.stretches)
            line(say("按日计罚", "daily"), s.from.text() + "–" + s.to.text() + say("，", ", ") + std::to_string(s.days) +
                                               say(" 日；", " days; ") + s.inspected.text() + say(" 复查：", " inspected: ") +
                                               std::string(word(topic::inspection, s.result, o.language)) +
                                               (s.halted ? say("；限产停产自 ", "; halted on ") + s.halted->text() : ""));
        for (auto const& m : f.missing)
            line(say("缺少", "missing"), std::string(word(topic::prerequisite, m, o.language)), ink::yellow);
        if (f.amount && f.days > 0)
            line(say("合计", "sum"), f.each + say(" 元 × ", " 元 × ") + std::to_string(f.days) + say(" 日 = ", " days = ") +
                                         f.amount->exact_text() + " 元");
        if (f.missing.empty() && f.days == 0) line(say("合计", "sum"), say("没有可以计罚的日数", "no day to be fined"));
        if (f.ended_on)
            line(say("终止", "ended"), f.ended_on->text() + " " + std::string(word(topic::inspection, f.ended_by, o.language)) +
                                           say("，此后不计", ": none after"));
    }

    void limitation(std::vector<std::vector<tickets::running_deadline>> const& deadlines) {
        for (auto const& of_ticket : deadlines)
            for (auto const& d : of_ticket)
                if (is_limitation(d))
                    line(say("时效", "limitation"), (d.due ? d.due->text() : "?") + " " +
                                                        std::string(word(topic::clock, text(d.clock), o.language)) +
                                                        say("，", ", ") + d.document + d.clause +
                                                        (d.note.empty() ? "" : say("（", " (") + d.note + say("）", ")")));
    }

    void minor(case_asides const& a) {
        if (!a.minor)
            return line(say("不予处罚", "no penalty"),
                        say("没有审查：规则里没有不予处罚的情形", "not examined: the rules list no minor violations"),
                        ink::yellow);
        line(say("不予处罚", "no penalty"),
             say("先查追究时效和下列情形，再看罚款幅度", "to be asked before any range of fine, as limitation is"), ink::bold);
        for (auto& l : minor_lines({a.rules, *a.minor}, o.language)) {
            using tone = minor_line::tone;
            auto const with = l.how == tone::good   ? ink::green
                              : l.how == tone::open ? ink::yellow
                              : l.how == tone::dim  ? ink::dim
                                                    : ink::plain;
            out += laid_out({4, l.lead.empty() ? "" : padded(l.lead, 10), with, std::move(l.text)}, o.width, o.colour);
        }
    }

    void laws(tickets::case_sheet const& s) {
        for (std::size_t i = 0; i < s.bases.size(); ++i) {
            auto const& b = s.bases[i];
            auto text = b.law + say(" 违反 ", " duty ") + b.duty + say("，依据 ", ", penalty ") + b.penalty;
            if (b.fine_min || b.fine_max)
                text += say("，罚款 ", ", fine ") + b.fine_min.value_or("") + "–" + b.fine_max.value_or("") + " " +
                        b.fine_unit.value_or("");
            bool const counts = s.highest == i;
            if (s.bases.size() > 1 && s.highest)
                text += counts
                            ? say("（竞合，幅度最高，以此为准，不相加）", " (concurring: the highest counts, none are added)")
                            : say("（竞合）", " (concurring)");
            line(say("法律", "law"), text, counts ? ink::bold : ink::plain);
        }
    }
};

} // namespace

std::string case_json(tickets::case_sheet const& s, case_asides const& a, language in) {
    json_document doc;
    doc.member("schema", "huanchi.case/1");
    doc.member("id", s.id);
    doc.member("enterprise_id", s.enterprise_id);
    doc.member("enterprise_name", or_null(s.enterprise_name));
    doc.member("acts", {{"first", s.first.text()}, {"last", s.last.text()}});
    json limitation = json::array();
    for (auto const& of_ticket : a.deadlines)
        for (auto const& d : of_ticket)
            if (is_limitation(d))
                limitation.push_back({{"due", or_null(d.due)},
                                      {"state", text(d.clock)},
                                      {"document", d.document},
                                      {"clause", d.clause},
                                      {"note", or_null(d.note)}});
    doc.member("limitation", limitation);
    doc.member("minor_violation", a.minor ? to_json({a.rules, *a.minor}, in) : json(nullptr));
    doc.member("basis", to_json(s.bases));
    doc.member("highest", s.highest ? json(*s.highest) : json(nullptr));
    doc.open_list("priors");
    for (auto const& p : s.priors) doc.item(prior_json(p));
    doc.close_list();
    doc.open_list("tickets");
    for (auto const& t : s.tickets)
        doc.item({{"id", t.id},
                  {"outlet_id", or_null(t.series.outlet_id)},
                  {"factor", or_null(tickets::factor_of(t.series))},
                  {"quantity", t.series.quantity},
                  {"state", tickets::text(t.state)},
                  {"penalty", t.penalty},
                  {"episode", to_json(tickets::episode(t))},
                  {"daily_fines", fines_json(tickets::daily_fines_of(t.course))}});
    doc.close_list();
    return std::move(doc).finish();
}

std::string case_text(tickets::case_sheet const& s, case_asides const& a, text_options const& o) {
    case_writer w{o};
    w.out += laid_out({0, s.id, ink::bold,
                       s.enterprise_name + " " + s.enterprise_id + w.say("，", ", ") + s.first.text() + "–" + s.last.text()},
                      o.width, o.colour);
    w.line(w.say("性质", "nature"), std::string(lead_notice(o.language)));
    w.limitation(a.deadlines);
    w.minor(a);
    w.laws(s);
    for (auto const& p : s.priors)
        w.line(w.say("前科", "prior"),
               p.served.text() + w.say(" 送达 ", " served ") + p.doc_no + " " + p.law + p.penalty +
                   (p.same_article ? ""
                                   : w.say("（同类违法，条文不同，是否算同一种由机关认定）",
                                           " (same type by another article: for the authority to say)")));
    if (s.priors.empty())
        w.line(w.say("前科", "prior"), w.say("库里没有两年内送达的处罚决定", "none served within two years in this store"));
    for (auto const& t : s.tickets) {
        w.line(w.say("工单", "ticket"), t.id + " " + t.series.outlet_id + " " + t.factor_name + " " +
                                            period_phrase(tickets::episode(t), o.language) + w.say("，", ", ") +
                                            std::string(word(topic::state, tickets::text(t.state), o.language)) +
                                            w.say("；", "; ") + std::string(word(topic::penalty, t.penalty, o.language)));
        if (!t.course.inspections.empty()) w.fines(tickets::daily_fines_of(t.course));
    }
    return std::move(w.out);
}

std::string cases_json(std::vector<std::vector<tickets::summary>> const& groups) {
    json_document doc;
    doc.member("schema", "huanchi.cases/1");
    doc.open_list("proposed");
    for (auto const& g : groups) {
        json ids = json::array();
        for (auto const& s : g) ids.push_back(s.id);
        doc.item({{"enterprise_id", g.front().series.enterprise_id},
                  {"outlet_id", or_null(g.front().series.outlet_id)},
                  {"tickets", std::move(ids)}});
    }
    doc.close_list();
    return std::move(doc).finish();
}

std::string cases_text(std::vector<std::vector<tickets::summary>> const& groups, text_options const& o) {
    auto const say = [&](std::string_view zh, std::string_view en) { return std::string(choose(o.language, zh, en)); };
    if (groups.empty()) return say("没有可以并为一案的工单\n", "no tickets that look like one act\n");
    std::string out;
    for (auto const& g : groups) {
        out += laid_out(
            {0, g.front().series.outlet_id, ink::bold, g.front().enterprise_name + " " + g.front().series.enterprise_id},
            o.width, o.colour);
        for (auto const& s : g)
            out += laid_out({2, s.id, ink::plain,
                             s.factor_name + " " +
                                 period_phrase({base::moment::at(s.first_day), base::moment::at(s.last_day + 1)}, o.language)},
                            o.width, o.colour);
    }
    return out;
}

std::string daily_fines_json(std::string const& id, tickets::daily_fines const& f) {
    auto j = fines_json(f);
    json_document doc;
    doc.member("schema", "huanchi.daily_fines/1");
    doc.member("id", id);
    for (auto const& [name, value] : j.items()) doc.member(name, value);
    return std::move(doc).finish();
}

std::string daily_fines_text(std::string const& id, tickets::daily_fines const& f, text_options const& o) {
    case_writer w{o};
    w.out += laid_out(
        {0, id, ink::bold, w.say("按日连续处罚计算表，由机关决定", "consecutive daily fines: for the authority to decide")},
        o.width, o.colour);
    w.fines(f);
    return std::move(w.out);
}

} // namespace huanchi::report

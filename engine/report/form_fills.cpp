#include "report/form_fills.hpp"

#include "report/explain_document.hpp"
#include "report/narrative.hpp"
#include "report/phrases.hpp"
#include "report/rule_names.hpp"
#include "report/words.hpp"

#include "tickets/daily_fines.hpp"

#include <algorithm>
#include <functional>

namespace huanchi::report::fills {

namespace {

using tickets::ticket;

std::string semicolon(source s) {
    return say(s, "；", "; ");
}

// What the tickets say, each once, in their order.
std::string each(source s, std::string_view between, std::function<std::string(ticket const&)> const& of) {
    std::vector<std::string> all;
    for (auto const& t : s.tickets)
        if (auto text = of(t); !text.empty() && std::find(all.begin(), all.end(), text) == all.end())
            all.push_back(std::move(text));
    return joined(all, between);
}
std::string each(source s, std::function<std::string(ticket const&)> const& of) {
    return each(s, semicolon(s), of);
}

tickets::history_entry const* last_move(ticket const& t, std::initializer_list<std::string_view> moves) {
    for (auto h = t.history.rbegin(); h != t.history.rend(); ++h)
        if (std::find(moves.begin(), moves.end(), h->move) != moves.end()) return &*h;
    return nullptr;
}
// What was done, when and by whom.
std::string done(source s, tickets::history_entry const* h) {
    if (!h) return {};
    auto const officers = fact(*h, "officers");
    return say(s, topic::move, h->move) + say(s, "，", ", ") + h->time.date().text() + say(s, "，", ", ") +
           (officers.empty() ? h->by : officers) + (h->note ? say(s, "：", ": ") + *h->note : "");
}
tickets::paper const* last_order(ticket const& t) {
    return t.course.orders.empty() ? nullptr : &t.course.orders.back();
}
std::string worst_of(ticket const& t, std::string tickets::evidence::*what) {
    auto const* w = tickets::worst(t);
    return w ? w->*what : std::string();
}
std::string rectified(source s, std::string tickets::rectification::*what) {
    return each(s, [&](ticket const& t) { return t.course.rectification.*what; });
}

// Sheets that have something to reckon with or to miss.
std::string of_fines(source s, std::function<std::string(tickets::daily_fines const&)> const& of) {
    return each(s, [&](ticket const& t) {
        if (t.course.orders.empty() && t.course.inspections.empty()) return std::string();
        auto const text = of(tickets::daily_fines_of(t.course));
        return text.empty() || s.tickets.size() == 1 ? text : t.id + say(s, "：", ": ") + text;
    });
}

} // namespace

std::string say(source s, std::string_view zh, std::string_view en) {
    return std::string(choose(s.language, zh, en));
}
std::string say(source s, topic of, std::string_view identifier) {
    return std::string(word(of, identifier, s.language));
}
std::string day(std::optional<base::date> const& d) {
    return d ? d->text() : std::string();
}
std::string fact(tickets::history_entry const& h, std::string const& name) {
    auto const found = h.facts.find(name);
    return found == h.facts.end() ? std::string() : found->second;
}
std::string party(source s) {
    return s.site.name;
}
std::string uscc(source s) {
    return s.site.uscc;
}
std::string region(source s) {
    return s.site.region;
}
std::string site_id(source s) {
    return s.site_id;
}
std::string ticket_ids(source s) {
    return each(s, [](ticket const& t) { return t.id; });
}
std::string case_no(source s) {
    return s.case_id;
}
std::string outlets(source s) {
    return each(s, say(s, "、", ", "), [](ticket const& t) { return t.series.outlet_id; });
}
std::string matters(source s) {
    return each(s, say(s, "、", ", "), [](ticket const& t) { return matter(t); });
}
std::string offences(source s) {
    return joined(s.offences, say(s, "、", ", "));
}
std::string episodes(source s) {
    return each(s, [&](ticket const& t) { return period_phrase(tickets::episode(t), s.language); });
}
std::string nature(source s) {
    return each(s, [&](ticket const& t) {
        return t.nature == "lead" ? std::string(lead_notice(s.language)) : say(s, topic::nature, t.nature);
    });
}
std::string reason(source s) {
    if (s.tickets.empty()) return {};
    return say(s, "核查线索 ", "verification of ") + ticket_ids(s) + say(s, "：", ": ") + matters(s);
}
std::string facts(source s) {
    return each(s, "", [](ticket const& t) { return narrative_zh(t); });
}
std::string counts(source s) {
    return each(s, [&](ticket const& t) {
        return matter(t) + say(s, "：超标 ", ": violations ") + std::to_string(tickets::violations(t)) +
               say(s, " 次，无法判定 ", ", undetermined ") + std::to_string(t.undetermined) + say(s, " 次", "");
    });
}
std::string standing(source s) {
    return each(s, [&](ticket const& t) {
        auto const how = worst_of(t, &tickets::evidence::standing);
        return how.empty() ? how : say(s, topic::standing, how);
    });
}
std::string lacks(source s) {
    std::vector<std::string> all;
    for (auto const& t : s.tickets)
        if (auto const* w = tickets::worst(t))
            for (auto const& x : w->lacks)
                if (std::find(all.begin(), all.end(), x) == all.end()) all.push_back(x);
    return joined(all, say(s, "、", ", "));
}
std::string data_sources(source s) {
    return each(s, [&](ticket const& t) {
        auto const from = worst_of(t, &tickets::evidence::source);
        return from.empty() ? from : say(s, topic::source, from);
    });
}
std::string duties(source s) {
    std::vector<std::string> all;
    for (auto const& t : s.tickets)
        for (auto const& b : t.bases) {
            auto text = "《" + b.law + "》" + b.duty;
            if (b.confidence == "low") text += say(s, "（未核对）", " (unchecked)");
            if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
        }
    return joined(all, semicolon(s));
}
std::string measures(source s) {
    std::vector<std::string> all;
    for (auto const& t : s.tickets)
        for (auto const& b : t.bases) {
            auto text = "《" + b.law + "》" + b.penalty;
            if (!b.measures.empty()) text += say(s, "：", ": ") + joined(b.measures, say(s, "，", ", "));
            if (b.confidence == "low") text += say(s, "（未核对）", " (unchecked)");
            if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
        }
    return joined(all, semicolon(s));
}
std::string confirmation(source s) {
    return each(s, [&](ticket const& t) { return done(s, last_move(t, {"confirm", "dismiss"})); });
}
std::string closing(source s) {
    return each(s, [&](ticket const& t) {
        return tickets::ended(t.state) ? done(s, last_move(t, {"close", "dismiss", "transfer", "merge", "moot"})) : "";
    });
}
std::string transfer_to(source s) {
    return each(s, [](ticket const& t) {
        auto const* h = last_move(t, {"transfer"});
        return h ? fact(*h, "to") : std::string();
    });
}
std::string transfer_note(source s) {
    return each(s, [](ticket const& t) {
        auto const* h = last_move(t, {"transfer"});
        return h ? h->note.value_or("") : std::string();
    });
}
std::string order_no(source s) {
    return each(s, [](ticket const& t) {
        auto const* o = last_order(t);
        return o ? o->number : std::string();
    });
}
std::string order_made(source s) {
    return each(s, [](ticket const& t) {
        auto const* o = last_order(t);
        return o ? o->made.text() : std::string();
    });
}
std::string order_served(source s) {
    return each(s, [](ticket const& t) {
        auto const* o = last_order(t);
        return o ? day(o->served) : std::string();
    });
}
std::string responsible(source s) {
    return rectified(s, &tickets::rectification::responsible);
}
std::string goal(source s) {
    return rectified(s, &tickets::rectification::goal);
}
std::string plan(source s) {
    return rectified(s, &tickets::rectification::measures);
}
std::string accepted_by(source s) {
    return rectified(s, &tickets::rectification::accepted_by);
}
std::string due(source s) {
    return each(s, [](ticket const& t) { return day(t.course.rectification.due); });
}
std::string reported(source s) {
    return each(s, [](ticket const& t) { return day(t.course.last("reported")); });
}
std::string last_inspection(source s) {
    return each(s, [&](ticket const& t) {
        if (t.course.inspections.empty()) return std::string();
        auto const& i = t.course.inspections.back();
        return i.day.text() + " " + say(s, topic::inspection, i.result);
    });
}
std::string since_order(source s) {
    return each(s, [&](ticket const& t) {
        auto const* o = last_order(t);
        if (!o || !o->served) return std::string();
        auto const n = std::count_if(t.findings.begin(), t.findings.end(), [&](tickets::evidence const& e) {
            return tickets::proves(e) && *o->served < e.period.from.date();
        });
        return n == 0 ? say(s, "送达以后，工单里没有新的超标判定（不等于达标）",
                            "no further violation in the ticket since service, which does not prove compliance")
                      : say(s, "送达以后，工单里另有超标判定 ", "violations in the ticket since service: ") +
                            std::to_string(n) + say(s, " 个", "");
    });
}
std::string penalty_state(source s) {
    return each(s, [&](ticket const& t) { return say(s, topic::penalty, t.penalty); });
}
std::string decision_no(source s) {
    return each(s, [](ticket const& t) { return t.course.decision ? t.course.decision->number : std::string(); });
}
std::string fine_each(source s) {
    return each(s, [](ticket const& t) { return tickets::daily_fines_of(t.course).each; });
}

std::string fine_days(source s) {
    return of_fines(s, [](tickets::daily_fines const& f) { return f.days > 0 ? std::to_string(f.days) : std::string(); });
}
std::string fine_amount(source s) {
    return of_fines(s, [&](tickets::daily_fines const& f) {
        if (!f.amount || f.days == 0) return std::string();
        return f.each + " × " + std::to_string(f.days) + " = " + f.amount->exact_text();
    });
}
std::string fine_missing(source s) {
    return of_fines(s, [&](tickets::daily_fines const& f) {
        std::vector<std::string> all;
        for (auto const& m : f.missing) all.push_back(say(s, topic::prerequisite, m));
        return all.empty() ? say(s, "没有缺少的", "nothing") : joined(all, say(s, "；", "; "));
    });
}
std::string fine_end(source s) {
    return of_fines(s, [&](tickets::daily_fines const& f) {
        return f.ended_on ? f.ended_on->text() + " " + say(s, topic::inspection, f.ended_by) : std::string();
    });
}
std::string evidence_named(source s) {
    std::vector<std::string> all;
    for (auto const& t : s.tickets) {
        std::string text = t.id + say(s, " 的判定 ", ": findings ");
        std::vector<std::string> ids;
        for (auto const& e : t.findings)
            if (tickets::proves(e)) ids.push_back(e.finding);
        constexpr std::size_t most = 6;
        auto const more = ids.size() > most ? ids.size() - most : 0;
        ids.resize(ids.size() - more);
        text += joined(ids, say(s, "、", ", "));
        if (more > 0) text += say(s, " 等 ", " and ") + std::to_string(ids.size() + more) + say(s, " 个", " in all");
        all.push_back(std::move(text));
        for (auto const& a : t.course.attachments) all.push_back(a.name);
    }
    return joined(all, semicolon(s));
}

} // namespace huanchi::report::fills

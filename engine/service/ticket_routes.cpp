// Tickets over HTTP: lists, single ones, the chain, and what happens to them.
#include "service/routes.hpp"
#include "service/tickets_seen.hpp"

#include "model/rulebook.hpp"
#include "report/ticket_document.hpp"
#include "tickets/deadlines.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace huanchi::service {

namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t usual_page = 100, largest_page = 1000, scanned_page = 500;
constexpr std::size_t events_at_once = 100;

problem wrong_parameter(std::string_view name, std::string const& what) {
    return {400, "invalid-parameter", std::string(name) + ": " + what, "see /v1/openapi.json"};
}

// What those outside see of a ticket: what was served, nothing of how it is worked on.
void redact(json& t) {
    static constexpr std::array<std::string_view, 4> papers{"order", "serve", "halt", "penalty"};
    auto history = json::array();
    for (auto const& entry : t["history"]) {
        auto const move = entry.value("move", "");
        if (std::find(papers.begin(), papers.end(), move) == papers.end()) continue;
        auto const facts = entry.contains("facts") ? entry["facts"] : json::object();
        if (!facts.contains("served")) continue;
        json shown = entry;
        shown["by"] = "主管部门"; // not who
        shown["note"] = nullptr;
        json said = json::object();
        for (auto const* key : {"served", "doc_no", "stage", "amount", "due", "responsible", "goal", "measures", "accepted_by"})
            if (facts.contains(key)) said[key] = facts[key];
        shown["facts"] = said;
        history.push_back(std::move(shown));
    }
    t["history"] = std::move(history);
    t["evidence"] = json::array();
    t["deadlines"] = json::array();
    t["case_id"] = nullptr;
    for (auto const* key : {"assignee", "proposal", "waivers", "attachments", "merged_into"}) t.erase(key);
}

std::variant<store::list_filter, problem> filter_of(request const& r) {
    store::list_filter f;
    for (auto const& [name, value] : r.query) {
        auto const date = [&](std::optional<base::date>& into) { return (into = base::date::parse(value)).has_value(); };
        if (name == "enterprise")
            f.enterprise_id = value;
        else if (name == "outlet")
            f.outlet_id = value;
        else if (name == "factor")
            f.factor = value;
        else if (name == "case")
            f.case_id = value;
        else if (name == "assignee")
            f.assignee = value;
        else if (name == "after")
            f.after = value;
        else if (name == "state") {
            if (!(f.state = tickets::state_from(value))) return wrong_parameter(name, "`" + value + "` is no state");
        } else if (name == "from" || name == "to" || name == "overdue") {
            if (!date(name == "from" ? f.from : name == "to" ? f.to : f.overdue_on))
                return wrong_parameter(name, "`" + value + "` is no date");
        } else if (name == "rebound") {
            if (value != "true" && value != "false") return wrong_parameter(name, "`" + value + "` is neither true nor false");
            f.rebound = value == "true";
        } else if (name == "limit") {
            auto const [end, ec] = std::from_chars(value.data(), value.data() + value.size(), f.limit);
            if (ec != std::errc{} || end != value.data() + value.size() || f.limit == 0 || f.limit > largest_page)
                return wrong_parameter(name, fmt::format("`{}` is no number from 1 to {}", value, largest_page));
        } else {
            return wrong_parameter(name, "nothing of that name is known");
        }
    }
    if (f.limit == 0) f.limit = usual_page;
    return f;
}

// The next page has the same question with another `after`.
std::string next_link(request const& r, std::string const& after) {
    static constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    std::string query;
    auto const add = [&](std::string_view name, std::string_view value) {
        query += (query.empty() ? "" : "&") + std::string(name) + "=";
        for (char const c : value)
            query += plain.find(c) != std::string_view::npos ? std::string(1, c)
                                                             : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    };
    for (auto const& [name, value] : r.query)
        if (name != "after") add(name, value);
    add("after", after);
    return "</v1/tickets?" + query + ">; rel=\"next\"";
}

} // namespace

answer list_tickets(api& a, call const& c) {
    auto filter = filter_of(c.asked);
    if (auto const* bad = std::get_if<problem>(&filter)) return problem_answer(*bad);
    auto f = std::get<store::list_filter>(filter);
    auto const wanted = f.limit;
    auto opened = open_to_read(a);
    if (auto const* bad = std::get_if<problem>(&opened)) {
        if (bad->status != 404) return problem_answer(*bad);
        return {200, "application/json", report::tickets_json({}) + "\n"};
    }
    auto const& ledger = std::get<store::ticket_store>(opened);
    bool const all = c.who.everything() && !is_outside(c.who.role);
    if (c.who.enterprises.size() == 1 && !f.enterprise_id) f.enterprise_id = c.who.enterprises.front();
    std::vector<tickets::summary> shown;
    bool more = false;
    f.limit = all ? wanted + 1 : scanned_page;
    for (bool last = false; !last && !more;) {
        auto const page = ledger.list(f);
        if (!page) return problem_answer(unavailable(page.error()));
        last = page->size() < f.limit;
        for (auto const& t : *page) {
            f.after = t.id;
            if (!may_see(a, c.who, t.series)) continue;
            if (is_outside(c.who.role)) {
                if (t.nature == "lead") continue;
                auto const whole = ledger.show(t.id);
                if (!whole) return problem_answer(unavailable(whole.error()));
                if (!*whole || !may_see(a, c.who, **whole)) continue;
            }
            if (shown.size() == wanted) {
                more = true;
                break;
            }
            shown.push_back(t);
            if (is_outside(c.who.role))
                shown.back().assignee.clear(), shown.back().proposal.clear(), shown.back().case_id.reset();
        }
    }
    answer out{200, "application/json", report::tickets_json(shown) + "\n"};
    if (more) out.headers.emplace_back("Link", next_link(c.asked, shown.back().id));
    return out;
}

answer show_ticket(api& a, call const& c) {
    auto const found = named_ticket(a, c);
    if (auto const* bad = std::get_if<problem>(&found)) return problem_answer(*bad);
    auto const& t = std::get<tickets::ticket>(found);
    auto const tag = tag_of(t);
    if (same_tag(c.asked.header("if-none-match"), tag)) return {304, "", "", {{"ETag", tag}}};
    report::ticket_asides asides;
    auto const& rules = c.rules->rules;
    asides.deadlines = tickets::deadlines_of(t, rules, model::work_calendar_of(rules), a.settings().now().date());
    auto text = report::ticket_json(t, asides) + "\n";
    if (is_outside(c.who.role)) {
        auto j = json::parse(text);
        redact(j);
        text = j.dump(2) + "\n";
    }
    return {200, "application/json", std::move(text), {{"ETag", tag}}};
}

answer ticket_log(api& a, call const& c) {
    auto const found = named_ticket(a, c);
    if (auto const* bad = std::get_if<problem>(&found)) return problem_answer(*bad);
    json out{{"schema", "huanchi.log/1"}, {"ticket", c.named("id")}, {"entries", json::array()}};
    for (auto const& e : std::get<tickets::ticket>(found).history) {
        json entry{{"position", e.position}, {"seq", e.seq},
                   {"time", e.time.text()},  {"by", e.by},
                   {"move", e.move},         {"note", e.note ? json(*e.note) : json(nullptr)}};
        entry["details"] = json::parse(e.details.empty() ? "{}" : e.details);
        entry["previous"] = e.previous;
        entry["hash"] = e.hash;
        out["entries"].push_back(std::move(entry));
    }
    return {200, "application/json", out.dump(2) + "\n"};
}

answer verify_log(api& a, call const&) {
    auto opened = open_to_read(a);
    if (auto const* bad = std::get_if<problem>(&opened)) return problem_answer(*bad);
    auto const v = std::get<store::ticket_store>(opened).verify();
    if (!v) return problem_answer(unavailable(v.error()));
    auto const head = std::get<store::ticket_store>(opened).head();
    if (!head) return problem_answer(unavailable(head.error()));
    json out{{"schema", "huanchi.chain/1"},
             {"whole", !v->broken},
             {"entries", v->entries},
             {"tickets", v->tickets},
             {"head", head->hash}};
    out["broken"] = nullptr;
    if (v->broken)
        out["broken"] = {{"position", v->broken->position}, {"ticket", v->broken->ticket}, {"what", v->broken->what}};
    return {200, "application/json", out.dump(2) + "\n"};
}

answer tell_events(api& a, call const& c) {
    auto opened = open_to_read(a);
    if (auto const* bad = std::get_if<problem>(&opened)) return problem_answer(*bad);
    auto last = c.asked.header("last-event-id");
    if (last.empty()) last = c.asked.asked("after");
    std::int64_t position = 0;
    if (last.empty()) { // from now on
        auto const head = std::get<store::ticket_store>(opened).head();
        if (!head) return problem_answer(unavailable(head.error()));
        position = head->entries;
    } else if (auto const [end, ec] = std::from_chars(last.data(), last.data() + last.size(), position);
               ec != std::errc{} || end != last.data() + last.size() || position < 0) {
        return problem_answer(wrong_parameter("after", "`" + std::string(last) + "` is no position of the chain"));
    }
    auto const told = std::make_shared<listening>();
    auto const at = std::make_shared<std::int64_t>(position);
    told->next = [&a, who = c.who, at]() -> std::string {
        auto const now = open_to_read(a);
        auto const* ledger = std::get_if<store::ticket_store>(&now);
        if (!ledger) return {}; // the next time
        std::string text;
        for (;;) { // past what the listener may not see
            auto const entries = ledger->entries_after(*at, events_at_once);
            if (!entries || entries->empty()) return text;
            for (auto const& e : *entries) {
                *at = e.entry.position;
                if (!may_see(a, who, e.series)) continue;
                json const j{{"position", e.entry.position},
                             {"ticket", e.entry.ticket},
                             {"seq", e.entry.seq},
                             {"time", e.entry.time.text()},
                             {"move", e.entry.move},
                             {"enterprise_id", e.series.enterprise_id},
                             {"outlet_id", e.series.outlet_id},
                             {"factor", tickets::factor_of(e.series)}};
                text += fmt::format("id: {}\nevent: {}\ndata: {}\n\n", e.entry.position, e.entry.move, j.dump());
            }
            if (!text.empty()) return text;
        }
    };
    told->on_news = [&a](std::function<void()> wake) { return a.on_news(std::move(wake)); };
    answer out{200, "text/event-stream"};
    out.events = told;
    return out;
}

} // namespace huanchi::service

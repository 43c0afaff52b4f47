// Tickets over HTTP: what a role may see of them, and the moves it may make.
#include "service/routes.hpp"

#include "service/body.hpp"

#include "base/digest.hpp"
#include "model/rulebook.hpp"
#include "report/moves_document.hpp"
#include "report/ticket_document.hpp"
#include "store/ticket_store.hpp"
#include "tickets/deadlines.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

namespace huanchi::service {

namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t usual_page = 100, largest_page = 1000, scanned_page = 500;
constexpr std::size_t events_at_once = 100;
constexpr int patience_ms = 5000;

problem no_store() {
    return {503, "no-store", "no ticket store is served", "start with --store FILE"};
}
problem unavailable(base::failure const& f) {
    return {503, "store-unavailable", f.what, f.remedy};
}
problem no_ticket(std::string const& id) {
    return {404, "not-found", "no ticket " + id, "see GET /v1/tickets"};
}
problem wrong_parameter(std::string_view name, std::string const& what) {
    return {400, "invalid-parameter", std::string(name) + ": " + what, "see /v1/openapi.json"};
}

std::variant<store::ticket_store, problem> open_to_read(api const& a) {
    if (a.settings().store.empty()) return no_store();
    std::error_code ec;
    if (!std::filesystem::exists(a.settings().store, ec)) // nothing was checked yet
        return problem{404, "not-found", "there are no tickets yet", "POST /v1/check with `store`"};
    auto opened = store::ticket_store::open(a.settings().store, {store::access::read, patience_ms});
    if (!opened) return unavailable(opened.error());
    return std::move(*opened);
}

// Those outside, to whom leads, plans of inspection and who informed are nothing to know.
bool outside(role r) {
    return r == role::enterprise || r == role::integrator;
}

bool served_to_it(tickets::ticket const& t) {
    auto const served = [](tickets::paper const& p) { return p.served.has_value(); };
    return std::any_of(t.course.orders.begin(), t.course.orders.end(), served) ||
           std::any_of(t.course.halts.begin(), t.course.halts.end(), served) ||
           (t.course.decision && served(*t.course.decision));
}

bool may_see(api const& a, identity const& who, tickets::series_key const& key) {
    return who.may_see(key.enterprise_id, a.region_of(key.enterprise_id));
}

// An enterprise sees what was served to it; an integrator what is no lead any more.
bool may_see(api const& a, identity const& who, tickets::ticket const& t) {
    if (!may_see(a, who, t.series)) return false;
    if (who.role == role::enterprise) return t.nature != "lead" && served_to_it(t);
    return who.role != role::integrator || t.nature != "lead";
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

bool same_tag(std::string_view asked, std::string const& tag) {
    return asked == "*" || asked.find(tag) != std::string_view::npos;
}

std::string tag_of(tickets::ticket const& t) {
    return "\"" + (t.history.empty() ? tickets::digest_of(t) : t.history.back().hash).substr(0, 32) + "\"";
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
    bool const all = c.who.everything() && !outside(c.who.role);
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
            if (outside(c.who.role)) {
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
            if (outside(c.who.role)) shown.back().assignee.clear(), shown.back().proposal.clear(), shown.back().case_id.reset();
        }
    }
    answer out{200, "application/json", report::tickets_json(shown) + "\n"};
    if (more) out.headers.emplace_back("Link", next_link(c.asked, shown.back().id));
    return out;
}

answer show_ticket(api& a, call const& c) {
    auto const& id = c.named("id");
    auto opened = open_to_read(a);
    if (auto const* bad = std::get_if<problem>(&opened)) return problem_answer(bad->status == 404 ? no_ticket(id) : *bad);
    auto const found = std::get<store::ticket_store>(opened).show(id);
    if (!found) return problem_answer(unavailable(found.error()));
    if (!*found || !may_see(a, c.who, **found)) return problem_answer(no_ticket(id));
    auto const& t = **found;
    auto const tag = tag_of(t);
    if (same_tag(c.asked.header("if-none-match"), tag)) return {304, "", "", {{"ETag", tag}}};
    report::ticket_asides asides;
    auto const& rules = c.rules->rules;
    asides.deadlines = tickets::deadlines_of(t, rules, model::work_calendar_of(rules), a.settings().now().date());
    auto text = report::ticket_json(t, asides) + "\n";
    if (outside(c.who.role)) {
        auto j = json::parse(text);
        redact(j);
        text = j.dump(2) + "\n";
    }
    return {200, "application/json", std::move(text), {{"ETag", tag}}};
}

answer ticket_log(api& a, call const& c) {
    auto const& id = c.named("id");
    auto opened = open_to_read(a);
    if (auto const* bad = std::get_if<problem>(&opened)) return problem_answer(bad->status == 404 ? no_ticket(id) : *bad);
    auto const found = std::get<store::ticket_store>(opened).show(id);
    if (!found) return problem_answer(unavailable(found.error()));
    if (!*found || !may_see(a, c.who, **found)) return problem_answer(no_ticket(id));
    json out{{"schema", "huanchi.log/1"}, {"ticket", id}, {"entries", json::array()}};
    for (auto const& e : (*found)->history) {
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

namespace {

// What a role may do to a ticket (contract §4.5): inspectors act, supervisors approve, legal reviews.
bool may_move(role r, std::string_view move, std::string_view stage) {
    static constexpr std::array<std::string_view, 8> approvals{"close", "dismiss", "transfer", "merge",
                                                               "moot",  "reopen",  "assign",   "comment"};
    static constexpr std::array<std::string_view, 5> approved_stages{"decided", "not_filed", "withdrawn", "not_punished",
                                                                     "transferred"};
    auto const among = [](auto const& all, std::string_view one) {
        return std::find(all.begin(), all.end(), one) != all.end();
    };
    bool const penalty = move == "penalty";
    switch (r) {
    case role::inspector: return penalty ? !among(approved_stages, stage) && stage != "legal_review" : move != "waive";
    case role::supervisor: return penalty ? among(approved_stages, stage) : move == "waive" || among(approvals, move);
    case role::legal: return penalty ? stage == "legal_review" : move == "comment";
    default: return false;
    }
}

std::optional<tickets::act> read_act(api const& a, call const& c, std::string const& move, members& m,
                                     std::vector<std::string> const& officers) {
    tickets::act k;
    k.move = move;
    k.now = a.settings().now();
    k.by = c.who.name;
    if (auto const by = m.text("by"); by && *by != k.by)
        m.refuse("/by", "who acts is whom the token names: " + k.by, "leave `by` out");
    k.note = m.text("note").value_or("");
    k.doc_no = m.text("doc_no").value_or("");
    k.time = k.now;
    if (auto const t = m.text("time")) {
        auto const at = base::moment::parse(*t);
        if (!at) m.refuse("/time", "`" + *t + "` is no time", "write 2026-05-01T08:00:00+08:00");
        k.time = at.value_or(k.now);
    }
    if (auto const d = m.text("served"); d && !(k.served = base::date::parse(*d)))
        m.refuse("/served", "`" + *d + "` is no date", "write 2026-05-01");
    for (std::size_t i = 0; i < officers.size(); ++i) {
        auto const o = json::parse(officers[i], nullptr, false);
        if (!o.is_object() || !o.contains("name") || !o["name"].is_string() || !o.contains("certificate") ||
            !o["certificate"].is_string())
            m.refuse(fmt::format("/officers/{}", i), "not an officer",
                     R"(write {"name": "张三", "certificate": "22010100123"})");
        else
            k.officers.push_back({o["name"].get<std::string>(), o["certificate"].get<std::string>()});
    }
    for (auto const* name : {"result", "to", "into", "until", "stage", "amount", "case", "responsible", "goal", "due",
                             "measures", "accepted_by"}) {
        auto const value = m.text(name);
        if (!value || value->empty()) continue;
        bool const date = std::string_view(name) == "due" || std::string_view(name) == "until";
        if (date && !base::date::parse(*value))
            m.refuse("/" + std::string(name), "`" + *value + "` is no date", "write 2026-05-01");
        k.facts.emplace_back(name, *value);
    }
    if (m.wrong()) return std::nullopt;
    return k;
}

constexpr std::array<std::string_view, 17> moves{"confirm", "order",   "serve",    "halt",    "report", "verify",
                                                 "close",   "dismiss", "transfer", "merge",   "moot",   "reopen",
                                                 "assign",  "comment", "waive",    "penalty", "case"};

} // namespace

answer move_ticket(api& a, call const& c) {
    auto const& id = c.named("id");
    auto const& move = c.named("move");
    if (std::find(moves.begin(), moves.end(), move) == moves.end())
        return problem_answer({404, "not-found", "no move " + move, "the moves are those of `huanchi tickets --help`"});
    if (a.settings().store.empty()) return problem_answer(no_store());
    auto const body = c.asked.body.find_first_not_of(" \t\r\n") == std::string::npos ? std::string("{}") : c.asked.body;
    auto read = members::read(body, {"by", "note", "time", "doc_no", "served", "officers", "result", "to", "into", "until",
                                     "stage", "amount", "case", "responsible", "goal", "due", "measures", "accepted_by"});
    if (auto const* bad = std::get_if<problem>(&read)) return problem_answer(*bad);
    auto& m = std::get<members>(read);
    auto const officers = m.elements("officers");
    auto what = read_act(a, c, move, m, officers);
    if (!what) return problem_answer(*m.wrong());
    if (auto const key = c.asked.header("idempotency-key"); !key.empty()) {
        if (key.size() > 200)
            return problem_answer({400, "invalid-parameter", "the idempotency key is longer than 200 bytes", "send a UUID"});
        what->facts.emplace_back("key", std::string(key));
        what->facts.emplace_back("asked", base::sha256_hex(body).substr(0, 16));
    }
    if (!may_move(c.who.role, move, what->fact("stage")))
        return problem_answer(
            {403, "wrong-role", "the role " + std::string(text(c.who.role)) + " may not make the move " + move});
    std::error_code ec;
    if (!std::filesystem::exists(a.settings().store, ec)) return problem_answer(no_ticket(id));
    auto ledger = store::ticket_store::open(a.settings().store);
    if (!ledger) return problem_answer(unavailable(ledger.error()));
    auto const ticket_ids = [&]() -> std::vector<std::string> {
        if (id.starts_with("t-")) return {id};
        auto const sheet = ledger->case_of(id);
        std::vector<std::string> ids;
        if (sheet && *sheet)
            for (auto const& t : (*sheet)->tickets) ids.push_back(t.id);
        return ids;
    }();
    if (ticket_ids.empty()) return problem_answer(no_ticket(id));
    for (auto const& one : ticket_ids) {
        auto const t = ledger->show(one);
        if (!t) return problem_answer(unavailable(t.error()));
        if (!*t || !may_see(a, c.who, **t)) return problem_answer(no_ticket(id));
        auto const wanted = c.asked.header("if-match");
        auto const made_before = [&](tickets::history_entry const& e) { // a request that comes again
            auto const key = e.facts.find("key");
            return key != e.facts.end() && key->second == what->fact("key");
        };
        bool const again = std::any_of((*t)->history.begin(), (*t)->history.end(), made_before);
        if (!wanted.empty() && !again && !same_tag(wanted, tag_of(**t)))
            return problem_answer({412, "changed-meanwhile", "ticket " + one + " was changed", "read it again, then decide"});
    }
    auto const made = ledger->move({id}, *what, c.rules->rules, a.settings().engine);
    if (!made) return problem_answer(unavailable(made.error()));
    a.wake();
    if (auto const* no = std::get_if<tickets::refusal>(&*made)) {
        auto const words = report::refusal_failure(*no, c.language);
        using reason = tickets::refusal::reason;
        if (no->why == reason::key_reused) return problem_answer({409, "key-reused", words.what, words.remedy});
        if (no->why == reason::no_such_ticket) return problem_answer(no_ticket(no->ticket.empty() ? id : no->ticket));
        bool const of_body = no->why == reason::needs_note || no->why == reason::needs_officers || no->why == reason::needs ||
                             no->why == reason::wrong_value || no->why == reason::future || no->why == reason::before_last_step;
        if (!of_body) return problem_answer({409, "refused-move", words.what, words.remedy});
        auto const pointer = no->why == reason::needs_note         ? "/note"
                             : no->why == reason::needs_officers   ? "/officers"
                             : no->why == reason::needs            ? "/" + no->parameters.at(1)
                             : no->why == reason::before_last_step ? "/time"
                                                                   : "/" + no->parameters.at(0);
        return problem_answer({400, "invalid-body", words.what, words.remedy, {{pointer, words.what}}});
    }
    return {200, "application/json", report::moves_json(std::get<std::vector<tickets::moved>>(*made)) + "\n"};
}

} // namespace huanchi::service

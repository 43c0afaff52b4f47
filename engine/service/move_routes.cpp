// Moves of tickets over HTTP: what a role may do, what the body says, how a refusal is told.
#include "service/attachments.hpp"
#include "service/body.hpp"
#include "service/routes.hpp"
#include "service/tickets_seen.hpp"

#include "base/digest.hpp"
#include "report/moves_document.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>

namespace huanchi::service {

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

// What else a body may say of a move, in the order of the history; and whether it is a day.
constexpr std::array<std::pair<std::string_view, bool>, 12> further{{{"result", false},
                                                                     {"to", false},
                                                                     {"into", false},
                                                                     {"until", true},
                                                                     {"stage", false},
                                                                     {"amount", false},
                                                                     {"case", false},
                                                                     {"responsible", false},
                                                                     {"goal", false},
                                                                     {"due", true},
                                                                     {"measures", false},
                                                                     {"accepted_by", false}}};

std::optional<tickets::act> read_act(api const& a, call const& c, std::string const& move, members& m) {
    tickets::act k;
    k.move = move;
    k.now = a.settings().now();
    k.by = c.who.name;
    if (auto const by = m.text("by"); by && *by != k.by)
        m.refuse("/by", "who acts is whom the token names: " + k.by, "leave `by` out");
    k.note = m.text("note").value_or("");
    k.doc_no = m.text("doc_no").value_or("");
    k.time = m.time("time").value_or(k.now);
    k.served = m.day("served");
    auto const officers = m.elements("officers");
    for (std::size_t i = 0; i < officers.size(); ++i) {
        auto const o = nlohmann::json::parse(officers[i], nullptr, false);
        if (!o.is_object() || !o.contains("name") || !o["name"].is_string() || !o.contains("certificate") ||
            !o["certificate"].is_string())
            m.refuse(fmt::format("/officers/{}", i), "not an officer",
                     R"(write {"name": "张三", "certificate": "22010100123"})");
        else
            k.officers.push_back({o["name"].get<std::string>(), o["certificate"].get<std::string>()});
    }
    for (auto const& [name, is_day] : further) {
        auto const value = m.text(name);
        if (!value || value->empty()) continue;
        if (is_day) m.day(name);
        k.facts.emplace_back(name, *value);
    }
    if (m.wrong()) return std::nullopt;
    return k;
}

// The tickets that an id stands for: its own, or those of a case.
std::vector<std::string> tickets_meant(store::ticket_store const& ledger, std::string const& id) {
    if (id.starts_with("t-")) return {id};
    std::vector<std::string> ids;
    auto const sheet = ledger.case_of(id);
    if (sheet && *sheet)
        for (auto const& t : (*sheet)->tickets) ids.push_back(t.id);
    return ids;
}

// Whether the caller sees the ticket, and it still is what If-Match says; a request that comes again need not ask that.
std::optional<problem> objection(api const& a, call const& c, store::ticket_store const& ledger, std::string const& id,
                                 std::string const& key) {
    auto const t = ledger.show(id);
    if (!t) return unavailable(t.error());
    if (!*t || !may_see(a, c.who, **t)) return no_ticket(c.named("id"));
    auto const wanted = c.asked.header("if-match");
    bool const again = std::any_of((*t)->history.begin(), (*t)->history.end(), [&](tickets::history_entry const& e) {
        auto const its = e.facts.find("key");
        return its != e.facts.end() && its->second == key;
    });
    if (!wanted.empty() && !again && !same_tag(wanted, tag_of(**t)))
        return problem{412, "changed-meanwhile", "ticket " + id + " was changed", "read it again, then decide"};
    return std::nullopt;
}

// A state that does not allow the move is a conflict; what the body lacks is told with its place.
problem refused(tickets::refusal const& no, call const& c) {
    using reason = tickets::refusal::reason;
    auto const words = report::refusal_failure(no, c.language);
    auto const at = [&](std::string pointer) {
        return problem{400, "invalid-body", words.what, words.remedy, {{std::move(pointer), words.what}}};
    };
    switch (no.why) {
    case reason::key_reused: return {409, "key-reused", words.what, words.remedy};
    case reason::no_such_ticket: return no_ticket(no.ticket.empty() ? c.named("id") : no.ticket);
    case reason::needs_note: return at("/note");
    case reason::needs_officers: return at("/officers");
    case reason::needs: return at("/" + no.parameters.at(1));
    case reason::before_last_step: return at("/time");
    case reason::wrong_value:
    case reason::future: return at("/" + no.parameters.at(0));
    default: return {409, "refused-move", words.what, words.remedy};
    }
}

} // namespace

answer move_ticket(api& a, call const& c) {
    auto const& id = c.named("id");
    auto const& move = c.named("move");
    if (!tickets::is_move(move))
        return problem_answer({404, "not-found", "no move " + move, "the moves are those of `huanchi tickets --help`"});
    if (a.settings().store.empty()) return problem_answer(no_store());
    auto const body = c.asked.body.find_first_not_of(" \t\r\n") == std::string::npos ? std::string("{}") : c.asked.body;
    auto read = members::read(body, {"by",   "note", "time",     "doc_no",      "served", "officers", "result",
                                     "to",   "into", "until",    "stage",       "amount", "case",     "responsible",
                                     "goal", "due",  "measures", "accepted_by", "name",   "content"});
    if (auto const* bad = std::get_if<problem>(&read)) return problem_answer(*bad);
    auto& m = std::get<members>(read);
    auto what = read_act(a, c, move, m);
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
    std::optional<std::string> file;
    if (move == "attach" && !(file = read_attachment(*what, m))) return problem_answer(*m.wrong());
    std::error_code ec;
    if (!std::filesystem::exists(a.settings().store, ec)) return problem_answer(no_ticket(id));
    auto ledger = store::ticket_store::open(a.settings().store);
    if (!ledger) return problem_answer(unavailable(ledger.error()));
    auto const meant = tickets_meant(*ledger, id);
    if (meant.empty()) return problem_answer(no_ticket(id));
    for (auto const& one : meant)
        if (auto const no = objection(a, c, *ledger, one, what->fact("key"))) return problem_answer(*no);
    auto const made = ledger->move({id}, *what, c.rules->rules, a.settings().engine, file);
    if (!made) return problem_answer(unavailable(made.error()));
    a.wake();
    if (auto const* no = std::get_if<tickets::refusal>(&*made)) return problem_answer(refused(*no, c));
    return {200, "application/json", report::moves_json(std::get<std::vector<tickets::moved>>(*made)) + "\n"};
}

} // namespace huanchi::service

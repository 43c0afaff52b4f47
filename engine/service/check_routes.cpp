// check over HTTP: the body taken apart, the function called that the command calls.
#include "service/judging.hpp"
#include "service/routes.hpp"
#include "service/tickets_seen.hpp"

#include "evidence/keeper.hpp"
#include "facts/facilities.hpp"
#include "report/check_document.hpp"
#include "store/ticket_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace huanchi::service {

namespace {

constexpr std::size_t large_body = std::size_t{1} << 20;
constexpr std::size_t findings_in_piece = 500;

bool may_store(role r) {
    return r == role::inspector || r == role::integrator || r == role::admin;
}

// Findings one a line, in pieces, then the account.
answer in_lines(findings::check_result result, std::vector<tickets::ticket_action> actions, report::check_options const& o) {
    struct writing {
        findings::check_result result;
        std::vector<tickets::ticket_action> actions;
        report::check_options options;
        std::size_t next = 0;
        bool ended = false;
    };
    auto const w = std::make_shared<writing>(writing{std::move(result), std::move(actions), o});
    answer a;
    a.type = "application/x-ndjson";
    a.more = [w]() -> std::string {
        if (w->next < w->result.findings.size()) {
            findings::check_result some;
            auto const end = std::min(w->next + findings_in_piece, w->result.findings.size());
            for (; w->next < end; ++w->next) some.findings.push_back(std::move(w->result.findings[w->next]));
            return report::findings_ndjson(some, w->options.language);
        }
        if (std::exchange(w->ended, true)) return {};
        w->result.findings.clear();
        return report::check_line(w->result, w->actions, w->options) + "\n";
    };
    return a;
}

} // namespace

problem no_room() {
    return {503, "disk-full", "there is no room to keep the body while it is judged", "try again later"};
}

std::string as_array(std::string_view sites) {
    return sites.starts_with('{') ? "[" + std::string(sites) + "]" : std::string(sites);
}

std::string as_lines(std::vector<std::string> const& documents) {
    std::string all;
    for (auto const& d : documents) all += d + "\n";
    return all;
}

base::failure called(base::failure f, std::string const& path, std::string const& name) {
    for (auto at = f.what.find(path); !path.empty() && at != std::string::npos; at = f.what.find(path))
        f.what.replace(at, path.size(), name);
    return f;
}

std::variant<facts::facilities, problem> read_sites(api const& a, call const& c, std::string_view text,
                                                    std::string const& name) {
    auto known = facts::read_facilities(text, name, c.rules->rules);
    if (!known) return invalid_body(known.error(), name, "/" + name);
    if (auto const no = not_yours(a, c, *known)) return *no;
    return std::move(*known);
}

// Sites that the caller may not see are none to it.
std::optional<problem> not_yours(api const& a, call const& c, facts::facilities const& known) {
    if (c.who.everything()) return std::nullopt;
    for (std::size_t i = 0; i < known.sites.size(); ++i) {
        auto const& s = known.sites[i];
        if (!c.who.may_see(s.id, a.region_of(s.id, s.region)))
            return problem{404,
                           "not-found",
                           "no site " + s.id,
                           "ask for what lies in the scope of the token",
                           {{fmt::format("/facilities/{}", i), "no site " + s.id}}};
    }
    return std::nullopt;
}

std::variant<check_asked, problem> read_check(api& a, call const& c) {
    auto read = members::read(c.asked.body, {"facilities", "data", "records", "record_type", "at", "as_of", "all", "store",
                                             "warnings", "duties", "provisional", "time_label"});
    if (auto* bad = std::get_if<problem>(&read)) return *bad;
    auto& m = std::get<members>(read);
    check_asked k;
    auto& r = k.request;
    bool const in_lines = c.asked.lines != nullptr;
    r.at = m.day("at");
    r.as_of = m.time("as_of");
    r.all = m.truth("all", false);
    r.warnings = m.truth("warnings", false);
    r.duties = m.truth("duties", false);
    k.store = m.truth("store", false);
    k.provisional = m.truth("provisional", false);
    r.record_type = m.text("record_type").value_or("");
    auto const label = m.text("time_label").value_or("start");
    if (label != "start" && label != "end") m.refuse("/time_label", "`" + label + "` is neither start nor end");
    r.reading.time_label_end = label == "end";
    auto const data = m.objects("data", "a row");
    auto const records = m.objects("records", "a record");
    if (in_lines && m.has("data"))
        m.refuse("/data", "the rows are the lines that follow", "leave `data` out of the first line");
    if (r.duties && !r.as_of) m.refuse("/as_of", "`duties` needs `as_of`", "say as of which day: 2026-06-30");
    if (!m.has("data") && !m.has("records") && !in_lines && !r.duties && !m.wrong())
        m.refuse("", "nothing to check: neither data nor records", "send `data`, an array of rows, or `records`");
    auto const sites = m.has("facilities") ? as_array(m.raw("facilities")) : a.sites_on_file(c.who);
    if ((m.has("data") || in_lines) && sites.empty())
        m.refuse("/facilities", "data need facilities, and none are on file", "send `facilities`, an array of sites");
    if (m.wrong()) return *m.wrong();
    if (!sites.empty()) {
        auto const known = read_sites(a, c, sites, "facilities");
        if (auto const* bad = std::get_if<problem>(&known)) return *bad;
    }
    auto const keep = [&](std::string_view text) {
        auto s = spool::in_memory(text);
        if (s) k.held.push_back(s);
        return s;
    };
    if (!sites.empty()) {
        auto const s = keep(sites);
        if (!s) return no_room();
        r.facilities = s->path();
    }
    if (in_lines || m.has("data")) {
        auto const s = in_lines ? c.asked.lines : keep(as_lines(data));
        if (!s) return no_room();
        r.data = {s->path()};
        r.reading.format = "ndjson";
        r.called[s->path()] = "data";
    }
    if (m.has("records")) {
        auto const s = keep(as_lines(records));
        if (!s) return no_room();
        r.records = {s->path()};
        r.called[s->path()] = "records";
    }
    if (k.store) // evidence names where a row came from
        for (auto& [path, name] : r.called) name = "request " + c.asked.id + ": " + name;
    r.today = base::moment::at(a.settings().now().date());
    r.threads = a.settings().threads;
    r.unreviewed = a.settings().unreviewed;
    return k;
}

answer judge(api& a, call const& c, check_asked& k, job_progress const* job) {
    auto& r = k.request;
    std::optional<store::ticket_store> ledger;
    if (k.store) {
        if (!may_store(c.who.role))
            return problem_answer({403,
                                   "wrong-role",
                                   "the role " + std::string(text(c.who.role)) + " may not write tickets",
                                   "leave `store` out",
                                   {{"/store", "not allowed"}}});
        if (a.settings().store.empty()) return problem_answer(no_store());
        auto opened = store::ticket_store::open(a.settings().store);
        if (!opened) return problem_answer(unavailable(opened.error()));
        ledger.emplace(std::move(*opened));
        if (auto const failure = ledger->prepare(r)) return problem_answer(unavailable(*failure));
    }
    auto const& set = *c.rules;
    auto result = findings::check(set.rules, set.plan, r);
    r.watched = nullptr;
    if (job && job->cancelled) return problem_answer({409, "cancelled", "the job was cancelled"});
    if (!result) {
        auto f = called(result.error(), r.facilities, "facilities");
        for (auto const& [path, name] : r.called) f = called(std::move(f), path, name);
        return problem_answer(invalid_body(f, "facilities", ""));
    }
    std::vector<tickets::ticket_action> actions;
    if (ledger) {
        auto const keep = evidence::keeper(
            set.rules, set.plan,
            {r, result->data_end, k.provisional, r.reading.time_label_end ? "end" : "start", set.texts, nullptr});
        auto const by = c.who.token.empty() ? std::string("huanchi") : c.who.name;
        auto applied =
            ledger->apply(*result, set.rules,
                          {a.settings().now(), by, a.settings().engine, k.provisional, r.as_of ? r.as_of->text() : ""}, keep);
        if (!applied) return problem_answer(unavailable(applied.error()));
        actions = std::move(*applied);
        a.wake();
    }
    if (!r.all) findings::leave_out_quiet(*result);
    // Tickets are leads until officers confirm them: of no concern to those who sent the data.
    if (is_outside(c.who.role)) actions.clear();
    report::check_options const o{false, r.warnings, c.language, {}};
    if (c.asked.header("accept").find("ndjson") != std::string_view::npos)
        return in_lines(std::move(*result), std::move(actions), o);
    return {200, "application/json", report::check_json(*result, actions, o) + "\n"};
}

answer check(api& a, call const& c) {
    bool const large = c.asked.lines || c.asked.body.size() > large_body;
    std::optional<api::check_room> room;
    if (large && !room.emplace(a)) return problem_answer({503, "busy", "as many large checks run as may", "try again later"});
    auto asked = read_check(a, c);
    if (auto const* bad = std::get_if<problem>(&asked)) return problem_answer(*bad);
    return judge(a, c, std::get<check_asked>(asked));
}

} // namespace huanchi::service

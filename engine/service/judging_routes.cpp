// check, limits, screen, review: bodies taken apart, the same functions called that the commands call.
#include "service/routes.hpp"

#include "service/body.hpp"

#include "evidence/keeper.hpp"
#include "facts/facilities.hpp"
#include "facts/input.hpp"
#include "findings/check.hpp"
#include "findings/screening.hpp"
#include "report/check_document.hpp"
#include "report/limits_document.hpp"
#include "report/review_document.hpp"
#include "report/screening_document.hpp"
#include "review/application.hpp"
#include "review/examine.hpp"
#include "review/questions.hpp"
#include "store/ticket_store.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace huanchi::service {

namespace {

constexpr std::size_t large_body = std::size_t{1} << 20;
constexpr std::size_t findings_in_piece = 500;

problem no_room() {
    return {503, "disk-full", "there is no room to keep the body while it is judged", "try again later"};
}

std::optional<base::date> day_of(members& m, std::string_view name) {
    auto const t = m.text(name);
    if (!t) return std::nullopt;
    auto const d = base::date::parse(*t);
    if (!d) m.refuse("/" + std::string(name), "`" + *t + "` is no date", "write 2026-05-01");
    return d;
}

std::optional<base::moment> time_of(members& m, std::string_view name) {
    auto const t = m.text(name);
    if (!t) return std::nullopt;
    auto const at = base::moment::parse(*t);
    if (!at) m.refuse("/" + std::string(name), "`" + *t + "` is no time", "write 2026-05-01T08:00:00+08:00");
    return at;
}

std::string lines_of(std::vector<std::string> const& elements) {
    std::string all;
    for (auto const& e : elements) all += e + "\n";
    return all;
}

std::string array_of(std::vector<std::string> const& elements) {
    std::string all = "[";
    for (auto const& e : elements) all += (all.size() > 1 ? ",\n" : "") + e;
    return all + "]\n";
}

// The sites of a body as an array, with those on file where it has none; a wrong one is told to `m`.
std::string facilities_of(api const& a, call const& c, members& m) {
    if (m.has("facilities")) {
        auto const raw = m.raw("facilities");
        return raw.starts_with('{') ? "[" + std::string(raw) + "]" : std::string(raw);
    }
    std::vector<std::string> sites;
    for (auto const& text : a.sites_on_file(c.who)) { // each an array of one
        auto const begin = text.find('['), end = text.rfind(']');
        sites.push_back(text.substr(begin + 1, end - begin - 1));
    }
    return sites.empty() ? std::string() : array_of(sites);
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

// What a check is asked, with the bodies that it reads.
struct check_asked {
    findings::check_request request;
    std::vector<std::shared_ptr<spool>> held;
    bool store = false, provisional = false, lines = false;
    std::string facilities;
    std::string digest;
};

std::variant<check_asked, problem> read_check(api& a, call const& c) {
    auto read = members::read(c.asked.body, {"facilities", "data", "records", "record_type", "at", "as_of", "all", "store",
                                             "warnings", "duties", "provisional", "time_label"});
    if (auto* bad = std::get_if<problem>(&read)) return *bad;
    auto& m = std::get<members>(read);
    check_asked k;
    auto& r = k.request;
    bool const in_lines = c.asked.lines != nullptr;
    r.at = day_of(m, "at");
    r.as_of = time_of(m, "as_of");
    r.all = m.truth("all", false);
    r.warnings = m.truth("warnings", false);
    r.duties = m.truth("duties", false);
    k.store = m.truth("store", false);
    k.provisional = m.truth("provisional", false);
    r.record_type = m.text("record_type").value_or("");
    auto const label = m.text("time_label").value_or("start");
    if (label != "start" && label != "end") m.refuse("/time_label", "`" + label + "` is neither start nor end");
    r.reading.time_label_end = label == "end";
    auto const data = m.elements("data");
    auto const records = m.elements("records");
    if (in_lines && m.has("data"))
        m.refuse("/data", "the rows are the lines that follow", "leave `data` out of the first line");
    if (r.duties && !r.as_of) m.refuse("/as_of", "`duties` needs `as_of`", "say as of which day: 2026-06-30");
    if (!m.has("data") && !m.has("records") && !in_lines && !r.duties && !m.wrong())
        m.refuse("", "nothing to check: neither data nor records", "send `data`, an array of rows, or `records`");
    for (std::size_t i = 0; i < data.size(); ++i)
        if (!data[i].starts_with('{')) m.refuse(fmt::format("/data/{}", i), "a row is an object");
    for (std::size_t i = 0; i < records.size(); ++i)
        if (!records[i].starts_with('{')) m.refuse(fmt::format("/records/{}", i), "a record is an object");
    k.facilities = facilities_of(a, c, m);
    if ((m.has("data") || in_lines) && k.facilities.empty())
        m.refuse("/facilities", "data need facilities, and none are on file", "send `facilities`, an array of sites");
    if (m.wrong()) return *m.wrong();
    if (!k.facilities.empty()) {
        auto const known = facts::read_facilities(k.facilities, "facilities", c.rules->rules);
        if (!known) return invalid_body(known.error(), "facilities", "/facilities");
        if (auto const no = not_yours(a, c, *known)) return *no;
    }
    auto const keep = [&](std::string_view text) {
        auto s = spool::in_memory(text);
        if (s) k.held.push_back(s);
        return s;
    };
    if (!k.facilities.empty()) {
        auto const s = keep(k.facilities);
        if (!s) return no_room();
        r.facilities = s->path();
    }
    if (in_lines || m.has("data")) {
        auto const s = in_lines ? c.asked.lines : keep(lines_of(data));
        if (!s) return no_room();
        r.data = {s->path()};
        r.reading.format = "ndjson";
        r.called[s->path()] = "data";
        k.lines = in_lines;
    }
    if (m.has("records")) {
        auto const s = keep(lines_of(records));
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

// The names of paths that nobody has to know.
base::failure without_paths(base::failure f, findings::check_request const& r) {
    auto const replace = [&](std::string const& path, std::string const& name) {
        for (auto at = f.what.find(path); !path.empty() && at != std::string::npos; at = f.what.find(path))
            f.what.replace(at, path.size(), name);
    };
    replace(r.facilities, "facilities");
    for (auto const& [path, name] : r.called) replace(path, name);
    return f;
}

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

answer judge(api& a, call const& c, check_asked& k, job_progress const* watched_job = nullptr) {
    auto& r = k.request;
    std::optional<store::ticket_store> ledger;
    if (k.store) {
        if (!may_store(c.who.role))
            return problem_answer({403,
                                   "wrong-role",
                                   "the role " + std::string(text(c.who.role)) + " may not write tickets",
                                   "leave `store` out",
                                   {{"/store", "not allowed"}}});
        if (a.settings().store.empty())
            return problem_answer({503, "no-store", "no ticket store is served", "start with --store FILE"});
        auto opened = store::ticket_store::open(a.settings().store);
        if (!opened) return problem_answer({503, "store-unavailable", opened.error().what, opened.error().remedy});
        ledger.emplace(std::move(*opened));
        auto watched = ledger->watched();
        if (!watched) return problem_answer({503, "store-unavailable", watched.error().what, watched.error().remedy});
        r.watched = [days = std::move(*watched)](std::string const& enterprise, std::string const& outlet,
                                                 std::string const& factor,
                                                 base::date day) { return days.contains(enterprise, outlet, factor, day); };
        r.trace = r.days = true;
    }
    auto const& set = *c.rules;
    auto result = findings::check(set.rules, set.plan, r);
    r.watched = nullptr;
    if (watched_job && watched_job->cancelled) return problem_answer({409, "cancelled", "the job was cancelled"});
    if (!result) return problem_answer(invalid_body(without_paths(result.error(), r), "facilities", ""));
    std::vector<tickets::ticket_action> actions;
    if (ledger) {
        auto const keep = evidence::keeper(
            set.rules, set.plan,
            {r, result->data_end, k.provisional, r.reading.time_label_end ? "end" : "start", set.texts, nullptr});
        auto const by = c.who.token.empty() ? std::string("huanchi") : c.who.name;
        auto applied =
            ledger->apply(*result, set.rules,
                          {a.settings().now(), by, a.settings().engine, k.provisional, r.as_of ? r.as_of->text() : ""}, keep);
        if (!applied) return problem_answer({503, "store-unavailable", applied.error().what, applied.error().remedy});
        actions = std::move(*applied);
        a.wake();
    }
    if (!r.all)
        std::erase_if(result->findings, [](findings::finding const& f) {
            return f.verdict == eval::verdict::compliant || f.verdict == eval::verdict::exempt ||
                   f.verdict == eval::verdict::not_applicable;
        });
    // Tickets are leads until officers confirm them: of no concern to those who sent the data.
    if (c.who.role == role::integrator || c.who.role == role::enterprise) actions.clear();
    report::check_options const o{false, r.warnings, c.language, {}};
    if (c.asked.header("accept").find("ndjson") != std::string_view::npos)
        return in_lines(std::move(*result), std::move(actions), o);
    return {200, "application/json", report::check_json(*result, actions, o) + "\n"};
}

} // namespace

answer check(api& a, call const& c) {
    bool const large = c.asked.lines || c.asked.body.size() > large_body;
    std::optional<api::check_room> room;
    if (large && !room.emplace(a)) return problem_answer({503, "busy", "as many large checks run as may", "try again later"});
    auto asked = read_check(a, c);
    if (auto const* bad = std::get_if<problem>(&asked)) return problem_answer(*bad);
    return judge(a, c, std::get<check_asked>(asked));
}

namespace {

nlohmann::ordered_json said_of(job_view const& v) {
    nlohmann::ordered_json j{
        {"schema", "huanchi.job/1"}, {"id", v.id}, {"state", text(v.state)}, {"created", v.created.text()}};
    j["begun"] = nullptr;
    j["ended"] = nullptr;
    if (v.begun) j["begun"] = v.begun->text();
    if (v.ended) j["ended"] = v.ended->text();
    j["progress"] = {{"rows", v.rows}, {"parts", v.parts}, {"all_parts", v.all_parts}};
    j["result"] = nullptr;
    if (v.result) j["result"] = "/v1/jobs/" + v.id + "/result";
    return j;
}

bool is_its(call const& c, job_view const& v) {
    return c.who.role == role::admin || v.owner == c.who.token;
}

std::optional<job_view> find_job(api& a, call const& c) {
    auto v = a.jobs().find(c.named("id"));
    return v && is_its(c, *v) ? v : std::nullopt;
}

problem no_job(call const& c) {
    return {404, "not-found", "no job " + c.named("id"), "jobs live as long as the program; see GET /v1/jobs"};
}

} // namespace

answer begin_job(api& a, call const& c) {
    auto asked = read_check(a, c);
    if (auto const* bad = std::get_if<problem>(&asked)) return problem_answer(*bad);
    auto const k = std::make_shared<check_asked>(std::move(std::get<check_asked>(asked)));
    auto lines = c.asked.lines;
    auto const of = std::make_shared<request>(c.asked);
    of->body.clear();
    auto const what = [&a, k, of, who = c.who, path = c.path, rules = c.rules, language = c.language](job_progress& p) {
        k->request.on_progress = [&p](std::uint64_t rows, std::size_t parts, std::size_t all) {
            p.rows = rows;
            p.parts = parts;
            p.all_parts = all;
        };
        call const own{*of, who, path, rules, language};
        return judge(a, own, *k, &p);
    };
    auto const cut = [k, lines] { // reading ends at once, and what was read is not kept
        if (lines) lines->cut();
    };
    auto const made = a.jobs().add(c.who.token, what, cut);
    if (!made) return problem_answer({503, "busy", "there are too many jobs", "wait for some to end, or delete them"});
    return {202, "application/json", said_of(*made).dump(2) + "\n", {{"Location", "/v1/jobs/" + made->id}}};
}

answer list_jobs(api& a, call const& c) {
    nlohmann::ordered_json out{{"jobs", nlohmann::ordered_json::array()}};
    for (auto const& v : a.jobs().all())
        if (is_its(c, v)) out["jobs"].push_back(said_of(v));
    return {200, "application/json", out.dump(2) + "\n"};
}

answer show_job(api& a, call const& c) {
    auto const v = find_job(a, c);
    if (!v) return problem_answer(no_job(c));
    return {200, "application/json", said_of(*v).dump(2) + "\n"};
}

answer job_result(api& a, call const& c) {
    auto const v = find_job(a, c);
    if (!v) return problem_answer(no_job(c));
    if (!v->result) {
        if (v->state == job_state::cancelled) return problem_answer({409, "cancelled", "the job was cancelled"});
        return problem_answer(
            {409, "not-ended", "the job has not ended", "ask again later; its progress stands at /v1/jobs/" + v->id});
    }
    auto in = std::make_shared<base::result<facts::input>>(facts::input::open(v->result->path(), std::size_t{256} << 10));
    if (!*in) return problem_answer(no_room());
    answer out{v->status, v->type};
    out.more = [in, held = v->result]() -> std::string {
        auto& file = **in;
        if (file.window().empty() && !file.ended() && file.more()) return {};
        std::string piece(file.window());
        file.consume(piece.size());
        return piece;
    };
    return out;
}

answer delete_job(api& a, call const& c) {
    auto const v = find_job(a, c);
    if (!v || !a.jobs().remove(v->id)) return problem_answer(no_job(c));
    return {204, "", ""};
}

namespace {

// The sites that a question is asked about: of the body, or the one on file that its outlet names.
std::variant<std::optional<facts::facilities>, problem> sites_of(api const& a, call const& c, std::string_view raw,
                                                                 std::string const& outlet) {
    std::string text;
    if (!raw.empty())
        text = raw.starts_with('{') ? "[" + std::string(raw) + "]" : std::string(raw);
    else if (auto const* on_file = a.site_on_file(outlet.substr(0, outlet.rfind('/'))))
        text = *on_file;
    else
        return std::optional<facts::facilities>();
    auto known = facts::read_facilities(text, "facilities", c.rules->rules);
    if (!known) return invalid_body(known.error(), "facilities", "/facilities");
    if (auto const no = not_yours(a, c, *known)) return *no;
    return std::optional(std::move(*known));
}

std::variant<review::outlet_limits, problem> answer_question(api const& a, call const& c, std::string const& body) {
    auto read = members::read(body, {"describe", "facilities", "outlet", "factor", "at", "why_not", "cases"});
    if (auto* bad = std::get_if<problem>(&read)) return *bad;
    auto& m = std::get<members>(read);
    review::limits_question q;
    q.describe = std::string(m.raw("describe"));
    q.outlet = m.text("outlet").value_or("");
    q.factor = m.text("factor").value_or("");
    q.at = day_of(m, "at");
    q.why_not = m.truth("why_not", false);
    q.cases = m.truth("cases", false);
    if (!q.describe.empty() && !q.describe.starts_with('{')) m.refuse("/describe", "not an object");
    if (m.has("facilities") && q.outlet.empty())
        m.refuse("/outlet", "which outlet is meant is not said", "write ENTERPRISE/OUTLET");
    if (q.describe.empty() == q.outlet.empty())
        m.refuse("", "either `describe`, or `outlet` with `facilities`",
                 R"(send {"describe": {"medium": "water", …}} or {"facilities": […], "outlet": "ENTERPRISE/OUTLET"})");
    if (m.wrong()) return *m.wrong();
    auto known = sites_of(a, c, m.raw("facilities"), q.outlet);
    if (auto* bad = std::get_if<problem>(&known)) return *bad;
    auto const& sites = std::get<std::optional<facts::facilities>>(known);
    if (!q.outlet.empty() && !sites)
        return invalid_body("/outlet", "no site on file has the outlet " + q.outlet, "send `facilities` too");
    review::limits_desk const desk(c.rules->plan, c.rules->rules, q.describe.empty() && sites ? &*sites : nullptr,
                                   a.settings().unreviewed);
    auto made = desk.answer(q, a.settings().now().date());
    if (!made) {
        auto p = invalid_body(made.error(), "description", q.describe.empty() ? "/outlet" : "/describe");
        if (!q.factor.empty() && made.error().what.find(q.factor) != std::string::npos &&
            made.error().what.starts_with("no factor"))
            p.errors = {{"/factor", p.detail}};
        return p;
    }
    return std::move(*made);
}

std::string one_line(std::string text) {
    text.erase(std::remove(text.begin(), text.end(), '\n'), text.end());
    return text;
}

} // namespace

answer limits(api& a, call const& c) {
    if (!c.asked.lines) {
        auto made = answer_question(a, c, c.asked.body);
        if (auto const* bad = std::get_if<problem>(&made)) return problem_answer(*bad);
        return {200, "application/json", report::limits_json(std::get<review::outlet_limits>(made)) + "\n"};
    }
    // Questions one a line; each has its answer, or its problem, in its line.
    auto rest = std::make_shared<base::result<facts::input>>(facts::input::open(c.asked.lines->path()));
    if (!*rest) return problem_answer(no_room());
    auto const asked = std::make_shared<request>(c.asked);
    auto const of = std::make_shared<call>(call{*asked, c.who, c.path, c.rules, c.language});
    answer out;
    out.type = "application/x-ndjson";
    auto const reply_to = [&a, asked, of](std::string const& line) -> std::string {
        if (line.find_first_not_of(" \t\r") == std::string::npos) return {};
        auto made = answer_question(a, *of, line);
        if (auto const* bad = std::get_if<problem>(&made)) return one_line(problem_answer(*bad).body) + "\n";
        return report::limits_line(std::get<review::outlet_limits>(made)) + "\n";
    };
    out.body = reply_to(c.asked.body);
    out.more = [rest, reply_to]() -> std::string {
        auto& in = **rest;
        std::string piece;
        while (piece.size() < (std::size_t{64} << 10)) {
            auto end = in.window().find('\n');
            while (end == std::string_view::npos && !in.ended()) {
                if (in.more()) return piece;
                end = in.window().find('\n');
            }
            if (in.window().empty()) break;
            std::string const line(in.window().substr(0, end));
            in.consume(std::min(line.size() + 1, in.window().size()));
            piece += reply_to(line);
        }
        return piece;
    };
    return out;
}

namespace {

std::string all_lines(request const& r) {
    auto text = r.body;
    if (!r.lines) return text;
    auto const rest = facts::read_whole(r.lines->path());
    return rest ? text + "\n" + *rest : text;
}

} // namespace

answer screen(api& a, call const& c) {
    findings::screening_request q;
    q.today = a.settings().now().date();
    q.unreviewed = a.settings().unreviewed;
    std::string records = all_lines(c.asked);
    if (!c.asked.lines) {
        if (auto const bad = members::unsound(records)) return problem_answer(*bad);
    }
    if (!c.asked.lines && members::names_one(records, {"projects", "records"})) {
        auto read = members::read(c.asked.body, {"projects", "records", "at", "set", "turns"});
        if (auto* bad = std::get_if<problem>(&read)) return problem_answer(*bad);
        auto& m = std::get<members>(read);
        q.at = day_of(m, "at");
        q.turns = m.truth("turns", false);
        auto all = m.elements("projects");
        for (auto& one : m.elements("records")) all.push_back(std::move(one));
        if (m.has("set")) {
            auto const set = members::pairs(std::string(m.raw("set")));
            if (!set)
                m.refuse("/set", "not an object of texts, numbers and truths");
            else
                q.set = *set;
        }
        for (std::size_t i = 0; i < all.size(); ++i)
            if (!all[i].starts_with('{'))
                m.refuse(fmt::format("/{}/{}", m.has("projects") ? "projects" : "records", i), "a project is an object");
        if (m.wrong()) return problem_answer(*m.wrong());
        records = lines_of(all);
    } else if (!c.asked.lines) {
        auto const all = members::list(records);
        for (std::size_t i = 0; i < all.size(); ++i)
            if (!all[i].starts_with('{')) return problem_answer(invalid_body(fmt::format("/{}", i), "a project is an object"));
        records = lines_of(all);
    }
    auto const held = spool::in_memory(records);
    if (!held) return problem_answer(no_room());
    q.records = {held->path()};
    auto result = findings::screen(c.rules->rules, c.rules->plan, q);
    if (!result) {
        auto f = result.error();
        for (auto at = f.what.find(held->path()); at != std::string::npos; at = f.what.find(held->path()))
            f.what.replace(at, held->path().size(), "projects");
        return problem_answer(invalid_body(f, "projects", q.set.empty() ? "" : "/set"));
    }
    if (!result->rejects.empty()) { // unknown fields and the like: nothing is screened half-read
        problem p{400, "invalid-body", "", "", {}};
        for (auto const& r : result->rejects)
            p.errors.push_back({fmt::format("/{}{}{}", r.line - 1, r.column.empty() ? "" : "/", r.column), r.reason});
        p.detail = p.errors.front().detail;
        return problem_answer(p);
    }
    result->files = {"projects"};
    return {200, "application/json", report::screening_json(*result) + "\n"};
}

answer review(api& a, call const& c) {
    review::review_options how{a.settings().now().date(), a.settings().unreviewed};
    std::vector<review::reviewed> out;
    std::string text = all_lines(c.asked);
    std::string under;
    if (!c.asked.lines) {
        if (auto const bad = members::unsound(text)) return problem_answer(*bad);
        if (members::names_one(text, {"applications", "permits"})) {
            auto read = members::read(text, {"applications", "permits", "at"});
            if (auto* bad = std::get_if<problem>(&read)) return problem_answer(*bad);
            auto& m = std::get<members>(read);
            if (auto const at = day_of(m, "at")) how.today = *at;
            if (m.has("applications") == m.has("permits")) m.refuse("", "either `applications` or `permits`");
            if (m.wrong()) return problem_answer(*m.wrong());
            if (m.has("permits")) {
                auto const known = facts::read_facilities(m.raw("permits"), "permits", c.rules->rules);
                if (!known) return problem_answer(invalid_body(known.error(), "permits", "/permits"));
                if (auto const no = not_yours(a, c, *known)) return problem_answer(*no);
                out = review::examine_permits(*known, c.rules->plan, c.rules->rules, how);
                return {200, "application/json", report::review_json(out, c.language) + "\n"};
            }
            text = std::string(m.raw("applications"));
            under = "/applications";
        }
    }
    auto const all = review::read_applications(text, "applications", c.rules->rules);
    if (!all) return problem_answer(invalid_body(all.error(), "applications", under));
    for (auto const& one : *all) {
        if (auto const no = not_yours(a, c, one.site)) return problem_answer(*no);
        out.push_back(review::examine(one, c.rules->plan, c.rules->rules, how));
    }
    return {200, "application/json", report::review_json(out, c.language) + "\n"};
}

} // namespace huanchi::service

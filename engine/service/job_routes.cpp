// Checks as jobs over HTTP.
#include "service/judging.hpp"
#include "service/routes.hpp"

#include "facts/input.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::service {

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

} // namespace huanchi::service

// screen and review over HTTP.
#include "service/judging.hpp"
#include "service/routes.hpp"

#include "facts/input.hpp"
#include "findings/screening.hpp"
#include "report/review_document.hpp"
#include "report/screening_document.hpp"
#include "review/application.hpp"
#include "review/examine.hpp"

#include <fmt/format.h>

namespace huanchi::service {

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
        q.at = m.day("at");
        q.turns = m.truth("turns", false);
        auto all = m.objects("projects", "a project");
        for (auto& one : m.objects("records", "a project")) all.push_back(std::move(one));
        if (m.has("set")) {
            auto const set = members::pairs(std::string(m.raw("set")));
            if (!set)
                m.refuse("/set", "not an object of texts, numbers and truths");
            else
                q.set = *set;
        }
        if (m.wrong()) return problem_answer(*m.wrong());
        records = as_lines(all);
    } else if (!c.asked.lines) {
        auto const all = members::list(records);
        for (std::size_t i = 0; i < all.size(); ++i)
            if (!all[i].starts_with('{')) return problem_answer(invalid_body(fmt::format("/{}", i), "a project is an object"));
        records = as_lines(all);
    }
    auto const held = spool::in_memory(records);
    if (!held) return problem_answer(no_room());
    q.records = {held->path()};
    auto result = findings::screen(c.rules->rules, c.rules->plan, q);
    if (!result)
        return problem_answer(
            invalid_body(called(result.error(), held->path(), "projects"), "projects", q.set.empty() ? "" : "/set"));
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
            if (auto const at = m.day("at")) how.today = *at;
            if (m.has("applications") == m.has("permits")) m.refuse("", "either `applications` or `permits`");
            if (m.wrong()) return problem_answer(*m.wrong());
            if (m.has("permits")) {
                auto const known = read_sites(a, c, m.raw("permits"), "permits");
                if (auto const* bad = std::get_if<problem>(&known)) return problem_answer(*bad);
                out = review::examine_permits(std::get<facts::facilities>(known), c.rules->plan, c.rules->rules, how);
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

// limits over HTTP: one question, or many as lines.
#include "service/judging.hpp"
#include "service/routes.hpp"

#include "facts/facilities.hpp"
#include "facts/input.hpp"
#include "report/limits_document.hpp"
#include "review/questions.hpp"

#include <algorithm>

namespace huanchi::service {

namespace {

// The sites that a question is asked about: of the body, or the one on file that its outlet names.
std::variant<std::optional<facts::facilities>, problem> sites_of(api const& a, call const& c, std::string_view raw,
                                                                 std::string const& outlet) {
    auto const* on_file = a.site_on_file(outlet.substr(0, outlet.rfind('/')));
    if (raw.empty() && !on_file) return std::optional<facts::facilities>();
    auto known = read_sites(a, c, as_array(raw.empty() ? std::string_view(*on_file) : raw), "facilities");
    if (auto const* bad = std::get_if<problem>(&known)) return *bad;
    return std::optional(std::move(std::get<facts::facilities>(known)));
}

std::variant<review::outlet_limits, problem> answer_question(api const& a, call const& c, std::string const& body) {
    auto read = members::read(body, {"describe", "facilities", "outlet", "factor", "at", "why_not", "cases"});
    if (auto* bad = std::get_if<problem>(&read)) return *bad;
    auto& m = std::get<members>(read);
    review::limits_question q;
    q.describe = std::string(m.raw("describe"));
    q.outlet = m.text("outlet").value_or("");
    q.factor = m.text("factor").value_or("");
    q.at = m.day("at");
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

} // namespace huanchi::service

#include "command_line.hpp"
#include "inputs.hpp"
#include "ledger.hpp"

#include "report/explain_document.hpp"
#include "tickets/legal_bases.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

struct explain_options {
    std::string id, depth = "full", decided_on;
    input_options inputs;
};

report::depth depth_of(std::string const& text) {
    return text == "sentence" ? report::depth::sentence : text == "legal" ? report::depth::legal : report::depth::full;
}

int from_store(session& s, explain_options const& o) {
    auto const ticket = read_ticket(s, o.id);
    if (!ticket) return fail(s, ticket.error());
    std::optional<report::decision> decision;
    if (!decision_option(s, o.decided_on, decision)) return failed;
    if (s.options.format == "json")
        std::cout << report::explain_ticket_json(*ticket, s.language(), decision) << '\n';
    else
        std::cout << report::explain_ticket_text(*ticket, depth_of(o.depth), as_text(s), decision);
    return done;
}

// The same inputs again: what was computed is computed once more, with every judgement kept.
int from_inputs(session& s, explain_options const& o) {
    if (!load_rules(s)) return failed;
    auto request = request_of(s, o.inputs);
    if (!request) return failed;
    request->all = request->trace = true;
    request->duties = request->as_of.has_value(); // findings of check --duties have names too
    auto const result = findings::check(s.rules, s.plan, *request);
    if (!result) return fail(s, result.error());
    auto const f = std::find_if(result->findings.begin(), result->findings.end(), [&](auto const& x) { return x.id == o.id; });
    if (f == result->findings.end())
        return fail(s,
                    {tr(s, "这些数据里没有判定 ", "no judgement in these data is called ") + o.id,
                     tr(s, "先用 huanchi check --all 查看标识", "see the ids with huanchi check --all")},
                    "E002");
    tickets::legal_bases law(s.rules);
    auto const last = f->period.from < f->period.to ? base::moment{f->period.to.ms - 1} : f->period.to;
    auto const bases = law.on(f->violation_types, f->medium, last.date());
    std::optional<report::decision> decision;
    if (request->as_of) decision = report::decision{request->as_of->date(), &s.rules};
    if (!decision_option(s, o.decided_on, decision)) return failed;
    report::explained const e{*f, result->files, bases, decision};
    if (s.options.format == "json")
        std::cout << report::explain_json(e, s.language()) << '\n';
    else
        std::cout << report::explain_text(e, depth_of(o.depth), as_text(s));
    return done;
}

int explain(session& s, explain_options const& o) {
    bool const of_finding = o.id.starts_with("f-");
    if (!s.options.store.empty() && of_finding && o.inputs.empty()) return show_judgements(s, o.id);
    if (!s.options.store.empty() && !of_finding) return from_store(s, o);
    if (o.inputs.empty())
        return fail(
            s,
            {tr(s, "需要 --store，或与 check 相同的 --facilities 和 --data",
                "needs --store, or the --facilities and --data that check was given"),
             tr(s, "例：huanchi explain 标识 --store tickets.db", "for example: huanchi explain ID --store tickets.db")},
            "E002");
    return from_inputs(s, o);
}

} // namespace

void add_explain(command app, session& s, int& code) {
    auto c = app.sub("explain", tr(s, "一步一步说明一个判定或工单：从原始数据行到条款",
                                   "a finding or ticket step by step, from raw rows to the clause"));
    auto o = std::make_shared<explain_options>();
    c.option("ID", o->id, tr(s, "判定标识 f-… 或工单标识 t-…", "finding f-… or ticket t-…"), {"", true});
    add_inputs(c, s, o->inputs);
    add_decision(c, s, o->decided_on);
    c.choice("--depth", o->depth, tr(s, "一句话、法律形式或全部", "a sentence, the legal form, or everything"),
             {"sentence", "legal", "full"});
    add_common(c, s, "rtnsf");
    c.example(tr(s, "例：", "example:"), "huanchi check --facilities tests/samples/facilities.json --data "
                                         "tests/samples/air.csv --store /var/tmp/tickets.db --quiet\n"
                                         "  huanchi explain $(huanchi tickets list --store /var/tmp/tickets.db "
                                         "--format csv | sed -n 2p | cut -d, -f1) --store /var/tmp/tickets.db");
    c.run([&s, &code, o] { code = explain(s, *o); });
}

} // namespace huanchi::cli

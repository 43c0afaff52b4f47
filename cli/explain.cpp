#include "command_line.hpp"
#include "inputs.hpp"
#include "ledger.hpp"

#include "facts/input.hpp"
#include "report/explain_document.hpp"
#include "review/what_if.hpp"
#include "tickets/legal_bases.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

struct explain_options {
    std::string id, depth = "full", decided_on;
    input_options inputs;
    bool what_if = false;
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

// What would turn the finding, judged again over the rows of its outlet.
std::optional<review::what_if> turns_of(session& s, findings::check_request const& request,
                                        findings::check_result const& result, findings::finding const& f) {
    auto const text = facts::read_whole(request.facilities);
    if (!text) return fail(s, text.error()), std::nullopt;
    auto const known = facts::read_facilities(*text, request.facilities, s.rules);
    if (!known) return fail(s, known.error()), std::nullopt;
    auto const rows = review::rows_of_outlet(f.outlet_index, request.data, request.reading, request.as_of, s.rules, *known);
    if (!rows) return fail(s, rows.error()), std::nullopt;
    std::vector<facts::record> records;
    for (auto const& path : request.records) {
        auto const read = facts::read_records(path, 0, s.rules, request.record_type, [](auto const&) {});
        if (!read) return fail(s, read.error()), std::nullopt;
        records.insert(records.end(), read->begin(), read->end());
    }
    auto const known_at = request.as_of ? request.as_of : request.today;
    return review::turns_of(f, s.plan, s.rules,
                            {*known, *rows, records, {request.at, request.unreviewed}, result.data_end, known_at});
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
    report::explained e{*f, result->files, bases, decision};
    std::optional<review::what_if> turns;
    if (o.what_if) {
        if (f->outlet_index == facts::no_outlet || !f->factor)
            return fail(s,
                        {tr(s, "--what-if 只用于监测数据的判定", "--what-if is for judgements of measurements"),
                         tr(s, "项目用 huanchi screen，限值用 huanchi limits --cases",
                            "for projects see huanchi screen, for limits huanchi limits --cases")},
                        "E002");
        turns = turns_of(s, *request, *result, *f);
        if (!turns) return failed;
        e.turns = &*turns;
    }
    if (s.options.format == "json")
        std::cout << report::explain_json(e, s.language()) << '\n';
    else
        std::cout << report::explain_text(e, depth_of(o.depth), as_text(s));
    if (s.options.format != "json" && turns) std::cout << report::what_if_text(*turns, as_text(s));
    return done;
}

int explain(session& s, explain_options const& o) {
    if (o.what_if && o.inputs.data.empty())
        return fail(s,
                    {tr(s, "--what-if 要重新判定：需要与 check 相同的 --facilities 和 --data",
                        "--what-if judges again: it needs the --facilities and --data that check was given"),
                     tr(s, "标识见 huanchi check --all", "see the ids with huanchi check --all")},
                    "E002");
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
    c.flag("--what-if", o->what_if,
           tr(s, "另列怎样会改判：到哪个值、剔除哪些数据、缺的属性取什么值（要有 --facilities 和 --data）",
              "also what would turn it: at which value, without which data, with which missing attribute (needs --data)"));
    add_common(c, s, "rtnsf");
    c.example(tr(s, "例：", "example:"), "huanchi check --facilities tests/samples/facilities.json --data "
                                         "tests/samples/air.csv --store /var/tmp/tickets.db --quiet\n"
                                         "  huanchi explain $(huanchi tickets list --store /var/tmp/tickets.db "
                                         "--format csv | sed -n 2p | cut -d, -f1) --store /var/tmp/tickets.db\n"
                                         "  huanchi explain f-7550b69b5de2479c --what-if --facilities "
                                         "tests/samples/facilities.json --data tests/samples/air.csv");
    c.run([&s, &code, o] { code = explain(s, *o); });
}

} // namespace huanchi::cli

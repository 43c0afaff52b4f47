#include "command_line.hpp"
#include "ledger.hpp"

#include "report/case_document.hpp"

#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

bool as_json(session const& s) {
    return s.options.format == "json" || s.options.format == "ndjson";
}

int show(session& s, std::string const& id) {
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    auto const sheet = ledger->case_of(id);
    if (!sheet) return fail(s, sheet.error());
    if (!*sheet)
        return fail(s, {tr(s, "没有案件 ", "no case ") + id,
                        tr(s, "用 huanchi tickets list 查看案号", "tickets list names the cases of tickets")});
    bool bad = false;
    auto const as_of = time_option(s, s.options.as_of, "--as-of", bad);
    if (bad || !load_rules(s)) return failed;
    auto const calendar = model::work_calendar_of(s.rules);
    std::vector<std::vector<tickets::running_deadline>> deadlines;
    for (auto const& t : (*sheet)->tickets)
        deadlines.push_back(tickets::deadlines_of(t, s.rules, calendar, as_of.value_or(s.now()).date()));
    std::cout << (as_json(s) ? report::case_json(**sheet, deadlines) + "\n"
                             : report::case_text(**sheet, deadlines, as_text(s)));
    return done;
}

int propose(session& s, std::string const& enterprise) {
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    store::list_filter filter;
    if (!enterprise.empty()) filter.enterprise_id = enterprise;
    auto const all = ledger->list(filter);
    if (!all) return fail(s, all.error());
    auto const groups = tickets::proposed_cases(*all);
    std::cout << (as_json(s) ? report::cases_json(groups) + "\n" : report::cases_text(groups, as_text(s)));
    return done;
}

int daily(session& s, std::string const& id) {
    auto const ticket = read_ticket(s, id);
    if (!ticket) return fail(s, ticket.error());
    auto const fines = tickets::daily_fines_of(ticket->course);
    std::cout << (as_json(s) ? report::daily_fines_json(id, fines) + "\n" : report::daily_fines_text(id, fines, as_text(s)));
    return done;
}

} // namespace

void add_cases(command tickets, session& s, int& code) {
    auto c = tickets.sub("case", tr(s, "案件：把同一行为的工单并为一案", "cases: tickets of one act together"));
    c.needs_sub();
    add_case_opening(c, s, code);
    auto id = std::make_shared<std::string>();
    auto v = c.sub(
        "show", tr(s, "案件的时效、法律竞合、前科和按日计罚", "limitation, concurring laws, priors and daily fines of a case"));
    v.option("CASE", *id, tr(s, "案号", "the case"), {"", true});
    add_common(v, s, "rtsf");
    v.example(tr(s, "例：", "example:"), "huanchi tickets case show c-0123456789abcdef --store tickets.db");
    v.run([&s, &code, id] { code = show(s, *id); });

    auto enterprise = std::make_shared<std::string>();
    auto p = c.sub("propose", tr(s, "同一排放口、时段相连的工单", "tickets of one outlet with episodes that touch"));
    p.option("--enterprise", *enterprise, tr(s, "企业标识", "enterprise id"), {"ID"});
    add_common(p, s, "sf");
    p.example(tr(s, "例：", "example:"), "huanchi tickets case propose --store tickets.db");
    p.run([&s, &code, enterprise] { code = propose(s, *enterprise); });

    auto ticket = std::make_shared<std::string>();
    auto d = tickets.sub("daily-fines", tr(s, "按日连续处罚计算表", "the sheet of consecutive daily fines"));
    d.option("ID", *ticket, tr(s, "工单标识", "ticket id"), {"", true});
    add_common(d, s, "sf");
    d.example(tr(s, "例：", "example:"), "huanchi tickets daily-fines t-0123456789abcdef --store tickets.db");
    d.run([&s, &code, ticket] { code = daily(s, *ticket); });
}

} // namespace huanchi::cli

#include "command_line.hpp"
#include "ledger.hpp"

#include "report/judgement_document.hpp"
#include "report/rule_names.hpp"
#include "report/ticket_document.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

struct ticket_options {
    ticket_filter filter;
    std::string id, decided_on, case_id, assignee, overdue;
    unsigned limit = 0;
};

std::optional<store::list_filter> filter_of(session const& s, ticket_options const& o) {
    auto filter = cli::filter_of(s, o.filter);
    if (!filter) return std::nullopt;
    bool bad = false;
    if (!o.case_id.empty()) filter->case_id = o.case_id;
    if (!o.assignee.empty()) filter->assignee = o.assignee;
    filter->overdue_on = date_option(s, o.overdue, "--overdue", bad);
    filter->limit = o.limit;
    return bad ? std::nullopt : filter;
}

// Requirements by their titles and clauses: only where there are any are the rules asked.
bool name_requirements(session& s, std::vector<tickets::summary>& all) {
    if (std::none_of(all.begin(), all.end(), [](tickets::summary const& t) { return tickets::factor_of(t.series).empty(); }))
        return true;
    if (!load_rules(s)) return false;
    report::name_requirements(all, report::rule_names(s.rules));
    return true;
}

int list(session& s, ticket_options const& o) {
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    auto const filter = filter_of(s, o);
    if (!filter) return failed;
    auto all = ledger->list(*filter);
    if (!all) return fail(s, all.error());
    auto const& format = s.options.format;
    if (format == "text" && !name_requirements(s, *all)) return failed;
    if (format == "json")
        std::cout << report::tickets_json(*all) << '\n';
    else if (format == "ndjson")
        std::cout << report::tickets_ndjson(*all);
    else if (format == "csv")
        std::cout << report::tickets_csv(*all, false);
    else
        std::cout << report::tickets_text(*all, as_text(s));
    return done;
}

// Whole tickets, one a line, with their clocks.
int export_all(session& s, ticket_options const& o) {
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    auto const filter = filter_of(s, o);
    if (!filter || !load_rules(s)) return failed;
    bool bad = false;
    auto const as_of = time_option(s, s.options.as_of, "--as-of", bad);
    if (bad) return failed;
    auto const calendar = model::work_calendar_of(s.rules);
    auto const all = ledger->list(*filter);
    if (!all) return fail(s, all.error());
    for (auto const& one : *all) {
        auto const t = ledger->show(one.id);
        if (!t) return fail(s, t.error());
        if (*t)
            std::cout << report::ticket_line(
                             **t, {{}, tickets::deadlines_of(**t, s.rules, calendar, as_of.value_or(s.now()).date())})
                      << '\n';
    }
    return done;
}

// What is known of minor violations without a record of circumstances; false after an error, which has been printed.
bool add_minor(session& s, tickets::ticket const& t, report::ticket_asides& asides) {
    auto const ledger = open_to_read(s);
    auto const region = region_of(s, t.id);
    if (!ledger || !region) return fail(s, ledger ? region.error() : ledger.error()), false;
    auto alone = tickets::sheet_of(t.id, {t}, {});
    if (t.case_id) {
        auto const whole = ledger->case_of(*t.case_id);
        if (!whole) return fail(s, whole.error()), false;
        if (*whole) alone.priors = (*whole)->priors;
    }
    asides.rules = &s.rules;
    asides.minor = tickets::examine_minor(alone, s.rules, s.plan, {}, *region, s.options.unreviewed);
    return true;
}

int show(session& s, ticket_options const& o) {
    auto const ticket = read_ticket(s, o.id);
    if (!ticket) return fail(s, ticket.error());
    report::ticket_asides asides;
    bool bad = false;
    auto const as_of = time_option(s, s.options.as_of, "--as-of", bad);
    if (bad || !load_rules(s) || !decision_option(s, o.decided_on, asides.decision)) return failed;
    asides.deadlines =
        tickets::deadlines_of(*ticket, s.rules, model::work_calendar_of(s.rules), as_of.value_or(s.now()).date());
    if (s.options.format == "json" || s.options.format == "ndjson") {
        std::cout << report::ticket_json(*ticket, asides) << '\n';
        return done;
    }
    if (!add_minor(s, *ticket, asides)) return failed;
    std::cout << report::ticket_text(*ticket, as_text(s), asides);
    return done;
}

int judgements(session& s, ticket_options const& o) {
    return show_judgements(s, o.id);
}

void add_filter(command l, session const& s, ticket_options& o) {
    cli::add_filter(l, s, o.filter);
    l.option("--case", o.case_id, tr(s, "案件", "case"), {"ID"});
    l.option("--assignee", o.assignee, tr(s, "承办人", "who has it in hand"), {"WHO"});
    l.option("--overdue", o.overdue, tr(s, "到该日整改已逾期而未报告的", "due before that day and not reported"), {"DATE"});
    l.option("--limit", o.limit, tr(s, "最多几张", "at most so many"), {"N"});
}

} // namespace

int show_judgements(session& s, std::string const& id) {
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    auto const all = ledger->judgements(id);
    if (!all) return fail(s, all.error());
    if (all->empty())
        return fail(s, {tr(s, "库里没有这个判定或工单：", "no judgement or ticket in the store is called ") + id,
                        tr(s, "用 check 查看判定标识，用 tickets list 查看工单标识",
                           "see the ids of findings with check, of tickets with tickets list")});
    if (s.options.format == "json" || s.options.format == "ndjson")
        std::cout << report::judgements_json(id, *all) << '\n';
    else
        std::cout << report::judgements_text(*all, as_text(s));
    return done;
}

void add_tickets(command app, session& s, int& code) {
    auto c = app.sub("tickets", tr(s, "工单：列出、查看、历史", "tickets: list, show, log"));
    c.needs_sub();
    auto o = std::make_shared<ticket_options>();

    auto l = c.sub("list", tr(s, "列出工单", "list tickets"));
    add_filter(l, s, *o);
    add_common(l, s, "rsf");
    l.example(tr(s, "例：", "example:"), "huanchi tickets list --store tickets.db --state open");
    l.run([&s, &code, o] { code = list(s, *o); });

    auto x = c.sub("export", tr(s, "导出整张工单，一行一张（NDJSON）", "export whole tickets, one a line (NDJSON)"));
    add_filter(x, s, *o);
    add_common(x, s, "rts");
    x.example(tr(s, "例：", "example:"), "huanchi tickets export --store tickets.db --from 2026-01-01 > 工单.ndjson");
    x.run([&s, &code, o] { code = export_all(s, *o); });

    auto w = c.sub("show", tr(s, "查看一张工单", "one ticket"));
    w.option("ID", o->id, tr(s, "工单标识", "ticket id"), {"", true});
    add_decision(w, s, o->decided_on);
    add_common(w, s, "rtsf");
    w.example(tr(s, "例：", "example:"), "huanchi tickets show t-0123456789abcdef --store tickets.db --format json");
    w.run([&s, &code, o] { code = show(s, *o); });

    auto j = c.sub("judgements", tr(s, "一个判定（f-…）或一张工单（t-…）的判定经过：每次改判及其原因",
                                    "what was judged of a finding (f-…) or a ticket (t-…), each change with its cause"));
    j.option("ID", o->id, tr(s, "判定或工单标识", "id of a finding or a ticket"), {"", true});
    add_common(j, s, "sf");
    j.example(tr(s, "例：", "example:"), "huanchi tickets judgements f-0123456789abcdef --store tickets.db");
    j.run([&s, &code, o] { code = judgements(s, *o); });

    add_comparison(c, s, code);
    add_history(c, s, code);
    add_ticket_moves(c, s, code);
    add_cases(c, s, code);
    add_discretion(c, s, code);
    add_ticket_evidence(c, s, code);
}

} // namespace huanchi::cli

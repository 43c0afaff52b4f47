#include "command_line.hpp"
#include "ledger.hpp"

#include "facts/records.hpp"
#include "report/case_document.hpp"

#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

bool as_json(session const& s) {
    return s.options.format == "json" || s.options.format == "ndjson";
}

// Records of circumstances; nullopt after a failure, or a record that could not be read, which has been printed.
std::optional<std::vector<facts::record>> circumstances(session const& s, std::vector<std::string> const& paths) {
    std::vector<facts::record> all;
    std::optional<base::failure> bad;
    for (std::uint32_t i = 0; i < paths.size(); ++i) {
        auto read = facts::read_records(paths[i], i, s.rules, std::string(tickets::circumstances_record), [&](auto const& r) {
            if (!bad)
                bad = base::failure{"`" + paths[i] + "`: " + tr(s, "第 ", "line ") + std::to_string(r.line) +
                                        tr(s, " 行：", ": ") + r.reason,
                                    ""};
        });
        if (!read) bad = read.error();
        if (bad) return fail(s, *bad), std::nullopt;
        for (auto& r : *read) all.push_back(std::move(r));
    }
    return all;
}

struct case_options {
    std::string id, region;
    std::vector<std::string> records;
};

int show(session& s, case_options const& o) {
    auto const& id = o.id;
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
    auto const records = circumstances(s, o.records);
    auto const region = o.region.empty() ? region_of(s, (*sheet)->tickets.front().id) : base::result<std::string>(o.region);
    if (!records) return failed;
    if (!region) return fail(s, region.error());
    report::case_asides asides;
    asides.rules = &s.rules;
    asides.minor = tickets::examine_minor(**sheet, s.rules, s.plan, *records, *region, s.options.unreviewed);
    for (auto const& t : (*sheet)->tickets)
        asides.deadlines.push_back(tickets::deadlines_of(t, s.rules, calendar, as_of.value_or(s.now()).date()));
    std::cout << (as_json(s) ? report::case_json(**sheet, asides, s.language()) + "\n"
                             : report::case_text(**sheet, asides, as_text(s)));
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
    auto o = std::make_shared<case_options>();
    auto v = c.sub("show", tr(s, "案件的时效、不予处罚的情形、法律竞合、前科和按日计罚",
                              "limitation, minor violations, concurring laws, priors and daily fines of a case"));
    v.option("CASE", o->id, tr(s, "案号", "the case"), {"", true});
    v.repeated("--records", o->records,
               tr(s, "“违法情节”记录，JSON 或 NDJSON：逐项查法律和目录所列的不予处罚情形",
                  "records of circumstances (违法情节), JSON or NDJSON: held against every listed minor violation"),
               {"FILE"});
    v.option("--region", o->region,
             tr(s, "企业的行政区划代码；缺省是工单留存的企业资料里的",
                "division code of the site; by default as kept with the ticket"),
             {"CODE"});
    add_common(v, s, "rtsf");
    v.example(tr(s, "例：", "example:"), "huanchi tickets case show c-0123456789abcdef --store tickets.db");
    v.run([&s, &code, o] { code = show(s, *o); });

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

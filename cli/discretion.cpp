#include "command_line.hpp"
#include "ledger.hpp"
#include "session.hpp"

#include "report/discretion_document.hpp"

#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

struct discretion_options {
    std::string ticket, table, act, severity = "ordinary", region;
    std::vector<std::string> facts;
    bool elsewhere = false;
};

// `因素=档次`; false after an error, which has been printed.
bool read_facts(session const& s, std::vector<std::string> const& all, findings::case_facts& facts) {
    for (auto const& one : all) {
        auto const at = one.find('=');
        if (at == std::string::npos || at == 0 || at + 1 == one.size()) {
            fail(s, {tr(s, "--set 应是 因素=档次 或 因素=数：", "--set takes FACTOR=LEVEL or FACTOR=NUMBER: ") + one, ""},
                 "E002");
            return false;
        }
        facts.emplace_back(one.substr(0, at), one.substr(at + 1));
    }
    return true;
}

int fail_facts(session const& s, findings::discretion_mistake const& first) {
    auto const [what, remedy] = report::mistake_phrase(first, s.language());
    return fail(s, {what, remedy}, "E002");
}

// The tables that may be meant; false after an error, which has been printed.
bool find_tables(session const& s, discretion_options const& o, tickets::ticket const* ticket, report::discretion_document& d) {
    if (!o.table.empty()) {
        auto const* t = findings::find_discretion(s.rules, o.table);
        if (t && findings::used_at(*t, s.rules, d.region) == false) {
            fail(s,
                 {tr(s, "这张裁量表不用于企业所在的地区：", "the table is not used where the site lies: ") +
                      report::elsewhere_phrase(*t, d, s.language()),
                  tr(s, "地区写错了的，用 --region 指明", "if the region is wrong, name it with --region")},
                 "E002");
            return false;
        }
        if (t) return d.tables.push_back(t), true;
        fail(s,
             {tr(s, "没有这张裁量表，或者不止一张：", "no discretion table of this name, or several: ") + o.table,
              tr(s, "不写 --table 时列出各表的标识", "without --table their ids are listed")},
             "E002");
        return false;
    }
    std::vector<model::discretion const*> all;
    if (ticket)
        all = findings::discretions_for(s.rules, ticket->violation_types, ticket->medium, d.act);
    else
        for (auto const& t : s.rules.discretions)
            if (t.effective.contains(d.act)) all.push_back(&t);
    for (auto const* t : all) (findings::used_at(*t, s.rules, d.region) == false ? d.elsewhere : d.tables).push_back(t);
    return true;
}

int discretion(session& s, discretion_options const& o) {
    bool bad = false;
    auto const act = date_option(s, o.act, "--act", bad);
    findings::case_facts facts;
    if (bad || !read_facts(s, o.facts, facts)) return failed;
    if (!facts.empty() && o.table.empty())
        return fail(s, {tr(s, "--set 要和 --table 一起用", "--set goes with --table"), ""}, "E002");
    std::optional<tickets::ticket> ticket;
    if (!o.ticket.empty()) {
        auto read = read_ticket(s, o.ticket);
        if (!read) return fail(s, read.error());
        ticket = std::move(*read);
    }
    if (!act && !ticket)
        return fail(s,
                    {tr(s, "不知道是哪一天的行为", "the day of the act is not known"),
                     tr(s, "给出工单或 --act 日期", "name a ticket or --act DATE")},
                    "E002");
    if (!load_rules(s)) return failed;
    report::discretion_document d{&s.rules, act ? *act : ticket->last_day, o.ticket, {}, {}, o.region};
    d.list_elsewhere = o.elsewhere;
    if (d.region.empty() && ticket) {
        auto region = region_of(s, o.ticket);
        if (!region) return fail(s, region.error());
        d.region = std::move(*region);
    }
    if (!find_tables(s, o, ticket ? &*ticket : nullptr, d)) return failed;
    if (!o.table.empty()) {
        auto const how = findings::severity_from(o.severity).value_or(findings::severity::ordinary);
        d.result = findings::weigh(*d.tables.front(), d.act, facts, how);
        if (!d.result->mistakes.empty()) return fail_facts(s, d.result->mistakes.front());
    }
    if (s.options.format == "json" || s.options.format == "ndjson")
        std::cout << report::discretion_json(d, s.language()) << '\n';
    else
        std::cout << report::discretion_text(d, as_text(s));
    return done;
}

} // namespace

void add_discretion(command tickets, session& s, int& code) {
    auto c = tickets.sub("discretion", tr(s, "行政处罚裁量表：列出可用的表，按给出的情节算出参考的罚款（仅供参考，由机关决定）",
                                          "discretion tables: which apply, and the fine that one leads to (a reference only)"));
    auto o = std::make_shared<discretion_options>();
    c.option("TICKET", o->ticket, tr(s, "工单标识", "ticket id"));
    c.option("--table", o->table, tr(s, "裁量表的标识或编号", "id or number of the table"), {"ID"});
    c.repeated("--set", o->facts,
               tr(s, "一个裁量因素的档次，或选定档次的数", "the level of a factor, or a number that selects it"),
               {"FACTOR=LEVEL"});
    c.option("--region", o->region,
             tr(s, "企业的行政区划代码；缺省是工单留存的企业资料里的",
                "division code of the site; by default as kept with the ticket"),
             {"CODE"});
    c.flag(
        "--elsewhere", o->elsewhere,
        tr(s, "也列出不用于企业所在地区的裁量表和原因", "list too the tables of other regions, and why they are not offered"));
    c.option("--act", o->act, tr(s, "行为之日；缺省是工单的最后一日", "day of the act; by default the last of the ticket"),
             {"DATE"});
    c.choice("--severity", o->severity,
             tr(s, "幅度罚款的从轻、一般、从重", "lighter, ordinary or heavier, where the table has bands"),
             {"lighter", "ordinary", "heavier", "从轻", "一般", "从重"});
    add_common(c, s, "rsf");
    c.example(tr(s, "例：", "example:"),
              "huanchi tickets discretion --act 2026-05-01 --table 2.7.1 --set 超标情况=4 --set 废水日排放量=300");
    c.run([&s, &code, o] { code = discretion(s, *o); });
}

} // namespace huanchi::cli

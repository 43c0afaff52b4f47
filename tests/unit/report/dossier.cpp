// What rules call offences and requirements; what there is to look at on a site; the year of a site on one page. Literals are
// those of made.hpp and of the rules written here.
#include "loaded_book.hpp"
#include "made.hpp"
#include "report/dossier_html.hpp"
#include "report/report_pages.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace huanchi;
using report::language;
using report::visit_point;

namespace {

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}
base::date on(std::string_view text) {
    return *base::date::parse(text);
}

// An offence with another name after 2026-08-15, and one that the rules only know of air.
struct laws : loaded::book {
    laws() {
        rules.consequences = {{"exceed_discharge_standard",
                               "超过水污染物排放标准排放水污染物",
                               {{}, on("2026-08-15")},
                               {},
                               "旧法",
                               "第十条",
                               "第八十三条",
                               {},
                               {},
                               {},
                               {}},
                              {"exceed_discharge_standard",
                               "超过污染物排放标准排放污染物",
                               {on("2026-08-15"), {}},
                               {},
                               "新法",
                               "第一条",
                               "第二条",
                               {},
                               {},
                               {},
                               {}}};
        model::document code;
        code.id = "法典", code.number = "主席令第1号", code.title = "法典";
        rules.documents = {code};
        model::requirement_table table;
        table.id = "法典.危废批次";
        model::requirement_line line;
        line.title = "转移有联单", line.clause = "第九十九条";
        table.lines = {line};
        rules.requirements = {table};
        rules.records.resize(3);
        model::field fuel;
        fuel.name = "燃料", fuel.json = "fuel";
        rules.records[model::outlet_record].fields = {fuel};
        model::mark_table flags;
        flags.column = "flag";
        flags.marks = {{"N", "正常", model::treatment::valid}, {"M", "维护", model::treatment::out}};
        rules.marks = {flags};
    }
};

tickets::ticket requirement_ticket() {
    auto t = made::ticket();
    t.series.factor = "法典.危废批次.转移有联单";
    t.series.quantity = "requirement";
    t.factor_name = "转移有联单";
    for (auto& e : t.findings) {
        e.measured = e.limit_max = e.limit_unit = e.unit = e.exceedance = "";
        e.provision = {"法典.危废批次.转移有联单", "主席令第1号", "第九十九条", "national", "high"};
    }
    return t;
}

std::size_t count(std::vector<report::visit_line> const& all, visit_point p) {
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](auto const& l) { return l.what == p; }));
}

} // namespace

TEST_CASE("an offence has the name that the law in force on the day gives it") {
    laws const book;
    report::rule_names const names(book.rules);
    CHECK(names.offence("exceed_discharge_standard", "water", on("2026-08-14"), language::zh) ==
          "超过水污染物排放标准排放水污染物");
    CHECK(names.offence("exceed_discharge_standard", "water", on("2026-08-15"), language::zh) ==
          "超过污染物排放标准排放污染物");
    CHECK(names.offence("exceed_discharge_standard", "water", on("2026-08-15"), language::en) == "exceed discharge standard");
    CHECK(names.offence("of_no_rule", "water", on("2026-08-15"), language::zh) == "of_no_rule");
    CHECK(report::rule_names().offence("exceed_discharge_standard", "", on("2026-08-15"), language::zh) ==
          "exceed_discharge_standard");
}

TEST_CASE("a requirement is called by its title with document and clause, never by its identifier") {
    laws const book;
    report::rule_names const names(book.rules);
    CHECK(report::matter(requirement_ticket()) == "转移有联单（主席令第1号 第九十九条）");
    CHECK(report::matter(made::ticket()) == "化学需氧量");
    auto s = made::summary();
    s.series = requirement_ticket().series;
    s.factor_name = "";
    std::vector<tickets::summary> list{s, made::summary()};
    report::name_requirements(list, names);
    CHECK(list[0].factor_name == "转移有联单（主席令第1号 第九十九条）");
    CHECK(list[1].factor_name == "化学需氧量");
    CHECK_FALSE(names.requirement("法典.危废批次.别的"));
    CHECK_FALSE(names.requirement("法典.危废"));
    report::report_input in;
    in.tickets = {requirement_ticket()};
    in.names = names;
    auto const html = report::report_html(report::assemble(std::move(in), language::zh), language::zh);
    CHECK(has(html, "转移有联单（主席令第1号 第九十九条）"));
    CHECK_FALSE(has(html, "法典.危废批次"));
}

TEST_CASE("the report names offences by the rules") {
    laws const book;
    report::report_input in;
    in.tickets = {made::ticket()};
    in.names = report::rule_names(book.rules);
    auto const d = report::assemble(std::move(in), language::zh);
    REQUIRE(d.kinds.size() == 1);
    CHECK(d.kinds[0].offence == "超过水污染物排放标准排放水污染物");
    CHECK(d.stories[0].offences == std::vector<std::string>{"超过水污染物排放标准排放水污染物"});
}

TEST_CASE("a condition is told with the names that the rules give to fields") {
    laws const book;
    report::rule_names const names(book.rules);
    CHECK(names.condition("fuel = 燃煤", language::zh) == "燃料 = 燃煤");
    CHECK(names.condition("fuel = 燃煤", language::en) == "fuel = 燃煤");
    CHECK(names.condition("fuels > 3", language::zh) == "fuels > 3"); // another word
}

TEST_CASE("on a site of which nothing is open there is nothing to look at") {
    laws const book;
    auto closed = made::ticket();
    closed.state = tickets::state::closed;
    std::vector<tickets::ticket> const all{closed};
    CHECK(report::visit_lines({all, {}, {}, {}, &book.rules, language::zh}).empty());
}

TEST_CASE("what to look at follows from the ticket, the questions, the file and the marks") {
    laws const book;
    auto t = made::ticket();
    t.findings[1].lacks = {"自动监测数据的最终审核"};
    std::vector<tickets::ticket> const all{t};
    review::outlet_limits limits;
    limits.outlet_id = "DW001";
    limits.unknown = {{"fuel", {"a", "b"}}};
    std::vector<tickets::open_question> const questions{{{"S-2", "DW001", "甲", "concentration"},
                                                         "daily_mean",
                                                         "日均值",
                                                         made::day("2025-04-03"),
                                                         "missing_datum fuel=fuel > 12 ℃"},
                                                        {{"S-2", "DW001", "乙", "concentration"},
                                                         "daily_mean",
                                                         "日均值",
                                                         made::day("2025-04-05"),
                                                         "missing_datum fuel=fuel > 12 ℃"}};
    std::vector<report::marked_data> const marks{
        {"DW001", "甲", "M", "维护", 2, made::hour("2025-04-01", 9), made::hour("2025-04-01", 10)},
        {"DW001", "乙", "M", "维护", 1, made::hour("2025-04-01", 9), made::hour("2025-04-01", 9)}};
    auto const lines = report::visit_lines({all, questions, {limits}, marks, &book.rules, language::zh});
    CHECK(count(lines, visit_point::ticket) == 1);
    CHECK(count(lines, visit_point::lacking) == 1);
    CHECK(count(lines, visit_point::question) == 1); // of two factors for one reason
    CHECK(count(lines, visit_point::attribute) == 1);
    CHECK(count(lines, visit_point::mark) == 1); // of two factors by one mark
    for (auto const& l : lines) {
        if (l.what == visit_point::ticket)
            CHECK(l.text == "DW001 化学需氧量，2025-04-01 至 2025-04-02：最甚 80 mg/L，限值 50 mg/L，GB 18918-2002 "
                            "表1；待核查，工单 t-0123456789abcdef");
        if (l.what == visit_point::lacking) CHECK(l.text == "证据还缺：自动监测数据的最终审核（DW001 化学需氧量）");
        if (l.what == visit_point::question)
            CHECK(l.text == "DW001：缺少判定所需的同期数据（燃料 > 12 ℃）；甲、乙 2 个时段无法判定，2025-04-03 至 2025-04-05");
        if (l.what == visit_point::attribute) CHECK(l.text == "DW001：没有登记 燃料，关系到 2 条限值");
        if (l.what == visit_point::mark)
            CHECK(l.text == "DW001：标记 M（维护） 剔除 3 个数据，甲、乙，2025-04-01 09:00–10:00 至 2025-04-01 10:00–11:00");
    }
}

TEST_CASE("the dossier of a day shows twelve months, permits that are in force and penalties of two years") {
    laws const book;
    facts::facility site;
    site.id = "S-2";
    site.name = "某污水处理有限公司";
    site.permits = {{"P1", "1", {on("2020-01-01"), on("2025-01-01")}, {}},
                    {"P1", "2", {on("2025-01-01"), on("2025-07-01")}, {}}};
    auto old = made::ticket();
    old.id = "t-00000000000000aa";
    old.first_day = old.last_day = on("2022-01-01");
    old.findings.clear();
    old.course.decision = tickets::paper{on("2022-03-01"), "罚0", on("2022-03-05"), "100000"};
    auto fined = made::ticket();
    fined.course.decision = tickets::paper{on("2025-04-20"), "罚1", on("2025-04-25"), "200000"};
    fined.state = tickets::state::ordered;
    fined.course.orders = {{on("2025-04-10"), "责改1", on("2025-04-11"), ""}};
    fined.course.rectification.due = on("2025-05-01");
    auto other = made::ticket(); // of the same case
    other.id = "t-00000000000000bb";
    other.course.decision = fined.course.decision;
    report::dossier_input in;
    in.site = &site;
    in.rules = &book.rules;
    in.on = on("2025-06-01");
    in.tickets = {old, fined, other};
    in.deadlines = {{}, {}, {}};
    in.language = language::zh;
    auto const d = report::dossier_of(in);
    CHECK(d.first == on("2024-06-02"));
    REQUIRE(d.permits.size() == 2);
    CHECK_FALSE(d.permits[0].in_force);
    CHECK(d.permits[0].last == on("2024-12-31"));
    CHECK(d.permits[1].in_force);
    CHECK(d.permits[1].days_left == 29); // to 30 June
    CHECK(d.exceedances.size() == 2);    // that of 2022 lies back
    REQUIRE(d.penalties.size() == 2);    // a decision on a case is one decision
    CHECK_FALSE(d.penalties[0].recent);
    CHECK(d.penalties[1].recent);
    CHECK(d.penalties[1].tickets.size() == 2);
    REQUIRE(d.orders.size() == 1);
    CHECK(d.orders[0].due == on("2025-05-01"));
    REQUIRE(d.charts.size() == 1);
    CHECK(d.charts[0].chart.axis.from.text() == "2024-06-02T00:00:00+08:00");
    CHECK(d.charts[0].chart.axis.to.text() == "2025-06-02T00:00:00+08:00");
    CHECK(d.charts[0].chart.values.size() == 4); // of two tickets
    CHECK(d.record.id == "inspection");
    auto const html = report::dossier_html(d, language::zh);
    CHECK(has(html, "疑似线索，须经核查，不作为处罚决定"));
    CHECK(has(html, "格式未经核对"));
    CHECK(has(html, "data-value=\"80\""));
    CHECK_FALSE(has(html, "<script"));
}

TEST_CASE("marks that take rows out are counted for the site and the year alone") {
    laws book;
    model::factor cod;
    cod.code = "w01018", cod.name = "化学需氧量";
    book.rules.factors = {cod};
    facts::facilities known;
    known.sites.resize(2);
    known.sites[0].id = "S-1", known.sites[1].id = "S-2";
    known.outlets.resize(2);
    known.outlets[0].id = "DW001", known.outlets[0].facility = 0;
    known.outlets[1].id = "DW001", known.outlets[1].facility = 1;
    report::mark_counter counter(book.rules, known, "S-2", made::day("2025-04-01", 365));
    facts::row_text row;
    facts::normal_row n;
    auto const add = [&](std::uint32_t outlet, std::string_view flag, base::period when) {
        row.cells[facts::index(facts::role::flag)] = flag;
        n.outlet = outlet, n.start = when.from.ms, n.end = when.to.ms;
        counter.add(row, n);
    };
    add(1, "M", made::hour("2025-04-02", 9));
    add(1, "M", made::hour("2025-04-02", 8));
    add(1, "N", made::hour("2025-04-02", 7)); // counts in judgement
    add(0, "M", made::hour("2025-04-02", 9)); // of another site
    add(1, "M", made::hour("2025-03-31", 9)); // before the year
    auto const all = counter.marked();
    REQUIRE(all.size() == 1);
    CHECK(all[0].count == 2);
    CHECK(all[0].meaning == "维护");
    CHECK(all[0].first == made::hour("2025-04-02", 8));
    CHECK(all[0].last == made::hour("2025-04-02", 9));
}

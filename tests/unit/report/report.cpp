// The report that people look at: which values a chart shows, how complete data are counted, that nothing from data becomes
// markup. Literals are those of the samples (tests/samples/README.md) or made by hand.
#include "made.hpp"
#include "report/html_text.hpp"
#include "report/report_pages.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using report::language;

namespace {

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}
base::date on(std::string_view text) {
    return *base::date::parse(text);
}

// Three days of COD at two sites: one judged throughout, one with a single day that could be judged.
tickets::overview two_sites() {
    using eval::day_state;
    tickets::overview known;
    known.last_run = "2025-04-03T09:00:00+08:00";
    known.rules = "sha256:" + std::string(64, 'a');
    known.chain = std::string(64, 'b');
    known.series = {{{"S-2", "DW001", "w01018", "concentration"},
                     "某污水处理有限公司",
                     "化学需氧量",
                     {{on("2025-04-01"), day_state::violation},
                      {on("2025-04-02"), day_state::violation},
                      {on("2025-04-03"), day_state::compliant}}},
                    {{"S-3", "DW001", "w01018", "concentration"},
                     "少数据有限公司",
                     "化学需氧量",
                     {{on("2025-04-01"), day_state::compliant}, {on("2025-04-02"), day_state::undecided}}}};
    return known;
}

report::report_input input() {
    report::report_input in;
    in.tickets = {made::ticket()};
    in.known = two_sites();
    in.engine = "0.1.0";
    return in;
}

} // namespace

TEST_CASE("a day that was not judged is no compliant day") {
    auto const d = report::assemble(input(), language::zh);
    REQUIRE(d.sites.size() == 2);
    CHECK(d.sites[0].id == "S-2"); // worst first
    CHECK(d.sites[0].violations == 2);
    CHECK(d.sites[0].days.percent() == 100);
    auto const& other = d.sites[1].days; // 1 judged, 1 undetermined, 1 silent
    CHECK(other.compliant == 1);
    CHECK(other.undecided == 1);
    CHECK(other.silent == 1);
    CHECK(other.percent() == 33);
    CHECK_FALSE(other.enough(75));
    auto const html = report::report_html(d, language::zh);
    CHECK(has(html, "数据不足"));
    CHECK_FALSE(has(html, "未见超标"));
}

TEST_CASE("a site on file that never sent anything is listed with too few data") {
    auto in = input();
    in.sites["S-9"] = {"U9", "从不联网有限公司", "220102"};
    auto const d = report::assemble(std::move(in), language::zh);
    REQUIRE(d.sites.size() == 3);
    CHECK(d.sites[1].id == "S-9"); // before the one that sent a little
    CHECK_FALSE(d.sites[1].days.percent());
}

TEST_CASE("a region holds its counties, and a site without a region is in none") {
    CHECK(report::in_region("220102", "220102"));
    CHECK(report::in_region("220102", "220100"));
    CHECK(report::in_region("220102", "220000"));
    CHECK_FALSE(report::in_region("220202", "220100"));
    auto in = input();
    in.region = "220102";
    in.sites["S-9"] = {"U9", "甲", "220102"};
    auto const d = report::assemble(std::move(in), language::zh);
    CHECK(d.stories.empty());
    REQUIRE(d.sites.size() == 1);
    CHECK(d.sites[0].id == "S-9");
}

TEST_CASE("from the store a chart shows what the ticket holds, over a day more at both ends") {
    auto known = two_sites();
    known.questions = {
        {{"S-2", "DW001", "w01018", "concentration"}, "daily_mean", "日均值", made::day("2025-04-03"), "too_few_valid_values"}};
    auto const charts = report::charts_of(made::ticket(), known, nullptr);
    REQUIRE(charts.size() == 1);
    auto const& c = charts[0];
    CHECK_FALSE(c.whole);
    CHECK(c.axis.from.text() == "2025-03-31T00:00:00+08:00");
    CHECK(c.axis.to.text() == "2025-04-04T00:00:00+08:00");
    REQUIRE(c.values.size() == 3);
    CHECK(c.values[1].text == "80");
    CHECK(c.values[1].mark == report::mark::violation);
    CHECK(c.values[2].mark == report::mark::undetermined);
    auto const svg = report::chart_svg(c, "c", language::zh);
    CHECK(has(svg, R"(data-time="2025-04-02T00:00" data-value="80")"));
    CHECK(has(svg, R"(data-limit="50")"));
    CHECK(has(svg, "限值 50"));
}

TEST_CASE("with the data a chart shows the neighbours, and bands where data do not count") {
    findings::check_result data;
    auto f = made::sulphur_dioxide();
    auto t = made::ticket();
    t.series = {"S-1", "DA001", "a21026", "concentration"};
    t.first_day = t.last_day = on("2026-05-01");
    tickets::evidence e;
    e.finding = f.id;
    e.period = f.period;
    e.verdict = "violation";
    e.statistic = "hourly_mean";
    e.measured = "58.333333";
    e.unit = "mg/m³";
    e.limit_max = "50";
    e.excess = "1/6";
    t.findings = {e};
    auto before = made::sulphur_dioxide(7, "48", "", {}, "f-0000000000000007");
    before.verdict = eval::verdict::compliant;
    before.exceedance = std::nullopt;
    auto exempt = before;
    exempt.verdict = eval::verdict::exempt;
    exempt.period = made::hour("2026-05-01", 9);
    auto mean = before;
    mean.statistic = "daily_mean";
    auto trace = std::make_shared<findings::trace>();
    trace->values = {{made::hour("2026-05-01", 10), "9", "", {}, {}, "flagged_out", {}},
                     {made::hour("2026-05-01", 11), "9", "", {}, {}, "flagged_out", {}}};
    mean.trace = trace;
    data.findings = {mean, before, f, exempt};
    auto const charts = report::charts_of(t, {}, &data);
    REQUIRE(charts.size() == 1);
    CHECK(charts[0].whole);
    REQUIRE(charts[0].values.size() == 2);
    CHECK(charts[0].values[0].text == "48");
    CHECK(charts[0].values[1].text == "58.333333");
    REQUIRE(charts[0].spans.size() == 2);
    CHECK(charts[0].spans[0].exempt);
    CHECK(charts[0].spans[1].period == made::hour("2026-05-01", 10, 2)); // two hours that touch are one band
}

TEST_CASE("names from data are text, never markup and never turn the direction of writing") {
    auto in = input();
    in.tickets[0].enterprise_name = "<img src=x onerror=alert(1)>\xE2\x80\xAE\"'&";
    in.tickets[0].history[0].note = "</ol><script>alert(1)</script>";
    in.tickets[0].series.outlet_id = "\"><b>";
    auto const html = report::report_html(report::assemble(std::move(in), language::zh), language::zh);
    CHECK_FALSE(has(html, "<img"));
    CHECK_FALSE(has(html, "<script"));
    CHECK_FALSE(has(html, "<b>x"));
    CHECK_FALSE(has(html, "\xE2\x80\xAE"));
    CHECK(has(html, "&lt;img src=x onerror=alert(1)&gt;"));
    CHECK(has(html, "default-src &#39;none&#39;") == false);
    CHECK(has(html, "default-src 'none'; style-src 'sha256-"));
}

TEST_CASE("what stands in the margins cannot leave its string") {
    CHECK(report::css_text("a\"}body{display:none}") == "abodydisplay:none");
}

TEST_CASE("every lead says that it is one") {
    auto const html = report::report_html(report::assemble(input(), language::zh), language::zh);
    CHECK(has(html, "疑似线索，须经核查，不作为处罚决定"));
    auto const en = report::report_html(report::assemble(input(), language::en), language::en);
    CHECK(has(en, "suspected leads: to be verified, not a penalty decision"));
    CHECK_FALSE(has(en, "限值"));
}

TEST_CASE("a long episode is folded, its worst value kept") {
    auto t = made::ticket();
    t.findings.clear();
    for (int i = 0; i < 1000; ++i) {
        auto e = made::cod("2025-04-01", "f-" + std::to_string(i), i == 777 ? "999" : "60", "0.20", "1/5");
        e.period = {{e.period.from.ms + i * 3600000LL}, {e.period.from.ms + (i + 1) * 3600000LL}};
        t.findings.push_back(std::move(e));
    }
    t.last_day = t.first_day + 41;
    auto const charts = report::charts_of(t, {}, nullptr);
    REQUIRE(charts.size() == 1);
    CHECK(charts[0].values.size() <= report::most_values_drawn);
    CHECK(charts[0].left_out == 1000 - charts[0].values.size());
    CHECK(std::any_of(charts[0].values.begin(), charts[0].values.end(), [](auto const& v) { return v.text == "999"; }));
}

TEST_CASE("the morning page names what is overdue, the longest first, with whom it is assigned to") {
    report::brief_input in;
    in.known = two_sites();
    in.day = on("2025-05-01");
    auto s = made::summary();
    s.due = on("2025-04-20");
    s.assignee = "张三";
    auto older = s;
    older.due = on("2025-03-31");
    older.assignee = "";
    auto today = s;
    today.due = in.day; // not overdue yet
    in.overdue = {s, older, today};
    auto const page = report::brief_of(in);
    auto const& late = page.sections[6].lines;
    REQUIRE(late.size() == 2);
    CHECK(late[0].days_overdue == 31); // from 31 March to 1 May
    CHECK(late[0].responsible.empty());
    CHECK(late[1].days_overdue == 11);
    CHECK(late[1].since == on("2025-04-20"));
    CHECK(late[1].responsible == "张三");
    CHECK(page.sections[0].lines.empty());
}

TEST_CASE("the morning page names the county as the file of facilities does, and counts by its code") {
    report::brief_input in;
    in.known = two_sites();
    in.day = on("2025-04-01");
    in.tickets = {made::summary()};
    auto const site = in.tickets[0].series.enterprise_id;
    in.sites[site] = {"U1", "甲", "999902", "样例县"};
    in.sites["S-9"] = {"U9", "乙", "999902"}; // names no county, lies in the same
    auto const page = report::brief_of(in);
    REQUIRE(page.sections[0].lines.size() == 1);
    CHECK(page.sections[0].lines[0].region == "样例县");
    auto const county =
        std::find_if(page.counties.begin(), page.counties.end(), [](auto const& c) { return c.region == "999902"; });
    REQUIRE(county != page.counties.end());
    CHECK(county->name == "样例县");
    CHECK(county->sites == 2);
    CHECK(county->fresh == 1);
    CHECK(has(report::brief_html(page, language::zh), "样例县 999902"));
    report::name_counties(in.sites);
    CHECK(in.sites["S-9"].county == "样例县"); // the same code
    in.sites["S-8"] = {"U8", "丙", "999903"};
    in.sites["S-7"] = {"U7", "丁", ""};
    report::name_counties(in.sites);
    CHECK(in.sites["S-8"].county.empty());
    CHECK(in.sites["S-7"].place().empty());
    in.sites[site].county.clear();
    CHECK(report::brief_of(in).sections[0].lines[0].region == "999902");
}

TEST_CASE("the morning page tells an end only of a day that was judged compliant") {
    report::brief_input in;
    in.known = two_sites();
    auto s = made::summary(); // 1 and 2 April
    in.tickets = {s};
    in.day = on("2025-04-01");
    CHECK(report::brief_of(in).sections[0].lines.size() == 1); // new
    in.day = on("2025-04-02");
    CHECK(report::brief_of(in).sections[1].lines.size() == 1); // continuing
    in.day = on("2025-04-03");
    auto const third = report::brief_of(in);
    CHECK(third.sections[2].lines.size() == 1); // ended: the 3rd was compliant
    CHECK_FALSE(third.sections[4].known);       // provisional: no data given
    REQUIRE(third.sections[5].lines.size() == 1);
    CHECK(third.sections[5].lines[0].site == "少数据有限公司"); // silent on the 3rd
    in.known.series[0].days.pop_back();
    auto const unproven = report::brief_of(in);
    CHECK(unproven.sections[2].lines.empty());
    CHECK(unproven.sections[3].lines.size() == 1);
}

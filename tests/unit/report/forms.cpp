// Print forms: what is on record fills them, what is not stays blank and says who fills it in. Literals are those of the
// issue (order served 2026-09-01, found going on 2026-09-20 and 2026-10-10, original fine of 200,000) and of made.hpp.
#include "made.hpp"
#include "report/forms_html.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace huanchi;
using report::blank;
using report::language;

namespace {

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}
base::date on(std::string_view text) {
    return *base::date::parse(text);
}

report::form_source one_ticket() {
    report::form_source s;
    s.site_id = "S-2";
    s.site = {"91220102MA0000011X", "某污水处理有限公司", "220102"};
    s.tickets = {made::ticket()};
    s.deadlines = {{}};
    s.offences = {"超过水污染物排放标准排放水污染物"};
    s.language = language::zh;
    return s;
}

// The ticket of the daily fines: ordered, served, found going on twice, fined.
report::form_source ordered() {
    auto s = one_ticket();
    auto& t = s.tickets[0];
    t.state = tickets::state::ordered;
    t.nature = "confirmed";
    t.course.orders = {{on("2026-08-31"), "责改1", on("2026-09-01"), ""}};
    t.course.rectification = {"某公司", "稳定达标", "换药剂", "某镇政府", on("2026-09-15")};
    t.course.inspections = {{on("2026-09-20"), "not_corrected", 4}, {on("2026-10-10"), "not_corrected", 6}};
    t.course.decision = tickets::paper{on("2026-09-25"), "罚1", {}, "200000"};
    return s;
}

report::filled_form filled(std::string_view id, report::form_source const& s) {
    auto const* f = report::find_form(id);
    REQUIRE(f != nullptr);
    return report::fill(*f, s);
}

report::filled_cell field(report::filled_form const& f, std::string_view label) {
    for (auto const& s : f.sections)
        for (auto const& [name, cell] : s.fields)
            if (name == label) return cell;
    FAIL("no field " << label);
    return {};
}
report::filled_section section(report::filled_form const& f, std::string_view title) {
    for (auto const& s : f.sections)
        if (s.title == title) return s;
    FAIL("no section " << title);
    return {};
}

} // namespace

TEST_CASE("the forms of the issue are there, each once") {
    std::set<std::string> ids;
    for (auto const& f : report::forms()) ids.emplace(f.id);
    CHECK(ids == std::set<std::string>{"lead", "inspection", "sampling", "electronic_evidence", "order", "service",
                                       "reinspection", "daily_fines", "closing", "case_index", "transfer"});
    CHECK(report::forms().size() == 11);
    CHECK(report::find_form("no_such_form") == nullptr);
}

TEST_CASE("a form whose wording no text confirms says so on the page, one that is confirmed does not") {
    for (auto const& f : report::forms()) {
        CHECK(f.confirmed_by.empty());
        CHECK(has(report::form_html(report::fill(f, one_ticket()), language::zh), "格式未经核对"));
    }
    auto read = *report::find_form("lead");
    read.confirmed_by = "某文书格式";
    CHECK_FALSE(has(report::form_html(report::fill(read, one_ticket()), language::zh), "格式未经核对"));
}

TEST_CASE("every form of an unconfirmed ticket says that it is a lead, of a confirmed one none does") {
    for (auto const& f : report::forms()) {
        CHECK(has(report::form_html(report::fill(f, one_ticket()), language::zh), "疑似线索，须经核查，不作为处罚决定"));
        CHECK_FALSE(has(report::form_html(report::fill(f, ordered()), language::zh), "疑似线索"));
    }
    auto both = ordered(); // one of two is still a lead
    both.tickets.push_back(made::ticket());
    CHECK(report::fill(*report::find_form("order"), both).nature == "疑似线索，须经核查，不作为处罚决定");
}

TEST_CASE("an order to correct states the facts and the law on record and leaves the rest to the authority") {
    auto const f = filled("order", one_ticket());
    CHECK(field(f, "当事人").text == "某污水处理有限公司");
    CHECK(has(field(f, "违法事实").text, "化学需氧量日均浓度80 mg/L，超过GB 18918-2002表1规定的50 mg/L，超标0.60倍"));
    CHECK(field(f, "违反的规定").text == "《水污染防治法》第十条");
    CHECK(field(f, "处罚条款及其中的措施").text == "《水污染防治法》第八十三条第二项：责令改正");
    for (auto const label : {"文号", "责令改正的依据", "改正要求", "改正期限", "复议、诉讼的途径和期限", "作出日期"}) {
        CHECK(field(f, label).text == "");
        CHECK(field(f, label).who == blank::decide);
    }
    CHECK(field(f, "机关（盖章）").who == blank::sign);
    CHECK(field(f, "地址").who == blank::look_up);
}

TEST_CASE("an order that was made fills its form with the five fields of the rectification") {
    auto const f = filled("order", ordered());
    CHECK(field(f, "文号").text == "责改1");
    CHECK(field(f, "责任主体").text == "某公司");
    CHECK(field(f, "改正要求").text == "稳定达标");
    CHECK(field(f, "改正期限").text == "2026-09-15");
    CHECK(field(f, "改正措施").text == "换药剂");
    CHECK(field(f, "验收").text == "某镇政府");
    CHECK(field(f, "作出日期").text == "2026-08-31");
}

TEST_CASE("a law whose article nobody has read is marked unchecked") {
    auto s = one_ticket();
    s.tickets[0].bases[0].confidence = "low";
    CHECK(field(filled("order", s), "违反的规定").text == "《水污染防治法》第十条（未核对）");
}

TEST_CASE("consecutive daily fines: 19 days to 20 September and 20 more to 10 October at 200,000 are 7,800,000") {
    auto const f = filled("daily_fines", ordered());
    auto const days = section(f, "计罚的日子");
    REQUIRE(days.rows.size() == 2);
    CHECK(days.rows[0][1].text == "2026-09-02");
    CHECK(days.rows[0][2].text == "2026-09-20");
    CHECK(days.rows[0][3].text == "19");
    CHECK(days.rows[1][3].text == "20");
    CHECK(field(f, "日数合计").text == "39");
    CHECK(field(f, "罚款合计（元）").text == "200000 × 39 = 7800000");
    CHECK(field(f, "缺少的前提").text == "没有缺少的");
}

TEST_CASE("without an original decision no amount is proposed and what is missing is named") {
    auto s = ordered();
    s.tickets[0].course.decision.reset();
    auto const f = filled("daily_fines", s);
    CHECK(field(f, "罚款合计（元）").text == "");
    CHECK(field(f, "罚款合计（元）").who == blank::decide);
    CHECK(field(f, "缺少的前提").text == "没有原处罚决定，不能提出按日计罚");
}

TEST_CASE("a ticket without an order has a sheet of fines without days") {
    auto const f = filled("daily_fines", one_ticket());
    CHECK(field(f, "日数合计").text == "");
    auto const days = section(f, "计罚的日子");
    REQUIRE(days.rows.size() == 1); // an empty one
    CHECK(days.rows[0][3].text == "");
}

TEST_CASE("proof of service names the papers and leaves blank what was not served") {
    auto const f = filled("service", ordered());
    auto const papers = section(f, "文书");
    REQUIRE(papers.rows.size() == 2);
    CHECK(papers.rows[0][1].text == "责改1");
    CHECK(papers.rows[0][3].text == "2026-09-01");
    CHECK(papers.rows[1][1].text == "罚1");
    CHECK(papers.rows[1][3].text == "");
    CHECK(papers.rows[1][3].who == blank::sign);
    CHECK(papers.rows[0][4].who == blank::see);
}

TEST_CASE("the sheet of electronic evidence tells source, extraction, digests and reviews of what is kept") {
    auto s = one_ticket();
    report::kept_source k;
    k.ticket = "t-0123456789abcdef";
    k.taken = "2025-04-03T09:00:00+08:00";
    k.engine = "0.1.0";
    k.rules = "sha256:" + std::string(64, 'a');
    k.rows = 48;
    k.rows_sha256 = std::string(64, 'c');
    k.files = {{"d.csv", 48}};
    k.marks = {{"review 有效（审核有效）", 40}};
    k.again = "一致：2 个判定，48 行数据，逐字节相同";
    s.kept = {k};
    s.bundles = {{"t-0123456789abcdef", std::string(64, 'd')}};
    auto const f = filled("electronic_evidence", s);
    CHECK(section(f, "来源").rows[0][1].text == "d.csv");
    CHECK(section(f, "来源").rows[0][2].text == "48");
    CHECK(section(f, "提取").rows[0][1].text == "2025-04-03T09:00:00+08:00");
    REQUIRE(section(f, "校验值").rows.size() == 2); // the facility was not kept
    CHECK(section(f, "校验值").rows[0][2].text == std::string(64, 'c'));
    CHECK(section(f, "校验值").rows[1][2].text == std::string(64, 'd'));
    CHECK(section(f, "审核、复核").rows[0][2].text == "40 行");
    CHECK(has(section(f, "审核、复核").rows[1][2].text, "逐字节相同"));
}

TEST_CASE("the index of a case has every entry of every ticket by time and every attachment with its digest") {
    auto s = one_ticket();
    auto second = made::ticket();
    second.id = "t-fedcba9876543210";
    second.history[0].ticket = second.id;
    second.history[0].time = made::at("2025-04-02T09:00:00+08:00");
    second.course.attachments = {{"photo.jpg", "sha256:" + std::string(64, 'e'), 6, true, "张三", "", {}}};
    s.tickets.push_back(second);
    s.case_id = "案1";
    s.bundles = {{"t-0123456789abcdef", std::string(64, 'd')}};
    auto const f = filled("case_index", s);
    auto const history = section(f, "经过");
    REQUIRE(history.rows.size() == 2);
    CHECK(history.rows[0][2].text == "t-fedcba9876543210");
    CHECK(history.rows[0][3].text == "建立");
    CHECK(history.rows[1][7].text == std::string(64, 'b'));
    CHECK(history.rows[0][8].who == blank::decide); // the page is for whoever binds the file
    auto const attached = section(f, "附件");
    REQUIRE(attached.rows.size() == 1);
    CHECK(attached.rows[0][2].text == "sha256:" + std::string(64, 'e'));
    CHECK(section(f, "证据包").rows[0][1].text == std::string(64, 'd'));
    CHECK(field(f, "案号").text == "案1");
}

TEST_CASE("a form for a site without tickets is blank but for the site") {
    report::form_source s;
    s.site_id = "S-2";
    s.site = {"U", "某厂", "220102"};
    s.language = language::zh;
    for (auto const& f : report::forms()) CHECK(report::fill(f, s).nature != ""); // nothing has been confirmed
    auto const f = filled("inspection", s);
    CHECK(field(f, "当事人").text == "某厂");
    CHECK(field(f, "检查事由").who == blank::decide);
    CHECK(field(f, "现场情况").who == blank::see);
    CHECK(field(f, "现场情况").lines == 8);
}

TEST_CASE("a blank is underlined and carries the mark of who fills it in, names are never markup") {
    auto s = one_ticket();
    s.site.name = "<script>alert(1)</script>";
    auto const html = report::forms_html({filled("lead", s)}, {"2026-10-12", "sha256:", "", "0.1.0"}, language::zh);
    CHECK_FALSE(has(html, "<script"));
    CHECK(has(html, "<span class=\"blank\"><b title=\"现场所见，当场填写\">见</b></span>"));
    CHECK(has(html, "&lt;script&gt;"));
    CHECK(has(html, "default-src 'none'"));
}

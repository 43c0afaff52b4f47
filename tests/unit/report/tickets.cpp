// Tickets as JSON, held against the contract's example (§4.4), and as text.
#include "made.hpp"
#include "report/ticket_document.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using report::language;

namespace {

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string without_layout(std::string const& json) {
    std::string out;
    bool in_text = false;
    for (char const c : json) {
        if (c == '"') in_text = !in_text;
        if (in_text || (c != ' ' && c != '\n')) out += c;
    }
    return out;
}

} // namespace

TEST_CASE("a ticket has the contract's keys in the contract's order") {
    CHECK(
        without_layout(report::ticket_json(made::ticket())) ==
        R"({"schema":"huanchi.ticket/1","id":"t-0123456789abcdef","state":"open","penalty":"none","nature":"lead","case_id":null,)"
        R"("enterprise_id":"S-2","outlet_id":"DW001","factor":"w01018","violation_types":["exceed_discharge_standard"],)"
        R"("episode":{"from":"2025-04-01T00:00:00+08:00","to":"2025-04-03T00:00:00+08:00"},"counts":{"violation":2,"undetermined":0},)"
        R"("worst":{"measured":{"value":"80","unit":"mg/L"},"limit":{"max":"50","unit":"mg/L"},"exceedance":"0.60"},)"
        R"("provisions":[{"id":"GB18918.表1/化学需氧量/一级A","standard":"GB 18918-2002","clause":"表1","level":"national"}],)"
        R"("basis":[{"law":"水污染防治法","duty":"第十条","penalty":"第八十三条第二项","fine":{"min":"100000","max":"1000000","unit":"元"},"measures":["责令改正"],"confidence":"high"}],)"
        R"("transition":null,"rebound_of":null,"deadlines":[],)"
        R"("narrative_zh":"2025年4月1日至2025年4月2日，你单位DW001排放口化学需氧量共有2个监测结果不符合规定，最甚的为：2025年4月2日，你单位DW001排放口化学需氧量日均浓度80 mg/L，超过GB 18918-2002表1规定的50 mg/L，超标0.60倍。",)"
        R"("evidence":[{"finding":"f-0000000000000001","rows":[{"file":"d.csv","line":2}]},{"finding":"f-0000000000000002","rows":[{"file":"d.csv","line":2}]}],)"
        R"("history":[{"seq":1,"time":"2025-04-03T09:00:00+08:00","by":"huanchi","move":"open","note":null,"hash":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}]})");
}

TEST_CASE("a lower bound stands as min, and what the engine proposes is said") {
    auto t = made::ticket();
    for (auto& e : t.findings) e.limit_min = "2", e.limit_max = "", e.exceedance = "";
    t.proposal = "withdraw";
    auto const json = without_layout(report::ticket_json(t));
    CHECK(has(json, R"("limit":{"min":"2","max":null,"unit":"mg/L"},"exceedance":null})"));
    CHECK(has(json, R"("proposal":"withdraw")"));
}

TEST_CASE("a law without a fine has none") {
    auto t = made::ticket();
    t.bases.front().fine_min = t.bases.front().fine_max = t.bases.front().fine_unit = std::nullopt;
    CHECK(has(without_layout(report::ticket_json(t)), R"("fine":null)"));
}

TEST_CASE("the list says of each ticket what needs no evidence") {
    CHECK(
        without_layout(report::tickets_json({made::summary()})) ==
        R"({"schema":"huanchi.tickets/1","tickets":[{"id":"t-0123456789abcdef","state":"open","penalty":"none","nature":"lead","case_id":null,)"
        R"("enterprise_id":"S-2","outlet_id":"DW001","factor":"w01018","violation_types":["exceed_discharge_standard"],)"
        R"("episode":{"from":"2025-04-01T00:00:00+08:00","to":"2025-04-03T00:00:00+08:00"},"counts":{"violation":2,"undetermined":0},)"
        R"("worst":{"measured":{"value":"80","unit":"mg/L"},"limit":{"max":"50","unit":"mg/L"},"exceedance":"0.60"},"rebound_of":null}]})");
    CHECK(report::tickets_ndjson({made::summary(), made::summary()}).find("}\n{\"id\"") != std::string::npos);
}

TEST_CASE("the list as text aligns and says that tickets are leads") {
    CHECK(report::tickets_text({made::summary()}, {language::zh, false, 0}) ==
          "工单                状态    对象                排放口  因子        时段                      超标  最甚 / 限值\n"
          "t-0123456789abcdef  待核查  某污水处理有限公司  DW001   化学需氧量  2025-04-01 至 2025-04-02     2  80 mg/L / "
          "50，0.60 倍\n"
          "工单在核实前是疑似线索，须经核查，不作为处罚决定。\n");
    CHECK(report::tickets_text({}, {language::zh, false, 0}) == "没有工单\n");
}

TEST_CASE("a ticket as text says state, subject, worst, law, evidence and history") {
    CHECK(report::ticket_text(made::ticket(), {language::zh, false, 0}) ==
          "t-0123456789abcdef 待核查；处罚程序：未进入处罚程序\n"
          "  性质       疑似线索，须经核查，不作为处罚决定\n"
          "  对象       某污水处理有限公司 S-2 DW001\n"
          "  因子       化学需氧量 w01018 浓度\n"
          "  时段       2025-04-01 至 2025-04-02：超标 2，无法判定 0\n"
          "  最甚       80 mg/L，限值 50 mg/L，超标 0.60 倍（2025-04-02）\n"
          "  事实       "
          "2025年4月1日至2025年4月2日，你单位DW001排放口化学需氧量共有2个监测结果不符合规定，最甚的为：2025年4月2日，你单位DW00"
          "1排放口化学需氧量日均浓度80 mg/L，超过GB 18918-2002表1规定的50 mg/L，超标0.60倍。\n"
          "  规定       GB 18918-2002 表1，国家标准  GB18918.表1/化学需氧量/一级A\n"
          "  法律       水污染防治法 违反 第十条，依据 第八十三条第二项，罚款 100000–1000000 元\n"
          "  措施       责令改正\n"
          "  证据       f-0000000000000001 2025-04-01 超标 62 mg/L，可佐证（d.csv:2）\n"
          "  证据       f-0000000000000002 2025-04-02 超标 80 mg/L，可佐证（d.csv:2）\n"
          "  经过       1 2025-04-03T09:00:00+08:00 建立，huanchi  bbbbbbbbbbbb\n");
}

#include "command_line.hpp"
#include "session.hpp"

#include "eval/bind.hpp"
#include "report/limits_document.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

namespace huanchi::cli {

namespace {

struct limits_options {
    std::string facilities, outlet, describe, factor;
    bool why_not = false;
};

base::result<facts::facilities> outlets_asked(session const& s, limits_options const& o) {
    if (!o.describe.empty()) return facts::read_description(o.describe, s.rules);
    std::ifstream in(o.facilities, std::ios::binary);
    if (!in)
        return base::failure{"`" + o.facilities + "`: " + tr(s, "读不出", "cannot be read"),
                             tr(s, "检查路径和权限", "check the path and its permissions")};
    return facts::read_facilities(std::string(std::istreambuf_iterator<char>(in), {}), o.facilities, s.rules);
}

std::uint32_t outlet_asked(facts::facilities const& known, limits_options const& o) {
    if (!o.describe.empty()) return 0;
    auto const slash = o.outlet.rfind('/');
    if (slash == std::string::npos) return facts::no_outlet;
    return known.find_outlet(o.outlet.substr(0, slash), o.outlet.substr(slash + 1));
}

int limits(session& s, limits_options const& o) {
    bool bad = false;
    auto const at = date_option(s, s.options.at, "--at", bad);
    if (bad) return failed;
    if (o.describe.empty() == o.facilities.empty() || (!o.facilities.empty() && o.outlet.empty()))
        return fail(
            s,
            {tr(s, "要么用 --facilities 和 --outlet，要么用 --describe", "either --facilities with --outlet, or --describe"),
             tr(s, "例：--facilities f.json --outlet 企业标识/DW001",
                "for example --facilities f.json --outlet ENTERPRISE/DW001")},
            "E002");
    if (!load_rules(s)) return failed;
    auto const known = outlets_asked(s, o);
    if (!known) return fail(s, known.error());
    auto const outlet = outlet_asked(*known, o);
    if (outlet == facts::no_outlet)
        return fail(s,
                    {tr(s, "没有排放口 ", "no outlet ") + o.outlet,
                     tr(s, "写作 企业标识/排放口编号，照企业文件", "write ENTERPRISE/OUTLET as in the file of facilities")},
                    "E002");
    std::optional<std::uint16_t> factor;
    if (!o.factor.empty() && !(factor = s.rules.find_factor(o.factor, known->outlets[outlet].medium)))
        return fail(s,
                    {tr(s, "该介质没有因子 ", "no factor of the medium: ") + o.factor,
                     tr(s, "用代码或标准里的名称，如 w01018、化学需氧量", "use a code or a name, like w01018")},
                    "E002");
    auto const bound = eval::bind(s.plan, s.rules, *known, {std::nullopt, s.options.unreviewed});
    auto const document = report::limits_rows(bound, outlet, at.value_or(s.now().date()), factor, o.why_not);
    if (s.options.format == "json" || s.options.format == "ndjson")
        std::cout << report::limits_json(document) << '\n';
    else if (s.options.format == "csv")
        std::cout << report::limits_csv(document, false);
    else
        std::cout << report::limits_text(document, as_text(s));
    return done;
}

} // namespace

void add_limits(command app, session& s, int& code) {
    auto c = app.sub("limits", tr(s, "某日某排放口适用哪些限值，哪一条起决定作用，为什么",
                                  "which limits apply to an outlet on a date, which decides, and why"));
    auto o = std::make_shared<limits_options>();
    c.option("--facilities", o->facilities, tr(s, "企业与排放口文件", "file of facilities"), {"FILE"});
    c.option("--outlet", o->outlet, tr(s, "企业标识/排放口编号", "ENTERPRISE/OUTLET"), {"ID"});
    c.option("--describe", o->describe, tr(s, "用 JSON 描述一个排放口", "an outlet described in JSON"), {"JSON"});
    c.option("--factor", o->factor, tr(s, "只看一个因子", "one factor only"), {"NAME"});
    c.flag("--why-not", o->why_not, tr(s, "列出其余限值及不适用的原因", "every other limit and why it does not apply"));
    add_common(c, s, "rtf");
    c.example(tr(s, "例：", "example:"),
              "huanchi limits --describe '{\"medium\":\"water\",\"kind\":\"城镇污水处理厂\",\"eia_approved\":\"2010-01-01\","
              "\"attributes\":{\"grade\":\"一级A\"}}' --at 2026-06-01 --factor 总磷");
    c.run([&s, &code, o] { code = limits(s, *o); });
}

} // namespace huanchi::cli

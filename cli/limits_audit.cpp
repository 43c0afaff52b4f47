#include "command_line.hpp"
#include "session.hpp"

#include "facts/input.hpp"
#include "report/limits_audit.hpp"
#include "review/platform_limits.hpp"

#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

struct audit_options {
    std::string facilities, platform;
    bool all = false;
};

int audit(session& s, audit_options const& o) {
    bool bad = false;
    auto const at = date_option(s, s.options.at, "--at", bad);
    if (bad) return failed;
    if (!load_rules(s)) return failed;
    auto const text = facts::read_whole(o.facilities);
    if (!text) return fail(s, text.error());
    auto const known = facts::read_facilities(*text, o.facilities, s.rules);
    if (!known) return fail(s, known.error());
    auto const list = review::read_configured_limits(o.platform);
    if (!list) return fail(s, list.error());
    auto const bound = eval::bind(s.plan, s.rules, *known, {std::nullopt, s.options.unreviewed});
    auto const audited = review::audit_limits(bound, *list, at.value_or(s.now().date()));
    auto const& format = s.options.format;
    if (format == "json" || format == "ndjson")
        std::cout << report::limits_audit_json(audited, s.language()) << '\n';
    else if (format == "csv")
        std::cout << report::limits_audit_csv(audited, s.language(), false);
    else
        std::cout << report::limits_audit_text(audited, o.all, as_text(s));
    auto const equal = audited.counts[static_cast<std::size_t>(review::audit_result::equal)];
    return equal == audited.rows.size() ? done : found;
}

} // namespace

void add_limits_audit(command limits, session& s, int& code) {
    auto c = limits.sub("audit", tr(s, "监测平台配置的限值对不对：一致、偏宽、偏严、统计值或基准状态不对、已让位、已失效",
                                    "the limits that a monitoring platform has configured, against the right ones"));
    auto o = std::make_shared<audit_options>();
    c.option("--facilities", o->facilities, tr(s, "企业与排放口文件", "file of facilities"), {"FILE", true});
    c.option("--platform-limits", o->platform,
             tr(s, "平台的限值表（CSV、XLSX 或 NDJSON）：企业、排放口、因子、统计值、限值、单位……",
                "the platform's limits (CSV, XLSX or NDJSON): enterprise, outlet, factor, statistic, limit, unit …"),
             {"FILE", true});
    c.flag("--all", o->all, tr(s, "也列出一致的", "list the equal ones too"));
    add_common(c, s, "rtf");
    c.example(
        tr(s, "例：", "example:"),
        "huanchi limits audit --facilities tests/samples/facilities.json --platform-limits tests/samples/platform_limits.csv "
        "--at 2026-06-01");
    c.run([&s, &code, o] { code = audit(s, *o); });
}

} // namespace huanchi::cli

#include "command_line.hpp"
#include "inputs.hpp"
#include "session.hpp"

#include "facts/input.hpp"
#include "report/reconcile_document.hpp"

#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

struct reconcile_command_options {
    input_options inputs;
    std::string platform, label = "start", platform_as_of, limits;
};

int reconcile(session& s, reconcile_command_options const& o) {
    if (o.inputs.data.empty()) return fail_nothing_to_check(s);
    bool bad = false;
    auto const made = time_option(s, o.platform_as_of, "--platform-as-of", bad);
    auto request = request_of(s, o.inputs);
    if (bad || !request || !load_rules(s)) return failed;
    auto const text = facts::read_whole(o.inputs.facilities);
    if (!text) return fail(s, text.error());
    auto const known = facts::read_facilities(*text, o.inputs.facilities, s.rules);
    if (!known) return fail(s, known.error());
    auto const claims = review::read_claims(o.platform);
    if (!claims) return fail(s, claims.error());
    review::reconcile_options how{o.label == "end", made};
    if (!o.limits.empty()) {
        auto limits = review::read_configured_limits(o.limits);
        if (!limits) return fail(s, limits.error());
        how.limits = std::move(*limits);
    }
    request->all = true;
    auto const ours = findings::check(s.rules, s.plan, *request);
    if (!ours) return fail(s, ours.error());
    auto const bound = eval::bind(s.plan, s.rules, *known, {request->at, s.options.unreviewed});
    auto const rows = review::rows_of(review::series_of(bound, *ours, *claims),
                                      {o.inputs.data, request->reading, request->as_of}, s.rules, *known);
    if (!rows) return fail(s, rows.error());
    auto const result = review::reconcile(bound, *ours, *rows, *claims, how);
    auto const& format = s.options.format;
    if (format == "json" || format == "ndjson")
        std::cout << report::reconcile_json(result, s.language()) << '\n';
    else if (format == "csv")
        std::cout << report::reconcile_csv(result, s.language(), false);
    else
        std::cout << report::reconcile_text(result, as_text(s));
    return result.rows.empty() ? done : found;
}

} // namespace

void add_reconcile(command app, session& s, int& code) {
    auto c =
        app.sub("reconcile", tr(s, "监测平台的超标清单与同样数据的判定逐条核对，差异附算出的原因",
                                "a platform's list of exceedances against the findings of the same data, with the causes"));
    auto o = std::make_shared<reconcile_command_options>();
    add_inputs(c, s, o->inputs);
    c.option(
        "--platform", o->platform,
        tr(s, "平台的超标清单（CSV、XLSX 或 NDJSON）：企业、排放口、因子、时间、统计值、监测值、限值、单位……",
           "the platform's exceedances (CSV, XLSX or NDJSON): enterprise, outlet, factor, time, statistic, value, limit …"),
        {"FILE", true});
    c.choice("--platform-time-label", o->label,
             tr(s, "平台清单的时间是时段的起点还是终点", "whether the platform's times label the start or the end"),
             {"start", "end"});
    c.option("--platform-as-of", o->platform_as_of,
             tr(s, "平台清单的生成时间，用于没有写明的行", "when the platform's list was made, for rows that do not say"),
             {"TIME"});
    c.option("--platform-limits", o->limits,
             tr(s, "平台配置的限值（同 limits audit），用来说明平台为什么没有判", "the platform's limits, as for limits audit"),
             {"FILE"});
    add_common(c, s, "rtnf");
    c.example(tr(s, "例：", "example:"),
              "huanchi reconcile --facilities tests/samples/facilities.json --data tests/samples/water.csv "
              "--data tests/samples/air.csv --platform tests/samples/platform_exceedances.csv");
    c.run([&s, &code, o] { code = reconcile(s, *o); });
}

} // namespace huanchi::cli

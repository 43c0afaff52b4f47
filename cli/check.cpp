#include "command_line.hpp"
#include "held_check.hpp"
#include "inputs.hpp"
#include "ledger.hpp"
#include "profile.hpp"
#include "progress.hpp"
#include "session.hpp"

#include "evidence/keeper.hpp"
#include "report/check_document.hpp"
#include "store/ticket_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

struct check_options {
    input_options inputs;
    std::string rejects, decided_on;
    std::vector<std::string> fail_on;
    bool provisional = false;
    held_options held;
    bool duties = false, summary = false, all = false, warnings = false, strict = false, profile = false;
};

bool write_rejects(session const& s, std::ofstream& out, std::string const& path) {
    out.flush();
    if (out) return true;
    fail(s, {"`" + path + "`: " + tr(s, "写不下去", "cannot be written"),
             tr(s, "检查路径、权限和磁盘空间", "check the path, permissions and space")});
    return false;
}

void print(session const& s, findings::check_result const& result, std::vector<tickets::ticket_action> const& actions,
           check_options const& o, std::optional<report::decision> const& decision) {
    auto const& format = s.options.format;
    if (format == "json")
        std::cout << report::check_json(result, actions, {o.summary, o.warnings, s.language(), decision}) << '\n';
    else if (format == "ndjson")
        std::cout << report::findings_ndjson(result, s.language(), decision);
    else if (format == "csv")
        std::cout << report::findings_csv(result, s.language(), false);
    else
        std::cout << report::check_text(
            result, actions, {.text = as_text(s), .summary_only = o.summary, .warnings = o.warnings, .decision = decision});
}

int exit_code(findings::check_result const& r, check_options const& o) {
    auto const count = [&](eval::verdict v) { return r.verdicts[static_cast<std::size_t>(v)]; };
    auto const asks = [&](std::string_view what) {
        return std::find(o.fail_on.begin(), o.fail_on.end(), what) != o.fail_on.end();
    };
    if (count(eval::verdict::violation) > 0) return found;
    if (asks("undetermined") && count(eval::verdict::undetermined) > 0) return found;
    if (asks("not_met") && count(eval::verdict::not_met) > 0) return found;
    if (asks("rejected") && r.rejected > 0) return found;
    return done;
}

int check(session& s, check_options const& o) {
    profile times(o.profile);
    times.enter("rules");
    auto asked = request_of(s, o.inputs);
    if (!asked) return failed;
    auto& request = *asked;
    if (o.duties && !request.as_of)
        return fail(s,
                    {tr(s, "--duties 需要 --as-of", "--duties needs --as-of"),
                     tr(s, "写明截至哪一天，如 --as-of 2026-06-30", "say as of which day: --as-of 2026-06-30")},
                    "E002");
    if (!o.held.rows.empty() && (o.duties || o.inputs.facilities.empty()))
        return fail(s,
                    {tr(s, "--rows 要有 --facilities，且不能与 --duties 同用", "--rows needs --facilities, and not --duties"),
                     tr(s, "--duties 问的是没有的数据，要读全部数据：去掉 --rows",
                        "--duties asks for what is not there and reads all data: leave --rows out")},
                    "E002");
    if (o.inputs.empty() && !o.duties && o.held.rows.empty()) return fail_nothing_to_check(s);
    if (!load_rules(s)) return failed;
    std::optional<report::decision> decision;
    if (request.as_of) decision = report::decision{request.as_of->date(), &s.rules};
    if (!decision_option(s, o.decided_on, decision)) return failed;
    request.all = o.all;
    request.keep = !o.summary || !s.options.store.empty();
    request.warnings = o.warnings;
    request.duties = o.duties;

    std::ofstream rejects;
    if (!o.rejects.empty()) {
        rejects.open(o.rejects, std::ios::binary);
        if (!write_rejects(s, rejects, o.rejects)) return failed;
        request.on_reject = [&](facts::rejected_row const& r) { rejects << r.raw << '\n'; };
    }
    std::optional<store::ticket_store> ledger;
    if (!s.options.store.empty()) {
        auto opened = store::ticket_store::open(s.options.store);
        if (!opened) return fail(s, opened.error());
        ledger.emplace(std::move(*opened));
        if (auto const failure = ledger->prepare(request)) return fail(s, *failure);
    }
    std::optional<held::row_file> held_rows;
    held::touched touched;
    if (!o.held.rows.empty()) {
        auto opened = held::row_file::open(o.held.rows);
        if (!opened) return fail(s, opened.error());
        held_rows.emplace(std::move(*opened));
    }
    auto result = [&]() -> base::result<findings::check_result> {
        progress_bar bar(s);
        request.on_progress = [&](std::uint64_t rows, std::size_t parts, std::size_t all) { bar.show(rows, parts, all); };
        request.on_stage = [&](std::string_view stage) { times.enter(stage); };
        if (!held_rows) return findings::check(s.rules, s.plan, request);
        auto how = o.held;
        how.strict = o.strict;
        auto done = check_held(s, *held_rows, request, how);
        if (!done) return done.error();
        touched = std::move(*done);
        return std::move(touched.result);
    }();
    times.enter("tickets");
    request.on_progress = nullptr;
    request.watched = nullptr; // large, and of no more use
    if (!result) return fail(s, result.error());
    log_info(fmt::format("data: {} rows read, {} rejected, {} bytes of rows spilled to disk", result->read, result->rejected,
                         result->spilled_bytes));
    if (rejects.is_open() && !write_rejects(s, rejects, o.rejects)) return failed;
    if (o.strict && result->rejected > 0) {
        auto const& first = result->rejects.front();
        return fail(s, {std::to_string(result->rejected) + tr(s, " 行读不出；第一处：", " rows rejected; the first: ") +
                            result->files[first.file] + ":" + std::to_string(first.line) + " " + first.column + ": " +
                            first.reason,
                        tr(s, "改正数据，或去掉 --strict", "correct the data, or leave --strict out")});
    }
    std::vector<tickets::ticket_action> actions;
    if (ledger) {
        auto const keep = evidence::keeper(s.rules, s.plan,
                                           {request, result->data_end, o.provisional, o.inputs.time_label, rule_texts(s.files),
                                            held_rows ? &*held_rows : nullptr});
        auto applied = ledger->apply(
            *result, s.rules, {s.now(), "huanchi", HUANCHI_VERSION, o.provisional, request.as_of ? request.as_of->text() : ""},
            keep);
        if (!applied) return fail(s, applied.error());
        actions = std::move(*applied);
    }
    if (held_rows)
        if (auto const failed = held_rows->settle(touched.judged, touched.end)) return fail(s, *failed);
    times.enter("output");
    if (!o.all) // the store was told of every judgement on its days; the reader asked for findings
        findings::leave_out_quiet(*result);
    print(s, *result, actions, o, decision);
    std::cout.flush();
    times.print(s);
    return exit_code(*result, o);
}

} // namespace

void add_check(command app, session& s, int& code) {
    auto c = app.sub("check", tr(s, "判定监测数据和记录，列出违法线索；带 --store 时立案或更新工单",
                                 "judge data and records, print findings; with --store open or update tickets"));
    auto o = std::make_shared<check_options>();
    add_inputs(c, s, o->inputs);
    c.flag("--summary", o->summary, tr(s, "只输出汇总", "the summary alone"));
    c.option("--rows", o->held.rows,
             tr(s, "把行存在这个文件里：--data 只需给新到和更正的行，只判它们触及的",
                "holds rows in this file: --data then needs only new and corrected rows, and only what they touch is judged"),
             {"FILE"});
    c.flag("--rejudge", o->held.rejudge, tr(s, "与 --rows 同用：存着的全部重判", "with --rows: judge all that it holds again"));
    c.flag("--profile", o->profile, tr(s, "在标准错误上列出各步所花的时间", "say on stderr where the time goes"));
    c.flag("--all", o->all,
           tr(s, "也列出达标、豁免和不适用的判定", "list compliant, exempt and not applicable judgements too"));
    c.flag("--duties", o->duties,
           tr(s, "也判该有而没有的：缺报、逾期、频次不足，并查数据质量；须带 --as-of",
              "judge what should be there and is not: overdue, missing, too rare; and the quality of the data; needs --as-of"));
    c.flag("--provisional", o->provisional,
           tr(s, "还可以标记的数据也立案；默认等到标记截止",
              "open tickets on data, too, that may still be marked; default: when marking has closed"));
    add_decision(c, s, o->decided_on);
    c.flag("--warnings", o->warnings, tr(s, "列出预警", "list warnings"));
    c.option("--rejects", o->rejects, tr(s, "把读不出的行写到文件", "write rejected rows to a file"), {"FILE"});
    c.flag("--strict", o->strict, tr(s, "有一行读不出就以退出码 2 结束", "exit 2 if any row is rejected"));
    c.choices("--fail-on", o->fail_on, tr(s, "这些结果也以退出码 1 结束", "exit 1 for these too"),
              {"undetermined", "rejected", "not_met"});
    add_common(c, s, "rtnsf");
    c.example(tr(s, "例：", "example:"), "huanchi check --facilities tests/samples/facilities.json --data "
                                         "tests/samples/air.csv --store /var/tmp/tickets.db");
    c.run([&s, &code, o] { code = check(s, *o); });
}

} // namespace huanchi::cli

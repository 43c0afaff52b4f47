// rules diff and rules impact: two rulebooks side by side.
#include "command_line.hpp"
#include "inputs.hpp"
#include "session.hpp"

#include "changes/witness.hpp"
#include "report/diff_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

constexpr char const* built_in_word = "builtin";

struct loaded_side {
    std::string name;
    model::rulebook rules;
    plan::plan plan;
};

// The library, the packs of --rules, and what the side names. On a failure everything has been printed.
std::unique_ptr<loaded_side> load_side(session& s, std::string const& named) {
    bool const built_in = named == built_in_word;
    if (built_in && s.options.no_builtin) {
        fail(s,
             {tr(s, "`builtin` 与 --no-builtin 不能同用", "`builtin` cannot go with --no-builtin"),
              tr(s, "去掉 --no-builtin，或给出规则文件", "leave --no-builtin out, or name rule files")},
             "E002");
        return nullptr;
    }
    auto paths = s.options.rules;
    if (!built_in) paths.push_back(named);
    auto const user = model::read_rule_files(paths);
    if (!user) {
        fail(s, user.error());
        return nullptr;
    }
    s.files = model::assemble(library_files(s), *user, model::test_files::none);
    auto loaded = model::load(s.files);
    if (loaded.report.has_errors()) {
        fail_rules(s, loaded.report.sorted());
        return nullptr;
    }
    auto side = std::make_unique<loaded_side>();
    side->name = named;
    side->rules = std::move(loaded.rules);
    side->plan = plan::compile(side->rules);
    log_info(fmt::format("rules: {}: {} files, {} limits, {}", named, side->rules.files, side->rules.limits.size(),
                         side->rules.digest));
    return side;
}

int diff(session& s, std::string const& old_name, std::string const& new_name) {
    start_log(s);
    bool bad = false;
    auto const at = date_option(s, s.options.at, "--at", bad);
    if (bad) return failed;
    auto const before = load_side(s, old_name);
    auto const after = before ? load_side(s, new_name) : nullptr;
    if (!after) return failed;
    auto const difference = changes::compare(before->rules, after->rules);
    changes::witness_search search({before->rules, before->plan}, {after->rules, after->plan}, at.value_or(s.now().date()),
                                   s.options.unreviewed);
    std::vector<changes::sought> witnesses;
    for (auto const& c : difference.limits) witnesses.push_back(search.find(c));
    report::diff_document const d{{old_name, before->rules, difference.meaning_before},
                                  {new_name, after->rules, difference.meaning_after},
                                  difference,
                                  witnesses};
    if (s.options.format == "json")
        std::cout << report::diff_json(d) << '\n';
    else if (s.options.format == "ndjson")
        std::cout << report::diff_ndjson(d);
    else if (s.options.format == "csv")
        std::cout << report::diff_csv(d);
    else
        std::cout << report::diff_text(d, as_text(s));
    return difference.empty() ? done : found;
}

struct impact_options {
    std::string old_name, new_name;
    input_options inputs;
    bool summary = false;
};

// The data are read twice, which standard input cannot be.
bool is_read_once(input_options const& o) {
    for (auto const* inputs : {&o.data, &o.records})
        if (std::find(inputs->begin(), inputs->end(), "-") != inputs->end()) return true;
    return false;
}

int impact(session& s, impact_options const& o) {
    start_log(s);
    auto request = request_of(s, o.inputs);
    if (!request) return failed;
    if (o.inputs.empty()) return fail_nothing_to_check(s);
    if (is_read_once(o.inputs))
        return fail(s,
                    {tr(s, "数据要读两遍，不能是标准输入", "the data are read twice and cannot be standard input"),
                     tr(s, "先存成文件", "save them to a file first")},
                    "E002");
    request->all = true;
    auto const before = load_side(s, o.old_name);
    auto const after = before ? load_side(s, o.new_name) : nullptr;
    if (!after) return failed;
    auto was = findings::check(before->rules, before->plan, *request);
    if (!was) return fail(s, was.error());
    auto is = findings::check(after->rules, after->plan, *request);
    if (!is) return fail(s, is.error());
    auto const result = changes::compare(changes::checked{std::move(*was), before->rules}, {std::move(*is), after->rules});
    report::impact_document const d{{o.old_name, before->rules, changes::meaning_digest(before->rules)},
                                    {o.new_name, after->rules, changes::meaning_digest(after->rules)},
                                    result,
                                    o.summary};
    if (s.options.format == "json")
        std::cout << report::impact_json(d, s.language()) << '\n';
    else if (s.options.format == "ndjson")
        std::cout << report::impact_ndjson(d, s.language());
    else if (s.options.format == "csv")
        std::cout << report::impact_csv(d);
    else
        std::cout << report::impact_text(d, as_text(s));
    return result.none() ? done : found;
}

} // namespace

void add_rules_compare(command rules, session& s, int& code) {
    auto const old_help =
        tr(s, "旧规则：文件、目录，或 builtin（内置库）", "old rules: file, folder, or builtin (the library)");
    auto const new_help =
        tr(s, "新规则：同上；每一边都是内置库加上它", "new rules, likewise; each side is the library with it");

    auto d = rules.sub("diff", tr(s, "两套规则有什么不同：逐条变严、变松、新增、删去，附经核实的例子",
                                  "what differs between two rulebooks, limit by limit, with confirmed cases"));
    auto names = std::make_shared<std::pair<std::string, std::string>>();
    d.option("OLD", names->first, old_help, {"", true});
    d.option("NEW", names->second, new_help, {"", true});
    add_common(d, s, "rf");
    d.option("--at", s.options.at, tr(s, "例子优先取这一天，默认今天", "the day that cases are to be on; default: today"),
             {"DATE"});
    d.example(tr(s, "例：", "example:"), "huanchi rules diff builtin rules/national/air/GB13271-2014.rules");
    d.run([&s, &code, names] { code = diff(s, names->first, names->second); });

    auto i = rules.sub("impact", tr(s, "同样的数据按两套规则各判一遍，哪些结论不同",
                                    "the same data judged by both rulebooks: which verdicts change"));
    auto o = std::make_shared<impact_options>();
    i.option("OLD", o->old_name, old_help, {"", true});
    i.option("NEW", o->new_name, new_help, {"", true});
    add_inputs(i, s, o->inputs);
    i.flag("--summary", o->summary, tr(s, "只输出计数", "the counts alone"));
    add_common(i, s, "rtnf");
    i.example(tr(s, "例：", "example:"), "huanchi rules impact builtin rules/national/air/GB13271-2014.rules --facilities "
                                         "tests/samples/facilities.json --data tests/samples/air.csv");
    i.run([&s, &code, o] { code = impact(s, *o); });
}

} // namespace huanchi::cli

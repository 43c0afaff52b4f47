#include "command_line.hpp"
#include "session.hpp"

#include "analysis/boundaries.hpp"
#include "findings/rule_tests.hpp"
#include "model/rule_sources.hpp"
#include "report/lint_document.hpp"
#include "report/rules_document.hpp"
#include "syntax/parse.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

int list(session& s, bool attributes) {
    if (!load_rules(s)) return failed;
    if (s.options.format == "json")
        std::cout << report::rules_list_json(s.rules) << '\n';
    else
        std::cout << report::rules_list_text(s.rules, attributes, as_text(s));
    return done;
}

int export_all(session& s) {
    if (!load_rules(s)) return failed;
    if (s.options.format == "json")
        std::cout << report::rules_export_json(s.rules) << '\n';
    else
        std::cout << report::rules_export_csv(s.rules);
    return done;
}

int show(session& s, std::string const& id, bool plan) {
    if (!load_rules(s)) return failed;
    if (plan) {
        auto const text = plan::print(s.plan, s.rules, id);
        if (text.empty())
            return fail(s, {tr(s, "没有以此开头的条款：", "no provision begins with: ") + id,
                            tr(s, "用 huanchi rules list 查看", "see huanchi rules list")});
        std::cout << text;
        return done;
    }
    auto const text =
        s.options.format == "json" ? report::rules_show_json(s.rules, id) : report::rules_show_text(s.rules, id, as_text(s));
    if (text.empty())
        return fail(s, {tr(s, "没有以此开头的条款：", "no provision begins with: ") + id,
                        tr(s, "用 huanchi rules list 查看", "see huanchi rules list")});
    std::cout << text << (s.options.format == "json" ? "\n" : "");
    return done;
}

// The library with the files to be checked; mistakes in them are the result, not a failure.
int check(session& s, std::vector<std::string> const& paths) {
    s.options.rules.insert(s.options.rules.end(), paths.begin(), paths.end());
    auto const user = model::read_rule_files(s.options.rules);
    if (!user) return fail(s, user.error());
    std::vector<model::rule_file> built_in = library_files(s);
    s.files = model::assemble(built_in, *user, user->empty() ? model::test_files::all : model::test_files::of_user);
    auto loaded = model::load(s.files);
    loaded.report.append(model::parts_left_out(s.files, built_in, *user));
    auto const& all = loaded.report.sorted();
    if (s.options.format == "json")
        std::cout << report::diagnostics_json(all, s.files, s.language()) << '\n';
    else {
        for (auto const& d : all) std::cout << source::render(d, s.files, s.language(), s.colour_on_stdout());
        std::cout << explain_hint(s, all);
    }
    auto const errors = loaded.report.count(source::severity::error);
    if (!s.options.quiet && s.options.format != "json")
        std::cerr << (errors ? std::to_string(errors) + tr(s, " 处错误", " errors")
                             : tr(s, "没有错误：", "no errors: ") + std::to_string(loaded.rules.limits.size()) +
                                   tr(s, " 条限值，", " limits, ") + std::to_string(loaded.rules.documents.size()) +
                                   tr(s, " 个文件", " documents"))
                  << '\n';
    return errors ? found : done;
}

struct test_options {
    std::vector<std::string> paths;
    bool boundaries = false, print = false;
};

int try_boundaries(session& s, test_options const& o) {
    if (!load_rules(s)) return failed;
    auto const files = named_files(s, o.paths);
    if (!files) return failed;
    auto const result = analysis::try_boundaries(s.rules, s.plan, {s.now().date(), o.print, *files});
    for (std::size_t i = 0; i < result.tests.size(); ++i) std::cout << (i ? "\n" : "") << result.tests[i];
    auto& counts = o.print ? std::cerr : std::cout;
    if (s.options.format == "json")
        counts << report::boundaries_json(result) << '\n';
    else
        counts << report::boundaries_text(result, s.options.verbose, as_text(s));
    return result.disagreements.empty() ? done : found;
}

int test(session& s, test_options const& o) {
    s.options.rules.insert(s.options.rules.end(), o.paths.begin(), o.paths.end());
    if (o.boundaries || o.print) return try_boundaries(s, o);
    if (!load_rules(s, o.paths.empty() ? model::test_files::all : model::test_files::of_user)) return failed;
    auto const files = named_files(s, o.paths);
    if (!files) return failed;
    auto const result = findings::run_tests(s.rules, s.plan, *files);
    if (s.options.format == "json")
        std::cout << report::rule_tests_json(result, s.files) << '\n';
    else
        std::cout << report::rule_tests_text(result, s.files, s.options.verbose, as_text(s));
    return result.passed == result.outcomes.size() ? done : found;
}

int documents(session& s, bool markdown) {
    if (!load_rules(s, model::test_files::all)) return failed;
    auto const tests = findings::run_tests(s.rules, s.plan);
    if (markdown)
        std::cout << report::rules_documents_markdown(s.rules, tests);
    else if (s.options.format == "json")
        std::cout << report::rules_documents_json(s.rules, tests) << '\n';
    else
        std::cout << report::rules_documents_text(s.rules, tests, as_text(s));
    return tests.passed == tests.outcomes.size() ? done : found;
}

struct fmt_options {
    std::vector<std::string> paths;
    bool check = false, to_stdout = false;
    std::string keywords;
};

int format_one(session const& s, model::rule_file const& file, fmt_options const& o, bool& differs) {
    source::source_set files;
    files.add(file.name, file.text);
    source::diagnostics report;
    auto const parsed = syntax::parse(files, 0, report);
    if (report.has_errors()) {
        for (auto const& d : report.sorted()) std::cerr << source::render(d, files, s.language(), s.colour_on_stderr());
        return failed;
    }
    std::optional<syntax::spelling> column;
    if (!o.keywords.empty()) column = o.keywords == "zh" ? syntax::spelling::zh : syntax::spelling::en;
    auto const text = syntax::format(parsed, files, column);
    if (o.to_stdout) {
        std::cout << text;
    } else if (text != file.text) {
        differs = true;
        if (o.check) {
            std::cout << file.name << '\n';
        } else {
            std::ofstream out(file.name, std::ios::binary | std::ios::trunc);
            if (!(out << text)) return fail(s, {"`" + file.name + "`: " + tr(s, "写不下去", "cannot be written"), ""});
        }
    }
    return done;
}

int format(session const& s, fmt_options const& o) {
    auto const files = model::read_rule_files(o.paths);
    if (!files) return fail(s, files.error());
    int worst = done;
    bool differs = false;
    for (auto const& f : *files) worst = std::max(worst, format_one(s, f, o, differs));
    return worst == done && o.check && differs ? found : worst;
}

} // namespace

void add_rules(command app, session& s, int& code) {
    auto c = app.sub("rules", tr(s, "规则：查看、检查、测试、排版、比较", "rules: list, show, check, test, format, compare"));
    c.needs_sub();

    auto l = c.sub("list", tr(s, "列出文件与条款", "documents and provisions"));
    auto attributes = std::make_shared<bool>(false);
    l.flag("--attributes", *attributes, tr(s, "列出规则会问到的属性", "the attributes that rules ask for"));
    add_common(l, s, "rf");
    l.example(tr(s, "例：", "example:"), "huanchi rules list --attributes");
    l.run([&s, &code, attributes] { code = list(s, *attributes); });

    auto d = c.sub("documents", tr(s, "每个文件编了多少、测了多少、什么没有编入",
                                   "of each document how much is encoded and tested, and what is not encoded"));
    auto markdown = std::make_shared<bool>(false);
    d.flag("--markdown", *markdown, tr(s, "写成 rules/README.md 里的表", "as the table in rules/README.md"));
    add_common(d, s, "rf");
    d.example(tr(s, "例：", "example:"), "huanchi rules documents --format json");
    d.run([&s, &code, markdown] { code = documents(s, *markdown); });

    auto w = c.sub("show", tr(s, "显示一个文件、表或条款", "one document, table or provision"));
    auto id = std::make_shared<std::string>();
    auto plan = std::make_shared<bool>(false);
    w.option("ID", *id, tr(s, "标识或其开头，如 GB18918.表1.化学需氧量", "id or its beginning, like GB18918.表1.化学需氧量"));
    w.flag("--plan", *plan, tr(s, "显示执行计划", "the compiled plan"));
    add_common(w, s, "rf");
    w.example(tr(s, "例：", "example:"), "huanchi rules show GB18918.表1.化学需氧量");
    w.run([&s, &code, id, plan] { code = show(s, *id, *plan); });

    auto e =
        c.sub("export", tr(s, "每一条数值要求一行（CSV 或 JSON）", "every numeric requirement, one row each (CSV or JSON)"));
    add_common(e, s, "rf");
    e.example(tr(s, "例：", "example:"), "huanchi rules export --format csv");
    e.run([&s, &code] { code = export_all(s); });

    auto paths = std::make_shared<std::vector<std::string>>();
    auto k = c.sub("check", tr(s, "检查规则文件，一次报出全部错误", "check rule files and report every mistake at once"));
    k.options("PATH", *paths, tr(s, "规则文件或目录；没有则检查内置库", "rule files or folders; none: the built-in library"));
    add_common(k, s, "rf");
    k.example(tr(s, "例：", "example:"), "huanchi rules check rules/");
    k.run([&s, &code, paths] { code = check(s, *paths); });

    auto t = c.sub("test", tr(s, "运行规则文件里的测试", "run the tests in rule files"));
    auto tested = std::make_shared<test_options>();
    t.options("PATH", tested->paths,
              tr(s, "规则文件或目录，只跑其中的测试；没有则测试内置库",
                 "rule files or folders, of which the tests are run; none: the built-in library"));
    t.flag("--boundaries", tested->boundaries,
           tr(s, "改为自动生成各限值边界上的情形，与条文自身所说对照",
              "instead make cases at the boundaries of every limit, and hold them against what the row itself says"));
    t.flag("--print", tested->print,
           tr(s, "把这些情形写成测试输出，计数写到标准错误", "write these cases as tests; the counts go to standard error"));
    add_common(t, s, "rf");
    t.example(tr(s, "例：", "example:"), "huanchi rules test --boundaries");
    t.run([&s, &code, tested] { code = test(s, *tested); });

    auto o = std::make_shared<fmt_options>();
    auto f = c.sub("fmt", tr(s, "按统一格式重排规则文件", "rewrite rule files in canonical layout"));
    f.options("PATH", o->paths, tr(s, "规则文件或目录", "rule files or folders"), {"", true});
    f.flag("--check", o->check, tr(s, "只列出需要重排的文件", "only list files that would change"));
    f.flag("--stdout", o->to_stdout, tr(s, "写到标准输出", "write to stdout"));
    f.choice("--keywords", o->keywords, tr(s, "关键词改用中文或英文", "turn keywords into one language"), {"zh", "en"});
    add_common(f, s, "");
    f.example(tr(s, "例：", "example:"), "huanchi rules fmt --check rules/");
    f.run([&s, &code, o] { code = format(s, *o); });

    add_rules_lint(c, s, code);
    add_rules_compare(c, s, code);
    add_rules_explain(c, s, code);
}

} // namespace huanchi::cli

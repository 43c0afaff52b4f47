// rules lint: what can be proved of rules without data.
#include "command_line.hpp"
#include "session.hpp"

#include "analysis/lint.hpp"
#include "report/lint_document.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

namespace huanchi::cli {

std::optional<std::vector<source::file_id>> named_files(session const& s, std::vector<std::string> const& paths) {
    std::vector<source::file_id> ids;
    if (paths.empty()) return ids;
    auto const named = model::read_rule_files(paths);
    if (!named) return std::nullopt;
    for (source::file_id id = 0; id < s.files.size(); ++id)
        if (std::any_of(named->begin(), named->end(),
                        [&](auto const& f) { return model::same_file(f.name) == model::same_file(s.files[id].name); }))
            ids.push_back(id);
    return ids;
}

namespace {

struct lint_request {
    std::vector<std::string> paths;
};

int lint(session& s, lint_request const& o) {
    bool bad = false;
    auto const at = date_option(s, s.options.at, "--at", bad);
    if (bad) return failed;
    s.options.rules.insert(s.options.rules.end(), o.paths.begin(), o.paths.end());
    if (!load_rules(s)) return failed;
    auto const files = named_files(s, o.paths);
    if (!files) return failed;
    auto const today = at.value_or(s.now().date());
    auto const result = analysis::lint(s.rules, s.plan, {today, s.options.unreviewed, *files});
    if (s.options.format == "json") {
        std::cout << report::lint_json(result, today, s.files, s.language()) << '\n';
    } else {
        std::cout << report::lint_text(result, s.files, s.options.verbose, as_text(s));
        std::vector<source::diagnostic> shown;
        for (auto const& f : result.findings) shown.push_back(f.what);
        std::cout << explain_hint(s, shown);
    }
    return result.none() ? done : found;
}

} // namespace

void add_rules_lint(command rules, session& s, int& code) {
    auto l = rules.sub("lint", tr(s, "分析规则：漏掉的情形、重复和从不起作用的行、失效的期间，各附经核实的例子",
                                  "analyse rules: cases left out, rows that repeat or never decide, lapsed dates, each with a "
                                  "confirmed case"));
    auto o = std::make_shared<lint_request>();
    l.options("PATH", o->paths, tr(s, "规则文件或目录；没有则分析内置库", "rule files or folders; none: the built-in library"));
    add_common(l, s, "rf");
    l.option("--at", s.options.at, tr(s, "以该日为今天", "the day that counts as today"), {"DATE"});
    l.example(tr(s, "例：", "example:"), "huanchi rules lint --at 2026-06-01");
    l.run([&s, &code, o] { code = lint(s, *o); });
}

} // namespace huanchi::cli

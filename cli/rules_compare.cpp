// rules diff and rules impact: two rulebooks side by side.
#include "command_line.hpp"
#include "inputs.hpp"
#include "session.hpp"

#include "changes/witness.hpp"
#include "facts/input.hpp"
#include "report/diff_document.hpp"
#include "review/limit_changes.hpp"

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
    std::string old_name, new_name, from, to;
    input_options inputs;
    bool summary = false;
};

// The data are read twice, which standard input cannot be.
bool is_read_once(input_options const& o) {
    for (auto const* inputs : {&o.data, &o.records})
        if (std::find(inputs->begin(), inputs->end(), "-") != inputs->end()) return true;
    return false;
}

// The outlets on file, as the rules read them, bound for the questions of limits.
struct on_file {
    facts::facilities known;
    eval::bound bound;
};
base::result<std::unique_ptr<on_file>> bind_file(session const& s, loaded_side const& side, std::string const& path) {
    auto f = std::make_unique<on_file>();
    if (path.empty()) return f;
    auto const text = facts::read_whole(path);
    if (!text) return text.error();
    auto known = facts::read_facilities(*text, path, side.rules);
    if (!known) return known.error();
    f->known = std::move(*known);
    f->bound = eval::bind(side.plan, side.rules, f->known, {std::nullopt, s.options.unreviewed});
    return f;
}

// Two days by the rules that are loaded, or two rulebooks on one day.
struct sides {
    std::unique_ptr<loaded_side> before, after; // `after` is empty where days are compared
    std::optional<base::date> from, to;

    loaded_side const& second() const { return after ? *after : *before; }
};

base::result<std::vector<review::limit_change>> changes_of_limits(session const& s, sides const& x,
                                                                  std::string const& facilities) {
    std::vector<review::limit_change> all;
    auto const before = bind_file(s, *x.before, facilities);
    if (!before) return before.error();
    if (x.from) {
        for (std::uint32_t i = 0; i < (*before)->known.outlets.size(); ++i)
            std::ranges::move(
                review::changes_over(review::limits_over((*before)->bound, i, *x.from, *x.to, {}), x.before->rules),
                std::back_inserter(all));
        return all;
    }
    auto const after = bind_file(s, *x.after, facilities);
    if (!after) return after.error();
    auto const day = base::date::parse(s.options.at).value_or(s.now().date());
    for (std::uint32_t i = 0; i < (*before)->known.outlets.size(); ++i)
        std::ranges::move(review::changes_between(review::limits_on((*before)->bound, i, day, {}), x.before->rules,
                                                  review::limits_on((*after)->bound, i, day, {}), x.after->rules),
                          std::back_inserter(all));
    return all;
}

std::string contradiction(session const& s, impact_options const& o) {
    bool const days = !o.from.empty() || !o.to.empty();
    if (days && (o.from.empty() || o.to.empty())) return tr(s, "--from 和 --to 要一起给", "--from and --to belong together");
    if (days && (!o.old_name.empty() || !s.options.at.empty()))
        return tr(s, "比较两个日期时不给 OLD、NEW 和 --at", "two days are compared without OLD, NEW and --at");
    if (!days && o.new_name.empty()) return tr(s, "要给 OLD 和 NEW，或者 --from 和 --to", "OLD and NEW, or --from and --to");
    if (o.inputs.facilities.empty() && o.inputs.empty()) return tr(s, "没有企业，也没有数据", "neither facilities nor data");
    return {};
}

int impact(session& s, impact_options const& o) {
    start_log(s);
    auto request = request_of(s, o.inputs);
    if (!request) return failed;
    if (auto const wrong = contradiction(s, o); !wrong.empty())
        return fail(s, {wrong, "huanchi rules impact --from 2026-02-28 --to 2026-03-01 --facilities F.json --data D.csv"},
                    "E002");
    if (is_read_once(o.inputs))
        return fail(s,
                    {tr(s, "数据要读两遍，不能是标准输入", "the data are read twice and cannot be standard input"),
                     tr(s, "先存成文件", "save them to a file first")},
                    "E002");
    request->all = true;
    sides x;
    bool bad = false;
    x.from = date_option(s, o.from, "--from", bad);
    x.to = date_option(s, o.to, "--to", bad);
    if (bad) return failed;
    if (x.from && *x.to < *x.from) return fail(s, {tr(s, "--to 在 --from 以前", "--to lies before --from"), ""}, "E002");
    x.before = load_side(s, x.from ? built_in_word : o.old_name);
    if (x.before && !x.from) x.after = load_side(s, o.new_name);
    if (!x.before || (!x.from && !x.after)) return failed;
    auto limits = changes_of_limits(s, x, o.inputs.facilities);
    if (!limits) return fail(s, limits.error());
    auto const judged = [&](loaded_side const& side, std::optional<base::date> at) -> base::result<findings::check_result> {
        if (o.inputs.empty()) return findings::check_result{};
        auto own = *request;
        if (at) own.at = at;
        return findings::check(side.rules, side.plan, own);
    };
    auto was = judged(*x.before, x.from);
    if (!was) return fail(s, was.error());
    auto is = judged(x.second(), x.to);
    if (!is) return fail(s, is.error());
    auto const result =
        changes::compare(changes::checked{std::move(*was), x.before->rules}, {std::move(*is), x.second().rules});
    auto const name = [&](std::string const& given, std::optional<base::date> const& day) { return day ? day->text() : given; };
    report::impact_document const d{{name(o.old_name, x.from), x.before->rules, changes::meaning_digest(x.before->rules)},
                                    {name(o.new_name, x.to), x.second().rules, changes::meaning_digest(x.second().rules)},
                                    result,
                                    o.summary,
                                    std::move(*limits)};
    if (s.options.format == "json")
        std::cout << report::impact_json(d, s.language()) << '\n';
    else if (s.options.format == "ndjson")
        std::cout << report::impact_ndjson(d, s.language());
    else if (s.options.format == "csv")
        std::cout << report::impact_csv(d);
    else
        std::cout << report::impact_text(d, as_text(s));
    return result.none() && d.limits.empty() ? done : found;
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

    auto i = rules.sub("impact", tr(s, "两套规则或两个日期之间：在册企业哪些限值变严变松，同样的数据哪些结论不同",
                                    "between two rulebooks or two days: which limits of the outlets on file change, and which "
                                    "verdicts on the same data"));
    auto o = std::make_shared<impact_options>();
    i.option("OLD", o->old_name, old_help);
    i.option("NEW", o->new_name, new_help);
    i.option("--from", o->from,
             tr(s, "不比两套规则，比两个日期：这一天施行的", "compares two days by the same rules: what is in force on this"),
             {"DATE"});
    i.option("--to", o->to, tr(s, "和这一天施行的", "and on this"), {"DATE"});
    add_inputs(i, s, o->inputs);
    i.flag("--summary", o->summary, tr(s, "只输出计数", "the counts alone"));
    add_common(i, s, "rtnf");
    i.example(tr(s, "例：", "example:"),
              "huanchi rules impact builtin rules/national/air/GB13271-2014.rules --facilities "
              "tests/samples/facilities.json --data tests/samples/air.csv\n"
              "huanchi rules impact --from 2026-02-28 --to 2026-03-01 --facilities tests/samples/facilities.json "
              "--data tests/samples/water.csv");
    i.run([&s, &code, o] { code = impact(s, *o); });
}

} // namespace huanchi::cli

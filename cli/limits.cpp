#include "command_line.hpp"
#include "session.hpp"

#include "report/limits_document.hpp"
#include "report/permit_table.hpp"
#include "review/questions.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

namespace huanchi::cli {

namespace {

struct limits_options {
    std::string facilities, outlet, enterprise, describe, factor, from, to, questions;
    bool why_not = false, cases = false, permit_table = false;
};

// What the options mean, read and checked.
struct asked_of {
    facts::facilities known;
    std::vector<std::uint32_t> outlets;
    bool one = false; // outlet, by name or description
    review::limits_asked rows;
    base::date at;
    std::optional<base::date> from, to;
};

base::failure unreadable(session const& s, std::string const& path) {
    return {"`" + path + "`: " + tr(s, "读不出", "cannot be read"),
            tr(s, "检查路径和权限", "check the path and its permissions")};
}

base::result<std::string> content(session const& s, std::string const& path) {
    if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::ifstream in(path, std::ios::binary);
    if (!in) return unreadable(s, path);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

base::result<facts::facilities> facilities_of(session const& s, std::string const& path) {
    auto text = content(s, path);
    if (!text) return text.error();
    return facts::read_facilities(*text, path, s.rules);
}

base::result<std::vector<std::uint32_t>> outlets_of(session const& s, limits_options const& o, facts::facilities const& known) {
    std::vector<std::uint32_t> all;
    for (std::uint32_t i = 0; i < known.outlets.size(); ++i)
        if (o.enterprise.empty() || known.sites[known.outlets[i].facility].id == o.enterprise) all.push_back(i);
    if (!o.enterprise.empty() && !known.site_by_id.contains(o.enterprise))
        return base::failure{tr(s, "没有企业 ", "no enterprise ") + o.enterprise,
                             tr(s, "照企业文件里的 id", "write the id as in the file of facilities")};
    if (o.outlet.empty()) return all;
    auto const slash = o.outlet.rfind('/');
    auto const found = slash == std::string::npos ? facts::no_outlet
                                                  : known.find_outlet(o.outlet.substr(0, slash), o.outlet.substr(slash + 1));
    if (found == facts::no_outlet)
        return base::failure{
            tr(s, "没有排放口 ", "no outlet ") + o.outlet,
            tr(s, "写作 企业标识/排放口编号，照企业文件", "write ENTERPRISE/OUTLET as in the file of facilities")};
    return std::vector<std::uint32_t>{found};
}

// The factor among those of the media of the outlets.
base::result<std::optional<std::uint16_t>> factor_of(session const& s, std::string const& name, asked_of const& a) {
    if (name.empty()) return std::optional<std::uint16_t>();
    for (auto const outlet : a.outlets)
        if (auto const factor = s.rules.find_factor(name, a.known.outlets[outlet].medium)) return std::optional(factor);
    return base::failure{tr(s, "该介质没有因子 ", "no factor of the medium: ") + name,
                         tr(s, "用代码或标准里的名称，如 w01018、化学需氧量", "use a code or a name, like w01018")};
}

// The first of what is wrong with the options as they stand together, "" if nothing is.
std::string contradiction(session const& s, limits_options const& o) {
    if (!o.questions.empty()) {
        if (!o.describe.empty() || !o.outlet.empty() || !o.factor.empty() || !o.from.empty() || o.permit_table)
            return tr(
                s, "--questions 里每行自己写明问什么，另外只可以带 --facilities、--at、--why-not、--cases",
                "each line of --questions says what it asks; only --facilities, --at, --why-not, --cases may stand beside it");
        return "";
    }
    if (o.describe.empty() == o.facilities.empty())
        return tr(s, "要么用 --facilities（加 --outlet 只问一个排放口），要么用 --describe",
                  "either --facilities (with --outlet for one outlet), or --describe");
    if (o.from.empty() != o.to.empty()) return tr(s, "--from 和 --to 要一起给", "--from and --to belong together");
    if (!o.from.empty() && (o.why_not || o.cases || o.permit_table || !s.options.at.empty()))
        return tr(s, "一段时间的限值不能与 --at、--why-not、--cases、--permit-table 同用",
                  "a span does not go with --at, --why-not, --cases, --permit-table");
    return "";
}

base::result<asked_of> read_asked(session& s, limits_options const& o) {
    asked_of a;
    auto known = o.describe.empty() ? facilities_of(s, o.facilities) : facts::read_description(o.describe, s.rules);
    if (!known) return known.error();
    a.known = std::move(*known);
    auto outlets = outlets_of(s, o, a.known);
    if (!outlets) return outlets.error();
    a.outlets = std::move(*outlets);
    a.one = !o.outlet.empty() || !o.describe.empty();
    auto const factor = factor_of(s, o.factor, a);
    if (!factor) return factor.error();
    a.rows = {*factor, o.why_not, o.cases};
    return a;
}

int print(session const& s, asked_of const& a, std::vector<review::outlet_limits> const& all) {
    auto const& format = s.options.format;
    if (format == "json")
        std::cout << (a.one ? report::limits_json(all.front()) : report::limits_json(all)) << '\n';
    else if (format == "ndjson")
        for (auto const& d : all) std::cout << (a.one ? report::limits_json(d) : report::limits_line(d)) << '\n';
    else if (format == "csv")
        std::cout << (a.one ? report::limits_csv(all.front(), false) : report::limits_csv(all, false));
    else
        for (std::size_t i = 0; i < all.size(); ++i)
            std::cout << (i == 0 ? "" : "\n") << report::limits_text(all[i], as_text(s));
    return done;
}

int print(session const& s, std::vector<review::outlet_timeline> const& all) {
    auto const& format = s.options.format;
    if (format == "json" && all.size() != 1)
        return fail(
            s,
            {tr(s, "几个排放口的时间表用 ndjson、csv 或文字", "timelines of several outlets come as ndjson, csv or text"),
             "--format ndjson"},
            "E002");
    for (std::size_t i = 0; i < all.size(); ++i)
        std::cout << (format == "json"     ? report::timeline_json(all[i]) + "\n"
                      : format == "ndjson" ? report::timeline_line(all[i]) + "\n"
                      : format == "csv"    ? report::timeline_csv(all[i], i == 0)
                                           : (i == 0 ? "" : "\n") + report::timeline_text(all[i], as_text(s)));
    return done;
}

// A line that cannot be answered says why in its place; the others are answered.
int answer_questions(session& s, limits_options const& o, base::date at) {
    facts::facilities known;
    if (!o.facilities.empty()) {
        auto read = facilities_of(s, o.facilities);
        if (!read) return fail(s, read.error());
        known = std::move(*read);
    }
    std::ifstream file;
    if (o.questions != "-") file.open(o.questions, std::ios::binary);
    std::istream& in = o.questions == "-" ? std::cin : file;
    if (!in) return fail(s, unreadable(s, o.questions));
    review::limits_desk const desk(s.plan, s.rules, o.facilities.empty() ? nullptr : &known, s.options.unreviewed);
    bool all_answered = true;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        auto q = review::read_question(line);
        if (q) {
            q->why_not = q->why_not || o.why_not;
            q->cases = q->cases || o.cases;
        }
        auto const answer = q ? desk.answer(*q, at) : base::result<review::outlet_limits>(q.error());
        all_answered = all_answered && answer;
        std::cout << (answer ? report::limits_line(*answer) : report::unanswered_line(number, answer.error())) << '\n';
    }
    return all_answered ? done : found;
}

int limits(session& s, limits_options const& o) {
    bool bad = false;
    auto const at = date_option(s, s.options.at, "--at", bad);
    auto const from = date_option(s, o.from, "--from", bad), to = date_option(s, o.to, "--to", bad);
    if (bad) return failed;
    auto wrong = contradiction(s, o);
    if (wrong.empty() && from && *to < *from) wrong = tr(s, "--to 在 --from 以前", "--to lies before --from");
    if (!wrong.empty())
        return fail(s,
                    {wrong, tr(s, "例：--facilities f.json --outlet 企业标识/DW001",
                               "for example --facilities f.json --outlet ENTERPRISE/DW001")},
                    "E002");
    if (!load_rules(s)) return failed;
    auto const day = at.value_or(s.now().date());
    if (!o.questions.empty()) return answer_questions(s, o, day);
    auto const a = read_asked(s, o);
    if (!a) return fail(s, a.error(), "E002");
    auto const bound = eval::bind(s.plan, s.rules, a->known, {std::nullopt, s.options.unreviewed});
    if (from) {
        std::vector<review::outlet_timeline> all;
        for (auto const outlet : a->outlets) all.push_back(review::limits_over(bound, outlet, *from, *to, a->rows.factor));
        return print(s, all);
    }
    std::vector<review::outlet_limits> all;
    for (auto const outlet : a->outlets) all.push_back(review::limits_on(bound, outlet, day, a->rows));
    if (!o.permit_table) return print(s, *a, all);
    auto const table = review::permit_table(all);
    auto const& format = s.options.format;
    std::cout << (format == "csv"                          ? report::permit_table_csv(table, false)
                  : format == "json" || format == "ndjson" ? report::permit_table_json(table) + "\n"
                                                           : report::permit_table_text(table, as_text(s)));
    return done;
}

} // namespace

void add_limits(command app, session& s, int& code) {
    auto c = app.sub("limits", tr(s, "某日某排放口适用哪些限值，哪一条起决定作用，为什么",
                                  "which limits apply to an outlet on a date, which decides, and why"));
    auto o = std::make_shared<limits_options>();
    c.option("--facilities", o->facilities, tr(s, "企业与排放口文件", "file of facilities"), {"FILE"});
    c.option("--outlet", o->outlet, tr(s, "企业标识/排放口编号；不写：全部排放口", "ENTERPRISE/OUTLET; without: all outlets"),
             {"ID"});
    c.option("--enterprise", o->enterprise, tr(s, "只看一个企业", "one enterprise only"), {"ID"});
    c.option("--describe", o->describe, tr(s, "用 JSON 描述一个排放口", "an outlet described in JSON"), {"JSON"});
    c.option("--factor", o->factor, tr(s, "只看一个因子", "one factor only"), {"NAME"});
    c.flag("--why-not", o->why_not, tr(s, "列出其余限值及不适用的原因", "every other limit and why it does not apply"));
    c.flag("--cases", o->cases,
           tr(s, "缺少的属性取什么值时由哪条决定", "which limit would decide under which values of the missing attributes"));
    c.option("--from", o->from, tr(s, "一段时间：哪条限值什么时候变", "a span: which limit changes when"), {"DATE"});
    c.option("--to", o->to, tr(s, "这段时间的最后一日", "the last day of the span"), {"DATE"});
    c.flag("--permit-table", o->permit_table, tr(s, "许可证里的那张表", "the table that goes into a permit"));
    c.option("--questions", o->questions,
             tr(s, "一批问题（NDJSON，一行一问），- 为标准输入", "many questions (NDJSON, one a line), - is stdin"), {"FILE"});
    add_common(c, s, "rtf");
    c.example(tr(s, "例：", "example:"),
              "huanchi limits --describe '{\"medium\":\"water\",\"kind\":\"城镇污水处理厂\",\"eia_approved\":\"2010-01-01\","
              "\"attributes\":{\"grade\":\"一级A\"}}' --at 2026-06-01 --factor 总磷");
    add_limits_audit(c, s, code);
    c.run([&s, &code, o] { code = limits(s, *o); });
}

} // namespace huanchi::cli

#include "command_line.hpp"
#include "session.hpp"

#include "facts/input.hpp"
#include "report/review_document.hpp"
#include "review/examine.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>

namespace huanchi::cli {

namespace {

struct review_command_options {
    std::vector<std::string> applications;
    std::string permits;
    bool all = false;
};

base::result<std::vector<review::reviewed>> reviewed(session& s, review_command_options const& o,
                                                     review::review_options const& how) {
    std::vector<review::reviewed> out;
    if (!o.permits.empty()) {
        auto const text = facts::read_whole(o.permits);
        if (!text) return text.error();
        auto const known = facts::read_facilities(*text, o.permits, s.rules);
        if (!known) return known.error();
        return review::examine_permits(*known, s.plan, s.rules, how);
    }
    std::vector<review::application> all;
    for (auto const& path : o.applications) {
        auto const text = facts::read_whole(path);
        if (!text) return text.error();
        auto read = review::read_applications(*text, path, s.rules);
        if (!read) return read.error();
        std::move(read->begin(), read->end(), std::back_inserter(all));
    }
    for (auto const& a : all) out.push_back(review::examine(a, s.plan, s.rules, how));
    return out;
}

int review_command(session& s, review_command_options const& o) {
    bool bad = false;
    auto const at = date_option(s, s.options.at, "--at", bad);
    if (bad) return failed;
    if (o.applications.empty() == o.permits.empty())
        return fail(s,
                    {tr(s, "要么给出许可证申请的文件，要么用 --permits 给出企业文件",
                        "either files of permit applications, or --permits"),
                     tr(s, "例：huanchi review 申请.json", "for example huanchi review application.json")},
                    "E002");
    if (!load_rules(s)) return failed;
    auto const result = reviewed(s, o, {at.value_or(s.now().date()), s.options.unreviewed});
    if (!result) return fail(s, result.error());
    auto const& format = s.options.format;
    if (format == "json")
        std::cout << report::review_json(*result, s.language()) << '\n';
    else if (format == "ndjson")
        std::cout << report::review_ndjson(*result, s.language());
    else if (format == "csv")
        std::cout << report::review_csv(*result, s.language(), false);
    else
        std::cout << report::review_text(*result, o.all, as_text(s));
    bool const asks =
        std::any_of(result->begin(), result->end(), [](auto const& r) { return r.overall >= review::opinion::correct; });
    return asks ? found : done;
}

} // namespace

void add_review(command app, session& s, int& code) {
    auto c =
        app.sub("review",
                tr(s, "审查排污许可证申请，或者核对已发的许可证：逐项给出符合、补正、不予和意见文字",
                   "permit applications, or permits in force, against the rules: item by item with the text for the opinion"));
    auto o = std::make_shared<review_command_options>();
    c.options("FILE", o->applications,
              tr(s, "许可证申请（JSON 或 NDJSON），- 为标准输入", "permit applications (JSON or NDJSON), - is stdin"), {""});
    c.option("--permits", o->permits, tr(s, "核对企业文件里有效的许可证", "the permits in force in a file of facilities"),
             {"FILE"});
    c.flag("--all", o->all, tr(s, "也列出符合的", "list what is accepted too"));
    add_common(c, s, "rtf");
    c.example(tr(s, "例：", "example:"), "huanchi review tests/samples/application.json --at 2026-11-01\n"
                                         "huanchi review --permits tests/samples/facilities.json --at 2026-06-01");
    c.run([&s, &code, o] { code = review_command(s, *o); });
}

} // namespace huanchi::cli

#include "command_line.hpp"
#include "session.hpp"

#include "findings/screening.hpp"
#include "report/screening_document.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

struct screen_options {
    std::vector<std::string> positional, records, set;
    bool turns = false;
};

int screen(session& s, screen_options const& o) {
    bool bad = false;
    findings::screening_request request;
    request.at = date_option(s, s.options.at, "--at", bad);
    if (bad) return failed;
    request.records = o.positional;
    request.records.insert(request.records.end(), o.records.begin(), o.records.end());
    if (request.records.empty())
        return fail(s,
                    {tr(s, "没有要审查的项目", "nothing to screen"),
                     tr(s, "给出项目记录的文件（NDJSON）", "name files of project records (NDJSON)")},
                    "E002");
    for (auto const& one : o.set) {
        auto const at = one.find('=');
        if (at == 0 || at == std::string::npos)
            return fail(s, {tr(s, "--set 写作 字段=值：", "--set takes FIELD=VALUE: ") + one, "--set replacement_ratio=1.5"},
                        "E002");
        request.set.emplace_back(one.substr(0, at), one.substr(at + 1));
    }
    request.turns = o.turns;
    if (!load_rules(s)) return failed;
    request.today = s.now().date();
    request.unreviewed = s.options.unreviewed;
    auto const result = findings::screen(s.rules, s.plan, request);
    if (!result) return fail(s, result.error());
    auto const& format = s.options.format;
    if (format == "json")
        std::cout << report::screening_json(*result) << '\n';
    else if (format == "ndjson")
        std::cout << report::screening_ndjson(*result);
    else if (format == "csv")
        std::cout << report::screening_csv(*result);
    else
        std::cout << report::screening_text(*result, as_text(s));
    bool const fails = std::any_of(result->projects.begin(), result->projects.end(),
                                   [](auto const& p) { return p.overall == findings::screening_result::fail; });
    return fails ? found : done;
}

} // namespace

void add_screen(command app, session& s, int& code) {
    auto c = app.sub("screen", tr(s, "逐项审查项目（两高等）：准入、产能置换、区域削减、能效，给出总的结论",
                                  "screen projects item by item (two-high and the rest), with an overall result"));
    auto o = std::make_shared<screen_options>();
    c.options("FILE", o->positional, tr(s, "项目记录（NDJSON），- 为标准输入", "project records (NDJSON), - is stdin"), {""});
    c.options("--records", o->records, tr(s, "同上", "likewise"), {"FILE"});
    c.repeated("--set", o->set,
               tr(s, "假如：字段=值（可多次），列出因此改变的项", "what if: FIELD=VALUE (repeatable), lists what that changes"),
               {"FIELD=VALUE"});
    c.flag(
        "--turns", o->turns,
        tr(s, "不符合、不知道的项：哪一个字段取什么值就符合", "of items not met or open: which value of which field would do"));
    add_common(c, s, "rtf");
    c.example(tr(s, "例：", "example:"),
              "huanchi screen tests/samples/projects.ndjson --at 2026-11-01 --turns\n"
              "huanchi screen tests/samples/projects.ndjson --at 2026-11-01 --set replacement_ratio=1.5");
    c.run([&s, &code, o] { code = screen(s, *o); });
}

} // namespace huanchi::cli

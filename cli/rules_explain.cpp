// rules explain: the page of a diagnostic code, and where diagnostics point to it.
#include "command_line.hpp"
#include "session.hpp"

#include "report/page_document.hpp"

#include <algorithm>
#include <cctype>
#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

struct page_options {
    std::string code, example;
};

std::string in_capitals(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    return text;
}

int unknown_code(session const& s, std::string const& code) {
    auto const near = std::string(source::nearest_code(code));
    return fail(s,
                {tr(s, "没有代码 ", "no diagnostic has the code ") + code,
                 near.empty() ? tr(s, "用 huanchi rules explain 列出全部代码", "huanchi rules explain lists all codes")
                              : tr(s, "是不是想写 ", "perhaps you meant ") + near},
                "E002");
}

int explain(session const& s, page_options const& o) {
    bool const as_json = s.options.format == "json" || s.options.format == "ndjson";
    if (o.code.empty()) {
        if (as_json)
            std::cout << report::pages_json(source::pages(), s.language()) << '\n';
        else
            std::cout << report::pages_text(source::pages(), as_text(s));
        return done;
    }
    auto const* page = source::find_page(in_capitals(o.code));
    if (!page) return unknown_code(s, o.code);
    if (!o.example.empty())
        std::cout << source::written_out(o.example == "bad" ? page->bad : page->mended);
    else if (as_json)
        std::cout << report::page_json(*page, s.language()) << '\n';
    else
        std::cout << report::page_text(*page, as_text(s));
    return done;
}

} // namespace

std::string explain_hint(session const& s, std::vector<source::diagnostic> const& shown) {
    if (s.options.quiet) return {};
    std::vector<std::string> codes;
    for (auto const& d : shown)
        if (source::find_page(d.code) && std::find(codes.begin(), codes.end(), d.code) == codes.end()) codes.push_back(d.code);
    if (codes.empty()) return {};
    auto hint =
        tr(s, "说明与例子：huanchi rules explain ", "what it means, with an example: huanchi rules explain ") + codes.front();
    for (std::size_t i = 1; i < codes.size(); ++i)
        hint += (i == 1 ? tr(s, "（另有 ", " (also ") : tr(s, "、", ", ")) + codes[i];
    return hint + (codes.size() > 1 ? tr(s, "）", ")") : "") + "\n";
}

void add_rules_explain(command rules, session& s, int& code) {
    auto c =
        rules.sub("explain", tr(s, "一个诊断代码的含义，有错的和改正的例子；不给代码则列出全部",
                                "what a diagnostic code means, with an example and how to mend it; without one: all codes"));
    auto o = std::make_shared<page_options>();
    c.option("CODE", o->code, tr(s, "代码，如 M014", "the code, like M014"));
    c.choice("--example", o->example, tr(s, "只写出例子：有错的或改正的", "write one of the examples alone"),
             {"bad", "mended"});
    add_common(c, s, "f");
    c.example(tr(s, "例：", "example:"), "huanchi rules explain M014");
    c.run([&s, &code, o] { code = explain(s, *o); });
}

} // namespace huanchi::cli

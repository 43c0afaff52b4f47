#include "parsing.hpp"

#include "tree_text.hpp"

#include <doctest/doctest.h>

namespace parsing {

using namespace huanchi;

namespace {

struct outcome {
    source::source_set files;
    source::diagnostics report;
    syntax::file file;
};

void parse_into(outcome& out, std::string text) {
    auto const id = out.files.add("test.rules", std::move(text));
    out.file = syntax::parse(out.files, id, out.report);
}

void require_clean(outcome& out) {
    for (auto const& d : out.report.sorted()) { FAIL_CHECK(source::render(d, out.files, source::language::en, false)); }
}

} // namespace

std::string tree(std::string text) {
    outcome out;
    parse_into(out, std::move(text));
    require_clean(out);
    std::string all = tree_text::of(out.file);
    if (!all.empty()) all.pop_back();
    return all;
}

std::string mistakes(std::string text) {
    outcome out;
    parse_into(out, std::move(text));
    std::string all;
    for (auto const& d : out.report.sorted()) {
        source::place const p = out.files.place_of(d.where.file, d.where.begin);
        all += (all.empty() ? "" : ", ") + d.code + " " + std::to_string(p.line) + ":" + std::to_string(p.column);
    }
    return all;
}

std::string formatted(std::string text, std::optional<syntax::spelling> keywords) {
    outcome first;
    parse_into(first, std::move(text));
    require_clean(first);
    std::string const once = syntax::format(first.file, first.files, keywords);
    outcome second;
    parse_into(second, once);
    require_clean(second);
    CHECK(syntax::format(second.file, second.files, keywords) == once);
    CHECK(tree_text::of(second.file) == tree_text::of(first.file));
    CHECK(second.file.comments.size() == first.file.comments.size());
    return once;
}

} // namespace parsing

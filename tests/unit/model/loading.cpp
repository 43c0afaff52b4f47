#include "loading.hpp"

#include "rule_library.hpp"
#include "syntax/parse.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace loading {

std::string content(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE_MESSAGE(in.good(), path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string vocabulary() {
    return content(std::filesystem::path(HUANCHI_SOURCE_DIR) / "tests/golden/model/vocabulary.rules");
}

outcome load(std::string const& text, std::string const& name) {
    outcome o;
    o.files.add("vocabulary.rules", vocabulary());
    o.files.add(name, text);
    o.loaded = model::load(o.files);
    return o;
}

outcome library(std::optional<int> spelling) {
    outcome o;
    for (auto const& f : rules::library()) {
        std::string text(f.text);
        if (spelling) {
            source::source_set one;
            source::diagnostics report;
            auto const id = one.add(std::string(f.path), text);
            text = syntax::format(syntax::parse(one, id, report), one, static_cast<syntax::spelling>(*spelling));
        }
        o.files.add(std::string(f.path), std::move(text));
    }
    o.loaded = model::load(o.files);
    return o;
}

std::string mistakes(std::string const& text) {
    auto o = load(text);
    std::string out;
    for (auto const& d : o.loaded.report.sorted()) {
        auto const at = o.files.place_of(d.where.file, d.where.begin);
        out += (out.empty() ? "" : ", ") + d.code + " " + std::to_string(at.line) + ":" + std::to_string(at.column);
        if (d.where.file == 0) out += " of the vocabulary";
    }
    return out;
}

std::string rendered(std::string const& text, std::string const& name, source::language in) {
    auto o = load(text, name);
    std::string out;
    for (auto const& d : o.loaded.report.sorted()) out += source::render(d, o.files, in, false) + "\n";
    return out;
}

model::limit const& limit(model::rulebook const& rules, std::string_view id) {
    for (auto const& l : rules.limits)
        if (l.id == id) return l;
    FAIL("no limit " << id);
    return rules.limits.front();
}

} // namespace loading

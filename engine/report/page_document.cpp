#include "report/page_document.hpp"

#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

// What a list says of a code that has no message of its own: the beginning of its page.
std::string heading(source::page const& p, language in) {
    auto const message = source::message_outline(p.code, in);
    if (!message.empty()) return message;
    auto const meaning = p.meaning(in);
    return std::string(meaning.substr(0, meaning.find(in == language::zh ? "：" : ":")));
}

json page_members(source::page const& p, language in) {
    return {{"code", std::string(p.code)},
            {"message", or_null(source::message_outline(p.code, in))},
            {"meaning", std::string(p.meaning(in))},
            {"example", p.commands ? "command" : "rules"},
            {"bad", std::string(p.bad)},
            {"mended", std::string(p.mended)}};
}

std::string block(std::string_view text) {
    std::string out = "\n";
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        out += "    " + printable(text.substr(0, end)) + "\n";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out + "\n";
}

} // namespace

std::string page_json(source::page const& p, language in) {
    json_document doc;
    doc.member("schema", "huanchi.code/1");
    auto const members = page_members(p, in);
    for (auto const& [name, value] : members.items()) doc.member(name, value);
    return std::move(doc).finish();
}

std::string page_text(source::page const& p, text_options const& o) {
    auto const say = [&](std::string_view zh, std::string_view en) { return std::string(choose(o.language, zh, en)); };
    auto out = laid_out({0, std::string(p.code), ink::bold, source::message_outline(p.code, o.language)}, o.width, o.colour);
    out += "\n" + laid_out({0, "", ink::plain, std::string(p.meaning(o.language))}, o.width, o.colour) + "\n";
    out += laid_out({0, say("有错的例子", "an example with the mistake"), ink::red, ""}, o.width, o.colour) + block(p.bad);
    out += laid_out({0, say("改正之后", "the same example mended"), ink::green, ""}, o.width, o.colour) + block(p.mended);
    if (p.bad.find("⟨") != std::string_view::npos)
        out += laid_out({0, "", ink::dim,
                         say("⟨120 × (⟩ 表示重复 120 次，⟨byte D6⟩ 表示这个字节；--example bad 写出原样。",
                             "⟨120 × (⟩ stands for 120 of them, ⟨byte D6⟩ for that byte; --example bad writes them out.")},
                        o.width, o.colour);
    return out;
}

std::string pages_json(std::vector<source::page> const& all, language in) {
    json_document doc;
    doc.member("schema", "huanchi.codes/1");
    doc.open_list("codes");
    for (auto const& p : all) doc.item(page_members(p, in));
    doc.close_list();
    return std::move(doc).finish();
}

std::string pages_text(std::vector<source::page> const& all, text_options const& o) {
    text_table t;
    t.columns = {{std::string(choose(o.language, "代码", "code"))}, {std::string(choose(o.language, "信息", "message"))}};
    for (auto const& p : all) t.rows.push_back({std::string(p.code), heading(p, o.language)});
    return laid_out(t, o.width, o.colour);
}

} // namespace huanchi::report

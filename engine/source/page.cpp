#include "source/page.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

// All pages one behind the other, as pages/ holds them.
extern "C" char const huanchi_pages[];
extern "C" char const huanchi_pages_end[];

namespace huanchi::source {

namespace {

constexpr std::string_view code_mark = "=== ", part_mark = "--- ", opened = "⟨", closed = "⟩", times = " × ";

std::string_view line_of(std::string_view text) {
    return text.substr(0, std::min(text.find('\n'), text.size()));
}

std::string_view without_last_line_end(std::string_view text) {
    while (text.ends_with('\n')) text.remove_suffix(1);
    return text;
}

// Where the next line begins that starts with one of the marks.
std::size_t next_mark(std::string_view text, std::string_view mark) {
    if (text.starts_with(mark)) return 0;
    auto const at = text.find("\n" + std::string(mark));
    return at == std::string_view::npos ? text.size() : at + 1;
}

void read_part(page& p, std::string_view head, std::string_view body) {
    body = without_last_line_end(body);
    p.commands = p.commands || head.ends_with(" command");
    if (head == "zh") p.meaning_zh = body;
    if (head == "en") p.meaning_en = body;
    if (head.starts_with("bad")) p.bad = body;
    if (head.starts_with("mended")) p.mended = body;
}

page read_page(std::string_view text) {
    page p;
    p.code = line_of(text).substr(code_mark.size());
    text.remove_prefix(next_mark(text, part_mark));
    while (!text.empty()) {
        auto const head = line_of(text);
        auto rest = text.substr(std::min(head.size() + 1, text.size()));
        auto const end = next_mark(rest, part_mark);
        read_part(p, head.substr(part_mark.size()), rest.substr(0, end));
        text = rest.substr(end);
    }
    return p;
}

std::vector<page> read_pages() {
    std::string_view text(huanchi_pages, static_cast<std::size_t>(huanchi_pages_end - huanchi_pages));
    std::vector<page> all;
    while (!text.empty()) {
        auto const end = code_mark.size() + next_mark(text.substr(code_mark.size()), code_mark);
        all.push_back(read_page(text.substr(0, std::min(end, text.size()))));
        text.remove_prefix(std::min(end, text.size()));
    }
    std::sort(all.begin(), all.end(), [](page const& a, page const& b) { return a.code < b.code; });
    return all;
}

// What stands between ⟨ and ⟩.
std::string expanded(std::string_view inside) {
    if (inside.starts_with("byte ")) {
        unsigned value = 0;
        std::from_chars(inside.data() + 5, inside.data() + inside.size(), value, 16);
        return {static_cast<char>(value)};
    }
    std::size_t count = 0;
    auto const* const end = inside.data() + inside.size();
    auto const [rest, failed] = std::from_chars(inside.data(), end, count);
    std::string_view const what(rest, static_cast<std::size_t>(end - rest));
    std::string out;
    if (failed == std::errc{} && what.starts_with(times))
        for (std::size_t i = 0; i < count; ++i) out += what.substr(times.size());
    return out;
}

} // namespace

std::vector<page> const& pages() {
    static std::vector<page> const all = read_pages();
    return all;
}

page const* find_page(std::string_view code) {
    auto const& all = pages();
    auto const at = std::lower_bound(all.begin(), all.end(), code, [](page const& p, auto c) { return p.code < c; });
    return at != all.end() && at->code == code ? &*at : nullptr;
}

std::string_view nearest_code(std::string_view mistyped) {
    constexpr std::size_t most_edits = 2;
    std::string upper(mistyped);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    std::string_view best;
    auto least = most_edits + 1;
    for (auto const& p : pages())
        if (auto const edits = base::edit_distance(upper, p.code); edits < least) {
            least = edits;
            best = p.code;
        }
    return best;
}

std::string written_out(std::string_view example) {
    std::string out;
    while (!example.empty()) {
        auto const from = example.find(opened);
        auto const to = from == std::string_view::npos ? from : example.find(closed, from);
        if (to == std::string_view::npos) break;
        out += example.substr(0, from);
        out += expanded(example.substr(from + opened.size(), to - from - opened.size()));
        example.remove_prefix(to + closed.size());
    }
    return out + std::string(example) + "\n";
}

std::string message_outline(std::string_view code, language in) {
    auto const* const known = find_in_catalogue(code);
    if (known == nullptr) return {};
    std::vector<std::string> const anything(10, "…");
    return message({std::string(code), known->severity, {}, anything, {}, {}}, in);
}

} // namespace huanchi::source

#include "editor/typing_context.hpp"

#include <algorithm>

namespace huanchi::editor {

using syntax::iterator;
using syntax::symbol;

namespace {

bool joins_lines(token const& t) {
    return t.what == token::kind::symbol && (t.sign == symbol::comma || t.sign == symbol::open || t.sign >= symbol::times);
}

struct scanned {
    token what;
    iterator end;
    bool closed = true; // false: a string that goes on behind the cursor
};

// A unit stands behind a number, or with its own signs; elsewhere `mg/m` is three tokens.
scanned scan(iterator at, iterator end, bool behind_number) {
    auto const spelt = [&](iterator stop) { return std::string_view(at, static_cast<std::size_t>(stop - at)); };
    if (auto const s = syntax::scan_string(at, end))
        return {{token::kind::text, {}, {}, spelt(s->end), s->value}, s->end, s->closed};
    if (auto const f = syntax::scan_figure(at, end)) {
        auto const stop = syntax::scan_word(f->end, end); // `24h混合样` is a word
        auto const kind = stop == f->end ? token::kind::number : token::kind::word;
        return {{kind, {}, {}, spelt(stop), syntax::normal(at, stop)}, stop};
    }
    if (behind_number)
        if (auto stop = syntax::scan_unit(at, end); stop != at) {
            if (end - stop == 1 && *stop == '/') stop = end; // `mg/`, half of a unit
            return {{token::kind::word, {}, {}, spelt(stop), syntax::normal(at, stop)}, stop};
        }
    if (auto const k = syntax::scan_keyword(at, end))
        return {{token::kind::keyword, k->id, {}, spelt(k->end), std::string(spelt(k->end))}, k->end};
    if (auto const n = syntax::scan_name(at, end)) return {{token::kind::word, {}, {}, spelt(n->end), n->name.text()}, n->end};
    if (auto const s = syntax::scan_symbol(at, end)) return {{token::kind::symbol, {}, s->id, spelt(s->end), {}}, s->end};
    auto const stop = syntax::next(at, end);
    return {{token::kind::other, {}, {}, spelt(stop), {}}, stop};
}

struct reader {
    typing_context out = {};
    int chinese = 0, english = 0;

    void take(token t) {
        if (t.is(symbol::open_block)) {
            out.blocks.push_back(std::move(out.line));
            out.line.clear();
            out.lines.clear();
        } else if (t.is(symbol::close_block)) {
            if (!out.blocks.empty()) out.blocks.pop_back();
            out.line.clear();
            out.lines.clear();
        } else if (t.is(symbol::semicolon)) {
            end_line();
        } else {
            if (t.what == token::kind::keyword) ++(static_cast<unsigned char>(t.spelling.front()) >= 0x80 ? chinese : english);
            out.line.push_back(std::move(t));
        }
    }
    void end_line() {
        if (!out.line.empty()) out.lines.push_back(std::move(out.line));
        out.line.clear();
    }
};

// The label of a row may have signs in it: what stands without a blank before the cursor is one word, `悬浮物（S`.
void join_label(typing_context& c, iterator cursor) {
    if (c.blocks.empty() || c.line.empty() || c.line.front().what == token::kind::keyword) return;
    iterator const begin = c.line.front().spelling.data();
    bool const compares = std::any_of(c.line.begin(), c.line.end(), [](token const& t) {
        return t.what == token::kind::symbol && syntax::is_comparison(t.sign);
    });
    if (compares || std::any_of(begin, cursor, [](char x) { return x == ' ' || x == '\t' || x == '\n'; })) return;
    c.word_begin -= static_cast<std::size_t>(cursor - begin) - (c.word_end - c.word_begin);
    c.line.clear();
}

} // namespace

typing_context context_at(std::string_view text, std::size_t offset) {
    reader r;
    iterator at = text.data();
    iterator const end = text.data() + std::min(offset, text.size());
    std::optional<iterator> last; // where the token began that ends at the cursor
    while (at != end) {
        if (syntax::at_comment(at, end)) {
            at = std::find(at, end, '\n');
            r.out.in_text = at == end;
            continue;
        }
        if (*at == '\n') {
            if (r.out.line.empty() || !joins_lines(r.out.line.back())) r.end_line();
            ++at;
            continue;
        }
        if (auto const behind = syntax::skip_blanks(at, end); behind != at) {
            // Blanks end before a comment begins.
            at = std::find_if(at, behind, [](char c) { return c == '/'; });
            continue;
        }
        bool const behind_number = !r.out.line.empty() && r.out.line.back().what == token::kind::number;
        auto next = scan(at, end, behind_number);
        bool const wordlike = next.what.what == token::kind::keyword || next.what.what == token::kind::word ||
                              next.what.what == token::kind::number;
        if (next.end == end) {
            r.out.in_text = next.what.what == token::kind::text && !next.closed;
            if (wordlike) last = at;
        }
        if (next.end != end || !wordlike) r.take(std::move(next.what));
        at = next.end;
    }
    r.out.word_end = static_cast<std::size_t>(end - text.data());
    r.out.word_begin = last ? static_cast<std::size_t>(*last - text.data()) : r.out.word_end;
    r.out.zh = r.chinese > r.english;
    join_label(r.out, end);
    return std::move(r.out);
}

} // namespace huanchi::editor

#include "editor/hover.hpp"

#include "syntax/lexer.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace huanchi::editor {

namespace {

bool covers(source::span s, std::size_t offset) {
    return s.begin <= offset && offset <= s.end;
}

struct row_at_hand {
    syntax::block const* table;
    syntax::table_row const* row;
};
std::optional<row_at_hand> row_at(book const& b, source::file_id file, std::size_t offset) {
    for (auto const& i : b.trees[file].items) {
        if (!covers(i.where, offset) || !i.body || i.segments.front().key != syntax::keyword::limits) continue;
        for (auto const& e : i.body->entries)
            if (auto const* r = std::get_if<syntax::table_row>(&e); r && covers(r->where, offset))
                return row_at_hand{i.body.get(), r};
    }
    return std::nullopt;
}

// What stands above a column, as the ids of its provisions say it.
std::string column_label(book const& b, syntax::block const& table, std::size_t column) {
    std::string label;
    for (auto const& e : table.entries)
        if (auto const* h = std::get_if<syntax::table_header>(&e);
            h && h->key == syntax::keyword::by && column < h->cells.size())
            label += (label.empty() ? "" : "·") + std::string(b.files.text(h->cells[column].where));
    return label;
}

bool is_of_column(model::limit const& l, std::string const& row, std::string const& column) {
    auto const id = std::string_view(l.id).substr(0, l.id.find('['));
    auto const tail = "." + row + (column.empty() ? "" : "." + column);
    return id.ends_with(tail) || l.id.find(tail + "[") != std::string::npos;
}

// The provisions of a row, or of the cell if the cursor is in one.
std::string provisions(book const& b, row_at_hand const& at, std::size_t offset, source::language in) {
    std::optional<std::string> column;
    for (std::size_t i = 0; i < at.row->cells.size(); ++i)
        if (covers(at.row->cells[i].where, offset)) column = column_label(b, *at.table, i);
    std::string out;
    for (auto const& l : b.rules.limits) {
        if (l.where != at.row->where || (column && !is_of_column(l, at.row->label, *column))) continue;
        if (!out.empty()) out += "\n---\n\n";
        out += describe(b.rules, l, in);
    }
    return out;
}

source::span place_in_row(syntax::table_row const& row, std::size_t offset) {
    for (auto const& c : row.cells)
        if (covers(c.where, offset)) return c.where;
    return row.label_where;
}

std::optional<hover_text> keyword_at(book const& b, source::file_id file, std::size_t offset, source::language in) {
    std::string_view const text = b.files[file].text;
    std::size_t begin = std::min(offset, text.size());
    while (begin > 0 && text[begin - 1] != '\n') --begin;
    syntax::iterator const end = text.data() + text.size();
    for (auto at = text.data() + begin; at < end && *at != '\n';) {
        at = syntax::skip_blanks(at, end);
        if (at == end || at > text.data() + offset) break;
        auto const string = syntax::scan_string(at, end);
        auto const stop = string ? string->end : std::max(syntax::scan_word(at, end), syntax::next(at, end));
        auto const word = string ? std::nullopt : syntax::scan_keyword(at, end);
        source::span const where{file, static_cast<std::uint32_t>(at - text.data()),
                                 static_cast<std::uint32_t>(stop - text.data())};
        if (word && covers(where, offset))
            return hover_text{where, fmt::format("{} `{}` · `{}`\n", in == source::language::zh ? "关键词" : "keyword",
                                                 syntax::text(word->id, syntax::spelling::zh),
                                                 syntax::text(word->id, syntax::spelling::en))};
        at = stop;
    }
    return std::nullopt;
}

} // namespace

std::optional<hover_text> hover_at(book const& b, source::file_id file, std::size_t offset, source::language in) {
    auto const row = row_at(b, file, offset);
    auto const named = use_at(b, file, offset);
    std::string text = named ? describe(b.rules, named->target, in) : std::string();
    bool const on_label = row && covers(row->row->label_where, offset);
    bool const in_tail = row && !row->row->tail.empty() && row->row->tail.front().where.begin <= offset;
    if (row && (on_label || (!named && !in_tail)))
        if (auto const all = provisions(b, *row, offset, in); !all.empty()) text += (text.empty() ? "" : "\n---\n\n") + all;
    if (text.empty()) return keyword_at(b, file, offset, in);
    return hover_text{named ? named->where : place_in_row(*row->row, offset), std::move(text)};
}

} // namespace huanchi::editor

#include "editor/symbols.hpp"

#include <algorithm>

namespace huanchi::editor {

using syntax::keyword;

namespace {

symbol_kind kind_of(keyword k) {
    switch (k) {
    case keyword::standard: return symbol_kind::document;
    case keyword::limits:
    case keyword::grades:
    case keyword::factors:
    case keyword::discretion:
    case keyword::marks: return symbol_kind::table;
    case keyword::record: return symbol_kind::record;
    case keyword::field: return symbol_kind::field;
    case keyword::statistic:
    case keyword::formula: return symbol_kind::function;
    case keyword::dimension: return symbol_kind::value;
    case keyword::consequence:
    case keyword::transition:
    case keyword::deadline:
    case keyword::calendar:
    case keyword::equivalence:
    case keyword::displacement:
    case keyword::exemption:
    case keyword::quality:
    case keyword::marking:
    case keyword::standing: return symbol_kind::law;
    case keyword::test: return symbol_kind::test;
    default: return symbol_kind::other;
    }
}

struct outliner {
    book const& b;

    std::string text(source::span where) const { return std::string(b.files.text(where)); }

    outline_entry declaration(syntax::item const& i) const {
        auto const& head = i.segments.front();
        outline_entry o{text(head.where), {}, kind_of(head.key), i.where, head.where, {}};
        for (auto const& s : i.segments)
            for (auto const& a : s.arguments) {
                auto const* title = std::get_if<syntax::text_literal>(&a.node);
                bool const first = &s == &head && &a == &s.arguments.front();
                if (first) {
                    o.name = title ? title->value : text(a.where);
                    o.name_where = a.where;
                } else if (title && o.detail.empty()) {
                    o.detail = title->value;
                }
            }
        // One word for `factors { medium water`: what tells several of a kind apart.
        if (head.arguments.empty() && i.body)
            for (auto const& e : i.body->entries)
                if (auto const* line = std::get_if<syntax::item>(&e);
                    line && line->segments.front().key == keyword::medium && !line->segments.front().arguments.empty())
                    o.detail = text(line->segments.front().arguments.front().where);
        if (i.body)
            for (auto const& e : i.body->entries) std::visit([&](auto const& x) { inside(o, x); }, e);
        return o;
    }

    void inside(outline_entry& o, syntax::item const& i) const {
        if (auto const k = i.segments.front().key; k == keyword::field || k == keyword::item)
            o.inside.push_back(declaration(i));
    }
    void inside(outline_entry&, syntax::table_header const&) const {}
    void inside(outline_entry& o, syntax::table_row const& row) const {
        if (!row.label.empty()) {
            if (row.is_reference) return;
            std::string cells;
            for (auto const& c : row.cells) cells += (cells.empty() ? "" : " ") + text(c.where);
            if (!row.unit.empty()) cells += " " + row.unit;
            o.inside.push_back({row.label, cells, symbol_kind::value, row.where, row.label_where, {}});
        } else if (!row.cells.empty()) {
            auto const& first = row.cells.front();
            std::string const second = row.cells.size() > 1 ? text(row.cells[1].where) : std::string();
            o.inside.push_back({text(first.where), second, symbol_kind::value, row.where, first.where, {}});
        }
    }
};

// An editor refuses an outline whose names lie outside of what they name.
void contain(outline_entry& o) {
    o.whole.begin = std::min(o.whole.begin, o.name_where.begin);
    o.whole.end = std::max(o.whole.end, o.name_where.end);
    if (o.name.empty()) o.name = "-";
    for (auto& x : o.inside) contain(x);
}

} // namespace

std::vector<outline_entry> outline_of(book const& b, source::file_id file) {
    std::vector<outline_entry> all;
    for (auto const& i : b.trees[file].items) all.push_back(outliner{b}.declaration(i));
    for (auto& o : all) contain(o);
    return all;
}

} // namespace huanchi::editor
